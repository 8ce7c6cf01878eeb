"""Receive letters at an outlet, and have their recipients told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from budstikke.formats.s10 import letter_id
from budstikke.kit.clock import local_day
from budstikke.post.actions import queue
from budstikke.post.actions.invoicing.bill import bill
from budstikke.post.actions.outlets.route import nearest_able, outlet_facts
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sorting.sort_letters import sort_letters
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.models import Letter, Notice, Outlet
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.events import Event
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.outlets import outlet_for

_UNDER_WAY = ("booked", "handed_in", "in_transit", "cancelled")
# Why a letter that its recipient was told of goes to another outlet: the recipient chose it, or the desk did.
_SENT_ON = ("choose_outlet", "move_by_desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """
    What became of an arrival: letters ready here, letters sent on because nobody here can check identity.

    `moved`: they go on to where their recipient has moved, or back to their sender.
    """

    ready: tuple[str, ...]
    sent_on: tuple[str, ...]
    sent_on_to: int | None
    unknown: tuple[str, ...]
    moved: tuple[str, ...] = ()


def arrive(numbers: Sequence[str], *, outlet_id: int, clerk: str, now: datetime) -> Arrived:
    """
    Receive letters at an outlet: ready to collect, or sent on to one that can check identity.

    Terms:  PUM §5, §11, §13.
    Raises: Outlet.DoesNotExist for an outlet nobody knows; Malformed for what is no letter number.
    """
    # Who has moved is looked for elsewhere (§5).
    elsewhere = sort_letters(numbers, machine=f"outlet {outlet_id}", here=outlet_id, now=now).moved
    with acting_as(CARRIER):
        outlets = list(Outlet.objects.all())
        here = Outlet.objects.get(id=outlet_id)
        edition = pum_on(local_day(now))
        chosen = nearest_able(here, outlets, edition=edition)
        wanted = {letter_id(number): number for number in numbers}
        letters = list(
            Letter.objects.select_for_update()
            .filter(id__in=wanted.keys() - elsewhere, state__in=_UNDER_WAY)
            .order_by("id")
        )
        ids = [letter.id for letter in letters]
        ready = chosen == outlet_id
        why = _decision(here, next((outlet for outlet in outlets if outlet.id == chosen), None), edition)
        history.write(
            [
                NewEvent(
                    letter_id=each,
                    code=Event.READY_FOR_PICKUP if ready else Event.DELIVERY_CHANGED,
                    happened_at=now,
                    at_place=str(outlet_id),
                    actor=clerk,
                    decision=why,
                )
                for each in ids
            ],
            recorded_at=now,
        )
        # Hand-in was not scanned: the letter is ours all the same, and its order is invoiced.
        unbilled = [each.id for each in letters if each.handed_in_on is None and each.state != "cancelled"]
        bill(unbilled, on=local_day(now))
        moved = Letter.objects.filter(id__in=ids)
        if ready:
            moved.update(outlet_id=outlet_id, ready_at=now)
            queue.send_notices([*_notices(letters, now), *_moved(letters, now)])
        elif chosen is not None:
            moved.update(outlet_id=chosen)
    found = tuple(wanted[each] for each in ids)
    known = {*ids, *elsewhere}
    return Arrived(
        ready=found if ready else (),
        sent_on=() if ready else found,
        sent_on_to=None if ready else chosen,
        unknown=tuple(number for each, number in wanted.items() if each not in known),
        moved=tuple(number for each, number in wanted.items() if each in elsewhere),
    )


def _notices(letters: Sequence[Letter], now: datetime) -> list[int]:
    # A letter that comes back to an outlet (lost and found) has its notice already; its deadline runs on. If
    # it went before its recipient was told, the notice it had is made again.
    made = Notice.objects.bulk_create(
        [
            Notice(letter_id=letter.id, sender_id=letter.sender_id, kind="ready", ordinal=0, made_at=now)
            for letter in letters
            if letter.notified_on is None
        ],
        update_conflicts=True,
        unique_fields=["letter", "kind", "ordinal"],
        update_fields=["made_at", "sent_at", "channel", "failed_channels"],
    )
    return [notice.id for notice in made]


def _moved(letters: Sequence[Letter], now: datetime) -> list[int]:
    """Tell recipients whose letter was sent on that it is here now: a reminder more, with its new place."""
    told = [letter for letter in letters if letter.notified_on is not None]
    moves = EventRecord.objects.filter(letter__in=told, decision__question__in=_SENT_ON)
    chosen = set(moves.values_list("letter_id", flat=True))
    made = []
    for letter in told:
        if letter.id in chosen:
            letter.reminders_made += 1
            letter.save(update_fields=["reminders_made"])
            notice = Notice(letter=letter, sender_id=letter.sender_id, kind="reminder", made_at=now)
            notice.ordinal = letter.reminders_made
            made.append(notice)
    return [notice.id for notice in Notice.objects.bulk_create(made)]


def _decision(here: Outlet, chosen: Outlet | None, edition: PumEdition) -> dict[str, object]:
    """Write down the choice: between this outlet and the nearest that can check identity; the rest never matter."""
    usual = outlet_facts(here, usual=here)
    others = (outlet_facts(chosen, usual=here),) if chosen and chosen.id != here.id else ()
    decision = outlet_for(usual=usual, others=others, edition=edition)
    return recorded(decision, usual=usual, others=[asdict(other) for other in others])
