"""The Norwegian postcode register as its publisher writes it: five columns parted by tabs, no header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from budstikke.formats.malformed import Fault, Malformed

_CATEGORIES = "BFGPS"
_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class PostcodeRow:
    """One postcode; category G street addresses, P boxes, B both, S special service, F several uses."""

    code: str
    city: str
    municipality_number: str
    municipality: str
    category: str


def read(content: bytes) -> tuple[PostcodeRow, ...]:
    """
    Read a register, in UTF-8 or ISO 8859-1, with any line ends.

    Raises: Malformed with every fault, line by line.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("iso-8859-1")
    rows: list[PostcodeRow] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        columns = [column.strip() for column in line.split("\t")]
        found = list(_faults(number, columns, seen))
        faults += found
        if not found:
            seen[columns[0]] = number
            rows.append(PostcodeRow(*columns))
    if not rows and not faults:
        faults.append(Fault("file", "EMPTY", "the register holds no postcode; give the publisher's file"))
    if faults:
        raise Malformed(tuple(faults))
    return tuple(rows)


def _faults(number: int, columns: list[str], seen: dict[str, int]) -> Iterator[Fault]:
    where = f"line {number}"
    if len(columns) != _COLUMNS:
        yield Fault(where, "COLUMNS", f"{len(columns)} columns instead of {_COLUMNS}; part them with tabs")
        return
    code, city, municipality_number, _, category = columns
    if not (len(code) == 4 and code.isascii() and code.isdecimal()):
        yield Fault(f"{where}, column 1", "POSTCODE", "not four digits")
    elif code in seen:
        yield Fault(f"{where}, column 1", "TWICE", f"{code} stands on line {seen[code]} already; remove one")
    if not city:
        yield Fault(f"{where}, column 2", "CITY", "no place name")
    if not (
        len(municipality_number) == 4 and municipality_number.isascii() and municipality_number.isdecimal()
    ):
        yield Fault(f"{where}, column 3", "MUNICIPALITY", "not four digits")
    if len(category) != 1 or category not in _CATEGORIES:
        yield Fault(f"{where}, column 5", "CATEGORY", f"not one of {', '.join(_CATEGORIES)}")


# The first two digits of a municipality's number are its county's (SSB, standard for counties, from 1 January 2024).
_COUNTIES = {
    "03": "Oslo",
    "11": "Rogaland",
    "15": "Møre og Romsdal",
    "18": "Nordland",
    "21": "Svalbard",
    "22": "Jan Mayen",
    "31": "Østfold",
    "32": "Akershus",
    "33": "Buskerud",
    "34": "Innlandet",
    "39": "Vestfold",
    "40": "Telemark",
    "42": "Agder",
    "46": "Vestland",
    "50": "Trøndelag",
    "55": "Troms",
    "56": "Finnmark",
}


def county_of(municipality_number: str) -> str:
    """Return the county a municipality lies in; empty for a number that is not in use."""
    return _COUNTIES.get(municipality_number[:2], "")


def municipalities_of(county: str) -> tuple[str, ...]:
    """Return how the numbers of a county's municipalities begin; the name in any casing."""
    return tuple(code for code, name in _COUNTIES.items() if name.casefold() == county.casefold())
