"""What is paid by card besides an order, when the money comes late: it is still to be had, or nothing is taken."""

from __future__ import annotations

from datetime import date

import pytest
from tests.actions import forwarding as street

from budstikke.law.refusal import Refusal
from budstikke.post.actions.forwarding.extend_forwarding import (
    Wanted,
    extend_forwarding,
    order_interim_delivery,
)
from budstikke.post.actions.forwarding.object_to_order import object_to_order
from budstikke.post.actions.forwarding.pay_at_provider import pay_order, payment_settled, settle_payment
from budstikke.post.actions.forwarding.run_orders import run_orders
from budstikke.post.channels.payment import PaymentState
from budstikke.post.records.models import ForwardingEvent, ForwardingInterim, ForwardingPayment
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.kinds import Channel, Service

pytestmark = pytest.mark.usefixtures("post_database")
STORED = Period(date(2026, 12, 21), date(2027, 1, 1))  # Monday to Friday
ASKED_ON, LATE_ON = date(2026, 12, 22), date(2026, 12, 30)  # Tuesday, Wednesday


def _agreed(**changed: object) -> str:
    taken = street.order(street.wanted(street.person(), **changed))
    street.send_all()
    return taken.reference


@pytest.mark.parametrize(
    ("wanted_on", "paid_on", "state", "said"),
    [
        (None, ASKED_ON, "captured", "2026-12-24"),  # two working days on
        (None, date(2026, 12, 23), "captured", "2026-12-28"),  # Wednesday: so much later, past Christmas
        (None, LATE_ON, "cancelled", "INTERIM_NOT_EARLIER"),  # it would come with the release
        (date(2026, 12, 29), date(2026, 12, 28), "cancelled", "INTERIM_TOO_EARLY"),  # Tuesday, Monday
        (None, date(2027, 1, 2), "cancelled", "ORDER_NOT_OPEN"),  # Saturday: it has ended
    ],
)
def test_an_interim_delivery_paid_late_is_had_or_the_money_is_let_go(
    wanted_on: date | None, paid_on: date, state: str, said: str
) -> None:
    """Asked for online on Tuesday; from the payment on it counts by §4, and nothing is taken for nothing."""
    reference, provider = _agreed(service=Service.STORAGE, new=None, period=STORED), street.Provider()
    run_orders(today=STORED.start, now=street.noon(STORED.start))
    asked = order_interim_delivery(
        reference, channel=Channel.WEB, by="web", wanted_on=wanted_on, now=street.noon(ASKED_ON)
    )
    assert isinstance(asked, Wanted) and not asked.counts
    run_orders(today=paid_on, now=street.noon(paid_on))
    payment_settled(asked.payment, PaymentState.RESERVED, now=street.noon(paid_on))
    with acting_as(CARRIER):
        payment = ForwardingPayment.objects.get(reference=asked.payment)
    settle_payment(payment.id, payments=provider, now=street.noon(paid_on))
    with acting_as(CARRIER):
        payment.refresh_from_db()
        days = [str(each.deliver_on) for each in ForwardingInterim.objects.all()]
        refused = ForwardingEvent.objects.filter(code="CHANGE_REFUSED").values_list(
            "decision__reasons__0__rule", flat=True
        )
        assert (payment.state, [*days, *refused]) == (state, [said])
    taken = {"captured": "capture", "cancelled": "cancel"}[state]
    assert [what for what, _, _ in provider.asked] == [taken]


def test_nobody_is_sent_to_pay_for_what_has_ended() -> None:
    """Nor is an order extended by money that came while it was frozen."""
    reference, provider = _agreed(), street.Provider()
    more = extend_forwarding(reference, extra_months=1, channel=Channel.WEB, by="web", now=street.NOW)
    assert isinstance(more, Wanted)
    object_to_order(reference=reference, by="desk", now=street.NOW)
    begun = pay_order(more.payment, payments=provider, return_url="https://post.example/", now=street.NOW)
    assert isinstance(begun, Refusal) and begun.code == "ORDER_NOT_OPEN"
    payment_settled(more.payment, PaymentState.RESERVED, now=street.NOW)
    with acting_as(CARRIER):
        payment = ForwardingPayment.objects.get(reference=more.payment)
    settle_payment(payment.id, payments=provider, now=street.NOW)
    assert [what for what, _, _ in provider.asked] == ["cancel"]
    assert "EXTENDED" not in street.history(reference)
