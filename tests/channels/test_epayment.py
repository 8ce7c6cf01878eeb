"""Paying by card against a stand-in that fails on purpose: nothing is done twice, and nothing is believed unsigned."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue

import httpx
import pytest

from budstikke.cli.payment_stand_in import StandIn, serving
from budstikke.formats.epayment import (
    STAND_IN_SECRET,
    EventName,
    read_webhook,
    signature_fault,
    signed_headers,
)
from budstikke.formats.malformed import Malformed
from budstikke.kit.clock import real_now
from budstikke.post.channels.epayment import EPayment, state_told
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.payment import NewPayment, PaymentState

PAYMENT = NewPayment(
    reference="F-12345678-ab", amount_ore=42_400, words="Ettersending", return_url="http://localhost:1/back"
)


@pytest.fixture
def there() -> Iterator[StandIn]:
    """A stand-in that takes half a second for what is slow."""
    with serving(slow_seconds=0.5) as server:
        yield server


@pytest.fixture
def payments(there: StandIn) -> Iterator[EPayment]:
    """A client that waits a fifth of a second."""
    client = EPayment(
        base_url=there.url,
        client_id="id",
        client_secret="secret",
        subscription_key="key",
        merchant_serial_number="123456",
        real_now=real_now,
        seconds=0.2,
    )
    yield client
    client.close()


def _answer(url: str, said: str) -> httpx.Response:
    return httpx.post(url, data={"answer": said})


def _paid(payments: EPayment) -> None:
    assert _answer(payments.create(PAYMENT).redirect_url, "yes").status_code == 303


def test_a_payment_is_made_taken_and_paid_back(payments: EPayment) -> None:
    """Each step shows in how it stands."""
    created = payments.create(PAYMENT)
    page = httpx.get(created.redirect_url)
    assert "424,00 kr" in page.text
    assert "TEST" in page.text
    assert payments.state(PAYMENT.reference) is PaymentState.CREATED
    back = _answer(created.redirect_url, "yes")
    assert back.headers["Location"] == PAYMENT.return_url
    assert payments.state(PAYMENT.reference) is PaymentState.RESERVED
    payments.capture(PAYMENT.reference, amount_ore=42_400, key="c-1")
    assert payments.state(PAYMENT.reference) is PaymentState.CAPTURED
    payments.refund(PAYMENT.reference, amount_ore=42_400, key="r-1")
    assert payments.state(PAYMENT.reference) is PaymentState.REFUNDED


def test_a_payer_who_says_no_and_one_who_never_comes_have_failed(there: StandIn, payments: EPayment) -> None:
    """What was refused once cannot be paid on a page left open."""
    url = payments.create(PAYMENT).redirect_url
    _answer(url, "no")
    _answer(url, "yes")
    assert payments.state(PAYMENT.reference) is PaymentState.FAILED
    there.failing.plan("pay:expired")
    later = payments.create(NewPayment(reference="F-expired-1", amount_ore=100, words="", return_url="x"))
    assert "<form" not in httpx.get(later.redirect_url).text
    assert payments.state("F-expired-1") is PaymentState.FAILED


def test_what_is_reserved_is_let_go_before_it_is_taken_and_not_after(payments: EPayment) -> None:
    """A cancelled payment cannot be taken, a taken one not be cancelled."""
    _paid(payments)
    payments.cancel(PAYMENT.reference, key="x-1")
    assert payments.state(PAYMENT.reference) is PaymentState.CANCELLED
    with pytest.raises(Rejected):
        payments.capture(PAYMENT.reference, amount_ore=1, key="c-1")


@pytest.mark.parametrize("how", ["timeout", "lost", "500"])
@pytest.mark.parametrize("on", ["token", "create"])
def test_a_payment_whose_answer_was_lost_is_one_payment(
    there: StandIn, payments: EPayment, on: str, how: str
) -> None:
    """Tried again, it has the same page."""
    there.failing.plan(f"{on}:{how}")
    with pytest.raises(Unreachable):
        payments.create(PAYMENT)
    first = payments.create(PAYMENT)
    assert payments.create(PAYMENT) == first


@pytest.mark.parametrize("how", ["timeout", "lost", "500"])
def test_money_whose_answer_was_lost_moves_once(there: StandIn, payments: EPayment, how: str) -> None:
    """The key is the same at every try; with another one it would have moved twice, and is refused."""
    _paid(payments)
    for verb, call in (("capture", payments.capture), ("refund", payments.refund)):
        there.failing.plan(f"{verb}:{how}")
        with pytest.raises(Unreachable):
            call(PAYMENT.reference, amount_ore=30_000, key=f"{verb}-1")
        call(PAYMENT.reference, amount_ore=30_000, key=f"{verb}-1")
        with pytest.raises(Rejected):
            call(PAYMENT.reference, amount_ore=30_000, key=f"{verb}-2")


def test_a_conflict_is_a_no_and_not_a_later(there: StandIn, payments: EPayment) -> None:
    """A key used for another amount is one, too."""
    _paid(payments)
    there.failing.plan("capture:409")
    with pytest.raises(Rejected):
        payments.capture(PAYMENT.reference, amount_ore=100, key="c-1")
    payments.capture(PAYMENT.reference, amount_ore=100, key="c-1")
    with pytest.raises(Rejected, match="another request"):
        payments.capture(PAYMENT.reference, amount_ore=200, key="c-1")


def test_a_token_taken_back_is_asked_for_again(there: StandIn, payments: EPayment) -> None:
    """Once; the caller does not notice."""
    payments.create(PAYMENT)
    there.tokens.clear()
    assert payments.state(PAYMENT.reference) is PaymentState.CREATED


def test_a_payment_nobody_made_is_rejected(payments: EPayment) -> None:
    """And a reference that cannot be one is not sent."""
    with pytest.raises(Rejected):
        payments.state("F-unknown-1")
    with pytest.raises(Rejected):
        payments.create(NewPayment(reference="æ/../x", amount_ore=100, words="", return_url="x"))


def test_a_failure_that_is_none_is_named_with_those_that_are(there: StandIn) -> None:
    """Before anything is served."""
    for said in ("create", "create:never", "webhook:double:x", "sun:late"):
        with pytest.raises(ValueError, match="known are"):
            there.failing.plan(said)


Told = tuple[dict[str, str], bytes]


@pytest.fixture
def heard(there: StandIn) -> Iterator[Queue[Told]]:
    """What the stand-in tells whoever asked to be told."""
    queue: Queue[Told] = Queue()

    class Hear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            queue.put(({name.lower(): value for name, value in self.headers.items()}, content))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Hear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    there.webhook_url = f"http://localhost:{server.server_port}/payments/webhook?a=1"
    yield queue
    server.shutdown()
    server.server_close()


def _fault(told: Told, *, secret: str = STAND_IN_SECRET, at: datetime | None = None, **changed: str) -> str:
    headers, content = told
    return signature_fault(
        path=changed.get("path", "/payments/webhook?a=1"),
        host=headers["host"],
        headers=headers,
        content=content + changed.get("more", "").encode(),
        secret=secret,
        real_now=at or real_now(),
    )


def test_what_is_told_is_signed_whole(heard: Queue[Told], payments: EPayment) -> None:
    """Another secret, address, content or time, or none of them, and it counts for nothing."""
    payments.create(PAYMENT)
    told = heard.get(timeout=5)
    assert _fault(told) == ""
    assert _fault(told, secret="another")
    assert _fault(told, secret="")
    assert _fault(told, path="/payments/webhook")
    assert _fault(told, more=" ")
    assert _fault(told, at=real_now() + timedelta(hours=1))
    assert _fault(({"host": told[0]["host"]}, told[1]))
    event = read_webhook(told[1])
    assert (event.name, event.reference, event.amount_ore) == (EventName.CREATED, PAYMENT.reference, 42_400)
    assert state_told(event) is None


def test_a_webhook_comes_twice_never_late_or_wrongly_signed_when_told_to(
    there: StandIn, heard: Queue[Told], payments: EPayment
) -> None:
    """So that whoever hears can be tried with each."""
    for how in ("double", "never", "wrong_signature", "late"):
        there.failing.plan(f"webhook:{how}")
    url = payments.create(PAYMENT).redirect_url
    assert heard.get(timeout=5)[1] == heard.get(timeout=5)[1]
    _answer(url, "yes")
    payments.capture(PAYMENT.reference, amount_ore=100, key="c-1")
    wrong = heard.get(timeout=5)
    assert _fault(wrong) == "the signature does not hold"
    assert read_webhook(wrong[1]).name is EventName.CAPTURED
    payments.refund(PAYMENT.reference, amount_ore=100, key="r-1")
    assert heard.empty()
    assert read_webhook(heard.get(timeout=5)[1]).name is EventName.REFUNDED


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (b"", ["body"]),
        (b"[]", ["body"]),
        (b"{}", ["reference", "name", "amount.value", "amount.currency", "success", "timestamp"]),
        (
            b'{"reference":"F-12345678","name":"AUTHORIZED","amount":{"value":-1,"currency":"SEK"},'
            b'"success":true,"timestamp":"2026-11-23T10:00:00"}',
            ["amount.value", "amount.currency", "timestamp"],
        ),
    ],
)
def test_every_fault_of_a_webhook_is_named(content: bytes, places: list[str]) -> None:
    """With its place; what it held is not repeated."""
    with pytest.raises(Malformed) as caught:
        read_webhook(content)
    assert [fault.where for fault in caught.value.faults] == places


def test_the_signature_is_the_one_described() -> None:
    """Worked out by hand once, so that a change on both sides is noticed: Monday 23 November 2026."""
    date = format_datetime(datetime(2026, 11, 23, 10, tzinfo=UTC), usegmt=True)
    headers = signed_headers(path="/hook", host="post.example", content=b"{}", secret="s", date=date)
    assert headers["x-ms-content-sha256"] == "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="
    assert headers["Authorization"].startswith(
        "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
    )
