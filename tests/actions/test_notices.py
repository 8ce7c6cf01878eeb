"""Notices and reminders, through channels that answer, fail and refuse."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from aiosmtpd.controller import Controller
from tests.actions import line
from tests.actions.line import NOW, TODAY, book, bring_to_outlet, file_of, number, order

from budstikke.post.actions.notify import send_notices
from budstikke.post.actions.sweep import remind, return_uncollected
from budstikke.post.channels.email import Smtp
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message
from budstikke.post.channels.paper import PrintFolder
from budstikke.post.channels.sms import GATEWAY_DOWN, NUMBER_UNKNOWN, FakeSmsGateway, SmsGateway
from budstikke.post.records.models import Event, Letter, Notice
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")
MOBILE, MAIL = "+4799999999", "kari@example.no"


class Channel:
    """Takes what it is given, unless it has a reason not to; keeps what it took."""

    def __init__(self, *reasons: Exception) -> None:
        self.reasons, self.sent = list(reasons), list[Message]()

    def send(self, message: Message) -> None:
        """Take or raise."""
        if self.reasons:
            raise self.reasons.pop(0)
        self.sent.append(message)


def channels(**changed: object) -> dict[str, Channel]:
    """The three channels, willing unless changed."""
    return {"sms": Channel(), "email": Channel(), "letter": Channel(), **changed}  # type: ignore[dict-item]


def waiting(*serials: int, mobile: str = MOBILE, email: str = MAIL) -> None:
    """Letters that have arrived, their recipients not told yet."""
    orders = [order(each, reference=str(each), mobile=mobile, email=email) for each in serials]
    book(file_of(orders, reference=f"P{serials[0]}"))
    bring_to_outlet(serials)


def unsent() -> list[int]:
    """The notices still to send."""
    with acting_as(CARRIER):
        return list(Notice.objects.filter(sent_at=None).order_by("id").values_list("id", flat=True))


def send(through: Mapping[str, object], *, today: date = TODAY) -> None:
    """Send what waits."""
    send_notices(unsent(), channels=through, today=today, now=NOW + (today - TODAY))  # type: ignore[arg-type]


def letter(serial: int = 1) -> Letter:
    """A letter as it stands."""
    with acting_as(CARRIER):
        return Letter.objects.get(number=number(serial))


def codes(serial: int = 1) -> list[str]:
    """The events since arrival."""
    with acting_as(CARRIER):
        every = (
            Event.objects.filter(letter__number=number(serial)).order_by("id").values_list("code", flat=True)
        )
        return list(every)[3:]


def notice(serial: int = 1, *, ordinal: int = 0) -> Notice:
    """A notice as it stands."""
    with acting_as(CARRIER):
        return Notice.objects.get(letter__number=number(serial), ordinal=ordinal)


# Which channel


def test_a_notice_goes_by_sms_first() -> None:
    """And by nothing else."""
    waiting(1)
    through = channels()
    send(through)
    assert [len(each.sent) for each in through.values()] == [1, 0, 0]
    assert codes() == ["NOTIFICATION_SENT"]
    assert notice().channel == letter().notice_channel == "sms"


@pytest.mark.parametrize(
    ("mobile", "email", "channel", "code"),
    [
        ("", MAIL, "email", "NOTIFICATION_SENT"),
        (MOBILE, "", "sms", "NOTIFICATION_SENT"),
        ("", "", "letter", "NOTIFICATION_PRINTED"),
    ],
)
def test_a_notice_takes_the_channel_the_order_allows(
    mobile: str, email: str, channel: str, code: str
) -> None:
    """What the order does not give cannot be used; paper is always left."""
    waiting(1, mobile=mobile, email=email)
    through = channels()
    send(through)
    assert [name for name, each in through.items() if each.sent] == [channel]
    assert codes() == [code]


def test_a_notice_refused_for_good_goes_by_the_next_channel() -> None:
    """SMS, then e-mail, then paper; each failure is an event with its reason."""
    waiting(1)
    through = channels(sms=Channel(Rejected("unknown-subscriber")), email=Channel(Rejected("550")))
    send(through)
    assert len(through["letter"].sent) == 1
    assert codes() == ["NOTIFICATION_FAILED", "NOTIFICATION_FAILED", "NOTIFICATION_PRINTED"]
    assert (notice().channel, notice().failed_channels) == ("letter", ["sms", "email"])
    with acting_as(CARRIER):
        failed = (
            Event.objects.filter(code="NOTIFICATION_FAILED").order_by("id").values_list("decision", flat=True)
        )
        assert [one["failed"] for one in failed] == [
            {"channel": "sms", "code": "unknown-subscriber"},
            {"channel": "email", "code": "550"},
        ]


def test_a_channel_that_is_down_leaves_everything_for_the_next_try() -> None:
    """Nothing written, no deadline begun; then it is sent, once."""
    waiting(1)
    through = channels(sms=Channel(Unreachable("down"), Unreachable("down")))
    for _ in range(2):
        with pytest.raises(Unreachable):
            send(through)
    assert (codes(), letter().last_collect_day, notice().sent_at) == ([], None, None)
    send(through)
    send_notices([notice().id], channels=through, today=TODAY, now=NOW)
    assert [len(each.sent) for each in through.values()] == [1, 0, 0]
    assert codes() == ["NOTIFICATION_SENT"]


def test_a_failure_before_the_next_channel_is_down_is_not_told_twice() -> None:
    """SMS refuses, the mail server is down: the failure is written with the notice, once."""
    waiting(1)
    no = Rejected("unknown-subscriber")
    through = channels(sms=Channel(no, no), email=Channel(Unreachable("down")))
    with pytest.raises(Unreachable):
        send(through)
    assert codes() == []
    send(through)
    assert codes() == ["NOTIFICATION_FAILED", "NOTIFICATION_SENT"]


def test_one_that_cannot_be_reached_does_not_hold_up_the_others() -> None:
    """The second of three waits; the first and the third are told."""
    waiting(1, 2, 3)

    class Moody(Channel):
        def send(self, message: Message) -> None:
            if message.key.startswith(number(2)):
                raise Unreachable("down")
            super().send(message)

    through = channels(sms=Moody())
    with pytest.raises(Unreachable):
        send(through)
    assert [bool(notice(each).sent_at) for each in (1, 2, 3)] == [True, False, True]


def test_paper_that_cannot_be_printed_is_tried_again() -> None:
    """There is no channel after it."""
    waiting(1, mobile="", email="")
    through = channels(letter=Channel(Rejected("jam")))
    with pytest.raises(Unreachable):
        send(through)
    send(through)
    assert codes() == ["NOTIFICATION_PRINTED"]


def test_a_notice_sent_by_two_workers_at_once_goes_out_once() -> None:
    """Both have the job; the letter's lock lets one through."""
    waiting(1)
    through = channels()
    (one,) = unsent()
    both = [threading.Thread(target=_send_and_close, args=(one, through)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(20)
    assert len(through["sms"].sent) == 1
    assert codes() == ["NOTIFICATION_SENT"]


def _send_and_close(one: int, through: Mapping[str, Channel]) -> None:
    from django.db import connection

    send_notices([one], channels=through, today=TODAY, now=NOW)
    connection.close()


# Days


def test_the_deadline_counts_from_the_day_of_the_notice() -> None:
    """Arrived on Monday, told on Wednesday: three weeks from Wednesday."""
    waiting(1)
    wednesday = TODAY + timedelta(days=2)  # Wednesday 25 November
    send(channels(), today=wednesday)
    told = letter()
    assert told.notified_on == date(2026, 11, 25)  # Wednesday
    assert told.last_collect_day == date(2026, 12, 16)  # Wednesday
    assert told.remind_on == date(2026, 11, 30)  # Monday
    with acting_as(CARRIER):
        decision = Event.objects.get(code="NOTIFICATION_SENT").decision
    assert decision["answer"]["last_collect_day"] == "2026-12-16"
    assert "PUM §14" in decision["clauses"]


def test_a_notice_of_a_letter_that_is_gone_is_not_sent() -> None:
    """Sent back before we came to it."""
    waiting(1)
    with acting_as(CARRIER):
        from budstikke.post.records import history
        from budstikke.post.records.history import NewEvent

        history.write([NewEvent(letter_id=letter().id, code="RETURN", happened_at=NOW)], recorded_at=NOW)
    through = channels()
    send(through)
    assert not any(each.sent for each in through.values())
    assert (notice().channel, letter().last_collect_day) == ("overtaken", None)


def test_a_letter_found_after_its_notice_was_overtaken_is_told_of() -> None:
    """Else nobody would ever hear of it."""
    from budstikke.post.actions.arrive import arrive
    from budstikke.post.actions.finish import found, lost

    waiting(1)
    lost([number(1)], place="", actor="service-1", now=NOW)
    send(channels())
    assert notice().channel == "overtaken"
    found([number(1)], place="OSLO", actor="service-1", now=NOW)
    arrive([number(1)], outlet_id=line.BERGEN, clerk="clerk-7", now=NOW)
    through = channels()
    send(through)
    assert len(through["sms"].sent) == 1
    assert letter().last_collect_day


# Reminders


def reminders_on(day: date) -> int:
    """The reminders a sweep makes on a day."""
    return remind(today=day, now=NOW + (day - TODAY))


def test_a_reminder_is_made_on_the_fifth_day_and_once() -> None:
    """Not on the fourth; and a second sweep finds nothing."""
    waiting(1)
    send(channels())
    assert reminders_on(TODAY + timedelta(days=4)) == 0
    fifth = TODAY + timedelta(days=5)  # Saturday 28 November
    assert [reminders_on(fifth), reminders_on(fifth), reminders_on(fifth + timedelta(days=1))] == [1, 0, 0]
    through = channels()
    send(through, today=fifth)
    assert codes() == ["NOTIFICATION_SENT", "REMINDER_SENT"]
    assert through["sms"].sent[0].key == f"{number(1)}-1"
    assert letter().last_collect_day == TODAY + timedelta(days=21)


def test_a_sweep_that_comes_late_reminds_once() -> None:
    """Twelve days late: one reminder, not seven."""
    waiting(1)
    send(channels())
    assert reminders_on(TODAY + timedelta(days=17)) == 1
    assert reminders_on(TODAY + timedelta(days=18)) == 0


def test_a_late_sweep_skips_the_reminders_it_missed() -> None:
    """Under the earlier edition (days 3 and 11): on day 12 one is sent, and none is left."""
    from budstikke.post.terms.editions import pum_on

    early = date(2024, 3, 4)  # Monday
    assert pum_on(early).reminder_days_sms == (3, 11)
    book(file_of([order(1, mobile=MOBILE)]), today=early)
    bring_to_outlet([1])
    send(channels())
    assert reminders_on(TODAY + timedelta(days=12)) == 1
    assert (letter().remind_on, letter().reminders_made) == (None, 1)


def test_no_reminder_is_made_after_the_last_day() -> None:
    """The letter goes back instead."""
    waiting(1)
    send(channels())
    after = TODAY + timedelta(days=22)
    assert reminders_on(after) == 0
    assert return_uncollected(today=after, now=NOW) == 1
    assert reminders_on(after) == 0


def test_a_reminder_that_is_sent_too_late_is_not_sent() -> None:
    """It waited in the queue past the last day; it would ask for what cannot be done."""
    waiting(1)
    send(channels())
    reminders_on(TODAY + timedelta(days=21))
    through = channels()
    send(through, today=TODAY + timedelta(days=22))
    assert not any(each.sent for each in through.values())
    assert notice(ordinal=1).channel == "overtaken"


# Paper


def test_a_paper_notice_names_the_outlet_and_the_last_day(tmp_path: Path) -> None:
    """What stands on the sheet is what the recipient knows."""
    waiting(1, mobile="", email="")
    send(channels(letter=PrintFolder(tmp_path)))
    (sheet,) = tmp_path.glob("*.pdf")
    assert sheet.name == f"{number(1)}-0.pdf"
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(sheet.read_bytes())).pages)
    text = " ".join(text.split())
    assert "Bergen postkontor SPECIMEN" in text
    assert "Kari Nordmann" in text
    assert "14. desember 2026" in text  # Monday


