"""State follows from history, and PostgreSQL holds the two together whoever writes."""

from __future__ import annotations

import psycopg
import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.actions.line import NOW, number
from tests.records.lives import WAYS, booked, happens

from budstikke.kit.database import address
from budstikke.post.records.balance import balance
from budstikke.post.records.history import Scan, write_scans
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.models import Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import Event, State, may_follow, replay

pytestmark = pytest.mark.usefixtures("installation")


def history_of(letter_id: int) -> list[str]:
    """The codes, in the order in which they were recorded."""
    return list(EventRecord.objects.filter(letter_id=letter_id).order_by("id").values_list("code", flat=True))


def attempted(letter_id: int, code: str, *, place: str = "") -> bool:
    """Try one event; says whether the database took it."""
    try:
        with transaction.atomic():
            happens(letter_id, code, place=place)
    except IntegrityError:
        return False
    return True


_SERIALS = iter(range(1, 10_000))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    codes=st.lists(st.sampled_from([code for code in Event if code is not Event.PRE_NOTIFIED]), max_size=14),
    place=st.sampled_from(["", "OSLO", "122608"]),
)
def test_a_letters_state_is_its_history_replayed(codes: list[Event], place: str) -> None:
    """Whatever is tried in whatever order: taken exactly when the terms allow it, and every letter accounted for."""
    (letter_id,) = booked(next(_SERIALS))
    delivered = False
    with acting_as(CARRIER):
        for code in codes:
            state = State(Letter.objects.values_list("state", flat=True).get(id=letter_id))
            # A letter is delivered once in its life, also if it was found again after a wrong delivery.
            allowed = may_follow(state, code) and not (code is Event.DELIVERED and delivered)
            assert attempted(letter_id, code, place=place) is allowed, (state, code)
            delivered = delivered or (allowed and code is Event.DELIVERED)
            assert Letter.objects.get(id=letter_id).state == replay(history_of(letter_id))
        assert balance().holds


def test_every_event_in_every_state_is_taken_or_refused_as_the_terms_say() -> None:
    """All pairs, so that no random walk need find them."""
    letters = dict(zip(WAYS, booked(*range(1, len(WAYS) + 1)), strict=True))
    with acting_as(CARRIER):
        for state, letter_id in letters.items():
            for code in WAYS[state]:
                happens(letter_id, code)
            assert Letter.objects.get(id=letter_id).state == state
            for code in Event:
                expected = may_follow(state, code) and not (
                    state is State.DELIVERED and code is Event.DELIVERED
                )
                with transaction.atomic():
                    assert attempted(letter_id, code) is expected, (state, code)
                    transaction.set_rollback(True)


def test_a_batch_of_scans_is_written_in_the_order_it_happened() -> None:
    """Three scans of one letter, given in disorder, and one of a letter nobody booked."""
    from datetime import timedelta

    (letter_id,) = booked(1)
    codes = [Event.READY_FOR_PICKUP, Event.HANDED_IN, Event.TERMINAL]
    hours = [3, 1, 2]
    scans = [
        Scan(letter_id=letter_id, code=code, happened_at=NOW + timedelta(hours=hour), at_place="OSLO")
        for code, hour in zip(codes, hours, strict=True)
    ]
    with acting_as(CARRIER):
        written, unknown = write_scans(
            [*scans, Scan(letter_id=7, code="TERMINAL", happened_at=NOW, at_place="")],
            actor="x",
            recorded_at=NOW,
        )
        assert (written, unknown) == (3, [7])
        assert history_of(letter_id) == ["PRE_NOTIFIED", "HANDED_IN", "TERMINAL", "READY_FOR_PICKUP"]
        assert balance().holds


def test_a_batch_with_an_impossible_scan_is_not_written() -> None:
    """All or nothing."""
    one, two = booked(1, 2)
    with pytest.raises(IntegrityError), acting_as(CARRIER):
        write_scans(
            [
                Scan(letter_id=one, code="TERMINAL", happened_at=NOW, at_place="OSLO"),
                Scan(letter_id=two, code="FOUND", happened_at=NOW, at_place="OSLO"),
            ],
            actor="x",
            recorded_at=NOW,
        )
    with acting_as(CARRIER):
        assert history_of(one) == ["PRE_NOTIFIED"]


# By raw SQL, in the working role


@pytest.fixture
def app(installation: None) -> psycopg.Connection:
    """The working role, acting for the carrier, with letter 1 handed in; everything is rolled back."""
    (letter_id,) = booked(1)
    with acting_as(CARRIER):
        happens(letter_id, Event.HANDED_IN, place="OSLO")
    with psycopg.connect(address("post", "app")) as connection:
        connection.execute("SELECT set_config('budstikke.tenant', 'carrier', true)")
        yield connection
        connection.rollback()


