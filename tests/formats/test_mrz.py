"""Zones read: published specimens, every kind of fault with its place, and never an exception."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.zones import (
    FRENCH,
    ID_CARD,
    LONG,
    MRVA,
    MRVB,
    PASSPORT,
    TD1,
    TD2,
    TD3,
    TODAY,
    sound,
    with_text,
)

from budstikke.formats.mrz import Format, read
from budstikke.formats.mrz.check_digit import check_digit


@pytest.mark.parametrize(
    ("lines", "form", "number", "born", "expires"),
    [
        (TD3, Format.TD3, "L898902C3", "1974-08-12", "2012-04-15"),
        (TD1, Format.TD1, "D23145890", "1974-08-12", "2012-04-15"),
        (TD2, Format.TD2, "D23145890", "1974-08-12", "2012-04-15"),
        (MRVA, Format.MRVA, "L8988901C", "1940-09-07", "2096-12-10"),
        (MRVB, Format.MRVB, "L8988901C", "1940-09-07", "2096-12-10"),
        (ID_CARD, Format.TD1, "GDC000127", "1956-04-23", "2026-06-11"),
        (PASSPORT, Format.TD3, "CCC002251", "1956-04-23", "2030-04-15"),
    ],
)
def test_a_published_specimen_issound(
    lines: tuple[str, ...], form: Format, number: str, born: str, expires: str | None
) -> None:
    """One specimen of each format."""
    zone = read("\n".join(lines), today=TODAY)
    assert (zone.accept, zone.failed, zone.format) == (True, (), form)
    assert zone.fields["document_number"] == number
    assert (zone.birth, zone.expiry) == (born, expires)
    assert all(verdict["holds"] for verdict in zone.verdicts())


def test_the_fields_are_values_without_fillers() -> None:
    """Ends are dropped, an inner filler is a space, dates stay as printed."""
    fields = read(TD3, today=TODAY).as_json()["fields"]
    assert fields == {
        "document_code": "P",
        "issuing_state": "UTO",
        "surname": "ERIKSSON",
        "given_names": "ANNA MARIA",
        "document_number": "L898902C3",
        "nationality": "UTO",
        "birth": "740812",
        "sex": "F",
        "expiry": "120415",
        "optional": "ZE184226B",
        "optional2": None,
        "birth_on": "1974-08-12",
        "expiry_on": "2012-04-15",
        "birth_candidates": ["1974-08-12"],
        "names_truncated": False,
        "passport_kind": "ordinary",
        "national_number": None,
    }


def test_the_norwegian_identity_card_carries_the_national_number() -> None:
    """In two parts; whether it is valid is another question (the specimen's is not, on purpose)."""
    assert read(ID_CARD, today=TODAY).national_number == "23045612345"
    assert read(PASSPORT, today=TODAY).national_number is None
    assert read(TD1, today=TODAY).national_number is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [("P<", "ordinary"), ("PP", "ordinary"), ("PE", "emergency"), ("PR", "refugee"), ("PX", "other")],
)
def test_both_generations_of_passport_codes_are_read(code: str, kind: str) -> None:
    """From 2026 the second letter is harmonised; older passports live on until 2038."""
    zone = read(with_text(PASSPORT, 1, 1, code), today=TODAY)
    assert (zone.accept, zone.passport_kind) == (True, kind)


def test_a_visa_is_sound_and_remarked_upon() -> None:
    """It is recognised so that the counter can refuse it."""
    for lines in (MRVA, MRVB):
        zone = read(lines, today=TODAY)
        assert (zone.accept, zone.format.is_visa) == (True, True)
        assert "visa" in [remark.code for remark in zone.remarks]


