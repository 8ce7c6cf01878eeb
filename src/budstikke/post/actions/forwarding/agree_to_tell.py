"""Agree, or no longer agree, that the National Registry is told of one's own move."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from budstikke.kit.clock import local_day
from budstikke.law.refusal import Refusal
from budstikke.post.actions.address_register.tell_registry import annul_move
from budstikke.post.actions.forwarding.register_order import consents_of, register_order
from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingCover
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.events import OPEN, OrderState
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.refusals import watching as refusals


def agree_to_tell(reference: str, *, person: UUID, agrees: bool, now: datetime) -> bool | Refusal:
    """
    Take a person's word on whether the registry is told of their move; they have signed in.

    Terms:   Forwarding §7 (address information updates public registers).
    Reading: the move is told when the service starts and everybody who moves has agreed; whoever takes their word
    back takes back what was told (decision 0104). Children follow who ordered.
    Returns: whether it changed anything.
    Refuses: ORDER_NOT_KNOWN (also where the order does not name the person), ORDER_NOT_OPEN.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        own = ForwardingCover.objects.filter(order=order, person__ref=person).first() if order else None
        if order is None or own is None or order.service != Service.PERMANENT:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if order.state not in OPEN:
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        if (own.registry_agreed_at is not None) is agrees:
            return False
        spoken_for = ForwardingCover.objects.filter(order=order, adult=False)
        of = [own.id]
        if own.person_id == order.orderer_id:
            of += spoken_for.values_list("id", flat=True)
        ForwardingCover.objects.filter(id__in=of).update(registry_agreed_at=now if agrees else None)
        if not agrees:
            annul_move(reference, actor="person", today=local_day(now), now=now)
        elif order.state == OrderState.RUNNING:
            register_order(order, consents=consents_of(order), actor="person", now=now)
    return True
