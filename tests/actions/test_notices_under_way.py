"""Notices while a channel answers: nothing is locked, nothing goes out twice, and the night is quiet."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from tests.actions import forwarding as street
from tests.actions import line
from tests.actions.line import NOW, TODAY, book, bring_to_outlet, codes, file_of, number, order
from tests.actions.test_notices import Channel, channels, letter, notice, send, unsent, waiting

from budstikke.post.actions.forwarding.forwarding_notices import send_forwarding_notices
from budstikke.post.actions.forwarding.object_to_order import object_to_order
from budstikke.post.actions.moving.finish import lost
from budstikke.post.actions.moving.sweep import send_held
from budstikke.post.actions.telling.notify import send_notices
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message
from budstikke.post.records.models import ForwardingNotice, Letter, NoticeTry
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")
_LONGEST_S = 20


class Slow(Channel):
    """Takes a message only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go_on = threading.Event(), threading.Event()

    def send(self, message: Message) -> None:
        """Wait, then take."""
        self.asked.set()
        assert self.go_on.wait(_LONGEST_S)
        super().send(message)


@contextmanager
def sending(through: dict[str, Channel]) -> Iterator[Slow]:
    """A worker that sends what waits, while the gateway has not answered yet; it ends with the block."""
    slow = through["sms"]
    assert isinstance(slow, Slow)
    ids = unsent()

    def work() -> None:
        send_notices(ids, channels=through, today=TODAY, now=NOW)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert slow.asked.wait(_LONGEST_S)
    try:
        yield slow
    finally:
        slow.go_on.set()
        worker.join(_LONGEST_S)


def tries(serial: int = 1) -> list[tuple[str, bool, str]]:
    """Each channel that was tried: whether it took the message, and its word for why not."""
    with acting_as(CARRIER):
        rows = NoticeTry.objects.filter(notice__letter__number=number(serial)).order_by("id")
        return list(rows.values_list("channel", "taken", "code"))


def test_a_letter_is_not_locked_while_a_channel_answers() -> None:
    """The counter need not wait for an SMS gateway."""
    waiting(1)
    with sending(channels(sms=Slow())), acting_as(CARRIER):
        assert Letter.objects.select_for_update(nowait=True).get(number=number(1)).state == "ready"
    assert codes(1)[-1] == "NOTIFICATION_SENT"


def test_a_notice_under_way_is_not_sent_by_another_worker() -> None:
    """The other is told to look again, in case the first dies."""
    waiting(1)
    through = channels(sms=Slow())
    with sending(through), pytest.raises(Unreachable):
        send_notices(unsent(), channels=channels(), today=TODAY, now=NOW)
    assert len(through["sms"].sent) == 1
    assert codes(1).count("NOTIFICATION_SENT") == 1


def test_a_claim_ends_with_its_worker() -> None:
    """Its connection is gone, as after a kill: the next worker sends the notice."""
    waiting(1)
    (one,) = unsent()

    def claim_and_die() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('notice', %s))", [one])
        connection.close()

    dying = threading.Thread(target=claim_and_die)
    dying.start()
    dying.join(_LONGEST_S)
    send(channels())
    assert codes(1)[-1] == "NOTIFICATION_SENT"


def test_a_letter_that_goes_while_the_channel_answers_gets_no_deadline() -> None:
    """It was told, which is on record; there is nothing to collect any more."""
    waiting(1)
    with sending(channels(sms=Slow())):
        lost([number(1)], place="", actor="service-1", now=NOW)
    assert codes(1)[-2:] == ["LOST", "NOTIFICATION_SENT"]
    assert (letter().last_collect_day, notice().channel) == (None, "sms")


def test_slow_answers_do_not_add_up() -> None:
    """Eight are with the gateway at once: none answers before all have come."""
    waiting(*range(1, 9))
    together = threading.Barrier(8, timeout=_LONGEST_S)

    class AllAtOnce(Channel):
        def send(self, message: Message) -> None:
            together.wait()
            super().send(message)

    through = channels(sms=AllAtOnce())
    send(through)
    assert len(through["sms"].sent) == 8


