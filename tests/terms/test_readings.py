"""PUM §12: one document read in several ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from budstikke.post.terms.pum.readings import (
    Particular,
    Particulars,
    Source,
    Weight,
    contradictions,
    of_weight,
    what_counts,
)

CHIP = Particulars(
    source=Source.CHIP,
    surname="OESTENBYEN",
    given_names="AASAMUND SPECIMEN",
    document_number="CCC002251",
    issuing_country="NOR",
    nationality="NOR",
    sex="M",
    born_on=date(1956, 4, 23),  # a Monday
    expires_on=date(2030, 4, 15),  # a Monday
)
SWIPED = replace(CHIP, source=Source.MRZ_SWIPED)
DETAILS = Particulars(source=Source.CHIP_DETAILS, surname="Østenbyen", given_names="Åsamund Specimen")
PAGE = Particulars(
    source=Source.PAGE_TYPED,
    surname="Østenbyen",
    given_names="Åsamund Specimen",
    document_number="ccc 002251",
    born_on=CHIP.born_on,
    expires_on=CHIP.expires_on,
)


def found(*said: Particulars) -> list[tuple[Particular, Weight]]:
    """What the readings disagree on, and what it is worth."""
    return [(one.particular, one.weight) for one in contradictions(said)]


def test_four_readings_of_one_document_agree() -> None:
    """Ø and OE are one name, and blanks in a number are none."""
    assert found(CHIP, DETAILS, SWIPED, PAGE) == []


@pytest.mark.parametrize(
    ("one", "changed", "particular", "weight"),
    [
        (SWIPED, {"document_number": "CCC002252"}, Particular.DOCUMENT_NUMBER, Weight.BLOCKS),
        (SWIPED, {"born_on": date(1956, 4, 24)}, Particular.BORN_ON, Weight.BLOCKS),
        (SWIPED, {"expires_on": date(2031, 4, 15)}, Particular.EXPIRES_ON, Weight.BLOCKS),
        (SWIPED, {"surname": "OSTENBYEN"}, Particular.NAME, Weight.BLOCKS),
        (SWIPED, {"nationality": "SWE"}, Particular.NATIONALITY, Weight.BLOCKS),
        (SWIPED, {"sex": "F"}, Particular.SEX, Weight.BLOCKS),
        (PAGE, {"document_number": "CCC002252"}, Particular.DOCUMENT_NUMBER, Weight.ASK),
        (PAGE, {"born_on": date(1956, 4, 24)}, Particular.BORN_ON, Weight.ASK),
        (PAGE, {"expires_on": date(2031, 4, 15)}, Particular.EXPIRES_ON, Weight.ASK),
        (PAGE, {"surname": "Hansen"}, Particular.NAME, Weight.ASK),
        (PAGE, {"given_names": "Åsamund"}, Particular.SPELLING, Weight.SHOWN),
        (PAGE, {"issuing_country": "Norge"}, Particular.ISSUING_COUNTRY, Weight.SHOWN),
        (DETAILS, {"surname": "Hansen"}, Particular.NAME, Weight.SHOWN),
    ],
)
def test_a_reading_that_disagrees_is_noticed_at_its_weight(
    one: Particulars, changed: dict[str, Any], particular: Particular, weight: Weight
) -> None:
    """Machine against machine blocks; typing against machine asks; words and spellings are shown."""
    assert found(CHIP, replace(one, **changed)) == [(particular, weight)]


def test_a_number_of_the_chip_is_held_against_the_typed_one() -> None:
    """An old D number in the chip, a new number typed: the clerk decides, and the typed one counts."""
    chip, page = replace(DETAILS, national_number="1"), replace(PAGE, national_number="2")
    assert found(chip, page) == [(Particular.NATIONAL_NUMBER, Weight.ASK)]
    assert what_counts([chip, page])["national_number"] is page


def test_what_one_source_does_not_say_contradicts_nothing() -> None:
    """Silence is no answer."""
    assert found(CHIP, Particulars(source=Source.PAGE_TYPED)) == []


@pytest.mark.parametrize(
    ("particular", "said", "source"),
    [
        ("surname", (CHIP, DETAILS, SWIPED, PAGE), Source.CHIP_DETAILS),
        ("surname", (CHIP, SWIPED, PAGE), Source.PAGE_TYPED),
        ("surname", (SWIPED, CHIP), Source.CHIP),
        ("expires_on", (PAGE, SWIPED, CHIP), Source.CHIP),
        ("expires_on", (PAGE, SWIPED), Source.MRZ_SWIPED),
        ("document_number", (PAGE, replace(SWIPED, source=Source.MRZ_TYPED)), Source.MRZ_TYPED),
        ("document_number", (PAGE, replace(SWIPED, document_number="")), Source.PAGE_TYPED),
    ],
)
def test_the_better_reading_counts(particular: str, said: tuple[Particulars, ...], source: Source) -> None:
    """The own spelling for names, the signed and then the checked reading for the rest."""
    assert what_counts(said)[particular].source is source


def test_no_contradiction_holds_what_was_read() -> None:
    """It is written down in the open."""
    (one,) = contradictions([CHIP, replace(SWIPED, document_number="CCC002252")])
    assert "CCC" not in repr(one) + one.words.no + one.words.en


def test_contradictions_are_told_in_plain_words() -> None:
    """Both languages, the gravest first."""
    all_of_them = contradictions([CHIP, replace(SWIPED, sex="F"), replace(PAGE, born_on=date(1956, 4, 24))])
    assert [one.weight for one in all_of_them] == [Weight.BLOCKS, Weight.ASK, Weight.ASK]
    assert (
        of_weight(all_of_them, Weight.BLOCKS).en == "Sex: the chip and the zone as swiped do not say the same"
    )
    assert of_weight(all_of_them, Weight.SHOWN).no == ""


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize("particular", Particular)
def test_every_source_and_particular_has_words(source: Source, particular: Particular) -> None:
    """A new one needs its word."""
    from budstikke.post.terms.pum.readings import Contradiction

    words = Contradiction(particular=particular, first=source, second=source).words
    assert words.no != words.en
