"""
The segments that are read: their data elements as a table, and one segment's text to its columns.

From each row a pattern is compiled that a right segment matches as a whole, which is fast; a segment that
does not match is taken apart slowly, and every fault in it is named. Columns are all components side by
side, in the row's order, "" where left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from budstikke.formats.edifact.canonical import MARKS
from budstikke.formats.edifact.faults import Fault, Position, fault

Columns = tuple[str, ...]

_CODED = ":1131an17:3055an3"
_COM = "3148an512!:3155an3!"
_PARTY = "0004an35!:0007an4:0014an35"
_RANGE = "7402an35:7402an35"

# tag -> its elements, parted by spaces; the components of each, parted by colons: data element, kind, most
# characters, ! if required, *n if repeated. D.04A, with the sizes of BIG14 where they are narrower.
TABLE: dict[str, str] = {
    "UNB": f"0001a4!:0002n1! {_PARTY} {_PARTY} 0017n8!:0019n4! 0020an14! 0022an14:0025an2 0026an14 0029a1"
    " 0031n1 0032an35 0035n1",
    "UNZ": "0036n6! 0020an14!",
    "UNH": "0062an14! 0065an6!:0052an3!:0054an3!:0051an3!:0057an6:0110an6:0113an6 0068an35 0070n2:0073a1",
    "UNT": "0074n10! 0062an14!",
    "BGM": f"1001an3{_CODED}:1000an35 1004an35:1056an9:1060an6 1225an3 4343an3",
    "CTA": "3139an3 3413an17:3412an256",
    "COM": f"{_COM} {_COM.replace('!', '')} {_COM.replace('!', '')}",
    "DTM": "2005an3!:2380an35:2379an3",
    "TSR": f"4065an3{_CODED} 7273an3{_CODED}:7273an3{_CODED} 4219an3{_CODED} 7085an3{_CODED}"
    " 3055an3",  # the older spelling gives the agency in an element of its own
    "CUX": "6347an3:6345an3:6343an3:6348n4 6347an3:6345an3:6343an3:6348n4 5402n12 6341an3",
    "MOA": "5025an3!:5004n35:6345an3:6343an3:4405an3",
    "FTX": f"4451an3! 4453an3 4441an17{_CODED} 4440an512*5 3453an3 4447an3",
    "CNT": "6069an3!:6066n18!:6411an8",
    "GDS": f"7085an3{_CODED}",
    "TOD": f"4055an3 4215an3 4053an3{_CODED}:4052an70*2",
    "LOC": f"3227an3! 3225an35{_CODED}:3224an256 3223an25{_CODED}:3222an70 3233an25{_CODED}:3232an70 5479an3",
    "RFF": "1153an3!:1154an70:1156an6:4000an35:1060an6",
    "TDT": f"8051an3! 8028an17 8067an3:8066an17 8179an8{_CODED}:8178an17 3127an17{_CODED}:3128an70 8101an3"
    f" 8457an3:8459an3:7130an17 8213an35{_CODED}:8212an70:8453an3 8281an3",
    "NAD": f"3035an3! 3039an35{_CODED} 3124an35*5 3036an35*5:3045an3 3042an35*4 3164an35 3229an9{_CODED}"
    ":3228an70 3251an17 3207an3",
    "GID": "1496n6 " + " ".join([f"7224n8:7065an17{_CODED}:7064an35:7233an3"] * 5),
    "TMP": "6245an3! 6246n15:6411an8",
    "RNG": "6167an3! 6411an8:6162n18:6152n18",
    "PIA": "4347an3! " + " ".join([f"7140an35:7143an3{_CODED}"] * 5),
    "MEA": "6311an3! 6313an3:6321an3:6155an17:6154an70 6411an8:6314an18:6162n18:6152n18:6432n2 7383an3",
    "DIM": "6145an3! 6411an8:6168n15:6140n15:6008n15",
    "PCI": f"4233an3 7102an35*10 8275an3 7511an3{_CODED}",
    "GIN": "7405an3! 7402an35!:7402an35 " + " ".join([_RANGE] * 4),
    "DGS": "8273an3 8351an7:8078an7:8092an10 7124n4:7088an8 7106n3:6411an8 8339an3 8364an6 8410an4 8126an10"
    " 8158an4:8186an4 8246an4*4 8255an3 8179an8 8211an17",
    "EQD": f"8053an3! 8260an17{_CODED}:3207an3 8155an10{_CODED}:8154an35 8077an3 8249an3 8169an3",
    "EQN": "6350n15:6353an3",
}

_COMPONENT = re.compile(r"(\d{4})(an|a|n)(\d+)(!?)(?:\*(\d+))?(!?)")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Component:
    """
    One component of a row: its data element number, whether it is a number, its size, whether it must be.
    """

    element: str
    numeric: bool
    size: int
    required: bool

    def pattern(self) -> str:
        """A group that matches only right values; it may miss right ones of rare shape."""
        least = 1 if self.required else 0
        if not self.numeric:
            return f"([^+:]{{{least},{self.size}}}+)"
        # A decimal number only where its two halves are sure to fit; the slow way reads the others.
        whole = f"-?[0-9]{{1,{min(self.size, 9)}}}+" + ("(?:[.,][0-9]{1,6}+)?+" if self.size >= 15 else "")
        return f"({whole})" if self.required else f"((?:{whole})?+)"


@dataclass(frozen=True, slots=True)
class Row:
    """One tag's elements, each a tuple of components, and the pattern made from them."""

    tag: str
    elements: tuple[tuple[Component, ...], ...]
    pattern: re.Pattern[str]

    @property
    def width(self) -> int:
        """How many columns the segment has."""
        return sum(len(element) for element in self.elements)


