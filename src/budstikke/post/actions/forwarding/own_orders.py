"""The orders of one person who has signed in: those they made, and those that name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from budstikke.law.decision import Decision
from budstikke.law.words import Words
from budstikke.post.actions.forwarding.foresee_order import foreseen_of
from budstikke.post.actions.forwarding.order_told import OwnWord
from budstikke.post.actions.forwarding.prove_role import ProofShown, document_wanted, proofs_of
from budstikke.post.actions.forwarding.settle import CARD, role_waits
from budstikke.post.actions.sorting.order_facts import MailAddress, addresses_of
from budstikke.post.records.models import (
    ForwardingCover,
    ForwardingEvent,
    ForwardingOrder,
    ForwardingPayment,
)
from budstikke.post.records.orders import period_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.changes import cancel, early_stop
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.events import LIVE, OPEN, OrderEvent, OrderState
from budstikke.post.terms.forwarding.foreseen import Foreseen
from budstikke.post.terms.forwarding.kinds import Channel, Service

_ONCE_WITHIN = timedelta(minutes=30)
# More than anybody has.
_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody an order names, as who ordered may see them."""

    name: str = field(repr=False)
    word: OwnWord
    adult: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """One payment of an order, with its lines as JSON; `can_be_paid` by card, now."""

    reference: str
    purpose: str
    means: str
    state: str
    amount_ore: int
    refunded_ore: int
    lines: Sequence[dict[str, object]]
    made_at: datetime
    can_be_paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """One order in the list of somebody it concerns; `own_word` is None for who is not named in it."""

    reference: str
    service: Service
    state: OrderState
    period: Period
    is_orderer: bool
    own_word: OwnWord | None

    @property
    def is_open(self) -> bool:
        """Whether anything can still be said about it."""
        return self.state in OPEN

    @property
    def is_live(self) -> bool:
        """Whether it is agreed, and not over."""
        return self.state in LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOrder(OwnLine):
    """
    One order as somebody it concerns sees it, whole.

    Only who ordered (`is_orderer`) sees the addresses, whom it names and the money. `ending` says what it would come to
    if who ordered ended it now. `role_waits`: customer service has not accepted yet that they order for another;
    `documents` are what they have shown, `document_wanted` why another is needed.
    """

    agreed_to_tell: bool
    days: tuple[Foreseen, ...]
    events: Sequence[tuple[datetime, OrderEvent]]
    organisation_name: str = ""
    parcels: bool = False
    old: MailAddress | None = field(default=None, repr=False)
    new: MailAddress | None = field(default=None, repr=False)
    names: Sequence[Named] = ()
    payments: Sequence[Paid] = ()
    ending: Decision | None = None
    role_waits: bool = False
    documents: Sequence[ProofShown] = ()
    document_wanted: Words | None = None


def own_orders(person: UUID) -> list[OwnLine]:
    """
    Return every order a person made or is named in, the newest first; none that was refused or forgotten.

    Reading: two statements, however many there are; no address is opened for a list.
    """
    with acting_as(CARRIER):
        found = list(_of(person).order_by("-id")[:_MOST])
        named = ForwardingCover.objects.filter(order__in=found, person__ref=person).order_by("-id")
        own = {each.order_id: each for each in named}
        return [OwnLine(**_line(each, own.get(each.id), person)) for each in found]


def own_order(reference: str, *, person: UUID, today: date) -> OwnOrder | None:
    """Return one of them; None for what is not theirs as for what there is not."""
    with acting_as(CARRIER):
        found = _of(person).filter(reference=reference).first()
        return _own(found, person, today=today) if found else None


def made_just_now(person: UUID, *, shown_sha256: str, now: datetime) -> str:
    """Return the reference of the same order made a moment ago, by somebody who pressed twice; "" if there is none."""
    with acting_as(CARRIER):
        found = (
            _of(person)
            .filter(
                orderer__ref=person,
                shown_sha256=shown_sha256,
                ordered_at__gte=now - _ONCE_WITHIN,
                state__in=OPEN,
            )
            .order_by("-id")
            .first()
        )
    return found.reference if found else ""


def _of(person: UUID) -> QuerySet[ForwardingOrder]:
    named = ForwardingCover.objects.filter(person__ref=person).values("order_id")
    return (
        ForwardingOrder.objects.filter(Q(orderer__ref=person) | Q(id__in=named))
        .exclude(state__in=("", OrderState.REFUSED))
        .filter(addresses_sealed__isnull=False)
        .select_related("orderer")
    )


def _own(order: ForwardingOrder, person: UUID, *, today: date) -> OwnOrder:
    covers = list(ForwardingCover.objects.filter(order=order).select_related("person").order_by("id"))
    own = next((each for each in covers if each.person is not None and each.person.ref == person), None)
    ordered = _is_orderer(order, person)
    old, new = addresses_of(order) if ordered else (None, None)
    events = ForwardingEvent.objects.filter(order=order).order_by("id").values_list("happened_at", "code")
    return OwnOrder(
        **_line(order, own, person),
        agreed_to_tell=own is not None and own.registry_agreed_at is not None,
        days=foreseen_of(order),
        events=[(at, OrderEvent(code)) for at, code in events],
        organisation_name=order.organisation_name if ordered else "",
        parcels=order.parcels,
        old=old,
        new=new,
        names=[
            Named(name=each.person.name, word=_word(each), adult=each.adult)
            for each in covers
            if ordered and each.person is not None
        ],
        payments=_payments(order) if ordered else (),
        ending=_ending(order, today=today) if ordered and order.state in OPEN else None,
        role_waits=ordered and order.state in OPEN and role_waits(order),
        documents=proofs_of(order) if ordered else (),
        document_wanted=document_wanted(order) if ordered else None,
    )


def _line(order: ForwardingOrder, own: ForwardingCover | None, person: UUID) -> dict[str, Any]:
    return {
        "reference": order.reference,
        "service": Service(order.service),
        "state": OrderState(order.state),
        "period": period_of(order),
        "is_orderer": _is_orderer(order, person),
        "own_word": _word(own) if own else None,
    }


def _is_orderer(order: ForwardingOrder, person: UUID) -> bool:
    return order.orderer is not None and order.orderer.ref == person


def _word(cover: ForwardingCover) -> OwnWord:
    if cover.left_out_at is not None:
        return OwnWord.LEFT_OUT
    return OwnWord.GIVEN if cover.confirmed_at is not None else OwnWord.MISSING


def _payments(order: ForwardingOrder) -> list[Paid]:
    return [
        Paid(
            reference=each.reference,
            purpose=each.purpose,
            means=each.means,
            state=each.state,
            amount_ore=each.amount_ore,
            refunded_ore=each.refunded_ore,
            lines=each.lines,
            made_at=each.made_at,
            can_be_paid=each.means == CARD and each.state in ("created", "failed") and order.state in OPEN,
        )
        for each in ForwardingPayment.objects.filter(order=order).order_by("id")
    ]


def _ending(order: ForwardingOrder, *, today: date) -> Decision:
    """Say what the rules answer if the order is ended now on this page: as cancel_forwarding will."""
    edition, days = FORWARDING_BY_ID[order.edition], period_of(order)
    decision = cancel(
        start=days.start, notice_on=today, contacted_on=today, contacted_by=Channel.WEB, edition=edition
    )
    stops = order.state == OrderState.RUNNING or (decision.outcome == "stopped" and order.state in LIVE)
    if not stops:
        return decision
    new_end = min(max(today, days.start), days.last_day)
    return early_stop(service=Service(order.service), notice_on=today, new_end=new_end, edition=edition)
