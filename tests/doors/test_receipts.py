"""Receipts of messages: a gateway of our own that loses them, over real HTTP both ways."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test import Client
from tests.actions import forwarding as street
from tests.actions import line
from tests.actions.line import NOW, TODAY, book, bring_to_outlet, codes, file_of, number, order
from tests.actions.test_notices import Channel, letter, notice, unsent

from budstikke.kit.clock import move_to
from budstikke.post.actions.telling.note_receipt import Receipt, note_receipt
from budstikke.post.actions.telling.notify import send_notices
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message
from budstikke.post.channels.sms import GATEWAY_DOWN, NUMBER_UNKNOWN, SmsGateway
from budstikke.post.channels.sms_stand_in import (
    NEVER_ARRIVES,
    NO_RECEIPT,
    SLOW,
    SmsStandIn,
    StandInSettings,
)
from budstikke.post.records.models import Event, ForwardingNotice, NoticeTry
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")
TOKEN, BACK, MOBILE, MAIL = "to-the-gateway", "from-the-gateway", "+4799999999", "kari@example.no"
_LONGEST_S = 20
KEY = f"{number(1)}-0"


@pytest.fixture
def agree(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Agree on the token that the gateway calls back with."""
    return lambda token: monkeypatch.setattr("django.conf.settings.SMS_RECEIPT_TOKEN", token)


@pytest.fixture
def post(agree: Callable[[str], None]) -> Iterator[str]:
    """The post's own web server on loopback; yields where receipts go."""
    move_to(NOW)
    agree(BACK)

    class Quiet(WSGIRequestHandler):
        def log_message(self, *given: object) -> None:
            """Say nothing."""

    django = get_wsgi_application()

    def application(environ: Any, start_response: Any) -> Any:
        return django(environ, start_response)

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)

    def serve() -> None:
        server.serve_forever(poll_interval=0.05)
        connections.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/notices/receipts/sms"
    server.shutdown()
    thread.join(_LONGEST_S)
    server.server_close()


@contextmanager
def gateway(receipts_url: str = "", **changed: Any) -> Iterator[tuple[SmsStandIn, SmsGateway]]:
    """The stand-in, and our own client of it."""
    how = {"token": TOKEN, "receipts_token": BACK, "receipt_after_s": 0.0, **changed}
    with SmsStandIn(StandInSettings(receipts_url=receipts_url, **how)) as server:
        client = SmsGateway(url=server.url, token=TOKEN, sender_name="Post")
        yield server, client
        client._client.close()


def send(sms: object, *, email: Channel | None = None, paper: Channel | None = None) -> None:
    """Send what waits."""
    through = {"sms": sms, "email": email or Channel(), "letter": paper or Channel()}
    send_notices(unsent(), channels=through, today=TODAY, now=NOW)  # type: ignore[arg-type]


def waiting(mobile: str = MOBILE, email: str = MAIL) -> None:
    """One letter at its outlet."""
    book(file_of([order(1, mobile=mobile, email=email)]))
    bring_to_outlet([1])


def tries() -> list[tuple[str, str, str]]:
    """Each channel that took the notice, and what it told afterwards."""
    with acting_as(CARRIER):
        rows = NoticeTry.objects.order_by("id")
        return list(rows.values_list("channel", "receipt", "receipt_code"))