@pytest.mark.parametrize(
    ("lines", "failed", "line", "first"),
    [
        (with_text(TD3, 2, 1, "M"), ("document_number", "composite"), 2, 1),
        (with_text(TD3, 2, 10, "<"), ("document_number", "composite"), 2, 1),
        (with_text(TD3, 2, 14, "750812"), ("birth", "composite"), 2, 14),
        (with_text(TD3, 2, 14, "7408O2"), ("birth", "composite"), 2, 14),
        (with_text(TD3, 2, 14, "741312"), ("birth", "composite"), 2, 14),
        (with_text(TD3, 2, 22, "120431"), ("expiry", "composite"), 2, 22),
        (with_text(TD3, 2, 29, "ZF"), ("optional", "composite"), 2, 29),
        (with_text(TD3, 2, 43, "<"), ("optional", "composite"), 2, 29),
        (with_text(TD3, 2, 44, "1"), ("composite",), 2, 44),
        (with_text(TD3, 2, 44, "<"), ("composite",), 2, 44),
        (with_text(TD3, 1, 6, "ER1KSSON"), ("names",), 1, 6),
        (with_text(TD3, 1, 6, "A<<B<<C<<<<<<<<<<<<<"), ("names",), 1, 6),
        (with_text(TD3, 1, 6, "<" * 39), ("names",), 1, 6),
        (with_text(TD3, 1, 3, "U1O"), ("characters",), 1, 3),
        (with_text(TD3, 1, 3, "<<D"), ("characters",), 1, 3),
        (with_text(TD3, 1, 1, "1"), ("characters",), 1, 1),
        (with_text(TD3, 2, 21, "K"), ("characters",), 2, 21),
        (with_text(TD3, 2, 1, "l898902c3"), ("characters",), 2, 1),
        (with_text(TD3, 1, 15, "Ø"), ("characters",), 1, 15),
        ([TD3[0], TD3[1] + "0"], ("length",), 2, 1),
        ([TD3[0][:-1], TD3[1]], ("length",), 1, 1),
        ([TD1[0], TD1[1][:-2], TD1[2]], ("length",), 2, 1),
        (with_text(TD1, 2, 30, "7"), ("composite",), 2, 30),
        (with_text(TD1, 1, 6, "<" * 10), ("document_number", "composite"), 1, 6),
        (with_text(TD2, 2, 28, "8"), ("expiry", "composite"), 2, 22),
        (with_text(MRVA, 2, 10, "5"), ("document_number",), 2, 1),
        (with_text(LONG, 1, 19, "8"), ("document_number", "composite"), 1, 6),
        (with_text(FRENCH, 2, 36, "7"), ("composite", "format"), 2, 36),
        (with_text(FRENCH, 2, 13, "9"), ("document_number", "composite", "format"), 2, 1),
        (with_text(FRENCH, 2, 5, "?"), ("characters", "format"), 2, 5),
        ([FRENCH[0][:-1], FRENCH[1]], ("length", "format"), 1, 1),
        (with_text(TD3, 1, 6, "<ERIKSSON<<ANNA<<"), ("names",), 1, 6),
        (with_text(TD3, 1, 6, "ERIKSSON<<<ANNA<"), ("names",), 1, 6),
        (with_text(TD3, 2, 20, "<"), ("birth", "composite"), 2, 14),
        (with_text(TD3, 2, 14, "74081<"), ("birth", "composite"), 2, 14),
        (with_text(TD3, 2, 28, "<"), ("expiry", "composite"), 2, 22),
        (with_text(TD1, 1, 15, "<"), ("document_number", "composite"), 1, 6),
        (with_text(TD1, 1, 14, "<<7"), ("document_number", "composite"), 1, 6),
        (with_text(TD2, 1, 6, "1"), ("names",), 1, 6),
        (with_text(MRVB, 2, 20, "9"), ("birth",), 2, 14),
    ],
)
def test_a_fault_is_named_with_its_place(
    lines: list[str], failed: tuple[str, ...], line: int, first: int
) -> None:
    """What failed, in the order of the answer, and the line and column of the first fault of that field."""
    zone = read(lines, today=TODAY)
    assert (zone.accept, zone.failed) == (False, failed)
    assert (line, first) in [(fault.line, fault.first) for fault in zone.faults]
    place = next(v for v in zone.verdicts() if v["line"] == line and v["first"] <= first <= v["last"])
    assert place["holds"] is False


def test_a_date_that_is_unknown_still_has_its_check_digit() -> None:
    """Fillers weigh nothing, so it is 0; only the optional field of a passport may go without."""
    assert read(sound(with_text(TD3, 2, 14, "<<<<<<0")), today=TODAY).accept
    assert read(sound(with_text(TD3, 2, 14, "<<<<<<<")), today=TODAY).failed == ("birth",)


def test_a_long_document_number_goes_on_in_the_optional_field() -> None:
    """Its check digit stands behind its end."""
    zone = read(LONG, today=TODAY)
    assert (zone.accept, zone.fields["document_number"], zone.fields["optional"]) == (
        True,
        "D23145890734",
        "",
    )


def test_a_long_number_whose_check_counts_the_filler_is_accepted_with_a_remark() -> None:
    """As older Belgian cards have it; here the two ways give different digits."""
    assert check_digit("592162361" + "14") != check_digit("592162361" + "<" + "14")
    first = "IDBEL592162361<14" + check_digit("592162361<14") + "<" * 12
    second = "8512017F0901015BEL85120100200<"
    composite = check_digit(first[5:] + second[0:7] + second[8:15] + second[18:29])
    zone = read([first, second[:29] + composite, "NAME<<ANY" + "<" * 21], today=TODAY)
    assert (zone.failed, zone.fields["document_number"]) == ((), "59216236114")
    assert "filler_counted" in [remark.code for remark in zone.remarks]


def test_an_unknown_state_is_a_remark_and_no_refusal() -> None:
    """It is a strong sign of a misreading, though."""
    zone = read(with_text(TD3, 1, 3, "UTQ"), today=TODAY)
    assert (zone.accept, [remark.code for remark in zone.remarks]) == (True, ["unknown_state"])


