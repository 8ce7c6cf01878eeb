"""A zone read with doubts is corrected field by field, and its check digits still have to fit."""

from __future__ import annotations

from datetime import date

import pytest

from budstikke.formats import mrz
from budstikke.formats.malformed import Malformed

TODAY = date(2026, 11, 23)  # Monday
SOUND = mrz.write(
    mrz.Format.TD3,
    mrz.ZoneValues(
        document_code="P", issuing_state="NOR", document_number="CCC002251", nationality="NOR",
        birth="460920", sex="F", expiry="300101", surname="Nordmann", given_names="Kari",
    ),
)  # fmt: skip


def test_a_misread_sign_put_right_makes_the_zone_sound_again() -> None:
    """The check digit that was read fits again, for it was right."""
    misread = (SOUND[0].replace("NORDMANN", "N0RDMANN"), SOUND[1].replace("460920", "466920"))
    assert not mrz.read(misread, today=TODAY).accept
    assert mrz.corrected(misread, {"surname": "Nordmann", "birth": "460920"}, today=TODAY) == SOUND


def test_what_was_read_well_is_left_sign_for_sign() -> None:
    """Fields that are confirmed as they stand change nothing."""
    said = {name: value or "" for name, value in mrz.read(SOUND, today=TODAY).fields.items()}
    assert mrz.corrected(SOUND, said, today=TODAY) == SOUND


def test_a_correction_that_is_none_does_not_fit_the_check_digit() -> None:
    """Digits are never computed anew: a slip of the clerk's is found as one of the reader's is."""
    lines = mrz.corrected(SOUND, {"document_number": "CCC002257"}, today=TODAY)
    assert mrz.read(lines, today=TODAY).failed == ("document_number", "composite")


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"document_number": "CCC0022511234"}, "document_number"),
        ({"surname": "Nordmann1"}, "surname"),
        ({"birth": "20.9.46"}, "birth"),
    ],
)
def test_what_has_no_room_or_no_letter_is_named(said: dict[str, str], where: str) -> None:
    """By the name of its field."""
    with pytest.raises(Malformed) as told:
        mrz.corrected(SOUND, said, today=TODAY)
    assert where in {fault.where for fault in told.value.faults}


def test_lines_that_are_no_whole_zone_are_not_corrected() -> None:
    """They are taken anew, or keyed."""
    cut = (SOUND[0][6:], SOUND[1][6:])
    assert mrz.correctable(cut, today=TODAY) is None
    with pytest.raises(Malformed):
        mrz.corrected(cut, {"surname": "Nordmann"}, today=TODAY)
