"""The hand-over: once, after a passed check, in time, to this person, with its record."""

from __future__ import annotations

import threading
from datetime import timedelta

import psycopg
import pytest
from tests.actions import line
from tests.actions.line import TODAY, check, codes, give, number, states, wait_for_recipient
from tests.channels.fake_sealer import FailingSealer

from budstikke.kit.database import address
from budstikke.post.actions.moving.finish import found
from budstikke.post.actions.proving.evidence_rows import shown
from budstikke.post.channels.errors import Unreachable
from budstikke.post.records.models import Event, Evidence, HandOver, IdCheck
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.id_check import Signing

pytestmark = pytest.mark.usefixtures("installation")


@pytest.fixture
def passed(installation: None) -> int:
    """Kari's letter waits, and she has been checked; returns the check."""
    wait_for_recipient(1)
    return int(check(1).check_id)


def reports_asked_for() -> int:
    """The jobs that will make a report."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(task_name="send_report").count()


def kept() -> tuple[int, int, int]:
    """Hand-overs, evidence, and delivered events."""
    with acting_as(CARRIER):
        return (
            HandOver.objects.count(),
            Evidence.objects.filter(name="ContentHandover").count(),
            Event.objects.filter(code="DELIVERED").count(),
        )


def test_a_letter_is_handed_over_with_its_record(passed: int) -> None:
    """State, event, evidence and a report on its way."""
    assert give(1, passed).outcome == "released"
    assert states() == {number(1): "delivered"}
    assert kept() == (1, 1, 1)
    assert reports_asked_for() == 1
    with acting_as(CARRIER):
        evidence = Evidence.objects.get()
    document = shown(evidence)
    assert document["event"] == "ContentHandover"
    assert document["report"]["kollinr"] == number(1)
    assert [decision["question"] for decision in document["decisions"]] == ["hand_over", "conclude"]


def test_asking_again_on_the_same_check_changes_nothing(passed: int) -> None:
    """A request repeated by the network is not a second hand-over, nor a refusal."""
    give(1, passed)
    assert give(1, passed).outcome == "already"
    assert kept() == (1, 1, 1)
    assert reports_asked_for() == 1


def test_two_counters_racing_hand_it_over_once(passed: int) -> None:
    """Two passed checks, two threads, one letter."""
    other = int(check(1).check_id)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def run(check_id: int) -> None:
        from django.db import connection

        start.wait(10)
        outcomes.append(give(1, check_id).outcome)
        connection.close()

    both = [threading.Thread(target=run, args=(check_id,)) for check_id in (passed, other)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert sorted(outcomes) == ["refused", "released"]
    assert kept() == (1, 1, 1)


def test_a_failed_check_hands_nothing_over(passed: int) -> None:
    """The passed one is not asked for; this one is."""
    failed = int(check(1, in_person=False).check_id)
    decision = give(1, failed)
    assert [refusal.code for refusal in decision.refusals] == ["CHECK_NOT_PASSED"]
    assert kept() == (0, 0, 0)


def test_another_person_gets_nothing_on_their_own_check(passed: int) -> None:
    """The name on the document is not the one on the letter."""
    from budstikke.post.actions.reading.presented import Typed

    strange = check(1, typed=Typed(surname="Hansen", given_names="Ola", national_number="20914695016"))
    assert not strange.passed
    assert give(1, strange.check_id).outcome == "refused"
    assert kept() == (0, 0, 0)


def test_a_check_of_another_letter_hands_nothing_over(passed: int) -> None:
    """The same person, another letter: checked for each."""
    wait_for_recipient(2)
    with pytest.raises(IdCheck.DoesNotExist):
        give(2, passed)
    assert kept() == (0, 0, 0)


def test_a_check_of_yesterday_is_made_again(passed: int) -> None:
    """Who stands at the counter today is checked today."""
    decision = give(1, passed, today=TODAY + timedelta(days=1))
    assert [refusal.code for refusal in decision.refusals] == ["CHECK_NOT_PASSED"]


def test_a_missing_signature_is_refused_and_written_down(passed: int) -> None:
    """Event and evidence, once however often it is asked; with the signature it goes through."""
    for _ in range(2):
        decision = give(1, passed, signature=None)
        assert [refusal.code for refusal in decision.refusals] == ["SIGNATURE_MISSING"]
    assert codes(1)[-2:] == ["NOTIFICATION_SENT", "ATTEMPTED_DELIVERY"]
    with acting_as(CARRIER):
        assert Evidence.objects.get().name == "ContentHandoverFailure"
        assert Event.objects.latest("id").decision["reasons"][0]["rule"] == "SIGNATURE_MISSING"
    assert give(1, passed).outcome == "released"


def test_somebody_who_can_never_sign_signs_nothing(passed: int) -> None:
    """The passport says so, and no picture of a signature is asked for."""
    never = check(1, signing=Signing.NEVER, not_able_to_sign=True, has_signature=False)
    assert never.passed
    assert give(1, never.check_id, signature=None).outcome == "released"
    with acting_as(CARRIER):
        handed = HandOver.objects.get()
    assert (handed.signing, handed.signature_sealed) == ("not_able_to_sign", None)


@pytest.mark.parametrize(("days", "outcome"), [(21, "released"), (22, "refused")])
def test_a_letter_is_handed_over_up_to_its_last_day(installation: None, days: int, outcome: str) -> None:
    """Monday 14 December is the last day, Tuesday is too late, sweep or no sweep."""
    wait_for_recipient(1)
    day = TODAY + timedelta(days=days)
    checked = check(1, today=day)
    assert checked.passed is (outcome == "released")
    assert give(1, checked.check_id, today=day).outcome == outcome


def test_a_letter_may_be_fetched_before_its_notice_got_through(installation: None) -> None:
    """Somebody followed the tracking; the deadline has not begun."""
    line.book(line.file_of([line.order(1)]))
    line.bring_to_outlet([1])
    checked = check(1)
    assert give(1, checked.check_id).outcome == "released"


def test_a_hand_over_without_its_record_does_not_happen(passed: int) -> None:
    """The sealer is down: state, event, hand-over and job are as before; then it is done."""
    with pytest.raises(Unreachable):
        give(1, passed, through=FailingSealer(line.sealer(), [Unreachable("down")]))
    assert states() == {number(1): "ready"}
    assert kept() == (0, 0, 0)
    assert reports_asked_for() == 0
    assert give(1, passed).outcome == "released"


def test_a_misdelivered_letter_that_is_found_is_not_handed_over_again(passed: int) -> None:
    """It counts as lost; when it turns up it goes back to its sender."""
    from budstikke.post.actions.moving.arrive import arrive

    give(1, passed)
    line.misdeliver(1)
    assert states() == {number(1): "lost"}
    found([number(1)], place="OSLO", actor="service-1", now=line.NOW)
    arrive([number(1)], outlet_id=line.BERGEN, clerk="clerk-7", now=line.NOW)
    again = check(1)
    assert "LETTER_NOT_HERE" in [reason["rule"] for reason in again.decision["reasons"]]
    assert give(1, again.check_id).outcome == "refused"
    assert kept() == (1, 1, 1)


# What the database itself holds, whoever writes


@pytest.fixture
def app(passed: int) -> psycopg.Connection:
    """The working role, seeing what the carrier sees; everything is rolled back."""
    with psycopg.connect(address("post", "app")) as connection:
        connection.execute("SELECT set_config('budstikke.tenant', 'carrier', true)")
        yield connection
        connection.rollback()


_EVIDENCE = """INSERT INTO evidence (uuid, letter_id, sender_id, name, made_at, sha256, content_sealed)
    SELECT gen_random_uuid(), id, sender_id, 'ContentHandover', now(), repeat('0', 64), '' FROM letter
    WHERE number = %s RETURNING id"""
_HAND_OVER = """INSERT INTO hand_over (letter_id, sender_id, id_check_id, passed, evidence_id, clerk, handed_over_at,
    handed_over_on, signing) SELECT id, sender_id, %(check)s, %(passed)s, %(evidence)s, 'x',
    (%(moment)s::date + time '12:00') AT TIME ZONE 'Europe/Oslo', %(day)s, 'signed'
    FROM letter WHERE number = %(number)s"""
_DELIVERED = """INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, from_place,
    to_place) SELECT id, sender_id, 'DELIVERED', now(), now(), '', 'x', place, 'with_recipient'
    FROM letter WHERE number = %s"""


def raw(app: psycopg.Connection, check_id: int, **changed: object) -> None:
    """Hand the letter over by SQL alone."""
    evidence = app.execute(_EVIDENCE, [changed.pop("evidence_of", number(1))]).fetchone()
    assert evidence
    given = {"check": check_id, "passed": True, "evidence": evidence[0], "day": TODAY, "number": number(1)}
    given |= changed
    app.execute(_HAND_OVER, {"moment": given["day"], **given})


def test_the_database_takes_a_hand_over_that_is_in_order(app: psycopg.Connection, passed: int) -> None:
    """So that the refusals below are for their own reasons."""
    raw(app, passed)
    app.execute(_DELIVERED, [number(1)])
    app.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_a_second_hand_over(app: psycopg.Connection, passed: int) -> None:
    """Its key is the letter."""
    raw(app, passed)
    with pytest.raises(psycopg.errors.UniqueViolation):
        raw(app, passed)


def test_the_database_refuses_a_hand_over_without_its_event(app: psycopg.Connection, passed: int) -> None:
    """When the transaction ends."""
    raw(app, passed)
    with pytest.raises(psycopg.errors.CheckViolation, match="lacks its event"):
        app.commit()


def test_the_database_refuses_a_delivery_without_a_hand_over(app: psycopg.Connection) -> None:
    """The event alone delivers nothing."""
    with pytest.raises(psycopg.errors.CheckViolation, match="only by a hand-over"):
        app.execute(_DELIVERED, [number(1)])


def test_the_database_refuses_a_hand_over_after_the_last_day(app: psycopg.Connection, passed: int) -> None:
    """The day after."""
    with pytest.raises(psycopg.errors.CheckViolation, match="deadline"):
        raw(app, passed, day=TODAY + timedelta(days=22))


def test_the_database_refuses_a_hand_over_that_is_dated_back(app: psycopg.Connection, passed: int) -> None:
    """Else a late one would only have to say that it was in time."""
    with pytest.raises(psycopg.errors.CheckViolation, match="the_day_is_that_of_the_moment"):
        raw(app, passed, moment=TODAY + timedelta(days=22))


def test_the_database_refuses_a_hand_over_on_a_failed_check(app: psycopg.Connection) -> None:
    """Neither called passed nor called failed."""
    with acting_as(CARRIER):
        good = IdCheck.objects.get()
    failed = int(check(1, in_person=False).check_id)
    for called, error in ((True, psycopg.errors.ForeignKeyViolation), (False, psycopg.errors.CheckViolation)):
        with pytest.raises(error), app.transaction():
            raw(app, failed, passed=called)
            app.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert good.passed


def test_the_database_refuses_a_check_of_another_letter(app: psycopg.Connection, passed: int) -> None:
    """And the evidence of another letter."""
    wait_for_recipient(2)
    for changed in ({"number": number(2), "evidence_of": number(2)}, {"evidence_of": number(2)}):
        with pytest.raises(psycopg.errors.ForeignKeyViolation), app.transaction():
            raw(app, passed, **changed)
            app.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("table", ["hand_over", "evidence", "event", "id_check"])
def test_the_working_role_cannot_change_or_delete_what_has_happened(
    app: psycopg.Connection, passed: int, table: str
) -> None:
    """Not a row of it."""
    give(1, passed)
    column = {"event": "actor", "evidence": "name"}.get(table, "clerk")
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            app.execute(statement)


@pytest.mark.parametrize("table", ["hand_over", "evidence", "event"])
def test_even_the_owner_cannot_change_or_delete_history(passed: int, table: str) -> None:
    """A trigger stops whom no right stops."""
    give(1, passed)
    with psycopg.connect(address("post", "owner")) as owner:
        for statement in (f"UPDATE {table} SET sender_id = sender_id", f"DELETE FROM {table}"):
            with pytest.raises(psycopg.errors.RestrictViolation), owner.transaction():
                owner.execute(statement)
        owner.rollback()
