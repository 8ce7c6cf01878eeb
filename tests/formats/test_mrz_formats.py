"""Which format lines are of: in whatever way they come, and when they are none."""

from __future__ import annotations

import pytest
from tests.formats.zones import FRENCH, TD1, TD2, TD3, TODAY, with_text

from budstikke.formats.mrz import Format, read
from budstikke.formats.mrz.layouts import LAYOUTS
from budstikke.post.terms.pum.id_documents import ROWS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "P<UTO",
        "x" * 44,
        "A" * 30,
        "A\nB\nC\nD",
        f"{'A' * 9}\n{'B' * 30}\n{'C' * 30}",
        "A" * 10000,
        "A\n" * 100_000,
        "I<SVKNOVAK<<JAN<<<<<<<<<<<<<<<<<<<\n123456<AA5SVK8110251M1801020749313",  # Slovakia's older 2x34
        "\ufeff\u2028\x00",
    ],
)
def test_what_is_no_zone_has_no_format(text: str) -> None:
    """Nothing to judge, and no exception."""
    zone = read(text, today=TODAY)
    assert (zone.format, zone.accept, zone.failed, zone.verdicts()) == (Format.NONE, False, ("format",), ())


def test_the_lines_may_come_in_one_piece() -> None:
    """As some swipe readers send them, with blanks and carriage returns around."""
    for lines in (TD1, TD2, TD3):
        assert read("".join(lines), today=TODAY) == read(lines, today=TODAY)
        assert read("\r\n \r\n".join(lines) + "\r\n", today=TODAY) == read(lines, today=TODAY)


def test_an_older_french_card_is_read_but_is_none_of_the_formats() -> None:
    """Its fields are there for the clerk; by itself it is not accepted, since it bears no expiry."""
    zone = read(FRENCH, today=TODAY)
    assert (zone.format, zone.layout, zone.accept, zone.failed) == (
        Format.NONE,
        Format.FRENCH,
        False,
        ("format",),
    )
    assert zone.consistent and all(verdict["holds"] for verdict in zone.verdicts())
    assert (zone.fields["surname"], zone.fields["given_names"]) == ("BERTHIER", "CORINNE")
    assert (zone.fields["document_number"], zone.birth, zone.expiry) == ("880692310285", "1965-12-06", None)
    assert not read(with_text(FRENCH, 2, 36, "7"), today=TODAY).consistent


def test_the_table_of_documents_names_layouts_that_are_read() -> None:
    """A row that named another would turn every such document away as the wrong kind."""
    assert {layout for row in ROWS for layout in row.mrz} <= {str(each) for each in LAYOUTS}


def test_a_code_is_not_tied_to_a_format() -> None:
    """A card may begin with P, a booklet with I, a TD2 with A or C; only V on two lines makes a visa."""
    for lines, code in ((TD1, "P<"), (TD1, "V<"), (TD3, "I<"), (TD3, "AB"), (TD2, "P<"), (TD2, "C2")):
        zone = read(with_text(lines, 1, 1, code), today=TODAY)
        assert (zone.accept, zone.format) == (True, read(lines, today=TODAY).format)
        assert zone.fields["document_code"] == code.strip("<")


def test_a_line_that_is_off_by_one_is_a_faulty_line_of_its_format() -> None:
    """Beside a whole line a clerk may have lost more; where no line is whole and all are far off, it is none."""
    assert read([TD3[0][:-1], TD3[1][:-1]], today=TODAY).failed == ("length",)
    assert read([TD3[0], TD3[1][:-4]], today=TODAY).failed == ("length",)
    assert read([TD3[0][:-2], TD3[1][:-2]], today=TODAY).failed == ("format",)


def test_small_letters_are_characters_that_do_not_belong() -> None:
    """The font of the zone has none; each is told with its place."""
    zone = read([line.lower() for line in TD2], today=TODAY)
    assert (zone.format, zone.failed) == (Format.TD2, ("characters",))
    assert (zone.faults[0].line, zone.faults[0].first) == (1, 1)


def test_the_sound_lines_of_a_faulty_zone_are_still_read() -> None:
    """The clerk sees which line to read again."""
    zone = read([TD3[0] + "<", TD3[1]], today=TODAY)
    assert (zone.fields["surname"], zone.fields["document_number"]) == (None, "L898902C3")
