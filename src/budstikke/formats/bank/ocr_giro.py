"""
OCR giro: payments with a KID as Norwegian banks give them, in records of eighty characters.

A file is one transmission (records 10 and 89) of assignments (20 and 88), each a day's payments to one account, each
payment of two or three records (30, 31, 32). Counts and sums stand at the end of each and are checked. Source: the
banks' system manual for OCR giro (service code 09).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from budstikke.formats.bank.incoming import BankFile, Incoming, Source
from budstikke.formats.malformed import Fault, Malformed

_LENGTH = 80
_START = re.compile(r"NY000010[0-9]{8}(?P<transmission>[0-9]{7})[0-9]{8}0{49}")
_ASSIGNMENT = re.compile(r"NY090020(?P<agreement>[0-9]{9})(?P<number>[0-9]{7})(?P<account>[0-9]{11})0{45}")
_AMOUNT_1 = re.compile(
    r"NY09(?P<type>[0-9]{2})30(?P<nth>[0-9]{7})(?P<day>[0-9]{6})[0-9]{10}(?P<sign>[-0])"
    r"(?P<amount>[0-9]{17})(?P<kid>[0-9 -]{25})0{6}"
)
_AMOUNT_2 = re.compile(r"NY09[0-9]{2}31(?P<nth>[0-9]{7}).{10}(?P<archive>.{9}).{46}")
_MESSAGE = re.compile(r"NY09[0-9]{2}32(?P<nth>[0-9]{7}).{65}")
_END_OF_ASSIGNMENT = re.compile(
    r"NY090088(?P<payments>[0-9]{8})(?P<records>[0-9]{8})(?P<amount>[0-9]{17})[0-9]{18}0{21}"
)
_END = re.compile(r"NY000089(?P<payments>[0-9]{8})(?P<records>[0-9]{8})(?P<amount>[0-9]{17})[0-9]{6}0{33}")
_NOT_OURS = "is no record of OCR giro, or not of its length"


@dataclass(slots=True)
class _Counted:
    """What the end of an assignment or of the transmission must say."""

    payments: int = 0
    records: int = 0
    amount_ore: int = 0


def read(content: bytes) -> BankFile:
    """
    Read an OCR giro file.

    Raises: Malformed with every fault and its line, counts and sums included.
    """
    # Of the letters only names would matter, and of those none is read.
    lines = content.removeprefix(b"\xef\xbb\xbf").decode("iso-8859-1").splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    reader = _Reader()
    for nth, line in enumerate(lines, start=1):
        reader.take(line, f"line {nth}")
    reader.close(f"line {len(lines)}")
    if reader.faults:
        raise Malformed(tuple(reader.faults))
    return BankFile(kind="ocr-giro", payments=tuple(reader.payments))


class _Reader:
    """Takes record after record; knows in what it stands."""

    def __init__(self) -> None:
        self.payments: list[Incoming] = []
        self.faults: list[Fault] = []
        self._whole, self._part = _Counted(), _Counted()
        self._assignment: re.Match[str] | None = None
        self._began = self._ended = False
        self._last = self._transmission = ""
        self._kinds: Mapping[re.Pattern[str], Callable[[re.Match[str], str], None]] = {
            _START: self._start,
            _ASSIGNMENT: self._begin,
            _AMOUNT_1: self._payment,
            _AMOUNT_2: self._archived,
            _MESSAGE: self._more,
            _END_OF_ASSIGNMENT: self._finish,
            _END: self._end,
        }

    def take(self, line: str, where: str) -> None:
        """Read one record."""
        self._whole.records += 1
        self._part.records += 1
        if self._ended:
            self._fault(where, "AFTER_THE_END", "stands after the end of the transmission")
            return
        for pattern, found in self._kinds.items():
            match = pattern.fullmatch(line) if len(line) == _LENGTH else None
            if match:
                found(match, where)
                return
        self._fault(where, "MALFORMED_RECORD", _NOT_OURS)

    def close(self, where: str) -> None:
        """Say what is missing at the end."""
        if not self._ended:
            self._fault(where, "BROKEN_OFF", "the end of the transmission (record 89) is not there")

    def _start(self, match: re.Match[str], where: str) -> None:
        if self._began:
            self._fault(where, "UNEXPECTED_RECORD", "a file is one transmission")
        self._began, self._transmission = True, match["transmission"]

    def _begin(self, match: re.Match[str], where: str) -> None:
        if not self._began or self._assignment is not None:
            self._fault(where, "UNEXPECTED_RECORD", "an assignment begins inside another, or before the file")
        self._assignment, self._part = match, _Counted(records=1)

    def _payment(self, match: re.Match[str], where: str) -> None:
        day, amount_ore = _day(match["day"]), int(match["amount"])
        if self._assignment is None:
            self._fault(where, "UNEXPECTED_RECORD", "a payment stands in no assignment")
            return
        if day is None:
            self._fault(where, "MALFORMED_DATE", "its day is no day")
            return
        if not amount_ore:
            self._fault(where, "MALFORMED_AMOUNT", "its amount is nothing")
            return
        taken_back = match["sign"] == "-"
        for each in (self._whole, self._part):
            each.payments += 1
            each.amount_ore += -amount_ore if taken_back else amount_ore
        self._last = match["nth"]
        of, number = self._assignment["account"], self._assignment["number"]
        self.payments.append(
            Incoming(
                where=where,
                # Account, day, assignment and payment: what the bank finds it by, and the same in a second copy.
                reference=f"OCR-{of}-{day:%Y%m%d}-{number}-{match['nth']}",
                kid=match["kid"].strip(),
                amount_ore=amount_ore,
                paid_on=day,
                taken_back=taken_back,
                source=Source.GIRO,
                account=of,
                bundle=f"OCR-{of}-{day:%Y%m%d}-{self._transmission}-{number}",
            )
        )

    def _archived(self, match: re.Match[str], where: str) -> None:
        self._more(match, where)
        archive = match["archive"].strip()
        if match["nth"] == self._last and self.payments and archive.strip("0"):
            self.payments[-1] = replace(self.payments[-1], archive=archive)

    def _more(self, match: re.Match[str], where: str) -> None:
        if match["nth"] != self._last:
            self._fault(where, "UNEXPECTED_RECORD", "follows no payment of its number")

    def _finish(self, match: re.Match[str], where: str) -> None:
        if self._assignment is None:
            self._fault(where, "UNEXPECTED_RECORD", "ends an assignment that has not begun")
        self._compare(match, self._part, where)
        self._assignment = None

    def _end(self, match: re.Match[str], where: str) -> None:
        if self._assignment is not None:
            self._fault(where, "UNEXPECTED_RECORD", "the assignment before it has no end")
        self._compare(match, self._whole, where)
        self._ended = True

    def _compare(self, match: re.Match[str], counted: _Counted, where: str) -> None:
        if int(match["payments"]) != counted.payments or int(match["records"]) != counted.records:
            self._fault(where, "WRONG_COUNT", "says another number of payments or records than stand there")
        if int(match["amount"]) != abs(counted.amount_ore):
            self._fault(where, "WRONG_SUM", "says another sum than the payments come to")

    def _fault(self, where: str, code: str, text: str) -> None:
        self.faults.append(Fault(where, code, text))


def _day(text: str) -> date | None:
    try:
        return date(2000 + int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