_EVENT = """INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, from_place,
    to_place) SELECT id, sender_id + %(other)s, %(code)s, now(), %(at)s, '', 'x', %(source)s, %(target)s
    FROM letter, generate_series(1, %(times)s) WHERE number = %(number)s"""


def raw(app: psycopg.Connection, code: str, **changed: object) -> None:
    """Write an event by SQL alone."""
    given = {"source": None, "target": None, "other": 0, "times": 1, "at": NOW, "number": number(1)}
    app.execute(_EVENT, {**given, "code": code, **changed})


def test_the_database_takes_an_event_that_is_in_order(app: psycopg.Connection) -> None:
    """So that the refusals below are for their own reasons."""
    raw(app, "TERMINAL", source="at_hand_in:OSLO", target="at_terminal:OSLO")
    (state,) = app.execute("SELECT state FROM letter").fetchone()  # type: ignore[misc]
    assert state == "in_transit"


@pytest.mark.parametrize(
    ("code", "changed", "error"),
    [
        ("RETURNED_BY_MAGIC", {}, psycopg.errors.CheckViolation),
        ("REMINDER_SENT", {}, psycopg.errors.CheckViolation),
        ("TERMINAL", {"source": "at_sender", "target": "at_terminal"}, psycopg.errors.CheckViolation),
        ("TERMINAL", {"source": None, "target": "at_terminal"}, psycopg.errors.CheckViolation),
        ("TERMINAL", {"source": "at_hand_in:OSLO", "target": "at_outlet"}, psycopg.errors.CheckViolation),
        ("TERMINAL", {}, psycopg.errors.CheckViolation),
        ("DAMAGED", {"source": "at_hand_in:OSLO", "target": "nowhere"}, psycopg.errors.CheckViolation),
        ("DAMAGED", {"source": "at_hand_in:OSLO"}, psycopg.errors.CheckViolation),
        ("DAMAGED", {"times": 2}, psycopg.errors.CheckViolation),
        ("DAMAGED", {"other": 1}, psycopg.errors.CheckViolation),
    ],
)
def test_the_database_refuses_an_event_that_may_not_come(
    app: psycopg.Connection, code: str, changed: dict[str, object], error: type[Exception]
) -> None:
    """Unknown, out of order, from where the letter is not, to where it does not go, twice at once, another's."""
    with pytest.raises(error):
        raw(app, code, **changed)


def test_a_letter_is_booked_once(installation: None) -> None:
    """A second booking under the same moment is no second life."""
    booked(1)
    with psycopg.connect(address("post", "app")) as app:
        app.execute("SELECT set_config('budstikke.tenant', 'carrier', true)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            raw(app, "PRE_NOTIFIED", target="at_sender")
        app.rollback()


def test_an_event_that_could_be_is_taken_by_name_of_its_own_transaction_only(app: psycopg.Connection) -> None:
    """Which transaction wrote it is not the writer's to say: status messages go by it."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(
            "INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, recorded_in)"
            " SELECT id, sender_id, 'DAMAGED', now(), now(), '', 'x', 1 FROM letter"
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE letter SET state = 'delivered'",
        "UPDATE letter SET place = 'with_recipient'",
        "UPDATE letter SET sender_id = 2",
        "UPDATE letter SET id = 1",
        "DELETE FROM letter",
        "DELETE FROM id_check",
        "UPDATE report SET content_sealed = ''",
        "UPDATE event_rule SET to_state = 'delivered'",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "DROP TABLE event",
        "CREATE TABLE mine (id int)",
        "SET ROLE post_owner",
    ],
)
def test_the_working_role_may_not(app: psycopg.Connection, statement: str) -> None:
    """Write a state, delete, or change the rules."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)  # type: ignore[arg-type]


def test_a_letter_cannot_be_born_delivered(app: psycopg.Connection) -> None:
    """It begins as booked, in its sender's hands."""
    names = [
        row[0]
        for row in app.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'letter'"
            " AND column_name NOT IN ('id', 'state')"
        )
    ]
    columns = ", ".join(names)
    with pytest.raises(psycopg.errors.CheckViolation, match="begins as booked"):
        app.execute(
            f"INSERT INTO letter (id, state, {columns}) SELECT id + 1, 'delivered', {columns} FROM letter"  # type: ignore[arg-type]
        )
