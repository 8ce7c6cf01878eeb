"""The custody balance holds, and a missing event names its letter."""

from __future__ import annotations

import json

import psycopg
import pytest
from tests.actions.line import number
from tests.records.lives import WAYS, booked, happens

from budstikke.cli.main import main
from budstikke.kit.database import address
from budstikke.post.records.balance import Balance, balance
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import EVENTS, Event, Outcome

pytestmark = pytest.mark.usefixtures("installation")
# Through every place a letter can be, and home again; each event moves it.
LONG_WAY = (
    Event.HANDED_IN, Event.TERMINAL, Event.IN_TRANSIT, Event.READY_FOR_PICKUP, Event.DELIVERY_CHANGED,
    Event.READY_FOR_PICKUP, Event.LOST, Event.FOUND, Event.READY_FOR_PICKUP, Event.DELIVERED,
    Event.MISDELIVERED, Event.FOUND, Event.RETURN, Event.DELIVERED_SENDER,
)  # fmt: skip


def counted() -> Balance:
    """The balance as the carrier sees it."""
    with acting_as(CARRIER):
        return balance()


def test_a_letter_in_every_state_is_counted_once() -> None:
    """Each in its column; those held, by place."""
    letters = dict(zip(WAYS, booked(*range(1, len(WAYS) + 1)), strict=True))
    with acting_as(CARRIER):
        for state, letter_id in letters.items():
            for code in WAYS[state]:
                happens(letter_id, code, place="OSLO")
    found = counted()
    assert found.holds
    assert found.booked == len(WAYS)
    assert found.outcomes == {
        Outcome.HELD: 5,
        Outcome.DELIVERED: 1,
        Outcome.RETURNED: 1,
        Outcome.LOST: 1,
        Outcome.CANCELLED: 1,
    }
    assert found.held_at == {
        "at_sender": 1,
        "at_hand_in:OSLO": 1,
        "at_terminal:OSLO": 1,
        "at_outlet:OSLO": 1,
        "going_back:OSLO": 1,
    }


def test_nothing_booked_balances() -> None:
    """Nought is nought."""
    assert counted() == Balance(booked=0, outcomes=dict.fromkeys(Outcome, 0), held_at={}, astray=())


def test_the_long_way_goes_through_every_place() -> None:
    """A new custody event must join it, so that the next test covers it."""
    moving = {code for code, row in EVENTS.items() if row.custody}
    assert moving == {*LONG_WAY, Event.PRE_NOTIFIED, Event.CANCELLED}


@pytest.mark.parametrize("position", range(len(LONG_WAY) + 1))
def test_a_missing_custody_event_names_exactly_its_letter(position: int) -> None:
    """Dropped behind every guard's back, wherever in the chain it stood; the letters beside it are well."""
    _, walks, _ = booked(1, 2, 3)
    with acting_as(CARRIER):
        for nth, code in enumerate(LONG_WAY):
            happens(walks, code, place=f"P{nth}")
        ids = list(EventRecord.objects.filter(letter_id=walks).order_by("id").values_list("id", flat=True))
    assert counted().holds
    _drop(ids[position])
    found = counted()
    assert not found.holds
    assert found.astray == (number(2),)


def test_a_missing_cancellation_names_its_letter() -> None:
    """The one way out that is not on the long way."""
    one, _ = booked(1, 2)
    with acting_as(CARRIER):
        happens(one, Event.CANCELLED)
        last = EventRecord.objects.latest("id").id
    _drop(last)
    assert counted().astray == (number(1),)


def _drop(event_id: int) -> None:
    with psycopg.connect(address("post", "owner")) as owner:
        owner.execute("ALTER TABLE event DISABLE TRIGGER history_stays")
        owner.execute("DELETE FROM event WHERE id = %s", [event_id])
        owner.execute("ALTER TABLE event ENABLE TRIGGER history_stays")


def test_a_foreign_event_names_the_letter_it_was_put_on() -> None:
    """Two of them keep the sums; the chain does not agree."""
    one, two = booked(1, 2)
    with acting_as(CARRIER):
        for each in (one, two):
            happens(each, Event.HANDED_IN, place="OSLO")
        third = EventRecord.objects.filter(letter_id=one).latest("id").id
    with psycopg.connect(address("post", "owner"), autocommit=True) as owner:
        owner.execute("ALTER TABLE event DISABLE TRIGGER history_stays")
        owner.execute("UPDATE event SET letter_id = %s WHERE id = %s", [two, third])
        owner.execute("ALTER TABLE event ENABLE TRIGGER history_stays")
    found = counted()
    assert found.difference == 0
    assert found.astray == (number(1), number(2))


def test_the_command_prints_the_balance_and_fails_when_a_letter_is_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Seven numbers as JSON; the astray by name on the way out."""
    (one,) = booked(1)
    with acting_as(CARRIER):
        happens(one, Event.HANDED_IN, place="OSLO")
        last = EventRecord.objects.latest("id").id
    assert main(["balance", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["booked"], said["held"], said["difference"], said["astray"]) == (1, 1, 0, [])
    _drop(last)
    assert main(["balance", "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["astray"] == [number(1)]
    assert number(1) in err


def test_late_scans_move_nothing() -> None:
    """Noted, and nobody's hands change."""
    (one,) = booked(1)
    with acting_as(CARRIER):
        for code in (Event.READY_FOR_PICKUP, Event.HANDED_IN, Event.TERMINAL):
            happens(one, code, place="122608" if code is Event.READY_FOR_PICKUP else "OSLO")
    found = counted()
    assert (found.holds, found.held_at) == (True, {"at_outlet:122608": 1})