def until(holds: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    last = time.monotonic() + _LONGEST_S
    while not holds():
        assert time.monotonic() < last, "took too long"
        time.sleep(0.05)
    connection.close()


# The gateway


@pytest.mark.parametrize(
    ("mobile", "raised"), [(NUMBER_UNKNOWN, Rejected), (GATEWAY_DOWN, Unreachable), ("", Rejected)]
)
def test_the_stand_in_refuses_and_fails_as_a_gateway_does(mobile: str, raised: type[Exception]) -> None:
    """By the number it is given."""
    with gateway() as (_, client), pytest.raises(raised):
        client.send(Message(key="k", mobile=mobile, short_text="t"))


def test_the_gateways_own_word_says_why() -> None:
    """A code, which goes into the evidence."""
    with gateway() as (_, client), pytest.raises(Rejected) as no:
        client.send(Message(key="k", mobile=NUMBER_UNKNOWN, short_text="t"))
    assert no.value.code == "unknown-subscriber"


def test_a_wrong_token_says_nothing_of_the_recipient() -> None:
    """It is ours to mend, and the message waits."""
    with gateway(token="another") as (_, client), pytest.raises(Unreachable):
        client.send(Message(key="k", mobile=MOBILE, short_text="t"))


def test_a_repetition_is_dropped_by_its_key() -> None:
    """Whoever was told is not told twice, however often a worker dies."""
    with gateway() as (server, client):
        for _ in range(2):
            client.send(Message(key="k", mobile=MOBILE, short_text="t"))
        assert (server.asked, list(server.taken)) == (2, ["k"])


# Receipts


def test_a_message_that_arrived_is_on_record_as_such(post: str) -> None:
    """And nothing else is tried."""
    waiting()
    email = Channel()
    with gateway(post) as (_, sms):
        send(sms, email=email)
        until(lambda: tries() == [("sms", "delivered", "")])
    assert (codes(1)[-1], email.sent) == ("NOTIFICATION_SENT", [])


def test_a_message_that_never_arrives_goes_by_the_next_channel(post: str) -> None:
    """The failure is an event with the gateway's word; the e-mail follows, and the deadline begins with it."""
    waiting(NEVER_ARRIVES)
    email = Channel()
    with gateway(post) as (_, sms):
        send(sms, email=email)
        until(lambda: tries() == [("sms", "failed", "undeliverable")])
    assert (notice().sent_at, notice().failed_channels) == (None, ["sms"])
    tomorrow = line.TODAY.replace(day=24)  # Tuesday 24 November
    channels = {"sms": Channel(), "email": email, "letter": Channel()}
    send_notices(unsent(), channels=channels, today=tomorrow, now=line.at(tomorrow))
    assert len(email.sent) == 1
    assert codes(1)[-3:] == ["NOTIFICATION_SENT", "NOTIFICATION_FAILED", "NOTIFICATION_SENT"]
    assert letter().notified_on == tomorrow
    with acting_as(CARRIER):
        failed = Event.objects.get(code="NOTIFICATION_FAILED")
    assert (failed.decision["failed"], failed.actor) == ({"channel": "sms", "code": "undeliverable"}, "sms")


def test_a_message_without_a_receipt_stands_as_sent(post: str) -> None:
    """Many telephones never tell; nobody is told twice because of it."""
    waiting(NO_RECEIPT)
    with gateway(post) as (server, sms):
        send(sms)
        assert list(server.taken) == [KEY]
    assert tries() == [("sms", "", "")]


def test_a_slow_gateway_is_waited_for(post: str) -> None:
    """It took the message in the end."""
    waiting(SLOW)
    with gateway(post, slow_s=0.5) as (_, sms):
        send(sms)
    assert notice().channel == "sms"


# The address that is called back


def call_back(body: object, *, token: str = BACK) -> int:
    """Call as a gateway does; return the status."""
    return Client(enforce_csrf_checks=True).post(
        "/notices/receipts/sms", body, content_type="application/json", headers={"authorization": f"Bearer {token}"}
    ).status_code  # fmt: skip


def test_only_the_gateway_may_tell(agree: Callable[[str], None]) -> None:
    """And nobody where no token was agreed."""
    told = {"reference": KEY, "status": "failed", "code": "undeliverable"}
    agree(BACK)
    assert call_back(told, token="guessed") == 401
    agree("")
    assert [call_back(told, token=""), call_back(told)] == [401, 401]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("no json", 400),
        ([], 400),
        ({"status": "delivered"}, 400),
        ({"reference": "../etc", "status": "delivered"}, 400),
        ({"reference": "x" * 5_000, "status": "delivered"}, 400),
        ({"reference": KEY, "status": "buffered"}, 204),
        ({"reference": KEY, "status": "delivered"}, 404),
    ],
)
def test_what_is_no_receipt_is_refused(agree: Callable[[str], None], body: object, status: int) -> None:
    """Bad input, a word that is not final, and a message we never sent."""
    agree(BACK)
    assert call_back(body) == status


