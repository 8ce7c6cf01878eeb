"""The money of forwarding: paid by card once for each step, and nobody pays for what they do not get."""

from __future__ import annotations

from datetime import date

import pytest
from tests.actions import forwarding as street

from budstikke.post.actions.forwarding.cancel_forwarding import Stopped, cancel_forwarding
from budstikke.post.actions.forwarding.extend_forwarding import Wanted, extend_forwarding
from budstikke.post.actions.forwarding.object_to_order import object_to_order
from budstikke.post.actions.forwarding.pay_at_provider import (
    Settled,
    pay_order,
    payment_settled,
    settle_payment,
)
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.payment import Created, NewPayment, PaymentState
from budstikke.post.records.models import ForwardingPayment
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.kinds import Channel, Service

pytestmark = pytest.mark.usefixtures("post_database")


def _row(reference: str) -> ForwardingPayment:
    with acting_as(CARRIER):
        return ForwardingPayment.objects.get(reference=reference)


def _agreed() -> tuple[str, str]:
    """Kari's order by eID, its amount reserved and its confirmation sent; returns its reference and its payment's."""
    taken = street.order(street.wanted(street.person(), channel=Channel.WEB, identified_by="eid"))
    payment_settled(taken.payment, PaymentState.RESERVED, now=street.NOW)
    street.send_all()
    return taken.reference, taken.payment


def _cancel(reference: str) -> None:
    cancel_forwarding(
        reference, contacted_on=street.NOW.date(), contacted_by=Channel.WEB, by="person", now=street.NOW
    )


def test_an_order_made_online_is_agreed_once_it_is_paid_and_cancelled_it_is_paid_back() -> None:
    """The provider is asked once for each step, however often it tells us."""
    kari, provider = street.person(), street.Provider()
    taken = street.order(street.wanted(kari, channel=Channel.WEB, identified_by="eid"))
    street.send_all()
    assert (taken.means, street.state(taken.reference)) == ("card", "ordered")
    assert (
        pay_order(taken.payment, payments=provider, return_url="https://post.example/", now=street.NOW)
        == "https://pay.example/1"
    )
    assert provider.told_payer == ["Midlertidig ettersending"], "what is paid for, in words"
    for _ in range(2):
        told = payment_settled(taken.payment, PaymentState.RESERVED, now=street.NOW)
        assert isinstance(told, Settled)
    street.send_all()
    assert street.state(taken.reference) == "agreed"
    with acting_as(CARRIER):
        payment = ForwardingPayment.objects.get(reference=taken.payment)
    assert [settle_payment(payment.id, payments=provider, now=street.NOW) for _ in range(2)] == [
        "captured"
    ] * 2
    stopped = cancel_forwarding(
        taken.reference, contacted_on=street.NOW.date(), contacted_by=Channel.WEB, by="desk", now=street.NOW
    )
    assert isinstance(stopped, Stopped) and stopped.paid_back_ore == taken.to_pay_ore
    settle_payment(payment.id, payments=provider, now=street.NOW)
    assert [what for what, _, _ in provider.asked] == ["create", "capture", "refund"]
    assert street.history(taken.reference)[-2:] == ["CANCELLED", "REFUNDED"]


def test_a_provider_that_dies_after_it_took_the_money_is_asked_again_with_the_same_key() -> None:
    """Nothing is charged twice, and nothing is lost between."""
    keys: list[str] = []

    class Dying(street.Provider):
        def capture(self, reference: str, *, amount_ore: int, key: str) -> None:
            keys.append(key)
            if len(keys) == 1:
                raise Unreachable("it took the money and fell silent")

    provider = Dying()
    taken = street.order(street.wanted(street.person(), channel=Channel.WEB, identified_by="eid"))
    payment_settled(taken.payment, PaymentState.RESERVED, now=street.NOW)
    street.send_all()
    with acting_as(CARRIER):
        payment = ForwardingPayment.objects.get(reference=taken.payment)
    with pytest.raises(Unreachable):
        settle_payment(payment.id, payments=provider, now=street.NOW)
    settle_payment(payment.id, payments=provider, now=street.NOW)
    assert keys[0] == keys[1]
    assert street.history(taken.reference).count("CHARGED") == 1