def _components(written: str) -> tuple[Component, ...]:
    found: list[Component] = []
    for part in written.split(":"):
        match = _COMPONENT.fullmatch(part)
        assert match, part
        element, kind, size, required, times, required_too = match.groups()
        component = Component(element, kind == "n", int(size), bool(required or required_too))
        found.extend([component] * int(times or 1))
    return tuple(found)


def _chain(parts: list[tuple[str, bool]], *, separator: str) -> str:
    """Join patterns so that whatever follows the last required one may be left out."""
    pattern, needed = "", False
    for part, required in reversed(parts):
        needed = needed or required
        pattern = f"{separator}{part}{pattern}" if needed else f"(?:{separator}{part}{pattern})?+"
    return pattern


def _row(tag: str, written: str) -> Row:
    elements = tuple(_components(element) for element in written.split())
    parts: list[tuple[str, bool]] = []
    for components in elements:
        rest = _chain([(part.pattern(), part.required) for part in components[1:]], separator=":")
        parts.append((components[0].pattern() + rest, any(part.required for part in components)))
    return Row(tag, elements, re.compile(tag + _chain(parts, separator=r"\+")))


ROWS: dict[str, Row] = {tag: _row(tag, written) for tag, written in TABLE.items()}


@cache
def column(tag: str, element: str, nth: int = 0) -> int:
    """The column where a data element stands (the nth of that number, from 0)."""
    flat = [part.element for components in ROWS[tag].elements for part in components]
    places = [index for index, number in enumerate(flat) if number == element]
    return places[nth]


def position(tag: str, at: int, character: int = 0) -> Position:
    """The place in the segment of one column."""
    for number, components in enumerate(ROWS[tag].elements, 1):
        if at < len(components):
            return Position(number, at + 1 if len(components) > 1 else 1, character)
        at -= len(components)
    raise AssertionError(tag)


def released(values: Columns) -> Columns:
    """The columns with the marks turned back into the characters that were released."""
    return tuple([value.translate(MARKS) for value in values])


def taken_apart(segment: str, *, message: str | None, number: int) -> tuple[Columns, list[Fault]]:
    """The columns of any segment with a known tag, cut to their sizes, and every fault of its shape."""
    row = ROWS[segment[:3]]
    faults: list[Fault] = []

    def found(code: str, at: Position, **said: str | int) -> None:
        faults.append(fault(code, message=message, segment=number, at=at, **said))

    tag, *given = segment.split("+")
    if tag != row.tag:
        found("SEGMENT_UNKNOWN", Position())
    if len(given) > len(row.elements) and any(given[len(row.elements) :]):
        found("ELEMENTS_TOO_MANY", Position(len(row.elements) + 1), tag=row.tag, limit=len(row.elements))
    values: list[str] = []
    for nth, components in enumerate(row.elements, 1):
        parts = given[nth - 1].split(":") if nth <= len(given) else []
        if len(parts) > len(components) and any(parts[len(components) :]):
            found("COMPONENTS_TOO_MANY", Position(nth, len(components) + 1), limit=len(components))
        for at, component in enumerate(components, 1):
            value = parts[at - 1].translate(MARKS) if at <= len(parts) else ""
            values.append(value[: component.size])
            code, character, found_size = _wrong(component, value)
            if code:
                place = Position(nth, at, character)
                found(code, place, element=component.element, limit=component.size, found=found_size)
    return tuple(values), faults


def _wrong(component: Component, value: str) -> tuple[str, int, int]:
    """The code of what is wrong with a value ("" if nothing), at which character, and its size."""
    if not value:
        return ("VALUE_MISSING" if component.required else "", 0, 0)
    if not component.numeric:
        too_long = len(value) > component.size
        return ("VALUE_TOO_LONG" if too_long else "", component.size + 1, len(value))
    if not (_NUMBER.fullmatch(value) and value.isascii()):
        return ("NUMBER_INVALID", 0, 0)
    digits = sum(sign.isdigit() for sign in value)  # neither the sign nor the decimal mark counts
    return ("VALUE_TOO_LONG" if digits > component.size else "", 0, digits)
