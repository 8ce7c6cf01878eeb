"""The front before Django: what it answers itself, what it hands on, and that a sender sees its own letters only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import RequestFactory
from tests.actions import line
from tests.doors.bring import Program, other_sender, program
from tests.doors.front import FrontClient, asked

from budstikke.kit.clock import real_now
from budstikke.kit.database import address
from budstikke.kit.postgres import running_cluster
from budstikke.post.doors import hot
from budstikke.post.doors.bring import asking as bring_asking
from budstikke.post.doors.bring.asking import CEILINGS
from budstikke.post.doors.bring.tracking_text import layout
from budstikke.post.doors.hot import Hot
from budstikke.post.records.ceilings import LEASES
from budstikke.post.records.tracked_text import KNOWN_KEY, OF_A_KEY, numbered, statement
from budstikke.post.terms.events import EVENTS, Audience
from budstikke.post.terms.pum.tracking import may_see
from budstikke.wiring.post_wsgi import application

JSON = "/tracking/api/v2/tracking.json"
NUMBER = line.number(1)


class _HandedOn(Exception):
    """What the tests' Django says to everything."""


def _django(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    raise _HandedOn


def _environ(asking: Program, **query: str) -> dict[str, Any]:
    request = RequestFactory(SERVER_NAME="localhost").get(
        JSON, query, headers={**asking.headers, "Host": "localhost"}
    )
    return request.environ


@pytest.fixture
def asking(installation: None, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Give a program that has asked before, so that requests of its are leased, and a letter that waits."""
    # A lease is of one second, which a slow machine would leave in the middle of a test.
    this_second = real_now()
    for module in (hot, bring_asking):
        monkeypatch.setattr(module, "real_now", lambda: this_second)
    line.book(line.file_of([line.order(1), line.order(2)]))
    line.bring_to_outlet([1])
    made = program()
    assert made.get(JSON, q=NUMBER).status_code == 200
    return made


@pytest.fixture
def front() -> Iterator[Hot]:
    """Give a front with nothing behind it."""
    yield Hot(_django)


def test_a_letter_is_answered_without_django(asking: Program, front: Hot) -> None:
    """Whatever casing its number is in, and whoever's it is not."""
    for number in (NUMBER, NUMBER.lower(), line.number(2), line.number(77)):
        assert asked(front, _environ(asking, q=number)).status_code == 200


def test_a_key_without_a_lease_is_leased_to_in_front_and_counted(asking: Program, front: Hot) -> None:
    """Each second begins so for every key at once; beyond the ceiling Django is the one to say so."""
    LEASES.clear()
    for _ in range(40):
        assert asked(front, _environ(asking, q=NUMBER)).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ceiling SET used = %s", [CEILINGS["tracking"]])
    LEASES.clear()
    with pytest.raises(_HandedOn):
        asked(front, _environ(asking, q=NUMBER))


@pytest.mark.parametrize(
    "query",
    [
        {"q": "70707074500000001"},
        {"q": "TESTPACKAGEEDI"},
        {"q": "RR000000010NO"},
        {"q": NUMBER, "callback": "shown"},
        {"q": NUMBER, "language": "en"},
        {},
    ],
)
def test_whatever_is_not_plain_is_handed_on(asking: Program, front: Hot, query: dict[str, str]) -> None:
    """A consignment, a sample, a wrong check digit, a script's call, a page's language, nothing at all."""
    with pytest.raises(_HandedOn):
        asked(front, _environ(asking, **query))


@pytest.mark.parametrize(
    "changed",
    [
        {"HTTP_HOST": "elsewhere.example"},
        {"HTTP_X_MYBRING_API_UID": "somebody@else.example"},
        {"HTTP_X_MYBRING_API_KEY": "wrong"},
        {"HTTP_X_MYBRING_API_KEY": "x" * 10_000},
        {"REQUEST_METHOD": "POST"},
        {"PATH_INFO": "/tracking/api/v2/tracking.xml"},
    ],
)
def test_a_stranger_is_handed_on(asking: Program, front: Hot, changed: dict[str, str]) -> None:
    """Django is the one to say 400, 401 and 405."""
    with pytest.raises(_HandedOn):
        asked(front, _environ(asking, q=NUMBER) | changed)


def test_a_key_taken_back_is_known_no_more_at_once(asking: Program, front: Hot) -> None:
    """Requests it had leased are worth nothing."""
    from budstikke.post.actions.senders.api_keys import api_keys_of_sender, revoke_api_key

    (key,) = api_keys_of_sender(line.CUSTOMER)
    assert revoke_api_key(key.id, now=line.NOW)
    with pytest.raises(_HandedOn):
        asked(front, _environ(asking, q=NUMBER))


@pytest.mark.parametrize("language", ["no", "en"])
def test_the_database_writes_what_python_writes(asking: Program, language: str) -> None:
    """Byte for byte, for every event a sender is told of and every state: by number, and by consignment."""
    line.turn_away(1)
    seen = {code for code in EVENTS if may_see(Audience.SENDER, code)}
    with psycopg.connect(address("post", "owner"), autocommit=True) as owner:
        (consignment,) = owner.execute(
            "SELECT consignment_number FROM letter WHERE number = %s", [NUMBER]
        ).fetchone() or ("",)
        owner.execute("ALTER TABLE event DISABLE TRIGGER USER")
        owner.execute("ALTER TABLE letter DISABLE TRIGGER USER")
        for nth, code in enumerate([*sorted(seen - {"PRE_NOTIFIED", "DELIVERED"}), "DELIVERED"]):
            owner.execute(
                "INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor)"
                " SELECT id, sender_id, %s, timestamptz '2026-07-01 22:30:59.9+00' + %s * interval '13 days', now(),"
                " %s, '' FROM letter WHERE number = %s",
                [code, nth, ("", str(line.BERGEN), "999999", "outlet")[nth % 4], NUMBER],
            )
        owner.execute(
            "UPDATE letter SET recipient_name = %s, city = %s WHERE number = %s",
            ['Kåre "Ole" \\ Æ\u2028Å\x07\x7f\n/</', 'BØ I "VESTERÅLEN"', NUMBER],
        )
        for state in ("booked", "ready", "delivered"):
            for weight in (None, 0, 1, 45, 200, 1000, 1999):
                owner.execute(
                    "UPDATE letter SET state = %s, weight_g = %s, passport_only = %s, delivered_at = %s"
                    " WHERE number = %s",
                    [
                        state,
                        weight,
                        state == "ready",
                        "2026-12-31 23:30+00" if state == "delivered" else None,
                        NUMBER,
                    ],
                )
                by_number = asking.get(JSON, q=NUMBER, lang=language)
                by_consignment = asking.get(JSON, q=consignment, lang=language)
                assert by_number.content == by_consignment.content
        owner.execute("ALTER TABLE letter ENABLE TRIGGER USER")
        owner.execute("ALTER TABLE event ENABLE TRIGGER USER")
    (found,) = by_number.json()["consignmentSet"]
    assert len(found["packageSet"][0]["eventSet"]) > len(seen)
    # The front says the same again.
    assert program(of=FrontClient).get(JSON, q=NUMBER, lang=language).content == by_number.content


def test_row_level_security_is_a_second_wall(asking: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the condition that names the sender, another's letter is still as unknown as none; and none lingers."""
    own = " AND letter.sender_id = known.tenant::integer"
    text = statement(layout("no"), known=KNOWN_KEY)
    assert own in text
    monkeypatch.setitem(
        hot._STATEMENTS, b"no", numbered(text.replace(own, " AND known.tenant > ''"), OF_A_KEY)
    )
    front = Hot(_django)
    assert b"packageSet" in asked(front, _environ(asking, q=NUMBER)).content
    stranger = program(other_sender())
    assert b'"code": 404' in stranger.get(JSON, q=NUMBER).content
    assert b'"code": 404' in asked(front, _environ(stranger, q=NUMBER)).content
    left = front._of_thread.line._connection.exec_(
        b"SELECT current_setting('budstikke.tenant', true), count(*) FROM letter"
    )
    assert (left.get_value(0, 0), left.get_value(0, 1)) == (b"", b"0")


def test_a_connection_that_is_lost_is_made_again(asking: Program) -> None:
    """The request that meets it is Django's to answer, the next is not."""
    front = Hot(_django)
    asked(front, _environ(asking, q=NUMBER))
    with psycopg.connect(running_cluster().url + "&dbname=postgres", autocommit=True) as owner:
        owner.execute("SELECT pg_terminate_backend(%s)", [front._of_thread.line._connection.backend_pid])
    with pytest.raises(_HandedOn):
        asked(front, _environ(asking, q=NUMBER))
    assert asked(front, _environ(asking, q=NUMBER)).status_code == 200


def test_no_request_makes_a_connection_of_its_own(asking: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither before Django nor in it: what is open stays open."""
    made: list[object] = []
    connection_created.connect(lambda **told: made.append(told), weak=False, dispatch_uid="test_hot")
    monkeypatch.setattr(hot, "_Line", lambda make=hot._Line: made.append(make) or make())
    try:
        for word in (NUMBER, "TESTPACKAGEEDI", f"ORDRE-{1}"):
            for _ in range(5):
                assert asked(application, _environ(asking, q=word)).status_code == 200
    finally:
        connection_created.disconnect(dispatch_uid="test_hot")
    assert len(made) <= 1
