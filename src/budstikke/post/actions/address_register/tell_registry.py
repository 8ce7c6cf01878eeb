"""Tell the National Registry of moves: with everybody's consent, in batches, each until there is a receipt."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from budstikke.formats.malformed import Malformed
from budstikke.formats.registry.move import Move, NewAddress, consent_for, write_move
from budstikke.kit.vault import vault_for
from budstikke.law.decision import Decision
from budstikke.post.actions.address_register.persons import ORDER, note_change, number_of
from budstikke.post.channels.errors import Rejected
from budstikke.post.channels.registry import Registry
from budstikke.post.records.models import MoveMessage, MovingPerson, Person
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID, forwarding_on
from budstikke.post.terms.forwarding.kinds import AddressKind, Service
from budstikke.post.terms.forwarding.moves import Mover, tell_move
from budstikke.post.terms.forwarding.register_words import Change

_BATCH = 100
_NOT_VALID = "NOT_VALID"
_WITHDRAWN = "WITHDRAWN"
NOT_TOLD = "NOT_TOLD"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMove:
    """
    A permanent change of address, as the registry may be told of it.

    `consents` says when each person who moves agreed, by ref; who is not in it has not. `told_by` ordered.
    """

    order_ref: str
    persons: Sequence[UUID]
    consents: Mapping[UUID, datetime]
    told_by: UUID
    address: NewAddress = field(repr=False)
    moved_on: date
    ordered_on: date
    service: Service = Service.PERMANENT
    to: AddressKind = AddressKind.RESIDENTIAL


def queue_move(move: ToldMove, *, edition_id: str, actor: str, now: datetime) -> Decision:
    """
    Have the registry told of a move with the next batch, if it may be; told once for an order.

    Terms:   Forwarding §2, §7 (decision 0104).
    Reading: the caller may already be in a transaction of the carrier; the message is written with the order.
    Refuses: MOVE_NOT_TOLD.
    """
    edition = FORWARDING_BY_ID[edition_id]
    with acting_as(CARRIER):
        persons = list(Person.objects.select_for_update().filter(ref__in=move.persons).order_by("id"))
        movers = [
            Mover(
                ref=str(each.ref),
                consented=each.ref in move.consents,
                numbered=each.national_number_sealed is not None,
                protection=each.protection,
                died=each.died_on is not None,
            )
            for each in persons
        ]
        decision = tell_move(movers, service=move.service, to=move.to, edition=edition)
        if decision.refusals or MoveMessage.objects.filter(order_ref=move.order_ref, annuls=None).exists():
            return decision
        _write(move, persons, annuls=None, now=now)
        for each in persons:
            note_change(
                each,
                code=Change.MOVE_TO_BE_TOLD,
                decision=decision,
                source=ORDER,
                source_ref=move.order_ref,
                actor=actor,
                now=now,
            )
    return decision


def annul_move(order_ref: str, *, actor: str, today: date, now: datetime) -> bool:
    """
    Take back what the registry was told of an order, or is about to be; returns whether there was anything.

    Terms: Forwarding §5 (an order is cancelled before it starts), §7.
    """
    with acting_as(CARRIER):
        told = (
            MoveMessage.objects.select_for_update()
            .filter(order_ref=order_ref, annuls=None, refused="")
            .first()
        )
        if told is None or MoveMessage.objects.filter(annuls=told).exists():
            return False
        persons = [each.person for each in told.moving.select_related("person").order_by("person_id")]
        if told.sent_at is None:
            told.refused, told.content_sealed = _WITHDRAWN, None
            told.save(update_fields=["refused", "content_sealed"])
        else:
            _write(_opened(told), persons, annuls=told, now=now)
        decision = tell_move([], service=Service.PERMANENT, edition=forwarding_on(today))
        for each in persons:
            note_change(
                each,
                code=Change.MOVE_TAKEN_BACK,
                decision=decision,
                source=ORDER,
                source_ref=order_ref,
                actor=actor,
                now=now,
            )
    return True


def tell_registry(*, registry: Registry, now: datetime) -> dict[str, int]:
    """
    Send the moves that wait, a batch at a time; returns how many were told, and how many refused.

    Reading: each message has its own number, by which the registry takes it once however often it is sent; so it is
    sent first and its receipt written down after. Whoever became protected since is not told of.
    Raises:  Unreachable; what was told until then is written down, and the rest waits.
    """
    done, batch = {"told": 0, "refused": 0}, uuid4()
    with acting_as(CARRIER):
        waiting = list(
            MoveMessage.objects.filter(sent_at=None, refused="")
            .order_by("id")
            .values_list("id", flat=True)[:_BATCH]
        )
    while waiting:
        for message_id in waiting:
            done[_tell(message_id, registry, batch=batch, now=now)] += 1
        with acting_as(CARRIER):
            waiting = list(
                MoveMessage.objects.filter(sent_at=None, refused="", id__gt=waiting[-1])
                .order_by("id")
                .values_list("id", flat=True)[:_BATCH]
            )
    return done


def _tell(message_id: int, registry: Registry, *, batch: UUID, now: datetime) -> str:
    with acting_as(CARRIER):
        row = MoveMessage.objects.select_for_update().get(id=message_id)
        if row.sent_at is not None or row.refused:
            return "told"
        row.batch = batch
        try:
            receipt = registry.tell_move(_message(row, now=now))
        except (Rejected, Malformed) as error:
            row.refused = error.code if isinstance(error, Rejected) else _NOT_VALID
            row.content_sealed = None
            row.save(update_fields=["batch", "refused", "content_sealed"])
            return "refused"
        row.sent_at, row.receipt = now, receipt.reference
        row.save(update_fields=["batch", "sent_at", "receipt"])
    return "told"


def _message(row: MoveMessage, *, now: datetime) -> bytes:
    """
    Return a message as it goes, checked against the registry's schema.

    Raises: Malformed when the schema does not take it.
    """
    move = _opened(row)
    persons = [each.person for each in row.moving.select_related("person").order_by("person_id")]
    consent = consent_for(move.address)
    teller = Person.objects.get(ref=move.told_by)
    return write_move(
        Move(
            message=str(row.ref),
            ref=str(row.annuls.ref if row.annuls else row.ref),
            persons=tuple(number_of(each) for each in persons),
            told_by=number_of(teller),
            address=move.address,
            moved_on=move.moved_on,
            ordered_on=move.ordered_on,
            sent_at=now,
            consents={consent: True},
            annuls=row.annuls_id is not None,
        )
    )


def _write(move: ToldMove, persons: Sequence[Person], *, annuls: MoveMessage | None, now: datetime) -> None:
    ref = uuid4()
    told = {
        "told_by": str(move.told_by),
        "address": asdict(move.address),
        "moved_on": move.moved_on.isoformat(),
        "ordered_on": move.ordered_on.isoformat(),
    }
    row = MoveMessage.objects.create(
        ref=ref,
        order_ref=move.order_ref,
        annuls=annuls,
        made_at=now,
        content_sealed=vault_for("post").seal(json.dumps(told).encode(), context=f"move:{ref}".encode()),
    )
    MovingPerson.objects.bulk_create(
        MovingPerson(move=row, person=each, agreed_at=move.consents.get(each.ref, now)) for each in persons
    )


def _opened(row: MoveMessage) -> ToldMove:
    assert row.content_sealed is not None, "kept while it may be taken back"
    told = json.loads(vault_for("post").open(bytes(row.content_sealed), context=f"move:{row.ref}".encode()))
    return ToldMove(
        order_ref=row.order_ref,
        persons=(),
        consents={},
        told_by=UUID(told["told_by"]),
        address=NewAddress(**told["address"]),
        moved_on=date.fromisoformat(told["moved_on"]),
        ordered_on=date.fromisoformat(told["ordered_on"]),
    )