def test_what_was_taken_while_the_order_was_cancelled_is_paid_back() -> None:
    """Between the look at the order and the provider's answer there is time to cancel."""

    class Slow(street.Provider):
        def capture(self, reference: str, *, amount_ore: int, key: str) -> None:
            super().capture(reference, amount_ore=amount_ore, key=key)
            _cancel(order)

    provider = Slow()
    order, payment = _agreed()
    id_ = _row(payment).id
    assert settle_payment(id_, payments=provider, now=street.NOW) == "refund_due"
    assert settle_payment(id_, payments=provider, now=street.NOW) == "refunded"
    assert [what for what, _, _ in provider.asked] == ["capture", "refund"]
    assert street.history(order)[-3:] == ["CANCELLED", "CHARGED", "REFUNDED"]


def test_what_was_taken_by_a_worker_that_died_and_then_cancelled_is_paid_back() -> None:
    """The provider cancels nothing that it took; asked how it stands, it says so."""

    class Took(street.Provider):
        def cancel(self, reference: str, *, key: str) -> None:
            raise Rejected("captured", "it was taken")

        def state(self, reference: str) -> PaymentState:
            return PaymentState.CAPTURED

    order, payment = _agreed()
    _cancel(order)
    provider = Took()
    assert [settle_payment(_row(payment).id, payments=provider, now=street.NOW) for _ in range(2)] == [
        "refund_due",
        "refunded",
    ]


def test_what_is_paid_in_one_window_is_not_asked_for_again_by_another() -> None:
    """The second window had begun before the first one's payment was told of."""

    class Paid(street.Provider):
        def create(self, payment: NewPayment) -> Created:
            payment_settled(payment.reference, PaymentState.RESERVED, now=street.NOW)
            return super().create(payment)

    taken = street.order(street.wanted(street.person(), channel=Channel.WEB, identified_by="eid"))
    pay_order(taken.payment, payments=Paid(), return_url="https://post.example/", now=street.NOW)
    assert _row(taken.payment).state == "reserved"


@pytest.mark.parametrize(
    "stops", [_cancel, lambda order: object_to_order(reference=order, by="x", now=street.NOW)]
)
def test_an_extension_paid_after_the_order_stopped_is_not_taken(stops) -> None:  # type: ignore[no-untyped-def]
    """Cancelled or frozen meanwhile, it buys nothing, and nothing is taken for it."""
    order, _ = _agreed()
    wanted = extend_forwarding(order, extra_months=1, channel=Channel.WEB, by="person", now=street.NOW)
    assert isinstance(wanted, Wanted) and wanted.payment and not wanted.counts
    stops(order)
    payment_settled(wanted.payment, PaymentState.RESERVED, now=street.NOW)
    provider = street.Provider()
    assert settle_payment(_row(wanted.payment).id, payments=provider, now=street.NOW) == "cancelled"
    assert [what for what, _, _ in provider.asked] == ["cancel"]


def test_an_extension_asked_for_anew_takes_nothing_for_the_first() -> None:
    """Whoever pays on the older page is not charged, and the end is that of the newer."""
    order, _ = _agreed()
    asked = [
        extend_forwarding(order, extra_months=months, channel=Channel.WEB, by="person", now=street.NOW)
        for months in (1, 2)
    ]
    first, second = (each.payment for each in asked if isinstance(each, Wanted))
    payment_settled(first, PaymentState.RESERVED, now=street.NOW)
    assert settle_payment(_row(first).id, payments=street.Provider(), now=street.NOW) == "cancelled"
    payment_settled(second, PaymentState.RESERVED, now=street.NOW)
    assert street.history(order).count("EXTENDED") == 1


def test_an_extension_into_days_that_another_order_took_is_not_taken() -> None:
    """The days were free when it was asked for; the provider's word is taken all the same, once."""
    kari = street.person()
    taken = street.order(street.wanted(kari, channel=Channel.WEB, identified_by="eid"))
    payment_settled(taken.payment, PaymentState.RESERVED, now=street.NOW)
    street.send_all()
    wanted = extend_forwarding(
        taken.reference, extra_months=1, channel=Channel.WEB, by="person", now=street.NOW
    )
    assert isinstance(wanted, Wanted) and wanted.payment
    february = Period(date(2027, 2, 1), date(2027, 2, 26))  # Monday to Friday
    other = street.order(street.wanted(kari, period=february, service=Service.STORAGE, new=None))
    assert not other.refused, other.decision.as_json()
    payment_settled(wanted.payment, PaymentState.RESERVED, now=street.NOW)
    assert _row(wanted.payment).state == "cancel_due"
    assert "EXTENDED" not in street.history(taken.reference)