def test_a_fault_of_ours_in_one_message_leaves_the_others_sent() -> None:
    """The job fails where it can be seen; who was told is on record as told."""
    waiting(1, 2)

    class Broken(Channel):
        def send(self, message: Message) -> None:
            if message.key.startswith(number(1)):
                raise ZeroDivisionError
            super().send(message)

    with pytest.raises(ZeroDivisionError):
        send(channels(sms=Broken()))
    assert [bool(notice(each).sent_at) for each in (1, 2)] == [False, True]


def test_each_channel_that_was_tried_is_on_record_with_its_word() -> None:
    """And which words were sent."""
    waiting(1)
    send(channels(sms=Channel(Rejected("unknown-subscriber"))))
    assert tries() == [("sms", False, "unknown-subscriber"), ("email", True, "")]
    assert notice().wording == "notice-1"


# Quiet hours: no SMS between 21 and 8

NIGHT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # Monday, 23:30 in Oslo
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # Tuesday, 8:00 in Oslo


def at_night(through: dict[str, Channel], *, now: datetime = NIGHT) -> None:
    """Send what waits, late on Monday."""
    send_notices(unsent(), channels=through, today=TODAY, now=now)  # type: ignore[arg-type]


def test_no_sms_goes_out_at_night() -> None:
    """It is held until the morning, and so is the deadline."""
    waiting(1)
    through = channels()
    at_night(through)
    assert [len(each.sent) for each in through.values()] == [0, 0, 0]
    assert (notice().sent_at, notice().is_held, notice().held_until) == (None, True, MORNING)
    assert letter().last_collect_day is None


def test_what_was_held_goes_out_in_the_morning_and_the_deadline_counts_from_then() -> None:
    """Three weeks from Tuesday."""
    waiting(1)
    through = channels()
    at_night(through)
    assert send_held(now=MORNING - timedelta(seconds=1)) == 0
    assert [send_held(now=MORNING), send_held(now=MORNING)] == [1, 0]
    send_notices(unsent(), channels=through, today=date(2026, 11, 24), now=MORNING)  # Tuesday
    assert len(through["sms"].sent) == 1
    assert letter().last_collect_day == date(2026, 12, 15)  # Tuesday
    assert (notice().is_held, notice().held_until) == (False, MORNING)


@pytest.mark.parametrize(("mobile", "channel"), [("", "email"), (None, "letter")])
def test_mail_goes_out_at_any_hour(mobile: str | None, channel: str) -> None:
    """It wakes nobody."""
    waiting(1, mobile="", email="" if mobile is None else "kari@example.no")
    through = channels()
    at_night(through)
    assert notice().channel == channel


def test_a_recipient_who_gave_no_number_is_told_at_night_with_others_held() -> None:
    """One waits, the other does not."""
    book(file_of([order(1, mobile="+4799999999"), order(2, reference="2", email="kari@example.no")]))
    bring_to_outlet([1, 2])
    at_night(channels())
    assert [bool(notice(each).sent_at) for each in (1, 2)] == [False, True]


def test_an_hour_that_is_not_quiet_lets_the_sms_go() -> None:
    """Just before nine in the evening."""
    waiting(1)
    at_night(channels(), now=datetime(2026, 11, 23, 19, 59, tzinfo=UTC))  # Monday, 20:59 in Oslo
    assert notice().channel == "sms"
    assert line.codes(1)[-1] == "NOTIFICATION_SENT"


def test_whoever_objects_to_an_order_while_it_is_told_of_waits_for_no_gateway() -> None:
    """Nothing is locked then; and what was sent after the objection makes no agreement."""
    in_transaction: list[bool] = []
    kari = street.person(mobile="+4799999901", email="kari@example.no")
    reference = street.order(street.wanted(kari)).reference

    class Objecting(street.Channels):
        def send(self, message: Message) -> None:
            in_transaction.append(connection.in_atomic_block)
            if len(in_transaction) == 1:
                object_to_order(reference=reference, by="person", now=NOW)
            super().send(message)

    with acting_as(CARRIER):
        ids = list(ForwardingNotice.objects.order_by("id").values_list("id", flat=True))
    send_forwarding_notices(ids, channels=Objecting(), now=NOW)
    assert len(in_transaction) > 2 and not any(in_transaction)
    history = street.history(reference)
    assert "OBJECTED" in history and "AGREED" not in history
