"""Reading whichever file a bank has sent, by how it begins."""

from __future__ import annotations

from collections.abc import Callable

from budstikke.formats.bank import camt, ocr_giro
from budstikke.formats.bank.incoming import BankFile
from budstikke.formats.malformed import Fault, Malformed

# More than a bank sends in one file to a customer of this size; what is larger is something else.
MOST_BYTES = 64 * 1024 * 1024


def read_bank_file(content: bytes) -> BankFile:
    """
    Read a camt.053, a camt.054 or an OCR giro file.

    Raises: Malformed with every fault; of a file with faults nothing is used, because its sums cannot be trusted.
    """
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
