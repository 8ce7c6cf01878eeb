"""A payment as a bank file tells it, and the file it stands in; the reader chooses by how the file begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from budstikke.formats.malformed import Fault, Malformed

# More than a bank sends in one file to a customer of this size; what is larger is something else.
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """
    One amount that came in.

    `reference` is the bank's own and the same whenever the payment is told again. `kid` is as it stands there, checked
    by nobody yet, and empty where none was given. `taken_back` is a payment that was taken back. Unit: øre. Who paid is
    left in the file: an invoice is found by its KID, and a name would be one more thing to keep.
    """

    where: str
    reference: str
    kid: str
    amount_ore: int
    paid_on: date
    taken_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFile:
    """
    What was read.

    `passed_over` counts what is no payment that came in: money that went out, and what the bank has not booked yet.
    """

    kind: str
    payments: tuple[Incoming, ...]
    passed_over: int = 0


def read_bank_file(content: bytes) -> BankFile:
    """
    Read a camt.053, a camt.054 or an OCR giro file.

    Raises: Malformed with every fault; of a file with faults nothing is used, because its sums cannot be trusted.
    """
    from budstikke.formats.bank import camt, ocr_giro

    if len(content) > MOST_BYTES:
        raise Malformed((Fault("file", "TOO_LARGE", f"is larger than {MOST_BYTES} bytes; split it"),))
    readers: tuple[tuple[bytes, Callable[[bytes], BankFile]], ...] = (
        (b"NY", ocr_giro.read),
        (b"<", camt.read),
    )
    begins = content.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")[:2]
    for start, read in readers:
        if begins.startswith(start):
            return read(content)
    raise Malformed((Fault("file", "UNKNOWN_FORMAT", "is neither camt.053, camt.054 nor an OCR giro file"),))
