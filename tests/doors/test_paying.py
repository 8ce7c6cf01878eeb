"""The provider of payments tells us: signed it counts once, unsigned never, and what it did not tell is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest
from django.test import Client
from tests.actions import forwarding as street

from budstikke.cli.payment_stand_in import StandIn, serving
from budstikke.formats.epayment import MOST_WEBHOOK_BYTES, STAND_IN_SECRET, signed_headers
from budstikke.kit.clock import real_now
from budstikke.post.actions.forwarding.ask_payments import ASK_AFTER, ask_payments
from budstikke.post.actions.forwarding.pay_at_provider import pay_order
from budstikke.post.actions.forwarding.receipts import receipt_of
from budstikke.post.channels.epayment import EPayment
from budstikke.post.terms.forwarding.kinds import Channel

PATH = "/payments/webhook"


@pytest.fixture
def reference(post_database: None) -> str:
    """An order made online, whose payment was begun; gives the payment's reference."""
    from budstikke.post.records.models import ForwardingPayment
    from budstikke.post.records.scope import CARRIER, acting_as

    taken = street.order(
        street.wanted(street.person(), channel=Channel.WEB, identified_by="idporten-loa-high")
    )
    with acting_as(CARRIER):
        return str(ForwardingPayment.objects.get(order__reference=taken.reference).reference)


def _states(reference: str) -> tuple[str, int]:
    """How the payment stands, and how often an amount was reserved."""
    from budstikke.post.records.models import ForwardingEvent, ForwardingPayment
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        payment = ForwardingPayment.objects.get(reference=reference)
        events = ForwardingEvent.objects.filter(order_id=payment.order_id)
        return payment.state, sum("RESERVED" in code for code in events.values_list("code", flat=True))


def _told(reference: str, *, name: str = "AUTHORIZED", secret: str = STAND_IN_SECRET, more: str = "") -> int:
    said = {
        "msn": "1",
        "reference": reference,
        "pspReference": "p",
        "name": name,
        "amount": {"value": 42_400, "currency": "NOK"},
        "timestamp": real_now().isoformat(),
        "success": True,
    }
    content = (json.dumps(said) + more).encode()
    date = format_datetime(real_now(), usegmt=True)
    headers = signed_headers(path=PATH, host="localhost:8200", content=content, secret=secret, date=date)
    return Client().post(PATH, content, content_type="application/json", headers=headers).status_code


def test_an_amount_reserved_is_told_twice_and_counts_once(reference: str) -> None:
    """A provider tells again what it is not sure to have told."""
    assert _states(reference) == ("created", 0)
    assert (_told(reference), _told(reference)) == (204, 204)
    assert _states(reference) == ("reserved", 1)


def test_what_is_not_signed_by_the_provider_changes_nothing(reference: str) -> None:
    """Nor what is too long, no event, or of a payment nobody knows."""
    assert _told(reference, secret="another") == 401
    assert Client().post(PATH, b"{}", content_type="application/json").status_code == 401
    assert _told(reference, more=" " * MOST_WEBHOOK_BYTES) == 413
    assert _told(reference, name="SHOUTED") == 422
    assert _told("F-99999999-xx") == 404
    assert Client().get(PATH).status_code == 405
    assert _states(reference) == ("created", 0)


def test_a_payer_who_said_no_may_try_again(reference: str) -> None:
    """The refusal is written down, and the next word counts."""
    assert _told(reference, name="ABORTED") == 204
    assert _states(reference)[0] == "failed"
    assert _told(reference) == 204
    assert _states(reference) == ("reserved", 1)


@pytest.fixture
def there() -> Iterator[StandIn]:
    """A stand-in that tells nobody anything."""
    with serving() as server:
        yield server


def test_what_was_never_told_is_asked_for(reference: str, there: StandIn) -> None:
    """After some time, and once."""
    payments = EPayment(
        base_url=there.url,
        client_id="id",
        client_secret="secret",
        subscription_key="key",
        merchant_serial_number="123456",
        real_now=real_now,
    )
    url = pay_order(reference, payments=payments, return_url="http://localhost:1/back", now=street.NOW)
    assert isinstance(url, str)
    httpx.post(url, data={"answer": "yes"})
    assert ask_payments(payments=payments, now=street.NOW) == 0
    later = street.NOW + ASK_AFTER + timedelta(minutes=1)
    there.failing.plan("get:500")
    assert [ask_payments(payments=payments, now=later) for _ in range(3)] == [0, 1, 0]
    assert _states(reference) == ("reserved", 1)
    payments.close()


def test_a_receipt_is_there_once_it_was_paid(reference: str, there: StandIn) -> None:
    """Not while it is only reserved; and one of a refund when there was one."""
    from budstikke.post.records.models import ForwardingPayment
    from budstikke.post.records.scope import CARRIER, acting_as

    seller = {"seller": "Eksempelposten SPECIMEN", "organisation_number": "314159268", "test": True}
    _told(reference)
    assert receipt_of(reference, **seller) is None
    with acting_as(CARRIER):
        ForwardingPayment.objects.filter(reference=reference).update(state="captured")
    made = receipt_of(reference, **seller)
    assert made is not None and made.startswith(b"%PDF")
    assert receipt_of(reference, refund=True, **seller) is None
    with acting_as(CARRIER):
        ForwardingPayment.objects.filter(reference=reference).update(state="refunded")
    assert receipt_of(reference, refund=True, **seller)
    assert receipt_of("F-99999999-xx", **seller) is None