def test_germany_has_one_letter_and_issuer_and_nationality_may_differ() -> None:
    """D is known; a travel document of Germany for a refugee has XXB."""
    zone = read(sound(with_text(with_text(TD3, 1, 3, "D<<"), 2, 11, "XXB")), today=TODAY)
    assert (zone.accept, zone.remarks) == (True, ())
    assert (zone.fields["issuing_state"], zone.fields["nationality"]) == ("D", "XXB")


@pytest.mark.parametrize("digit", ["0", "<"])
def test_an_empty_optional_field_may_lack_its_check_digit(digit: str) -> None:
    """Both 0 and < are right."""
    second = PASSPORT[1][:42] + digit + PASSPORT[1][43:]
    assert read([PASSPORT[0], second], today=TODAY).accept


@pytest.mark.parametrize(
    ("printed", "known", "born_on"),
    [
        ("7408<<", "1974-08", None),
        ("74<<<<", "1974", None),
        ("<<0812", None, None),
        ("<<<<<<", None, None),
        ("680229", "1968-02-29", date(1968, 2, 29)),
    ],
)
def test_unknown_parts_of_a_birth_are_left_open(
    printed: str, known: str | None, born_on: date | None
) -> None:
    """A part that is `<<` is unknown; the rest still counts."""
    zone = read(sound(with_text(TD3, 2, 14, printed)), today=TODAY)
    assert (zone.accept, zone.birth, zone.born_on) == (True, known, born_on)
    assert ("birth_unknown" in [remark.code for remark in zone.remarks]) is ("<" in printed)


@pytest.mark.parametrize(
    ("birth", "expiry", "candidates"),
    [
        ("261121", "311231", [2026, 1926]),  # born today, a Saturday
        ("261122", "311231", [1926]),  # tomorrow cannot be
        ("150101", "311231", [2015, 1915]),
        ("300101", "260101", [1930]),
        ("150101", "120415", [1915]),  # after the expiry cannot be
        ("000229", "311231", [2000]),  # 1900 was no leap year
    ],
)
def test_the_century_of_a_birth_is_the_latest_possible(
    birth: str, expiry: str, candidates: list[int]
) -> None:
    """Where both are possible, both are told."""
    zone = read(sound(with_text(with_text(TD3, 2, 14, birth), 2, 22, expiry)), today=TODAY)
    assert [day.year for day in zone.birth_candidates] == candidates
    assert ("birth_century_open" in [remark.code for remark in zone.remarks]) is (len(candidates) > 1)


@pytest.mark.parametrize(
    ("names", "surname", "given_names", "truncated"),
    [
        ("VAN<DER<MUELLEN<<JAN" + "<" * 19, "VAN DER MUELLEN", "JAN", False),
        ("ARKFREITH" + "<" * 30, "ARKFREITH", "", False),
        ("<<ARKFREITH" + "<" * 28, "", "ARKFREITH", False),
        ("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", "NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG K", True),
        (
            "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI",
            "BENNELONG WOOLOOMOOLOO WARRANDYTE W",
            "DI",
            True,
        ),
        ("PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR", "PAPANDROPOULOUS", "JONATHON WARREN TREVOR", True),
    ],
)
def test_names_are_divided_and_a_full_field_counts_as_cut(
    names: str, surname: str, given_names: str, truncated: bool
) -> None:
    """No surname, no given names, and a letter in the last position."""
    zone = read(with_text(TD3, 1, 6, names), today=TODAY)
    assert (zone.accept, zone.names_truncated) == (True, truncated)
    assert (zone.fields["surname"], zone.fields["given_names"]) == (surname, given_names)


def test_x_for_the_sex_is_a_remark() -> None:
    """The page has X, the zone should have the filler."""
    zone = read(with_text(TD3, 2, 21, "X"), today=TODAY)
    assert (zone.accept, [remark.code for remark in zone.remarks]) == (True, ["sex_x"])


def test_no_message_repeats_the_zone() -> None:
    """Messages are logged."""
    zone = read(with_text(TD3, 2, 1, "M898902C4"), today=TODAY)
    assert not any("898902" in finding.text or "ERIKSSON" in finding.text for finding in zone.faults)


@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(st.text("<AZP09 Ø", min_size=28, max_size=46), max_size=4).map("\n".join),
        st.lists(st.text("<ABNOR019", min_size=30, max_size=30), min_size=3, max_size=3).map("\n".join),
    )
)
def test_a_zone_comes_out_of_any_text(text: str) -> None:
    """Never an exception; what is accepted has nothing failed."""
    zone = read(text, today=TODAY)
    assert zone.accept is (not zone.failed)
    assert zone.as_json()["format"] == zone.format


@given(
    st.sampled_from([TD1, TD2, TD3, MRVA, MRVB, FRENCH, LONG]),
    st.integers(0, 200),
    st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"),
)
def test_a_changed_character_never_breaks_the_reader(
    lines: tuple[str, ...], place: int, character: str
) -> None:
    """One character anywhere becomes any other."""
    whole = "".join(lines)
    place %= len(whole)
    zone = read(whole[:place] + character + whole[place + 1 :], today=TODAY)
    assert zone.layout is not Format.NONE
    assert zone.as_json()
