"""Spellings of letters in machine-readable zones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budstikke.formats import icao_letters


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        ("Æ", {"AE"}),
        ("ø", {"OE", "O"}),
        ("Å", {"AA", "A"}),
        ("Müller", {"MUELLER", "MUXXLLER", "MULLER"}),
        ("Grüße", {"GRUESSE", "GRUXXSSE", "GRUSSE"}),
        ("Þórður", {"THORDUR"}),
        ("Señor", {"SENOR", "SENXXOR"}),
        ("Łódź", {"LODZ"}),
        ("Čáŋ", {"CAN"}),
        ("Ŧađđi", {"TADDI"}),
        ("Iıİ", {"III"}),
        ("Șț", {"ST"}),
        ("Ơư", {"OU"}),
        ("ǅ", {"DZ"}),
        ("Œuvre", {"OEUVRE"}),
        ("Щукин", {"SHCHUKIN", "SHCHUKYN", "SHTUKIN", "SHTUKYN"}),
        ("Ole", {"OLE"}),
        ("A\u030a", {"AA", "A"}),
        ("Юлія", {"IULIIA", "YULIIA"}),
        ("Марія", {"MARIIA"}),
        ("Йосип", {"IOSIP", "IOSYP", "YOSIP", "YOSYP"}),
        ("Ї", {"I", "YI"}),
        ("Ѐ", {"E"}),
        ("Ғалия", {"GALIIA", "GJALIIA", "GALYIA", "GJALYIA"}),
        ("Παπαδόπουλος", {"PAPADOPOULOS"}),
        ("Ευάγγελος", {"EVANGELOS", "EFANGELOS"}),
        ("Μπέλλα", {"BELLA", "MPELLA"}),
        ("Ευχαΐδης", {"EVCHAIDIS", "EFCHAIDIS"}),
        ("Μαΰρα", {"MAYRA"}),
        ("Ψυχή", {"PSYCHI"}),
    ],
)
def test_a_word_has_exactly_its_permitted_spellings(word: str, spelled: set[str]) -> None:
    """Table rows, accents that fall, composed and decomposed letters."""
    assert icao_letters.spellings(word) == spelled


@given(st.text(max_size=40))
def test_the_preferred_spelling_is_among_the_permitted(word: str) -> None:
    """For any text, however many letters of it have a choice."""
    found = icao_letters.spellings(word)
    assert icao_letters.primary(word) in found
    assert len(found) <= 3**6


def test_every_row_spells_with_a_to_z() -> None:
    """Cyrillic signs may vanish; nothing else does."""
    letters = icao_letters.LATIN | icao_letters.CYRILLIC | icao_letters.GREEK
    for letter, row in (letters | icao_letters.FIRST_OF_A_WORD | icao_letters.GREEK_PAIRS).items():
        assert all(not each or (each.isascii() and each.isalpha() and each.isupper()) for each in row), letter
        assert len(letter) == (2 if letter in icao_letters.GREEK_PAIRS else 1)
    assert set(icao_letters.FIRST_OF_A_WORD) <= set(letters)


def test_a_letter_without_a_spelling_stays_as_it_is() -> None:
    """Two names in such letters can still be the same name."""
    assert icao_letters.letter_spellings("王") == ("王",)
