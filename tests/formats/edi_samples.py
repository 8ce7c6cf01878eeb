"""The EDI samples, and ways to spoil and to multiply them."""

from __future__ import annotations

import io
from pathlib import Path

from budstikke.formats import s10
from budstikke.formats.edifact.faults import Fault
from budstikke.formats.edifact.header import Header
from budstikke.formats.edifact.iftmin import Rejected, Verdict, read_interchange
from budstikke.formats.edifact.orders import Booking

_FOLDER = Path(__file__).parent.parent / "samples" / "edi"

ORDER = (_FOLDER / "order.edi").read_bytes()
OLDER = (_FOLDER / "order-older.edi").read_bytes()
FULL = (_FOLDER / "order-full.edi").read_bytes()

LATIN = frozenset(map(chr, range(0x20, 0x180)))


def parts(
    data: bytes, printable: frozenset[str] | None = None
) -> list[Header | Booking | Rejected | Verdict]:
    """Everything that is read from some bytes."""
    return list(read_interchange(io.BytesIO(data), printable=printable))


def bookings(data: bytes, printable: frozenset[str] | None = None) -> list[Booking]:
    """The bookings alone."""
    return [part for part in parts(data, printable) if isinstance(part, Booking)]


def faults(data: bytes, printable: frozenset[str] | None = None) -> list[Fault]:
    """All faults, of messages and of interchanges, in the order they are told."""
    return [
        fault
        for part in parts(data, printable)
        if isinstance(part, Rejected | Verdict)
        for fault in part.faults
    ]


def many(count: int) -> bytes:
    """An interchange of so many good orders, each its own letter."""
    start = ORDER.index(b"UNH+")
    head, message = ORDER[:start], ORDER[start : ORDER.index(b"UNZ+")].decode()
    made = [
        message.replace("UNH+1+", f"UNH+{number}+")
        .replace("UNT+18+1'", f"UNT+18+{number}'")
        .replace("RR473124829NO", s10.make(prefix="RR", serial=number))
        .replace("ORDRE-1001", f"ORDRE-{number}")
        for number in range(1, count + 1)
    ]
    return head + "".join(made).encode() + f"UNZ+{count}+PUM0000001'\n".encode()
