"""Look-ups at the desk: each is written down, and nothing takes it back."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.actions import line

from budstikke.post.actions.helping.look_up import Asked, found_nothing_since, look_up, look_ups, open_letter
from budstikke.post.records.models import LookUpMade
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.looking_up import LookUpBy, LookUpReason

pytestmark = pytest.mark.usefixtures("installation")


def searched(text: str, *, by: LookUpBy = LookUpBy.NAME, postcode: str = "5004", clerk: str = "desk-1"):
    """Search."""
    asked = Asked(by=by, text=text, postcode=postcode)
    return look_up(asked, reason=LookUpReason.RECIPIENT_ASKS, clerk=clerk, now=line.NOW)


def test_a_search_that_finds_nothing_is_written_down_too() -> None:
    """Also who was not found was looked for."""
    assert searched("Nobody") == []
    (row,) = look_ups()
    assert (row.clerk, row.by, row.found) == ("desk-1", "name", 0)


def test_only_a_keyed_hash_of_what_was_searched_is_kept() -> None:
    """Nobody reads a name in the table."""
    line.book(line.file_of([line.order(1)]))
    searched("Kari Nordmann")
    with acting_as(CARRIER):
        (row,) = LookUpMade.objects.values()
    assert b"ari" not in bytes(row["searched_keyed"]) and "Nordmann" not in repr(row)


def test_a_search_is_found_by_what_was_searched_in_any_capitals_and_spaces() -> None:
    """By name, by number, by who, by letter, by since when."""
    line.book(line.file_of([line.order(1)]))
    searched("Kari  NORDMANN")
    searched(line.number(1), by=LookUpBy.NUMBER, clerk="desk-2")
    open_letter(
        line.number(1), reason=LookUpReason.CLAIM, clerk="desk-2", now=line.at(line.date(2026, 11, 24))
    )  # Tuesday
    assert [row.by for row in look_ups(searched="kari nordmann")] == ["name"]
    assert [row.by for row in look_ups(searched=line.number(1))] == ["number"]
    assert [row.by for row in look_ups(number=line.number(1))] == ["letter"]
    assert len(look_ups(clerk="desk-2")) == 2
    assert [row.by for row in look_ups(since=line.at(line.date(2026, 11, 24)))] == ["letter"]  # Tuesday


def test_a_search_is_still_found_after_the_look_up_key_was_rotated() -> None:
    """Hashes of every key of the ring are looked for."""
    from budstikke.kit.keyring import ring
    from budstikke.kit.vault import look_up_for

    searched("Kari Nordmann")
    ring("post", "look-up").add(now=line.NOW)
    look_up_for.cache_clear()
    assert [row.by for row in look_ups(searched="Kari Nordmann")] == ["name"]


@pytest.mark.parametrize("change", ["UPDATE look_up_made SET reason = 'claim'", "DELETE FROM look_up_made"])
def test_a_look_up_is_never_changed_or_deleted(change: str) -> None:
    """Neither by the working role nor by the owner."""
    import psycopg
    from psycopg.errors import InsufficientPrivilege, RestrictViolation

    from budstikke.kit.database import address

    searched("Kari")
    for role, refused in (("app", InsufficientPrivilege), ("owner", RestrictViolation)):
        with psycopg.connect(address("post", role)) as connection, pytest.raises(refused):
            connection.execute(change)


def test_a_sender_sees_no_look_up() -> None:
    """The table is the carrier's alone."""
    searched("Kari")
    with acting_as("1"):
        assert not LookUpMade.objects.exists()


def test_a_name_is_looked_for_through_an_index() -> None:
    """Among the letters to one postcode, and not in all there are."""
    from django.db import connection

    with acting_as(CARRIER), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM letter WHERE postcode = '5004' AND recipient_name ILIKE '%a%'")
        assert "letters_to_a_postcode" in str(cursor.fetchall())


def test_who_tries_answers_side_by_side_is_counted_one_after_the_other() -> None:
    """From the count to the end of the transaction nobody else counts the same."""
    with acting_as(CARRIER), connection.cursor() as cursor:
        found_nothing_since(LookUpBy.CALLER, searched="20914695016", since=line.NOW)
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (1,)
