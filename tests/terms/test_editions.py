"""The editions: dated data, each value under its clause."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from budstikke.law.edition import diff
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.editions import BY_ID, PUM_EARLIER, PUM_EDITIONS, PUM_PRESENT, pum_on, pum_prices_on
from budstikke.post.terms.pum.clauses import HEADINGS
from budstikke.post.terms.pum.edition import PumEdition

# The numbers of the contract, written a second time by hand.
NUMBERS = {
    "max_weight_g": (4, 200),
    "max_thickness_mm": (4, 40),
    "envelopes": (4, ("C5", "C4", "EC4")),
    "recipients": (5, 1),
    "sorted_above_letters": (8, 100),
    "oldest_driving_licence_on": (11, date(1998, 1, 1)),
    "delivery_target_days": (11, 3),
    "keyed_name_above_characters": (12, 35),
    "collection_days": (14, 21),
    "reminder_days_sms": (14, (5,)),
    "reminder_days_email": (14, (5,)),
    "reminder_days_paper": (14, (5,)),
    "return_product": (15, "registered_letter"),
    "liability_cap_ore": (17, 100_000),
    "complaint_days": (18, 30),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_of_the_present_terms_stands_under_its_clause(name: str) -> None:
    """A slip of the hand in the edition is seen here."""
    clause, value = NUMBERS[name]
    spec = next(spec for spec in fields(PumEdition) if spec.name == name)
    assert spec.metadata["clause"] == PUM(clause)
    assert getattr(PUM_PRESENT, name) == value


def test_eight_documents_are_approved_and_five_are_passports() -> None:
    """§11 lists eight kinds, §7 five of them."""
    assert len(PUM_PRESENT.approved_documents) == 8
    assert len(PUM_PRESENT.passport_documents) == 5
    assert set(PUM_PRESENT.passport_documents) < set(PUM_PRESENT.approved_documents)


def test_what_changed_is_said_with_its_clause() -> None:
    """From the earlier edition to the present one only §14 differs."""
    ruled = {
        change.field: (change.before, change.after)
        for change in diff(PUM_EARLIER, PUM_PRESENT)
        if change.clause
    }
    assert ruled == {
        "collection_days": (14, 21),
        "reminder_days_sms": ((3, 11), (5,)),
        "reminder_days_email": ((3, 11), (5,)),
    }


def test_the_dates_of_an_edition_are_marked_as_invented() -> None:
    """The terms have no dates; nobody shall take ours for theirs."""
    assert all(edition.dates_are_invented for edition in PUM_EDITIONS)
    assert all("oppdiktet" in edition.about.no and "invented" in edition.about.en for edition in PUM_EDITIONS)


@pytest.mark.parametrize(
    ("day", "edition"),
    [(date(2024, 12, 31), PUM_EARLIER), (date(2025, 1, 1), PUM_PRESENT), (date(2026, 11, 21), PUM_PRESENT)],
)
def test_a_letter_is_kept_under_the_edition_of_its_day(day: date, edition: PumEdition) -> None:
    """A Tuesday, the Wednesday after it, and a Saturday; both ends of an edition count."""
    assert pum_on(day) is edition
    assert BY_ID[edition.id] is edition


def test_a_day_before_every_edition_has_none() -> None:
    """Guessing an edition would be worse than saying so."""
    with pytest.raises(LookupError):
        pum_on(date(2017, 12, 31))  # a Sunday


def test_a_price_list_covers_every_edition() -> None:
    """A letter of any edition can be invoiced."""
    assert all(pum_prices_on(edition.valid_from).prices_are_invented for edition in PUM_EDITIONS)


def test_every_switch_names_its_point() -> None:
    """A choice of ours is marked as one, so that it is not taken for the text."""
    points = {spec.metadata.get("point") for spec in fields(PumEdition)} - {None}
    assert points == {
        "A-3",
        "A-4",
        "A-40",
        "A-41",
        "A-42",
        "A-43",
        "A-44",
        "A-45",
        "A-46",
        "A-47",
        "A-48",
        "A-49",
        "A-53",
        "A-54",
        "A-55",
        "A-80",
        "A-81",
        "A-82",
        "A-83",
        "A-113",
    }


def test_a_clause_that_does_not_exist_cannot_be_cited() -> None:
    """§19 is a slip."""
    with pytest.raises(ValueError, match="1 to 18"):
        PUM(19)
    assert set(HEADINGS) == {clause.number for clause in PUM.clauses}
