"""Where everything stands: one row for each field of each format, in the standard's own numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Format(StrEnum):
    """The formats of Doc 9303, one national layout still in people's pockets, and none of all these."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRVA = "MRVA"
    MRVB = "MRVB"
    FRENCH = "FRENCH"
    """French identity cards issued until 2021: two lines of 36 in an order of their own. Only ever a layout."""
    NONE = "none"

    @property
    def is_visa(self) -> bool:
        """Whether the zone stands on a visa, which is no identity document."""
        return self in (Format.MRVA, Format.MRVB)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: line and columns, from 1, and the column of its check digit on that line."""

    line: int
    first: int
    last: int
    check: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """
    One format: the size of its lines, the place of each field, and what its composite check digit is over.

    `cut` and `digit` say the same in positions of all lines joined, which is how zones are read; `cuts` and
    `covered` are these, worked out once, for the fields and for what the composite is over.
    """

    format: Format
    lines: int
    width: int
    places: dict[str, Place]
    composite: tuple[Place, ...] = ()
    cuts: dict[str, slice] = field(init=False, repr=False, compare=False)
    covered: tuple[slice, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out the positions."""
        object.__setattr__(self, "cuts", {name: self.cut(place) for name, place in self.places.items()})
        object.__setattr__(self, "covered", tuple(map(self.cut, self.composite)))

    def cut(self, place: Place) -> slice:
        """Return the slice of the joined lines that a place covers."""
        start = (place.line - 1) * self.width
        return slice(start + place.first - 1, start + place.last)

    def digit(self, place: Place) -> int | None:
        """Return the position in the joined lines of a place's check digit."""
        return None if place.check is None else (place.line - 1) * self.width + place.check - 1


def _second_line(*, optional: Place) -> dict[str, Place]:
    """Return what TD2, TD3 and the visas have in common: their second line up to the expiry."""
    return {
        "document_number": Place(2, 1, 9, check=10),
        "nationality": Place(2, 11, 13),
        "birth": Place(2, 14, 19, check=20),
        "sex": Place(2, 21, 21),
        "expiry": Place(2, 22, 27, check=28),
        "optional": optional,
    }


def _first_line(names_to: int) -> dict[str, Place]:
    return {
        "document_code": Place(1, 1, 2),
        "issuing_state": Place(1, 3, 5),
        "names": Place(1, 6, names_to),
    }


LAYOUTS: dict[Format, Layout] = {
    layout.format: layout
    for layout in (
        Layout(
            Format.TD1,
            lines=3,
            width=30,
            places={
                "document_code": Place(1, 1, 2),
                "issuing_state": Place(1, 3, 5),
                "document_number": Place(1, 6, 14, check=15),
                "optional": Place(1, 16, 30),
                "birth": Place(2, 1, 6, check=7),
                "sex": Place(2, 8, 8),
                "expiry": Place(2, 9, 14, check=15),
                "nationality": Place(2, 16, 18),
                "optional2": Place(2, 19, 29),
                "names": Place(3, 1, 30),
            },
            composite=(Place(1, 6, 30), Place(2, 1, 7), Place(2, 9, 15), Place(2, 19, 29, check=30)),
        ),
        Layout(
            Format.TD2,
            lines=2,
            width=36,
            places=_first_line(36) | _second_line(optional=Place(2, 29, 35)),
            composite=(Place(2, 1, 10), Place(2, 14, 20), Place(2, 22, 35, check=36)),
        ),
        Layout(
            Format.TD3,
            lines=2,
            width=44,
            places=_first_line(44) | _second_line(optional=Place(2, 29, 42, check=43)),
            composite=(Place(2, 1, 10), Place(2, 14, 20), Place(2, 22, 43, check=44)),
        ),
        Layout(
            Format.MRVA, lines=2, width=44, places=_first_line(44) | _second_line(optional=Place(2, 29, 44))
        ),
        Layout(
            Format.MRVB, lines=2, width=36, places=_first_line(36) | _second_line(optional=Place(2, 29, 36))
        ),
        Layout(
            Format.FRENCH,
            lines=2,
            width=36,
            places={
                "document_code": Place(1, 1, 2),
                "issuing_state": Place(1, 3, 5),
                "surname": Place(1, 6, 30),
                "document_number": Place(2, 1, 12, check=13),
                "given_names": Place(2, 14, 27),
                "birth": Place(2, 28, 33, check=34),
                "sex": Place(2, 35, 35),
            },
            composite=(Place(1, 1, 36), Place(2, 1, 35, check=36)),
        ),
    )
}

# The fields of an answer, in the order they are shown; a format that lacks one leaves it empty.
FIELDS = (
    "document_code",
    "issuing_state",
    "surname",
    "given_names",
    "document_number",
    "nationality",
    "birth",
    "sex",
    "expiry",
    "optional",
    "optional2",
)
