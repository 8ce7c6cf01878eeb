"""
S10 numbers: the thirteen characters on every registered letter of the world's posts (UPU standard S10).

Two letters for the kind of service, eight digits of serial, a check digit, two letters for the country. The
check digit follows from the serial and the other twelve characters fit into 46 bits, so a letter's number
*is* its primary key: no table of numbers, no lookup, and exact even where integers are doubles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from budstikke.formats.malformed import Fault, Malformed

SERIALS = 10**8
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}", re.ASCII)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_PLACE = {pair: place for place, pair in enumerate(_PAIRS)}
# What two digits side by side add to the weighted sum, for each of the four places where they may stand.
_FIRST, _SECOND, _THIRD, _FOURTH = (
    {f"{pair:02d}": pair // 10 * _WEIGHTS[at] + pair % 10 * _WEIGHTS[at + 1] for pair in range(100)}
    for at in (0, 2, 4, 6)
)
# 11 - (sum mod 11), where 10 is written 0 and 11 is written 5.
_DIGIT = tuple({10: 0, 11: 5}.get(11 - rest, 11 - rest) for rest in range(11))


@dataclass(frozen=True, slots=True)
class Service:
    """What the first letter of the service indicator stands for."""

    code: str
    no: str
    en: str


SERVICES: dict[str, Service] = {
    "A": Service("domestic", "avtalt bruk", "by agreement between posts"),
    "B": Service("domestic", "innenlands bruk", "domestic use"),
    "C": Service("parcel", "pakke", "parcel"),
    "D": Service("domestic", "innenlands bruk", "domestic use"),
    "E": Service("ems", "ekspress (EMS)", "express mail (EMS)"),
    "G": Service("domestic", "avtalt bruk", "by agreement between posts"),
    "H": Service("e_commerce", "netthandelspakke", "e-commerce parcel"),
    "J": Service("reserved", "ikke i bruk", "reserved"),
    "K": Service("reserved", "ikke i bruk", "reserved"),
    "L": Service("tracked", "sporet brev", "tracked or express letter"),
    "M": Service("m_bag", "M-sekk", "M bag"),
    "N": Service("domestic", "innenlands bruk", "domestic use"),
    "P": Service("domestic", "innenlands bruk", "domestic use"),
    "Q": Service("business_reply", "internasjonal svarsending", "international business reply"),
    "R": Service("registered", "rekommandert brev", "registered letter"),
    "U": Service("other_letter", "annet brev", "other letter"),
    "V": Service("insured", "verdibrev", "insured letter"),
    "Z": Service("domestic", "innenlands bruk", "domestic use"),
}
_RESERVED = Service("reserved", "ikke i bruk", "reserved")


@dataclass(frozen=True, slots=True, order=True)
class S10Number:
    """One number taken apart; `str` puts it together again."""

    service: str
    serial: int
    country: str

    def __str__(self) -> str:
        return make(prefix=self.service, serial=self.serial, country=self.country)

    @property
    def kind(self) -> Service:
        """What kind of item the service indicator announces."""
        return SERVICES.get(self.service[0], _RESERVED)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a number as a person types or a scanner sends it; see `parse`."""
        number = canonical(text)
        if faults := tuple(_faults(number)):
            raise Malformed(faults)
        return cls(service=number[:2], serial=int(number[2:10]), country=number[11:])


def check_digit(serial: int | str) -> int:
    """
    Return the check digit of a serial of eight digits.

    >>> check_digit(47312482), check_digit("28704377")
    (9, 5)

    Raises: ValueError when the serial has more than eight digits or is no number.
    """
    digits = f"{serial:08d}" if isinstance(serial, int) else serial
    try:
        weighted = _FIRST[digits[:2]] + _SECOND[digits[2:4]] + _THIRD[digits[4:6]] + _FOURTH[digits[6:]]
    except KeyError:
        raise ValueError("a serial has eight digits") from None
    return _DIGIT[weighted % 11]


def is_valid(number: str) -> bool:
    """Say whether thirteen characters, as they stand, form an S10 number with the right check digit."""
    return _SHAPE.fullmatch(number) is not None and check_digit(number[2:10]) == int(number[10])


def canonical(text: str) -> str:
    """Return a number without the blanks it is printed with, in capitals; nothing is checked."""
    return "".join(text.split()).upper()


def parse(text: str) -> S10Number:
    """
    Read a number as a person types or a scanner sends it.

    Reading: blanks and small letters are forgiven, since numbers are printed in groups.
    Raises: Malformed with every fault.
    """
    return S10Number.parse(text)


def make(*, prefix: str, serial: int, country: str = "NO") -> str:
    """
    Return the thirteen characters for a serial.

    >>> make(prefix="RR", serial=47312482)
    'RR473124829NO'

    Raises: ValueError when a part is not of its form.
    """
    if prefix not in _PLACE or country not in _PLACE:
        raise ValueError("the service indicator and the country are two capital letters each")
    return f"{prefix}{serial:08d}{check_digit(serial)}{country}"


def grouped(number: str) -> str:
    """
    Return a number in the groups it is printed in for people.

    >>> grouped("RR473124829NO")
    'RR 473 124 829 NO'
    """
    return " ".join((number[:2], number[2:5], number[5:8], number[8:11], number[11:]))


def letter_id(number: str) -> int:
    """
    Return the primary key of the letter that carries this number: country, service, serial, below 2**46.

    Serials of one range lie side by side, so that an index grows at one end. Only canonical numbers have a
    key; `canonical` comes first where people type.

    Raises: Malformed with every fault.
    """
    try:
        service, serial, digit, country = number[:2], number[2:10], number[10], number[11:]
        if check_digit(serial) == int(digit) and digit.isascii():
            return (_PLACE[country] * len(_PAIRS) + _PLACE[service]) * SERIALS + int(serial)
    except (KeyError, ValueError, IndexError):
        pass
    raise Malformed(tuple(_faults(number)))


def _faults(number: str) -> Iterator[Fault]:
    if len(number) != 13:
        yield Fault("number", "S10_LENGTH", f"has {len(number)} characters; an S10 number has 13")
        return
    for start, part, form in (
        (0, number[:2], "letters"),
        (2, number[2:11], "digits"),
        (11, number[11:], "letters"),
    ):
        for offset, character in enumerate(part, start + 1):
            wanted = _ALPHABET if form == "letters" else "0123456789"
            if character not in wanted:
                yield Fault(f"character {offset}", "S10_CHARACTER", f"is not one of the {form} {wanted}")
    if _SHAPE.fullmatch(number) and not is_valid(number):
        yield Fault("character 11", "S10_CHECK_DIGIT", "does not fit the serial; read the number again")
