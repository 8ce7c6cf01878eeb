"""Repair of what a machine saw: by place, by check digits, by known states; and only where one answer fits."""

from __future__ import annotations

from datetime import date

import pytest

from budstikke.formats import picture

if picture.missing():
    pytest.skip(f"missing: {', '.join(picture.missing())}", allow_module_level=True)

from budstikke.formats.picture.repairing import repaired

TODAY = date(2026, 11, 21)  # Saturday
FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


@pytest.mark.parametrize(
    ("first", "second", "as_seen"),
    [
        (FIRST, SECOND, True),
        (FIRST[:-3], SECOND, True),
        (FIRST + "<<", SECOND, True),
        (FIRST.replace("MARIA<<<<<<", "MARIA<<<K<<"), SECOND, True),
        (FIRST.replace("UTO", "UT0"), SECOND.replace("7408122", "74O8I22"), True),
        (FIRST.replace("ANNA", "4NN4"), SECOND, True),
        (FIRST, SECOND.replace("L898902C36", "L898902C35"), False),
        (FIRST, SECOND.replace("F1204159", "FF1204159"), False),
        (FIRST.replace("UTO", "UTQ"), SECOND, False),
    ],
    ids=["nothing", "few fillers", "many fillers", "filler as K", "digits", "names", "a check digit", "doubled",
         "state"],
)  # fmt: skip
def test_a_misreading_is_repaired(first: str, second: str, as_seen: bool) -> None:
    """What was exchanged by its looks is told from what was only put in its place."""
    reading = repaired([first, second], lines=2, columns=44, today=TODAY)
    assert reading is not None
    assert reading.lines == (FIRST, SECOND)
    assert reading.sound
    assert reading.as_seen is as_seen


def test_what_has_no_single_cure_stays_faulty() -> None:
    """A check digit that nothing look-alike explains is the clerk's."""
    reading = repaired([FIRST, SECOND.replace("7408122", "7408125")], lines=2, columns=44, today=TODAY)
    assert reading is not None
    assert not reading.sound


def test_text_that_is_no_zone_is_none() -> None:
    """A letter's lines are too short or too long for it."""
    assert repaired(["KJAERE MOTTAKER", "DETTE ER ET BREV"], lines=2, columns=44, today=TODAY) is None
