"""PUM §7, §11: what is accepted for a letter, told before a document is shown; known problems."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.terms.counter import TODAY, codes, decided

from budstikke.law.words import Words
from budstikke.post.terms.editions import PUM_PRESENT
from budstikke.post.terms.pum.documents_for_letter import (
    AcceptedLine,
    Layer,
    Says,
    accepted_for,
)
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.id_documents import DOCUMENTS
from budstikke.post.terms.pum.known_problems import KnownProblem, gives_days_back, words_for


def lines(
    *,
    passport_only: bool = False,
    problems: tuple[KnownProblem, ...] = (),
    edition: PumEdition = PUM_PRESENT,
) -> dict[str, AcceptedLine]:
    """What is accepted for a letter, by kind."""
    told = accepted_for(passport_only=passport_only, edition=edition, today=TODAY, problems=problems)
    return {line.kind: line for line in told}


def of(answer: Says, *, passport_only: bool) -> set[str]:
    """The kinds with one answer."""
    return {kind for kind, line in lines(passport_only=passport_only).items() if line.says is answer}


@pytest.mark.parametrize("passport_only", [False, True])
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_is_told_before_is_what_is_decided_after(kind: str, passport_only: bool) -> None:
    """The list and the counter are one rule."""
    shown = {"kind": kind, "issued_on": date(2015, 5, 5)}  # a Tuesday
    refused = set(codes(decided(document=shown, letter={"passport_only": passport_only})))
    expected = (
        Says.REFUSED
        if refused & {"DOC_NOT_APPROVED", "PASSPORT_REQUIRED"}
        else Says.ASK
        if "DOC_UNDECIDED" in refused
        else Says.ACCEPTED
    )
    assert lines(passport_only=passport_only)[kind].says is expected


def test_the_list_of_a_letter_is_the_editions() -> None:
    """Eight usually, five where the sender demands a passport, and the rest with the reason."""
    assert of(Says.ACCEPTED, passport_only=False) == set(PUM_PRESENT.approved_documents)
    assert of(Says.ACCEPTED, passport_only=True) == set(PUM_PRESENT.passport_documents)
    assert of(Says.ASK, passport_only=False) == {"emergency_passport"}
    assert of(Says.ASK, passport_only=True) == set()
    answers = [line.says for line in accepted_for(passport_only=True, edition=PUM_PRESENT, today=TODAY)]
    assert answers == sorted(answers, key=list(Says).index)


def test_every_line_says_whose_it_is() -> None:
    """The law's has a source, the others a clause; the deciding one is never the law's."""
    for line in lines(passport_only=True).values():
        for layer in line.lines:
            assert bool(layer.source) is (layer.layer is Layer.LAW)
            assert bool(layer.clauses) is (layer.layer is not Layer.LAW)
            assert layer.words.no != layer.words.en
        assert line.deciding.layer is not Layer.LAW


def test_the_law_stands_beside_the_terms_and_does_not_decide() -> None:
    """The supervisor counts no emergency passport; the terms have the clerk decide."""
    line = lines()["emergency_passport"]
    assert [(one.layer, one.says) for one in line.lines] == [
        (Layer.LAW, Says.REFUSED),
        (Layer.CARRIER, Says.ASK),
    ]
    assert line.says is Says.ASK


@pytest.mark.parametrize(
    ("kind", "needs"),
    [
        ("no_passport", []),
        ("foreign_passport", [("number", True), ("signature", False)]),
        ("no_national_id_card", [("signature", False)]),
        ("no_driving_licence", [("issued_on", True)]),
        ("bankid_app", []),
    ],
)
def test_what_else_may_be_needed_is_told(kind: str, needs: list[tuple[str, bool]]) -> None:
    """§11: always, or where this very document lacks it."""
    line = lines()[kind]
    assert [(need.code, need.always) for need in line.needs] == needs


def test_an_edition_that_lists_a_wallet_accepts_it() -> None:
    """A change of terms is data."""
    listed = (*PUM_PRESENT.approved_documents, "eudi_wallet")
    edition = replace(PUM_PRESENT, approved_documents=listed)
    assert lines(edition=edition)["eudi_wallet"].says is Says.ACCEPTED


SERIES = KnownProblem(
    what=Words(no="Skanneren leser ikke disse passene.", en="The scanner does not read these passports."),
    advice=Words(no="Vi retter feilen.", en="We are mending it."),
    from_on=date(2026, 6, 1),  # a Monday
    to_on=TODAY,
    document_kind="foreign_passport",
    issuing_state="UTO",
    number_begins="AB1",
)
OUTAGE = KnownProblem(
    what=Words(no="Skanneren virker ikke.", en="The scanner does not work."),
    advice=Words(no="Prøv i morgen.", en="Try tomorrow."),
    from_on=TODAY,
    outlet_id=7,
    device_model="S2",
    holds_deadline=True,
)


@pytest.mark.parametrize(
    ("problem", "met", "expected"),
    [
        (SERIES, {}, True),
        (
            SERIES,
            {"document_kind": "foreign_passport", "issuing_state": "UTO", "document_number": "ab1000000"},
            True,
        ),
        (SERIES, {"document_number": "AB1999999"}, True),
        (SERIES, {"document_number": "AB2000000"}, False),
        (SERIES, {"document_number": "AB0999999"}, False),
        (SERIES, {"issuing_state": "SWE"}, False),
        (SERIES, {"document_kind": "no_passport"}, False),
        (SERIES, {"today": date(2026, 6, 11)}, False),  # a Thursday
        (SERIES, {"today": date(2026, 5, 31)}, False),  # a Sunday
        (OUTAGE, {"outlet_id": 7, "device_model": "S2"}, True),
        (OUTAGE, {"outlet_id": 8, "device_model": "S2"}, False),
        (OUTAGE, {"outlet_id": 7, "device_model": "S3"}, False),
        (OUTAGE, {"outlet_id": 7, "device_model": "S2", "today": date(2030, 1, 1)}, True),  # a Tuesday
    ],
)
def test_a_known_problem_meets_what_it_names(
    problem: KnownProblem, met: dict[str, Any], expected: bool
) -> None:
    """Outlet and scanner, kind, state and series; both ends of days and series count."""
    assert problem.meets(**{"today": TODAY, **met}) is expected


def test_a_known_problem_changes_nothing_in_who_may_collect() -> None:
    """It stands beside the kind it names; the answer is the same."""
    bare, told = lines(), lines(problems=(SERIES, replace(SERIES, to_on=date(2026, 6, 9))))
    assert told["foreign_passport"].problems == (SERIES,)
    assert {kind: line.says for kind, line in told.items()} == {
        kind: line.says for kind, line in bare.items()
    }


@pytest.mark.parametrize("problem", [SERIES, OUTAGE], ids=["documents", "equipment"])
def test_a_known_problem_is_told_to_each_in_words_of_their_own(problem: KnownProblem) -> None:
    """What it is, what to do, and what becomes of the deadline."""
    words = words_for(problem)
    told = {words.clerk, words.recipient, words.sender}
    assert len(told) == 3
    for each in told:
        assert problem.what.no in each.no
        assert problem.advice.en in each.en
        assert ("added to the deadline" in each.en) is gives_days_back(problem)


def test_only_equipment_that_stops_hand_over_holds_every_deadline() -> None:
    """Whoever has another document is not kept from coming."""
    assert gives_days_back(OUTAGE)
    assert not gives_days_back(replace(SERIES, holds_deadline=True))