def test_a_sentence_for_a_code_is_not_kept(agree: Callable[[str], None]) -> None:
    """It could name the number."""
    agree(BACK)
    waiting()
    send(Channel())
    assert call_back({"reference": KEY, "status": "failed", "code": f"no such number {MOBILE}"}) == 204
    assert tries() == [("sms", "failed", "other")]


def test_a_receipt_told_twice_and_one_that_contradicts_change_nothing() -> None:
    """What arrived has arrived."""
    waiting()
    send(Channel())
    arrived = Receipt(key=KEY, channel="sms", delivered=True)
    assert note_receipt(arrived, now=NOW) and note_receipt(arrived, now=NOW)
    assert note_receipt(Receipt(key=KEY, channel="sms", delivered=False, code="late"), now=NOW)
    assert tries() == [("sms", "delivered", "")]
    assert "NOTIFICATION_FAILED" not in codes(1)


def test_a_failure_told_of_a_letter_that_was_collected_sends_nothing() -> None:
    """It is on record, and there is nobody left to tell."""
    waiting()
    send(Channel())
    checked = line.check(1)
    assert line.give(1, checked.check_id).outcome == "released"
    assert note_receipt(Receipt(key=KEY, channel="sms", delivered=False, code="off"), now=NOW)
    assert codes(1)[-1] == "NOTIFICATION_FAILED"
    assert (notice().channel, unsent()) == ("sms", [])


# Quicker than our own note of the sending


class Quicker(Channel):
    """A gateway whose receipt is with us before its answer."""

    def __init__(self, agree: Callable[[str], None], **told: str) -> None:
        super().__init__()
        agree(BACK)
        self._told = {"reference": KEY, **told}

    def send(self, message: Message) -> None:
        """Tell first, then take."""
        assert call_back(self._told) == 204
        connection.close()
        super().send(message)


def test_a_receipt_before_our_own_note_of_the_sending_counts(agree: Callable[[str], None]) -> None:
    """A gateway may tell it once and never again."""
    waiting()
    send(Quicker(agree, status="delivered"))
    assert (tries(), codes(1)[-1]) == ([("sms", "delivered", "")], "NOTIFICATION_SENT")


def test_a_failure_before_our_own_note_of_the_sending_has_the_next_channel_tried(
    agree: Callable[[str], None],
) -> None:
    """As one that comes later."""
    waiting()
    send(Quicker(agree, status="failed", code="undeliverable"))
    assert tries() == [("sms", "failed", "undeliverable")]
    assert codes(1)[-2:] == ["NOTIFICATION_SENT", "NOTIFICATION_FAILED"]
    assert (notice().sent_at, notice().failed_channels) == (None, ["sms"])


@pytest.mark.parametrize("reference", ["RR000000013NO-0", f"{number(1)}-7", f"{number(1)}-0-0", "RR1-0"])
def test_a_receipt_for_no_notice_of_ours_is_not_kept(reference: str) -> None:
    """Another number, another reminder, no key at all."""
    waiting()
    assert not note_receipt(Receipt(key=reference, channel="sms", delivered=True), now=NOW)
    assert tries() == []


@pytest.mark.parametrize(("status", "by_paper"), [("delivered", 0), ("failed", 1)])
def test_a_message_about_forwarding_has_receipts_too(
    agree: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, status: str, by_paper: int
) -> None:
    """What did not arrive is sent on paper, once; the mark of a message may hold any sign of such a mark."""
    agree(BACK)
    turns = count()
    monkeypatch.setattr(
        "budstikke.post.actions.forwarding.forwarding_notices.token_urlsafe",
        lambda size: f"_-{next(turns):0{size}}",
    )
    kari = street.person(mobile=MOBILE)
    taken = street.order(street.wanted(kari))
    with acting_as(CARRIER):
        told = ForwardingNotice.objects.filter(order__reference=taken.reference, channel="sms")
        mark, kind = told.values_list("mark", "kind")[0]
    body = {"reference": mark, "status": status, "code": "undeliverable"}
    assert (call_back(body), call_back(body)) == (204, 204)
    with acting_as(CARRIER):
        others = ForwardingNotice.objects.filter(kind=kind, channel="letter")
        assert others.count() == by_paper
    assert street.history(taken.reference).count("NOTICE_FAILED") == by_paper
