"""The public page of today's figures: what is counted, when it is late, and that it is made once a minute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.actions import line
from tests.actions.line import NOW, book, bring_to_outlet, file_of, number, order

from budstikke.kit.clock import move_to
from budstikke.kit.database import address
from budstikke.post.actions.proving.send_report import send_report
from budstikke.post.actions.watching.figures_today import FRESH_FOR, Figures, figures_today
from budstikke.post.channels.mailbox import FakeMailbox
from budstikke.post.records import horizons, tally
from budstikke.post.records.balance import count
from budstikke.post.records.figures import Share
from budstikke.post.records.models import Letter, Notice, Tally
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import Outcome

pytestmark = pytest.mark.usefixtures("installation")
LATER = timedelta(minutes=2)


def at(minutes: float) -> Figures:
    """The figures so many minutes after the letters came; never those that were kept."""
    from django.core.cache import cache

    cache.clear()
    return figures_today(now=NOW + timedelta(minutes=minutes))


def arrived(*serials: int) -> None:
    """Letters at their outlet whose recipients were not told yet."""
    book(file_of([order(each, reference=str(each), mobile="+4799999999") for each in serials]))
    bring_to_outlet(serials)


def sent(serial: int, *, after_s: float) -> None:
    """The notice of a letter went out so many seconds after it was due."""
    with acting_as(CARRIER):
        Notice.objects.filter(letter__number=number(serial)).update(
            sent_at=NOW + timedelta(seconds=after_s), channel="sms"
        )


def test_a_notice_is_in_time_for_ten_seconds_and_late_afterwards() -> None:
    """One that was not sent counts once its time is up; one that was overtaken never."""
    arrived(1, 2, 3, 4)
    assert at(0.1).notices == Share(in_time=0, late=0)
    sent(1, after_s=10)
    sent(2, after_s=10.1)
    with acting_as(CARRIER):
        Notice.objects.filter(letter__number=number(3)).update(sent_at=NOW + LATER, channel="overtaken")
    assert at(2).notices == Share(in_time=1, late=2)
    assert at(2).notices.percent == 33.3


def test_a_notice_held_over_night_counts_from_the_morning() -> None:
    """While it is held it is not late."""
    arrived(1)
    with acting_as(CARRIER):
        held = Notice.objects.filter(letter__number=number(1))
        held.update(is_held=True, held_until=NOW + timedelta(minutes=60))
    assert at(30).notices == Share(in_time=0, late=0)
    with acting_as(CARRIER):
        held.update(is_held=False, channel="sms", sent_at=NOW + timedelta(minutes=60, seconds=9))
    assert at(61).notices == Share(in_time=1, late=0)


def test_yesterdays_notices_are_not_todays() -> None:
    """The day begins at midnight in Oslo."""
    arrived(1)
    sent(1, after_s=1)
    assert at(24 * 60).notices == Share(in_time=0, late=0)


def test_a_report_is_in_time_for_five_minutes() -> None:
    """And late once they are over, whether or not it was sent."""
    line.wait_for_recipient(1, 2)
    for serial in (1, 2):
        line.give(serial, line.check(serial).check_id)
    assert at(4).reports == Share(in_time=0, late=0)
    with acting_as(CARRIER):
        first = Letter.objects.get(number=number(1)).id
    send_report(first, sealer=line.sealer(), mailbox=FakeMailbox(), now=NOW + timedelta(minutes=4))
    assert at(6).reports == Share(in_time=1, late=1)


def test_every_letter_is_in_the_balance() -> None:
    """Booked is the sum of the others."""
    line.wait_for_recipient(1, 2)
    line.give(1, line.check(1).check_id)
    found = at(1)
    assert (found.booked, found.difference) == (2, 0)
    assert (found.outcomes[Outcome.DELIVERED], found.outcomes[Outcome.HELD]) == (1, 1)


def test_each_figure_is_one_statement() -> None:
    """However many letters there are."""
    arrived(1, 2)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        at(1)
    counted = [
        each["sql"] for each in asked if "count(" in each["sql"] and "sign_in_attempt" not in each["sql"]
    ]
    assert len(counted) == 3
    assert sum("FROM event" in each["sql"] for each in asked) == 2


def _read(statement: str, given: dict[str, object]) -> int:
    """How many rows a statement takes up from tables and indexes, those it throws away again among them."""

    def rows(node: dict[str, Any]) -> int:
        own = 0
        if "Relation Name" in node:
            dropped = (
                node.get(name, 0) for name in ("Rows Removed by Filter", "Rows Removed by Index Recheck")
            )
            own = int((node["Actual Rows"] + sum(dropped)) * node["Actual Loops"])
        return own + sum(rows(each) for each in node.get("Plans", ()))

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", given)
        return rows(cursor.fetchone()[0][0]["Plan"])


def _events(count: int) -> None:
    """So many letters entered and handed in, past every trigger."""
    with psycopg.connect(address("post", "owner")) as owner:
        owner.execute("ALTER TABLE event DISABLE TRIGGER USER")
        owner.execute(
            "INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, from_place,"
            " to_place) SELECT nth, (SELECT min(id) FROM sender), 'TEST', now(), now(), '', 'worker', 'at_sender',"
            " 'at_hand_in:OSLO' FROM generate_series(1, %s) AS nth",
            [count],
        )
        owner.execute("ALTER TABLE event ENABLE TRIGGER USER")
        owner.execute(
            "INSERT INTO letters_entered (sender_id, letters) SELECT min(id), %s FROM sender", [count]
        )
    with psycopg.connect(address("post", "owner"), autocommit=True) as owner:
        owner.execute("SELECT brin_summarize_new_values('events_by_transaction')")
        owner.execute("ANALYZE event")


def test_figures_read_what_is_new_however_many_letters_there_are() -> None:
    """Rows read, not time: after three times as many events as after one, and far fewer than there are."""
    read = list[int]()
    for _ in range(3):
        _events(15_000)
        with acting_as(CARRIER):
            tally.counted()
            given = {"since": horizons.below(tally.HORIZON), "upto": horizons.oldest_running()}
            read.append(sum(_read(each, given) for each in (tally.ADD_UP, tally.COUNT)))
    assert max(read) < 1_000
    with acting_as(CARRIER):
        assert tally.counted().outcomes == count().outcomes


def test_what_is_not_settled_yet_is_counted_beside_the_tally() -> None:
    """A transaction that goes on keeps what comes after it from being added up, and hides nothing."""
    with psycopg.connect(address("post", "owner")) as other:
        other.execute("SELECT pg_current_xact_id()")
        line.wait_for_recipient(1, 2)
        for _ in range(2):
            found = at(1)
            assert (found.booked, found.outcomes[Outcome.HELD], found.difference) == (2, 2, 0)
    for _ in range(2):
        assert (at(2).booked, at(2).difference) == (2, 0)
    with acting_as(CARRIER):
        assert Tally.objects.get(place="").letters == 2


def test_figures_are_made_once_a_minute() -> None:
    """Whoever asks in between is shown those there are."""
    assert at(0).booked == 0
    arrived(1)
    assert figures_today(now=NOW + FRESH_FOR - timedelta(seconds=1)).booked == 0
    assert figures_today(now=NOW + FRESH_FOR).booked == 1


def test_the_page_says_the_figures_and_nobodys_name() -> None:
    """In both languages, for caches on the way too."""
    move_to(NOW)
    line.wait_for_recipient(1)
    page = Client().get("/figures/")
    assert page.status_code == 200
    assert page["Cache-Control"] == "public, max-age=30"
    words = page.content.decode()
    assert "100,0 %" in words
    assert "ingen ennå" in words
    for personal in ("Nordmann", number(1), "Eksempel eID"):
        assert personal not in words
    assert "100.0 %" in Client().get("/figures/?language=en").content.decode()
