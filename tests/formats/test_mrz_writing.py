"""Zones written: what is written reads back, long names are cut, and what does not fit is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budstikke.formats import icao_letters
from budstikke.formats.malformed import Malformed
from budstikke.formats.mrz import Format, ZoneValues, read, write
from budstikke.formats.mrz.layouts import LAYOUTS
from budstikke.formats.mrz.writing import fitted_names

TODAY = date(2026, 11, 21)  # a Saturday
FORMATS = [each for each in Format if each not in (Format.NONE, Format.FRENCH)]
NAME = st.text("ABCDEKLMNORSTUVÆØÅÄÖÜÉŁß-' ", min_size=1, max_size=40).filter(
    lambda name: any(letter.isalpha() for letter in name)
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _values(**changed: str) -> ZoneValues:
    return ZoneValues(
        **{
            "document_code": "P",
            "issuing_state": "NOR",
            "document_number": "CCC002251",
            "nationality": "NOR",
            "birth": "560423",
            "sex": "M",
            "expiry": "300415",
            "surname": "Østenbyen",
            "given_names": "Åsamund Specimen",
        }
        | changed
    )


def test_the_norwegian_specimen_is_written_as_printed() -> None:
    """Both its documents, letter by letter."""
    assert write(Format.TD3, _values()) == (
        "P<NOROESTENBYEN<<AASAMUND<SPECIMEN<<<<<<<<<<",
        "CCC0022514NOR5604230M3004157<<<<<<<<<<<<<<04",
    )
    card = _values(document_code="CA", document_number="GDC000127", expiry="260611", optional="230456 12345")
    assert write(Format.TD1, card) == (
        "CANORGDC0001273230456<12345<<<",
        "5604230M2606118NOR<<<<<<<<<<<9",
        "OESTENBYEN<<AASAMUND<SPECIMEN<",
    )


@given(
    st.sampled_from(FORMATS),
    NAME,
    st.one_of(st.just(""), NAME),
    st.text(LETTERS, min_size=1, max_size=12),
    st.dates(date(1927, 1, 1), date(1999, 12, 31)),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["M", "F", ""]),
)
def test_what_is_written_reads_back(
    form: Format, surname: str, names: str, number: str, born: date, expires: date, sex: str
) -> None:
    """Every format, long numbers where there is room for them, any names."""
    if form not in (Format.TD1, Format.TD2):
        number = number[:9]
    lines = write(
        form,
        _values(
            document_code="V" if form.is_visa else "P",
            surname=surname,
            given_names=names,
            document_number=number,
            birth=f"{born:%y%m%d}",
            expiry=f"{expires:%y%m%d}",
            sex=sex,
        ),
    )
    zone = read(lines, today=TODAY)
    assert (zone.format, zone.failed) == (form, ())
    assert zone.fields["document_number"] == number
    assert (zone.born_on, zone.expires_on, zone.fields["sex"]) == (born, expires, sex)
    if not zone.names_truncated:
        whole = icao_letters.primary(f"{surname} {names}").replace("'", "").replace("-", " ").split()
        assert f"{zone.fields['surname']} {zone.fields['given_names']}".split() == whole


@given(
    st.lists(st.text("ABC", min_size=1, max_size=20), min_size=1, max_size=6),
    st.lists(st.text("ABC", min_size=1, max_size=20), max_size=20),
    st.sampled_from(
        sorted({place.last - place.first + 1 for f in FORMATS for place in [LAYOUTS[f].places["names"]]})
    ),
)
def test_names_that_do_not_fit_are_cut_and_stay_divided(
    surnames: list[str], given: list[str], width: int
) -> None:
    """The field is never overrun, never starts with a filler, and shows at least one letter of each part."""
    field = fitted_names("<".join(surnames), "<".join(given), width=width)
    assert len(field) <= width
    assert field[0] != "<"
    assert ("<<" in field) is bool(given)
    assert field.count("<<") <= 1
    assert all(field.partition("<<")[::2]) or not given


def test_a_cut_field_ends_in_a_letter() -> None:
    """That is how the reader knows there is more: an earlier name gives up a letter."""
    field = fitted_names("OESTENBYEN", "AASAMUND<SPECIMEN<LANG", width=30)
    assert (len(field), field[-1]) == (30, "L")


@pytest.mark.parametrize(
    ("form", "changed", "code"),
    [
        (Format.TD3, {"document_number": "CCC0022512"}, "MRZ_TOO_LONG"),
        (Format.TD3, {"optional2": "X"}, "MRZ_NO_SUCH_FIELD"),
        (Format.TD3, {"surname": "王"}, "MRZ_CHARACTER"),
        (Format.TD3, {"surname": "R2D2"}, "MRZ_CHARACTER"),
        (Format.TD3, {"surname": "", "given_names": ""}, "MRZ_MISSING"),
        (Format.TD3, {"document_number": ""}, "MRZ_MISSING"),
        (Format.TD3, {"birth": "5604"}, "MRZ_DATE"),
        (Format.TD3, {"sex": "K"}, "MRZ_SEX"),
        (Format.MRVA, {}, "MRZ_CODE"),
        (Format.TD1, {"document_code": "V"}, "MRZ_CODE"),
        (Format.FRENCH, {}, "MRZ_FORMAT"),
    ],
)
def test_what_does_not_fit_is_refused(form: Format, changed: dict[str, str], code: str) -> None:
    """Each fault by its code."""
    with pytest.raises(Malformed) as caught:
        write(form, _values(**changed))
    assert code in [fault.code for fault in caught.value.faults]
