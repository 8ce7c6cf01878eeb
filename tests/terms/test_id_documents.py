"""PUM §11, §7: the table of identity documents, one line per row."""

from __future__ import annotations

from datetime import date

import pytest
from tests.terms.counter import codes, decided

from budstikke.post.terms.pum.id_check import MrzFacts, contradicts, recognised_kinds
from budstikke.post.terms.pum.id_documents import DOCUMENTS, ROWS, Standing

# kind: what the counter says, and what it says when the sender demands a passport.
EXPECTED = {
    "no_passport": ([], []),
    "foreign_passport": ([], []),
    "no_bank_card": ([], ["PASSPORT_REQUIRED"]),
    "no_national_id_card": ([], []),
    "no_immigrant_passport": ([], []),
    "no_travel_document": ([], []),
    "no_driving_licence": ([], ["PASSPORT_REQUIRED"]),
    "eu_id_card": ([], ["PASSPORT_REQUIRED"]),
    "emergency_passport": (["DOC_UNDECIDED"], ["DOC_UNDECIDED", "PASSPORT_REQUIRED"]),
    "digital_driving_licence": (["DOC_NOT_APPROVED"], ["DOC_NOT_APPROVED", "PASSPORT_REQUIRED"]),
    "nordic_driving_licence": (["DOC_NOT_APPROVED"], ["DOC_NOT_APPROVED", "PASSPORT_REQUIRED"]),
    "bankid_app": (["DOC_NOT_APPROVED"], ["DOC_NOT_APPROVED", "PASSPORT_REQUIRED"]),
    "foreign_digital_licence": (["DOC_NOT_APPROVED"], ["DOC_NOT_APPROVED", "PASSPORT_REQUIRED"]),
    "eudi_wallet": (["DOC_NOT_APPROVED"], ["DOC_NOT_APPROVED", "PASSPORT_REQUIRED"]),
    "phone_wallet": (["DOC_NOT_APPROVED"], ["DOC_NOT_APPROVED", "PASSPORT_REQUIRED"]),
    "vipps_id": (["DOC_NOT_APPROVED"], ["DOC_NOT_APPROVED", "PASSPORT_REQUIRED"]),
    "picture_of_document": (["DOC_NOT_APPROVED"], ["DOC_NOT_APPROVED", "PASSPORT_REQUIRED"]),
    "residence_card": (["DOC_NOT_APPROVED"], ["DOC_NOT_APPROVED", "PASSPORT_REQUIRED"]),
    "other": (["DOC_NOT_APPROVED"], ["DOC_NOT_APPROVED", "PASSPORT_REQUIRED"]),
}


def test_every_row_has_its_line() -> None:
    """A new document needs an answer here."""
    assert set(EXPECTED) == set(DOCUMENTS)


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_document_counts_as_the_terms_say(kind: str) -> None:
    """§11, and §7 when the sender demands a passport."""
    shown = {"kind": kind, "issued_on": date(2015, 5, 5)}  # a Tuesday
    usual, demanded = EXPECTED[kind]
    assert codes(decided(document=shown)) == usual
    assert codes(decided(document=shown, letter={"passport_only": True})) == demanded


@pytest.mark.parametrize("row", [row for row in ROWS if row.why_not], ids=lambda row: row.code)
def test_a_document_never_accepted_has_words_of_its_own(row: object) -> None:
    """The clerk is told why this very document will not do."""
    decision = decided(document={"kind": row.code})  # type: ignore[attr-defined]
    assert decision.reasons[0].words == row.why_not  # type: ignore[attr-defined]
    assert row.standing is Standing.NEVER  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_document_is_named_in_both_languages(row: object) -> None:
    """The names go into sentences."""
    assert row.words.no != row.words.en  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "zone", "wrong"),
    [
        ("no_passport", ("TD3", "P", "NOR", "NOR"), False),
        ("no_passport", ("TD3", "PP", "NOR", "NOR"), False),
        ("no_passport", ("TD3", "P", "SWE", "SWE"), True),
        ("no_passport", ("TD3", "PT", "NOR", "XXA"), True),
        ("no_passport", ("TD1", "CA", "NOR", "NOR"), True),
        ("no_national_id_card", ("TD1", "CA", "NOR", "NOR"), False),
        ("no_national_id_card", ("TD1", "ID", "NOR", "SWE"), False),
        ("no_national_id_card", ("TD1", "CA", "SWE", "SWE"), True),
        ("no_immigrant_passport", ("TD3", "PT", "NOR", "XXA"), False),
        ("no_immigrant_passport", ("TD3", "P", "NOR", "NOR"), True),
        ("no_travel_document", ("TD3", "PR", "NOR", "XXB"), False),
        ("foreign_passport", ("TD3", "P", "SWE", "SWE"), False),
        ("foreign_passport", ("TD3", "P", "NOR", "NOR"), True),
        ("eu_id_card", ("TD1", "I", "D", "D"), False),
        ("eu_id_card", ("TD2", "I", "ROU", "ROU"), False),
        ("eu_id_card", ("FRENCH", "ID", "FRA", "FRA"), False),
        ("eu_id_card", ("TD1", "I", "NOR", "NOR"), True),
        ("eu_id_card", ("TD1", "I", "CHE", "CHE"), True),
        ("no_driving_licence", ("TD1", "I", "NOR", "NOR"), True),
        ("no_bank_card", ("TD3", "P", "NOR", "NOR"), True),
    ],
)
def test_a_zone_that_belongs_to_another_kind_is_noticed(
    kind: str, zone: tuple[str, str, str, str], wrong: bool
) -> None:
    """§12: the clerk chooses the kind, the zone must not speak against it."""
    layout, code, issuer, nationality = zone
    mrz = MrzFacts(layout=layout, document_code=code, issuer=issuer, nationality=nationality)
    assert contradicts(kind, mrz) is wrong


@pytest.mark.parametrize(
    ("zone", "kinds"),
    [
        (("TD3", "P", "NOR", "NOR"), ["no_passport"]),
        (("TD3", "PP", "NOR", "NOR"), ["no_passport"]),
        (("TD3", "PE", "NOR", "NOR"), ["emergency_passport"]),
        (("TD3", "P", "SWE", "SWE"), ["foreign_passport"]),
        (("TD3", "PR", "NOR", "SYR"), ["no_travel_document", "no_immigrant_passport"]),
        (("TD3", "P", "NOR", "XXB"), ["no_travel_document", "no_immigrant_passport"]),
        (("TD3", "PT", "NOR", "ERI"), ["no_immigrant_passport", "no_travel_document"]),
        (("TD1", "CA", "NOR", "NOR"), ["no_national_id_card"]),
        (("TD1", "ID", "NOR", "SWE"), ["no_national_id_card", "residence_card"]),
        (("TD1", "IR", "NOR", "IND"), ["residence_card", "no_national_id_card"]),
        (("TD2", "I", "ROU", "ROU"), ["eu_id_card"]),
        (("MRVA", "V", "NOR", "IND"), []),
        (("none", "", "", ""), []),
    ],
)
def test_a_zone_points_to_its_kind(zone: tuple[str, str, str, str], kinds: list[str]) -> None:
    """The likeliest first; the clerk chooses."""
    layout, code, issuer, nationality = zone
    read = MrzFacts(layout=layout, document_code=code, issuer=issuer, nationality=nationality)
    assert list(recognised_kinds(read)) == kinds
