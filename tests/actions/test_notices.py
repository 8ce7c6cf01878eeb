"""Notices and reminders, through channels that answer, fail and refuse."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from tests.actions import line
from tests.actions.line import NOW, TODAY, book, bring_to_outlet, file_of, number, order

from budstikke.post.actions.moving.sweep import remind, return_uncollected
from budstikke.post.actions.telling.notify import send_notices
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message
from budstikke.post.channels.paper import PrintFolder
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


def test_a_failure_before_the_next_channel_is_down_is_written_at_once_and_told_once() -> None:
    """SMS refuses, the mail server is down: the next try goes to the mail server, and does not ask for SMS again."""
    waiting(1)
    through = channels(sms=Channel(Rejected("unknown-subscriber")), email=Channel(Unreachable("down")))
    with pytest.raises(Unreachable):
        send(through)
    assert codes() == ["NOTIFICATION_FAILED"]
    send(through)
    assert codes() == ["NOTIFICATION_FAILED", "NOTIFICATION_SENT"]
    assert [len(each.sent) for each in through.values()] == [0, 1, 0]


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
    """Both have the job; one claims the notice, the other is told to look again."""
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

    with suppress(Unreachable):
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
    from budstikke.post.actions.moving.arrive import arrive
    from budstikke.post.actions.moving.finish import found, lost

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