def test_a_short_message_names_outlet_and_last_day_and_nobody_elses_number() -> None:
    """What an SMS needs to say."""
    waiting(1)
    through = channels()
    send(through)
    said = through["sms"].sent[0].short_text
    assert "Bergen postkontor" in said
    assert number(1) in said.replace(" ", "")
    assert "14." in said


# E-mail through a real server


class Sink:
    """Takes mail, or answers with what the address asks for."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        """Refuse where the address says so."""
        if address.startswith("refuse"):
            return f"{address[6:9]} no"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Keep the message, unless the address says no at the end."""
        if envelope.rcpt_tos[0].startswith("data"):
            return f"{envelope.rcpt_tos[0][4:7]} no"
        self.taken.append((envelope.rcpt_tos[0], envelope.content))
        return "250 OK"


@pytest.fixture
def mail() -> Iterator[tuple[Smtp, Sink]]:
    """A mail server on loopback, and the channel to it."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    try:
        yield (
            Smtp(
                host="127.0.0.1",
                port=controller.port,
                sender="budstikke@post.example",
                starttls=False,
                login=None,
            ),
            sink,
        )
    finally:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_email_arrives_with_its_words_and_one_id(mail: tuple[Smtp, Sink]) -> None:
    """Subject and text as UTF-8; the id is the notice's key."""
    from email import message_from_bytes, policy

    channel, sink = mail
    waiting(1, mobile="")
    send(channels(email=channel))
    ((address, content),) = sink.taken
    read = message_from_bytes(content, policy=policy.default)
    assert address == MAIL
    assert read["Message-ID"] == f"<{number(1)}-0@post.example>"
    assert "Bergen postkontor SPECIMEN" in read.get_content()
    assert codes() == ["NOTIFICATION_SENT"]


