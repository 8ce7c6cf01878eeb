"""Confirm, as one of those an order names, that one's own mail is meant."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from budstikke.kit.clock import local_day
from budstikke.law.refusal import Refusal
from budstikke.post.actions import queue
from budstikke.post.actions.forwarding.move_in import move_in
from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingCover, ForwardingOrder
from budstikke.post.records.orders import NewOrderEvent
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.events import OPEN, OrderEvent, OrderState
from budstikke.post.terms.refusals import watching as refusals


def confirm_cover(
    reference: str, *, person: UUID, identified_by: str, tell_registry: bool = False, now: datetime
) -> bool | Refusal:
    """
    Take a person's own word that an order is about their mail; the person has signed in or shown a document.

    Terms:   Forwarding §1, §7.
    Reading: who confirms after the start is in from then on (A-55, decision 0096). `tell_registry`: the person agrees
    besides that the National Registry is told of their move.
    Returns: whether it changed anything; a word said twice does not.
    Refuses: ORDER_NOT_KNOWN (also where the order does not name the person), ORDER_NOT_OPEN, PERSON_LOCKED (unless by
    document), DAYS_TAKEN.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        cover = _own(order, person) if order else None
        if order is None or cover is None or cover.person is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if order.state not in OPEN:
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        if cover.person.locked_at is not None and identified_by != "document":
            return Refusal(refusals.PERSON_LOCKED)
        if cover.confirmed_at is not None and cover.left_out_at is None:
            return False
        try:
            with transaction.atomic():
                _confirm(cover, identified_by=identified_by, tell_registry=tell_registry, now=now)
        except IntegrityError as error:
            # Left out before, and gone with another order since.
            if "no_two_orders" not in str(error):
                raise
            return Refusal(refusals.DAYS_TAKEN)
        if order.state == OrderState.RUNNING:
            move_in(order, on=local_day(now), now=now)
        if order.state != OrderState.ORDERED:
            queue.publish_snapshot()
    return True


def _own(order: ForwardingOrder, person: UUID) -> ForwardingCover | None:
    return (
        ForwardingCover.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(order=order, person__ref=person)
        .first()
    )


def _confirm(cover: ForwardingCover, *, identified_by: str, tell_registry: bool, now: datetime) -> None:
    assert cover.person is not None, "only persons confirm"
    ForwardingCover.objects.filter(id=cover.id).update(
        confirmed_at=now,
        confirmed_by=identified_by,
        left_out_at=None,
        registry_agreed_at=now if tell_registry else cover.registry_agreed_at,
    )
    confirmed = NewOrderEvent(
        code=OrderEvent.COVER_CONFIRMED,
        order_id=cover.order_id,
        person_id=cover.person_id,
        actor="person",
        decision={"answer": {"identified_by": identified_by, "person": str(cover.person.ref)}},
    )
    orders.write([confirmed], now=now)
