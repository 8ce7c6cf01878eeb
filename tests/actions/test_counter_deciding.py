"""From an open check to a decision: what devices send counts, mistyping is told, and what served is erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.actions.counter import (
    CLERK,
    decided,
    draft,
    kept,
    opened,
    rows_left,
    scanner,
    sent,
    shown,
    stations,
)
from tests.actions.line import NOW, SIGNATURE, TODAY, give, number, states, wait_for_recipient

from budstikke.formats.malformed import Malformed
from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.preview_check import preview_check
from budstikke.post.actions.proving.evidence_rows import shown as evidence_shown
from budstikke.post.actions.reading.presented import Typed
from budstikke.post.actions.telling.why_refused import why_refused
from budstikke.post.records.models import Evidence, IdCheck
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.id_check import ALL_PASSED, Finding, Findings

pytestmark = pytest.mark.usefixtures("installation")
LINES = ["P<NORNORDMANN<<KARI<<<<<<<<<<<<<<<<<<<<<<<<<", "CCC0022514NOR4611200F3001019<<<<<<<<<<<<<<<8"]
BY_HAND = Findings(genuine=Finding.PASSED, photo=Finding.PASSED, signature=Finding.PASSED)


@pytest.fixture
def station() -> int:
    """One letter waits, and one station serves."""
    wait_for_recipient(1)
    return stations(1)[0]


def test_a_passed_check_stays_open_until_the_hand_over_closes_it(station: int) -> None:
    """The whole way at a station."""
    nonce = opened(1, station).nonce
    kept(nonce)
    checked = decided(nonce)
    assert checked.passed and decided(nonce) == checked
    assert (shown(nonce).check_id, shown(nonce).signing) == (checked.check_id, "signed")
    give(1, checked.check_id)
    assert states()[number(1)] == "delivered"
    assert rows_left() == (0, 0)


def test_a_refused_check_is_closed_and_nothing_of_it_is_left(station: int) -> None:
    """Only the sealed record of the check remains; asked again it says the same."""
    nonce = opened(1, station).nonce
    sent(scanner(station), {"mrz_lines": LINES}, picture=SIGNATURE, source="mrz_picture")
    kept(nonce, kind="no_driving_licence")
    checked = decided(nonce)
    assert not checked.passed
    assert rows_left() == (0, 0)
    assert decided(nonce) == checked


def test_who_is_turned_away_at_a_glance_is_on_record_for_what_was_seen(station: int) -> None:
    """Nobody read a name or looked for a number: neither the check nor its sealed record says that they differ."""
    nonce = opened(1, station).nonce
    kept(nonce, kind="digital_driving_licence", typed=Typed(), findings=Findings())
    checked = decided(nonce)
    assert _rules(checked.decision) == ["DOC_NOT_APPROVED", "CHECK_INCOMPLETE"]
    with acting_as(CARRIER):
        evidence = Evidence.objects.get()
        sealed: Any = evidence_shown(evidence)
        told = why_refused(IdCheck.objects.select_related("letter").get())
    (on_record,) = sealed["decisions"]
    assert _rules(on_record) == ["DOC_NOT_APPROVED", "CHECK_INCOMPLETE"]
    assert "the name in the document" in str(on_record)
    assert [one.code for one in told] == ["DOC_NOT_APPROVED"]


def test_a_number_is_missing_once_the_clerk_says_there_is_nothing_more_to_show(station: int) -> None:
    """Until then it is still to do; a name that nobody read stays unread."""
    nonce = opened(1, station).nonce
    kept(nonce, kind="foreign_passport", typed=Typed())
    so_far = preview_check(nonce, clerk=CLERK, online=True, today=TODAY)
    assert so_far and so_far.decision
    assert [one.code for one in so_far.decision.refusals] == ["CHECK_INCOMPLETE"]
    kept(nonce, kind="foreign_passport", typed=Typed(), all_shown=True)
    assert _rules(decided(nonce).decision) == ["NATIONAL_ID_NOT_DOCUMENTED", "CHECK_INCOMPLETE"]


def _rules(decision: Any) -> list[str]:
    return [reason["rule"] for reason in decision["reasons"]]


def test_a_check_nobody_opened_is_not_decided(station: int) -> None:
    """A stale page."""
    assert isinstance(decided(uuid4()), Refusal)


def test_what_a_device_reads_counts_and_the_page_goes_into_the_record(station: int) -> None:
    """The clerk typed the number only."""
    nonce = opened(1, station).nonce
    device = scanner(station)
    sent(device, {"mrz_lines": LINES}, source="mrz_picture", picture=SIGNATURE)
    sent(device, {"verdict": "passed", "routine": "4.2"}, source="pattern")
    kept(nonce, typed=Typed(national_number="20914695016"), findings=BY_HAND)
    checked = decided(nonce)
    assert checked.passed
    with acting_as(CARRIER):
        row = IdCheck.objects.get()
    assert (row.device, row.picture_sealed is not None) == (device, True)


def test_a_device_that_rejects_the_pattern_refuses_whatever_was_ticked(station: int) -> None:
    """PUM §12: the device judges the security pattern."""
    nonce = opened(1, station).nonce
    sent(scanner(station), {"verdict": "failed"}, source="pattern")
    kept(nonce, findings=ALL_PASSED)
    assert "SECURITY_PATTERN_FAILED" in str(decided(nonce).decision)


def test_the_station_shows_what_was_read_and_where_it_contradicts(station: int) -> None:
    """In words, without the values."""
    nonce = opened(1, station).nonce
    sent(scanner(station), {"mrz_lines": LINES})
    kept(nonce, mrz_lines=(LINES[0], LINES[1].replace("CCC0022514", "CCC0022519")))
    seen = shown(nonce)
    assert "no_passport" in seen.recognised
    assert [reading.fields["surname"] for reading in seen.readings] == ["NORDMANN"]
    assert any("Dokumentnummer" in words.no for words in seen.contradictions)


def test_a_mistyped_number_is_told_beside_its_field_and_not_judged(station: int) -> None:
    """The person is still there: it is typed again."""
    nonce = opened(1, station).nonce
    kept(nonce, typed=Typed(surname="Nordmann", given_names="Kari", national_number="20914695017"))
    (fault,) = shown(nonce).mistyped
    assert (fault.where, fault.code) == ("national_number", "NATIONAL_NUMBER")
    assert shown(nonce).name == "same"
    with pytest.raises(Malformed):
        decided(nonce)
    assert rows_left() == (1, 0)


def test_the_same_reading_twice_is_one_reading(station: int) -> None:
    """The line broke, and the device sends again."""
    nonce = opened(1, station).nonce
    device, reading = scanner(station), uuid4()
    assert sent(device, {"mrz_lines": LINES}, nonce=reading).check == nonce
    assert sent(device, {"mrz_lines": LINES}, nonce=reading).repeated
    assert rows_left() == (1, 1)


def test_a_device_sends_only_into_the_check_of_its_station(station: int) -> None:
    """No open check, another check, and a revoked device are told so as values."""
    from budstikke.post.actions.outlets.register_device import revoke_device

    device = scanner(station)
    assert sent(device, {}).code == "NO_CHECK_OPEN"
    nonce = opened(1, station).nonce
    assert sent(device, {}, check=uuid4()).code == "NO_CHECK_OPEN"
    assert sent(None, {"mrz_lines": LINES}, check=nonce).check == nonce
    revoke_device(device, now=NOW)
    assert sent(device, {}).code == "DEVICE_REVOKED"


def test_nothing_is_sent_into_a_check_that_passed(station: int) -> None:
    """What was decided stays as it was decided."""
    nonce = opened(1, station).nonce
    kept(nonce)
    decided(nonce)
    assert sent(scanner(station), {"mrz_lines": LINES}).code == "NO_CHECK_OPEN"
    assert kept(nonce, kind="other").code == "CHECK_NOT_OPEN"


def test_a_sealer_that_stumbles_leaves_the_check_open(station: int) -> None:
    """Refusing needs a signed record; without one nothing is written and nothing erased."""
    from budstikke.post.actions.counter.decide_check import decide_check

    nonce = opened(1, station).nonce
    kept(nonce, kind="digital_driving_licence")
    with pytest.raises(AttributeError):
        decide_check(nonce, clerk=CLERK, online=True, sealer=None, today=TODAY, now=NOW)  # type: ignore[arg-type]
    assert rows_left() == (1, 0)
    assert shown(nonce).draft == draft(kind="digital_driving_licence")


def test_what_is_kept_is_sealed(station: int) -> None:
    """Neither the draft nor a reading can be read in the database."""
    from django.db import connection

    nonce = opened(1, station).nonce
    sent(scanner(station), {"mrz_lines": LINES})
    kept(nonce)
    with acting_as(CARRIER), connection.cursor() as cursor:
        cursor.execute("SELECT open_check::text || pushed::text FROM open_check, pushed")
        assert b"Nordmann".hex() not in cursor.fetchone()[0].lower()


def test_everything_a_station_shows_takes_a_constant_number_of_queries(station: int) -> None:
    """Ten readings cost no more than none."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    nonce = opened(1, station).nonce
    device = scanner(station)
    with CaptureQueriesContext(connection) as none:
        shown(nonce)
    for _ in range(10):
        sent(device, {"mrz_lines": LINES})
    with CaptureQueriesContext(connection) as ten:
        shown(nonce)
    assert len(ten) == len(none) <= 12


def test_touching_keeps_a_check_from_being_taken_over(station: int) -> None:
    """A reading and a kept draft are signs of life."""
    (other,) = stations(1)
    nonce = opened(1, station).nonce
    sent(scanner(station), {"mrz_lines": LINES}, now=NOW + timedelta(minutes=10))
    assert isinstance(opened(1, other, clerk="clerk-8", now=NOW + timedelta(minutes=20)), Refusal)
    assert shown(nonce).station_id == station


def test_a_hand_over_that_stumbles_leaves_the_passed_check_open(station: int) -> None:
    """The process dies between check and hand-over, and the next try goes on from there."""
    nonce = opened(1, station).nonce
    kept(nonce, signature=SIGNATURE)
    checked = decided(nonce)

    class Stumbles:
        """A sealer that is gone."""

        def __getattr__(self, name: str) -> object:
            """Stumble whatever is asked."""
            raise ConnectionError(name)

    with pytest.raises(ConnectionError):
        give(1, checked.check_id, through=Stumbles())
    assert (shown(nonce).check_id, shown(nonce).draft.signature) == (checked.check_id, SIGNATURE)
    give(1, checked.check_id)
    assert rows_left() == (0, 0)
