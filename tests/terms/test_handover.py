"""PUM §5, §7, §11, §12, §14 at the counter. A line breaks one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.terms.counter import CHECK, TODAY, codes, decided

from budstikke.post.terms.editions import PUM_PRESENT
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.id_check import (
    ALL_PASSED,
    CheckFacts,
    ChipFacts,
    ChipVerdict,
    ClerkDecision,
    Finding,
    Findings,
    MrzFacts,
    NameVerdict,
    Signing,
    SupplementFacts,
)
from budstikke.post.terms.pum.readings import Contradiction, Particular, Source
from budstikke.post.terms.refusals import CHECKING, HANDING_OVER

NORWEGIAN = MrzFacts(layout="TD3", document_code="PP", issuer="NOR", nationality="NOR")
YES = ClerkDecision(accepted=True, reason="same person, seen the marriage certificate")
NO = ClerkDecision(accepted=False, reason="not convinced")
UNSAID = ClerkDecision(accepted=True, reason=" ")
FOR_NUMBER = SupplementFacts(by_public_body=True, shows_number=True)
ABLE = {"not_able_to_sign": True}
MORE_TO_COME = {"all_shown": False}
NAMELESS = {"name": NameVerdict.NOT_READ, "name_decision": YES}

MACHINES = Contradiction(particular=Particular.EXPIRES_ON, first=Source.CHIP, second=Source.MRZ_SWIPED)
TYPED = Contradiction(particular=Particular.EXPIRES_ON, first=Source.MRZ_SWIPED, second=Source.PAGE_TYPED)
SPELT = Contradiction(particular=Particular.SPELLING, first=Source.CHIP, second=Source.PAGE_TYPED)

LINES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("the plain case", {}, []),
    ("the letter is still on its way", {"letter": {"state": State.IN_TRANSIT}}, ["LETTER_NOT_HERE"]),
    ("the letter is delivered", {"letter": {"state": State.DELIVERED}}, ["LETTER_NOT_HERE"]),
    ("the last day", {"letter": {"last_collect_day": TODAY}}, []),
    ("the day after", {"letter": {"last_collect_day": TODAY - timedelta(days=1)}}, ["DEADLINE_PASSED"]),
    ("somebody else comes", {"in_person": False}, ["PERSONAL_ONLY"]),
    ("the system is down", {"online": False}, ["SCANNER_DOWN"]),
    ("a licence of 1998", {"document": {"kind": "no_driving_licence", "issued_on": date(1998, 1, 1)}}, []),
    (
        "a licence of 1997",
        {"document": {"kind": "no_driving_licence", "issued_on": date(1997, 12, 31)}},
        ["DOC_NOT_APPROVED"],
    ),
    ("a licence of unknown age", {"document": {"kind": "no_driving_licence"}}, ["DOC_NOT_APPROVED"]),
    ("expires today", {"document": {"expires_on": TODAY}}, []),
    ("expired yesterday", {"document": {"expires_on": TODAY - timedelta(days=1)}}, ["DOC_EXPIRED"]),
    ("bears no date", {"document": {"expires_on": None}}, []),
    ("another name", {"name": NameVerdict.DIFFERS}, ["NAME_MISMATCH"]),
    (
        "another name, whatever the clerk says",
        {"name": NameVerdict.DIFFERS, "name_decision": YES},
        ["NAME_MISMATCH"],
    ),
    ("a similar name", {"name": NameVerdict.ASK}, ["NAME_UNDECIDED"]),
    ("a similar name, accepted", {"name": NameVerdict.ASK, "name_decision": YES}, []),
    (
        "a similar name, accepted without a reason",
        {"name": NameVerdict.ASK, "name_decision": UNSAID},
        ["NAME_UNDECIDED"],
    ),
    ("a similar name, declined", {"name": NameVerdict.ASK, "name_decision": NO}, ["NAME_MISMATCH"]),
    ("a name nobody read", {"name": NameVerdict.NOT_READ}, ["CHECK_INCOMPLETE"]),
    ("a name nobody read, whatever the clerk says", NAMELESS, ["CHECK_INCOMPLETE"]),
    ("no number", {"document": {"has_number": False}}, ["NATIONAL_ID_NOT_DOCUMENTED"]),
    ("no number yet", {"document": {"has_number": False}, **MORE_TO_COME}, ["CHECK_INCOMPLETE"]),
    (
        "no signature, and no paper yet",
        {"document": {"has_signature": False}, **MORE_TO_COME},
        ["CHECK_INCOMPLETE"],
    ),
    (
        "a licence of no age yet",
        {"document": {"kind": "no_driving_licence"}, **MORE_TO_COME},
        ["CHECK_INCOMPLETE"],
    ),
    ("all there, and more to come", MORE_TO_COME, []),
    ("no number, but a paper", {"document": {"has_number": False}, "supplement": FOR_NUMBER}, []),
    (
        "a paper without the number",
        {"document": {"has_number": False}, "supplement": SupplementFacts(shows_number=False)},
        ["NATIONAL_ID_NOT_DOCUMENTED"],
    ),
    (
        "a paper from a company",
        {"document": {"has_number": False}, "supplement": SupplementFacts(by_public_body=False)},
        ["NATIONAL_ID_NOT_DOCUMENTED"],
    ),
    ("no signature", {"document": {"has_signature": False}}, ["SUPPLEMENT_REQUIRED"]),
    (
        "no signature, but a paper without the number",
        {"document": {"has_signature": False}, "supplement": SupplementFacts(shows_number=False)},
        [],
    ),
    (
        "neither number nor signature",
        {"document": {"has_number": False, "has_signature": False}},
        ["NATIONAL_ID_NOT_DOCUMENTED", "SUPPLEMENT_REQUIRED"],
    ),
    ("never signs", {"signing": Signing.NEVER}, ["NOT_ABLE_TO_SIGN_PASSPORT_REQUIRED"]),
    ("never signs, and the passport says so", {"signing": Signing.NEVER, "document": ABLE}, []),
    (
        "the remark stands where the signature would",
        {"signing": Signing.NEVER, "document": {**ABLE, "has_signature": False}},
        [],
    ),
    (
        "the remark in a card that is no passport",
        {"signing": Signing.NEVER, "document": {**ABLE, "kind": "eu_id_card"}},
        ["NOT_ABLE_TO_SIGN_PASSPORT_REQUIRED"],
    ),
    ("cannot sign for the time being", {"signing": Signing.TEMPORARILY_NOT}, []),
    ("the zone is right", {"document": {"mrz": NORWEGIAN}}, []),
    (
        "the zone's check digits fail",
        {"document": {"mrz": replace(NORWEGIAN, consistent=False)}},
        ["DOC_INCONSISTENT"],
    ),
    (
        "the zone is Swedish",
        {"document": {"mrz": replace(NORWEGIAN, issuer="SWE", nationality="SWE")}},
        ["DOC_KIND_CONTRADICTED"],
    ),
    (
        "the zone is of an emergency passport",
        {"document": {"mrz": replace(NORWEGIAN, document_code="PE")}},
        ["DOC_UNDECIDED"],
    ),
    (
        "an emergency passport, accepted",
        {"document": {"mrz": replace(NORWEGIAN, document_code="PE")}, "document_decision": YES},
        [],
    ),
    (
        "an emergency passport, declined",
        {"document": {"mrz": replace(NORWEGIAN, document_code="PE")}, "document_decision": NO},
        ["DOC_NOT_APPROVED"],
    ),
    ("the chip was not read", {"chip": ChipFacts()}, []),
    ("the chip is authentic", {"chip": ChipFacts(verdict=ChipVerdict.AUTHENTIC)}, []),
    ("the chip could not be judged here", {"chip": ChipFacts(code="CHIP_CSCA_UNKNOWN")}, []),
    (
        "the chip is not",
        {"chip": ChipFacts(verdict=ChipVerdict.FAILED, code="signature")},
        ["CHIP_FAILED"],
    ),
    ("chip and zone disagree", {"contradictions": (MACHINES,)}, ["READINGS_CONTRADICT"]),
    (
        "chip and zone disagree, whatever the clerk says",
        {"contradictions": (MACHINES,), "contradiction_decision": YES},
        ["READINGS_CONTRADICT"],
    ),
    ("zone and page disagree", {"contradictions": (TYPED,)}, ["READINGS_UNDECIDED"]),
    (
        "zone and page disagree, accepted",
        {"contradictions": (TYPED,), "contradiction_decision": YES},
        [],
    ),
    (
        "zone and page disagree, accepted without a reason",
        {"contradictions": (TYPED,), "contradiction_decision": UNSAID},
        ["READINGS_UNDECIDED"],
    ),
    (
        "zone and page disagree, declined",
        {"contradictions": (TYPED,), "contradiction_decision": NO},
        ["READINGS_CONTRADICT"],
    ),
    ("a name spelt in two ways", {"contradictions": (SPELT,)}, []),
    ("the birth date is not the number's", {"birth_date_matches": False}, ["BIRTH_DATE_UNDECIDED"]),
    ("and the clerk accepts it", {"birth_date_matches": False, "birth_date_decision": YES}, []),
    ("or does not", {"birth_date_matches": False, "birth_date_decision": NO}, ["BIRTH_DATE_DIFFERS"]),
    ("the number is the sender's", {"number_matches": True, "birth_date_matches": True}, []),
    ("the number is another", {"number_matches": False}, ["NUMBER_DIFFERS"]),
    ("the scan failed", {"findings": replace(ALL_PASSED, scanned=Finding.FAILED)}, ["SCAN_FAILED"]),
    (
        "the pattern failed",
        {"findings": replace(ALL_PASSED, security_pattern=Finding.FAILED)},
        ["SECURITY_PATTERN_FAILED"],
    ),
    ("not genuine", {"findings": replace(ALL_PASSED, genuine=Finding.FAILED)}, ["DOC_NOT_GENUINE"]),
    ("another face", {"findings": replace(ALL_PASSED, photo=Finding.FAILED)}, ["PHOTO_DIFFERS"]),
    ("another hand", {"findings": replace(ALL_PASSED, signature=Finding.FAILED)}, ["SIGNATURE_DIFFERS"]),
    (
        "another hand, but a guided one",
        {"findings": replace(ALL_PASSED, signature=Finding.FAILED), "signing": Signing.TEMPORARILY_NOT},
        [],
    ),
    ("nothing was checked", {"findings": Findings()}, ["CHECK_INCOMPLETE"]),
    ("the photo was not", {"findings": replace(ALL_PASSED, photo=Finding.NOT_DONE)}, ["CHECK_INCOMPLETE"]),
    (
        "no signature to compare",
        {"findings": replace(ALL_PASSED, signature=Finding.NOT_DONE), "signing": Signing.TEMPORARILY_NOT},
        [],
    ),
    ("a name of 35", {"letter": {"name_characters": 35}}, []),
    ("a name of 36", {"letter": {"name_characters": 36}}, ["NAME_NOT_KEYED"]),
    ("a name of 36, keyed", {"letter": {"name_characters": 36}, "name_keyed": True}, []),
]


@pytest.mark.parametrize(
    ("changes", "expected"), [line[1:] for line in LINES], ids=[line[0] for line in LINES]
)
def test_the_counter_says(changes: dict[str, Any], expected: list[str]) -> None:
    """Each rule broken alone gives its own refusal and no other."""
    decision = decided(**changes)
    assert codes(decision) == expected
    assert decision.answer["released"] is (not expected)
    assert decision.outcome == ("refused" if expected else "released")


def test_every_reason_is_given_at_once_and_in_order() -> None:
    """The first is the one to show; the order is that of the table of refusals."""
    decision = decided(
        letter={"passport_only": True, "last_collect_day": TODAY - timedelta(days=1)},
        document={"kind": "eu_id_card", "expires_on": date(2020, 1, 1), "has_number": False},
        in_person=False,
        online=False,
        name=NameVerdict.DIFFERS,
        signing=Signing.NEVER,
        findings=Findings(),
    )
    found = codes(decision)
    table = [row.code for row in (*HANDING_OVER, *CHECKING)]
    assert found == sorted(found, key=table.index)
    assert found[0] == "DEADLINE_PASSED"
    assert len(found) == 9


def test_a_document_turned_away_at_a_glance_is_refused_for_what_was_seen() -> None:
    """What nobody had come to is on record as not done, by name, and as no fault of hers."""
    decision = decided(
        letter={"passport_only": True},
        document={
            "kind": "no_driving_licence",
            "has_number": False,
            "has_signature": False,
            "expires_on": None,
        },
        name=NameVerdict.NOT_READ,
        findings=Findings(),
        all_shown=False,
    )
    assert codes(decision) == ["PASSPORT_REQUIRED", "CHECK_INCOMPLETE"]
    missing = str(decision.refusals[-1].facts["missing_en"])
    assert missing.split(", ") == [
        "the name in the document",
        "the date of issue",
        "the eleven digits in the document or in a supplementary one",
        "a supplementary document",
        "scanning the document",
        "security pattern",
        "whether it appears genuine",
        "the picture against the person",
    ]


def test_a_check_that_says_nothing_releases_nothing() -> None:
    """What is not recorded as done is not passed."""
    bare = CheckFacts(in_person=True, online=True, document=CHECK.document, name=NameVerdict.SAME)
    assert "CHECK_INCOMPLETE" in codes(decided(findings=bare.findings))


@pytest.mark.parametrize(
    ("signing", "document", "how", "clerk"),
    [
        (Signing.YES, {}, "signed", None),
        (Signing.TEMPORARILY_NOT, {}, "assisted", "clerk"),
        (Signing.NEVER, ABLE, "not_able_to_sign", None),
    ],
)
def test_how_the_receipt_is_signed_is_part_of_the_answer(
    signing: Signing, document: dict[str, Any], how: str, clerk: str | None
) -> None:
    """§11: the clerk signs together with a recipient who cannot for the time being."""
    answer = decided(signing=signing, document=document).answer
    assert (answer["signing"], answer["co_signed_by"]) == (how, clerk)


def test_a_release_cites_what_it_rests_on() -> None:
    """A yes has its clauses too; §7 only where a passport was demanded."""
    assert [str(clause) for clause in decided().clauses] == ["PUM §11", "PUM §12", "PUM §5"]
    assert "PUM §7" in map(str, decided(letter={"passport_only": True}).clauses)


def test_every_line_on_the_document_says_whose_it_is() -> None:
    """Law, carrier and sender, in one decision; the law's has a source, the others a clause."""
    decision = decided(letter={"passport_only": True})
    lines = [reason for reason in decision.reasons if reason.rule.startswith("document_by_")]
    assert [reason.facts["layer"] for reason in lines] == ["law", "carrier", "sender"]
    assert [bool(reason.clauses) for reason in lines] == [False, True, True]
    assert "source" in lines[0].facts


