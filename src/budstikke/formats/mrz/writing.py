"""Values to the lines of a zone, with every check digit; names are cut to fit, all else is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from budstikke.formats import icao_letters
from budstikke.formats.malformed import Fault, Malformed
from budstikke.formats.mrz.check_digit import check_digit
from budstikke.formats.mrz.layouts import LAYOUTS, Format, Layout, Place

_VANISH = str.maketrans("", "", "'’‘ʼʻ`´.·\"“”()")
_DIVIDE = re.compile(r"[\s,\-‐‑–/<]+")
_LONG_NUMBERS = (Format.TD1, Format.TD2)
_NUMBER_WIDTH = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneValues:
    """
    What a zone is written from.

    Names are written as on the page (Østby); birth and expiry as YYMMDD, `<<` for an unknown part; sex is M,
    F or empty.
    """

    document_code: str
    issuing_state: str
    document_number: str
    nationality: str
    birth: str
    sex: str
    expiry: str
    surname: str
    given_names: str = ""
    optional: str = ""
    optional2: str = ""


def write(format: Format, zone: ZoneValues) -> tuple[str, ...]:  # noqa: A002  (the standard's word)
    """
    Write the lines of a zone.

    Reading: letters outside A to Z take the spelling issuers prefer (Ø is OE); names that do not fit are cut
    so that the field ends in a letter, which tells the reader that there is more.
    Raises: Malformed with every value that does not fit.
    """
    layout = LAYOUTS[format]
    values = _values(layout, zone)
    if faults := tuple(_faults(layout, values)):
        raise Malformed(faults)
    characters = ["<"] * (layout.lines * layout.width)
    for name, place in layout.places.items():
        cut = layout.cut(place)
        characters[cut] = values[name].ljust(cut.stop - cut.start, "<")
        position = layout.digit(place)
        if position is not None and characters[position] == "<" and name not in _without_digit(layout, zone):
            characters[position] = check_digit("".join(characters[cut]))
    if layout.composite:
        position = layout.digit(layout.composite[-1])
        covered = "".join("".join(characters[layout.cut(place)]) for place in layout.composite)
        characters[position or 0] = check_digit(covered)
    text = "".join(characters)
    return tuple(text[at : at + layout.width] for at in range(0, len(text), layout.width))


def _without_digit(layout: Layout, zone: ZoneValues) -> tuple[str, ...]:
    # A long number's check digit stands behind its end, in the optional field.
    long = layout.format in _LONG_NUMBERS and len(zone.document_number) > _NUMBER_WIDTH
    return ("document_number",) if long else ()


def _values(layout: Layout, zone: ZoneValues) -> dict[str, str]:
    values = {
        "document_code": zone.document_code,
        "issuing_state": zone.issuing_state,
        "document_number": zone.document_number.replace(" ", "<"),
        "nationality": zone.nationality,
        "birth": zone.birth,
        "sex": zone.sex or "<",
        "expiry": zone.expiry,
        "optional": zone.optional.replace(" ", "<"),
        "optional2": zone.optional2.replace(" ", "<"),
    }
    if _without_digit(layout, zone):
        number = values["document_number"]
        values["document_number"] = number[:_NUMBER_WIDTH]
        values["optional"] = number[_NUMBER_WIDTH:] + check_digit(number) + "<" + values["optional"]
        values["optional"] = values["optional"].rstrip("<")
    if layout.format is not Format.FRENCH:
        place = layout.places["names"]
        width = place.last - place.first + 1
        values["names"] = fitted_names(_name(zone.surname), _name(zone.given_names), width=width)
    return values


def _name(name: str) -> str:
    plain = icao_letters.primary(name).translate(_VANISH)
    return _DIVIDE.sub("<", plain).strip("<")


def fitted_names(surname: str, given: str, *, width: int) -> str:
    """
    Return both names as one field, cut to its width where they are too long.

    Reading: the surname leaves room for one letter of the given names; the standard permits several ways.
    """
    if given and len(surname) > width - 3:
        surname = surname[: width - 3].rstrip("<")
    whole = f"{surname}<<{given}" if given else surname
    # A cut that falls on a filler would look complete: an earlier component gives up letters.
    while len(whole) > width and whole[width - 1] == "<":
        longest = max(re.findall("[A-Z]+", whole[:width]), key=len)
        if len(longest) == 1:
            break
        whole = whole.replace(longest, longest[:-1], 1)
    return whole[:width]


def _faults(layout: Layout, values: dict[str, str]) -> Iterator[Fault]:
    if layout.format is Format.FRENCH:
        yield Fault("format", "MRZ_FORMAT", "this layout is only read; choose one of Doc 9303")
    for name, value in values.items():
        place = layout.places.get(name)
        if place is None:
            if value:
                yield Fault(name, "MRZ_NO_SUCH_FIELD", f"{layout.format} has no such field; leave it empty")
            continue
        if re.search("[^A-Z<]" if name == "names" else "[^A-Z0-9<]", value):
            yield Fault(name, "MRZ_CHARACTER", "holds a character that no spelling to A to Z is known for")
        if len(value) > _width(place):
            yield Fault(
                name, "MRZ_TOO_LONG", f"has {len(value)} characters; there is room for {_width(place)}"
            )
    for name in ("birth", "expiry"):
        if name in layout.places and not re.fullmatch("(?:[0-9]{2}|<<){3}", values[name], re.ASCII):
            yield Fault(name, "MRZ_DATE", "is written YYMMDD, with << for an unknown part")
    if layout.format.is_visa != values["document_code"].startswith("V"):
        yield Fault("document_code", "MRZ_CODE", "begins with V on visas and on nothing else")
    if values["sex"] not in ("M", "F", "<"):
        yield Fault("sex", "MRZ_SEX", "is M, F or left empty")
    if not values["document_number"]:
        yield Fault("document_number", "MRZ_MISSING", "a zone has a document number")
    if not values.get("names", "<").strip("<") and layout.format is not Format.FRENCH:
        yield Fault("names", "MRZ_MISSING", "a zone has a name")


def _width(place: Place) -> int:
    return place.last - place.first + 1
