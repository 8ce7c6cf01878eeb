"""What nobody moves any more once a letter is ours, whoever asks the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from tests.actions import line

from budstikke.kit.database import address


@pytest.fixture
def app(installation: None) -> Iterator[psycopg.Connection]:
    """The working role on a letter that waits until the 14th, and one that was only ordered."""
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    line.book(line.file_of([line.order(1), line.order(2, reference="2")]))
    line.bring_to_outlet([1])
    with acting_as(CARRIER):
        waiting = Letter.objects.filter(number=line.number(1))
        waiting.update(notified_on=date(2026, 11, 23), last_collect_day=date(2026, 12, 14))  # Mondays
    with psycopg.connect(address("post", "app"), autocommit=True) as connection:
        connection.execute("SELECT set_config('budstikke.tenant', 'carrier', false)")
        yield connection


@pytest.mark.parametrize(
    "change",
    [
        "recipient_name = 'Somebody Else'",
        "street = 'Another street'",
        "passport_only = NOT passport_only",
        "last_collect_day = NULL",
        "last_collect_day = '2026-12-01'",
    ],
)
def test_a_letter_that_waits_is_not_made_out_to_another(app: psycopg.Connection, change: str) -> None:
    """Neither its order nor its deadline can be turned against the recipient."""
    with pytest.raises(psycopg.errors.CheckViolation):
        app.execute(f"UPDATE letter SET {change} WHERE number = '{line.number(1)}'")


def test_a_letter_that_was_only_ordered_may_be_ordered_otherwise(app: psycopg.Connection) -> None:
    """Until hand-in the order is the sender's."""
    changed = app.execute(
        f"UPDATE letter SET recipient_name = 'Ola Nordmann' WHERE number = '{line.number(2)}'"
    )
    assert changed.rowcount == 1


def test_a_deadline_may_move_away(app: psycopg.Connection) -> None:
    """An extension gives time and never takes it."""
    changed = app.execute(
        f"UPDATE letter SET last_collect_day = '2026-12-20' WHERE number = '{line.number(1)}'"
    )
    assert changed.rowcount == 1


def test_a_sender_reads_its_rows_and_writes_none(app: psycopg.Connection) -> None:
    """A door for senders cannot be talked into an event, an agreement or more numbers."""
    (sender,) = app.execute("SELECT id FROM sender").fetchone() or (None,)
    app.execute("SELECT set_config('budstikke.tenant', %s, false)", [str(sender)])
    assert app.execute("SELECT count(*) FROM letter").fetchone() == (2,)
    assert app.execute("UPDATE sender SET aml_obliged = true").rowcount == 0
    assert app.execute("UPDATE number_range SET last_serial = last_serial").rowcount == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(
            "INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, to_place)"
            " SELECT id, sender_id, 'LOST', now(), now(), '', 'me', 'nowhere' FROM letter LIMIT 1"
        )