@pytest.mark.parametrize(
    ("kind", "layers"), [("no_driving_licence", ["sender"]), ("bankid_app", ["carrier", "sender"])]
)
def test_a_refused_document_says_whose_no_it_is(kind: str, layers: list[str]) -> None:
    """The sender's demand, the carrier's list, or both."""
    shown = {"kind": kind, "issued_on": date(2015, 5, 5)}  # a Tuesday
    decision = decided(document=shown, letter={"passport_only": True})
    assert [refusal.facts["layer"] for refusal in decision.refusals] == layers


def test_what_was_seen_and_decided_stands_in_the_release() -> None:
    """A contradiction a clerk settled is told to who reads the decision."""
    decision = decided(contradictions=(TYPED, SPELT), contradiction_decision=YES)
    assert {"readings_decided", "readings_shown"} <= {reason.rule for reason in decision.reasons}


def test_an_edition_may_let_a_failed_chip_pass() -> None:
    """A-48."""
    failed = ChipFacts(verdict=ChipVerdict.FAILED)
    assert not codes(decided(chip=failed, edition=replace(PUM_PRESENT, failed_chip_refuses=False)))


def test_no_decision_repeats_the_clerks_reason() -> None:
    """Reasons may hold a person's name; refusals and answers are logged."""
    decision = decided(name=NameVerdict.ASK, name_decision=NO)
    assert NO.reason not in str(decision.as_json())