@pytest.mark.parametrize(
    ("address", "raised"),
    [
        ("refuse550@example.no", Rejected),
        ("refuse450@example.no", Unreachable),
        ("data554@example.no", Rejected),
        ("data451@example.no", Unreachable),
        ("no-address", Rejected),
        ("two@at@example.no", Rejected),
        ("kåre@example.no", Rejected),
    ],
)
def test_a_mail_servers_no_is_for_good_or_for_now(
    mail: tuple[Smtp, Sink], address: str, raised: type[Exception]
) -> None:
    """5xx and what is no address: the next channel. 4xx: later."""
    channel, sink = mail
    with pytest.raises(raised):
        channel.send(Message(key="k", email=address, subject="s", text="t"))
    assert sink.taken == []


def test_a_mail_server_that_is_not_there_is_tried_again() -> None:
    """Nothing listens."""
    channel = Smtp(host="127.0.0.1", port=_free_port(), sender="a@post.example", starttls=False, login=None)
    with pytest.raises(Unreachable):
        channel.send(Message(key="k", email=MAIL, subject="s", text="t"))


def test_a_server_without_encryption_is_not_mistaken_for_a_bad_address(mail: tuple[Smtp, Sink]) -> None:
    """It is the server that is wrong, for everybody: nobody is moved to paper for it."""
    plain, _ = mail
    channel = Smtp(host="127.0.0.1", port=plain._port, sender="a@post.example", starttls=True, login=None)
    with pytest.raises(Unreachable):
        channel.send(Message(key="k", email=MAIL, subject="s", text="t"))


