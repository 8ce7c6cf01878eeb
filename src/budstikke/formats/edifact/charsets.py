"""The character sets of an interchange: syntax identifier to codec, and which characters each may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

# What stands in decoded text in place of a character that may not be there. No level holds control
# characters, so nothing is mistaken for a mark; and a message with a mark in it is never booked, so nothing
# is lost.
OUTSIDE = "\x00"
MISTAKEN = "\x05"

_SERVICE = "'+:?"
_LEVEL_A = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-()/=!"%&*;<>' + _SERVICE
_ASCII = bytes(range(0x20, 0x7F))
_GRAPHIC = _ASCII + bytes(range(0xA0, 0x100))
_LINE_BREAKS = b"\r\n"

# A letter with an accent written as UTF-8 and read as 8859-1: a capital A with an accent, then a sign or a
# control character. No name holds such a pair (a no-break space apart), and it is the commonest mistake of
# senders.
_UTF8_AS_LATIN_1 = re.compile(rb"[\xc3-\xc5][\x80-\x9f\xa1-\xbf]")
# In Unicode: no control characters, no surrogates, no non-characters, not the sign for "could not be
# decoded".
_OUTSIDE_UNICODE = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")


@dataclass(frozen=True, slots=True)
class Level:
    """One syntax identifier of UNB: how its bytes are read, and what becomes of those it does not allow."""

    code: str
    codec: str
    # None for UTF-8: there the bytes alone do not tell.
    allowed: bytes | None = None
    to_marks: bytes = b""

    def text(self, data: bytes) -> tuple[str, bool]:
        """Decode, with a mark for each character that may not stand here; and say whether there is any."""
        if self.allowed is None:
            text = data.decode(self.codec, "replace")
            # Line breaks alone make a text unprintable, and they are welcome between segments.
            # The sign for "could not be decoded" is printable.
            if "\ufffd" not in text and text.replace("\r", "").replace("\n", "").isprintable():
                return text, False
            text = _OUTSIDE_UNICODE.sub(OUTSIDE, text)
            return text, OUTSIDE in text
        # Looking for the three bytes first is ten times faster than looking for the pairs.
        leads = b"\xc3" in data or b"\xc4" in data or b"\xc5" in data
        if self.code == "UNOC" and leads and _UTF8_AS_LATIN_1.search(data):
            parts = _UTF8_AS_LATIN_1.split(data)
            return MISTAKEN.join(part.translate(self.to_marks).decode(self.codec) for part in parts), True
        if not data.translate(None, self.allowed):
            return data.decode(self.codec), False
        return data.translate(self.to_marks).decode(self.codec, "replace"), True


def _single_byte(code: str, codec: str, allowed: bytes) -> Level:
    # Some bytes of a codec mean nothing; then the level does not hold them either.
    held = bytes(byte for byte in allowed if bytes([byte]).decode(codec, "ignore")) + _LINE_BREAKS
    return Level(code, codec, held, bytes(byte if byte in held else 0 for byte in range(256)))


LEVELS: dict[str, Level] = {
    level.code: level
    for level in (
        _single_byte("UNOA", "iso8859-1", _LEVEL_A.encode()),
        _single_byte("UNOB", "iso8859-1", _ASCII),
        _single_byte("UNOC", "iso8859-1", _GRAPHIC),
        _single_byte("UNOD", "iso8859-2", _GRAPHIC),
        _single_byte("UNOE", "iso8859-5", _GRAPHIC),
        _single_byte("UNOF", "iso8859-7", _GRAPHIC),
        Level("UNOW", "utf-8"),
        Level("UNOY", "utf-8"),
    )
}
