"""The shipped fonts: what they hold, and that the table of characters tells the truth."""

from __future__ import annotations

import hashlib

import pytest
from fontTools.ttLib import TTFont

from budstikke.post.papers.fonts import FAMILY, FOLDER, typst_fonts
from budstikke.post.papers.glyphs import PRINTABLE, unprintable

FACES = sorted(FOLDER.glob("*.ttf"))


def test_the_table_of_characters_is_what_every_face_has() -> None:
    """PRINTABLE equals the characters common to the font files, no more and no less."""
    in_every_face = frozenset.intersection(
        *(frozenset(chr(code) for code in TTFont(face).getBestCmap()) for face in FACES)
    )
    assert in_every_face == PRINTABLE
    assert len(FACES) == 2


def test_the_font_files_are_the_ones_that_were_written_down() -> None:
    """SHA256SUMS holds for both files."""
    lines = (FOLDER / "SHA256SUMS").read_text(encoding="ascii").split("\n")
    written = {name: digest for digest, name in (line.split() for line in lines if line)}
    assert written == {face.name: hashlib.sha256(face.read_bytes()).hexdigest() for face in FACES}


def test_typst_sees_the_shipped_faces_and_no_others() -> None:
    """The machine's own fonts never reach a paper."""
    assert {font.family for font in typst_fonts().fonts()} == {FAMILY}
    assert {font.weight for font in typst_fonts().fonts()} == {400, 700}


@pytest.mark.parametrize(
    "name",
    [
        "Áile Čearru Đuoŋŋá Ŋilla Šuoŋa Ŧáhkká Ženni",
        "Ïvne Ööröö Åge Ævar Øyvind",
        "Łukasz Żółć-Wójcik",
        "Nguyễn Thị Ánh Tuyết",
        "Ελένη Παπαδοπούλου",
        "Наталія Ґрещук",
        "O’Brien – d‘Été „Ünal“",
    ],
)
def test_a_name_of_this_country_and_its_neighbours_can_be_printed(name: str) -> None:
    """Sámi, Norwegian, Polish, Vietnamese, Greek and Cyrillic letters are all there."""
    assert unprintable(name) == ()


@pytest.mark.parametrize("letter", ["漢", "ع", "\u00ad", "\u202e", "\n", "\t", "\u034f", "🙂"])
def test_a_letter_no_font_has_is_named_with_its_position(letter: str) -> None:
    """Foreign scripts are found, and so is what would vanish or turn a line around."""
    assert unprintable(f"Kari{letter}") == ((4, letter),)