# SMS over HTTP


@pytest.fixture
def gateway() -> Iterator[tuple[Callable[..., SmsGateway], list[dict]]]:
    """A gateway on loopback that answers with the status its address ends in, and what it was sent."""
    taken: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = int(self.path.rpartition("/")[2])
            if status < 300:
                taken.append({**body, "authorization": self.headers["Authorization"]})
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *given: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made: list[SmsGateway] = []

    def to(status: int) -> SmsGateway:
        url = f"http://127.0.0.1:{server.server_port}/sms/{status}"
        made.append(SmsGateway(url=url, token="secret", sender_name="Post"))
        return made[-1]

    yield to, taken
    for one in made:
        one._client.close()
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_an_sms_reaches_the_gateway(gateway: tuple[Callable[..., SmsGateway], list[dict]]) -> None:
    """Number, text and the key that lets a repetition be dropped."""
    to, taken = gateway
    waiting(1)
    send(channels(sms=to(202)))
    (said,) = taken
    assert (said["to"], said["reference"], said["authorization"]) == (
        MOBILE,
        f"{number(1)}-0",
        "Bearer secret",
    )
    assert "Bergen postkontor" in said["text"]


@pytest.mark.parametrize(
    ("status", "raised"),
    [
        (400, Rejected),
        (422, Rejected),
        (401, Unreachable),
        (403, Unreachable),
        (429, Unreachable),
        (503, Unreachable),
    ],
)
def test_a_gateways_no_is_for_good_or_for_now(
    gateway: tuple[Callable[..., SmsGateway], list[dict]], status: int, raised: type[Exception]
) -> None:
    """A wrong password of ours says nothing of the recipient's number."""
    to, _ = gateway
    with pytest.raises(raised):
        to(status).send(Message(key="k", mobile=MOBILE, short_text="t"))


def test_a_gateway_that_is_not_there_is_tried_again() -> None:
    """Nothing listens."""
    channel = SmsGateway(url=f"http://127.0.0.1:{_free_port()}/", token="", sender_name="Post")
    with pytest.raises(Unreachable):
        channel.send(Message(key="k", mobile=MOBILE, short_text="t"))
    channel._client.close()


def test_the_fake_gateway_fails_at_its_two_numbers() -> None:
    """So that a demo can show both; every other number is written down."""
    fake = FakeSmsGateway()
    with pytest.raises(Rejected):
        fake.send(Message(key="k", mobile=NUMBER_UNKNOWN))
    with pytest.raises(Unreachable):
        fake.send(Message(key="k", mobile=GATEWAY_DOWN))
    fake.send(Message(key="k", mobile=MOBILE, short_text="hei"))


def test_a_message_does_not_show_its_recipient_in_a_log() -> None:
    """Representations end up in logs."""
    shown = repr(
        Message(key="k", mobile=MOBILE, email=MAIL, subject="s", text="Kari Nordmann", short_text="t")
    )
    assert MOBILE not in shown
    assert MAIL not in shown
    assert "Kari" not in shown
