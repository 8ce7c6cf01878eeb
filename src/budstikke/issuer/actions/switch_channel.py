"""Go on with an order in another way to prove who one is; a letter under way finishes all the same."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from budstikke.issuer.actions import queue
from budstikke.issuer.actions.audit import audited
from budstikke.issuer.actions.begin_letter import begin_letter
from budstikke.issuer.records.models import Letter, Order
from budstikke.issuer.terms.channels import Channel, SwitchReason, may_switch, sends_letter
from budstikke.issuer.terms.edition import BY_ID
from budstikke.issuer.terms.letters import State
from budstikke.law.refusal import Refusal


def switch_channel(
    order_number: str,
    *,
    to: Channel,
    reason: SwitchReason,
    actor: str,
    now: datetime,
    closed: Collection[Channel] = (),
) -> Order | Refusal:
    """
    Change how an order's customer is proven.

    Terms:   eID §2.
    Refuses: CHANNEL_NOT_SWITCHED, CHANNEL_NOT_OFFERED.
    """
    with transaction.atomic():
        order = Order.objects.select_for_update().get(number=order_number)
        refusal = may_switch(
            ended=order.ended_at is not None, to=to, closed=closed, edition=BY_ID[order.edition]
        )
        if refusal is not None:
            return refusal
        letters = [State(each.state) for each in Letter.objects.filter(order=order)]
        before, order.channel = order.channel, to.value
        order.save(update_fields=["channel"])
        if sends_letter(to=to, letters=letters):
            begin_letter(order, now=now)
            queue.send_orders()
        audited(
            "channel.switched",
            actor=actor,
            now=now,
            order_number=order.number,
            reason=reason.value,
            before=before,
            after=to.value,
        )
    return order
