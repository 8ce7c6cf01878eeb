"""The character sets of an interchange: syntax identifier to codec, and which characters each may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINE_BREAKS = b"\r\n"
_SERVICE = "'+:?"
_LEVEL_A = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-()/=!\"%&*;<>" + _SERVICE
_ASCII = bytes(range(0x20, 0x7F))
_GRAPHIC = _ASCII + bytes(range(0xA0, 0x100))

# A letter with an accent written as UTF-8 and read as 8859-1: a capital A with an accent, then a sign or a control
# character. No name holds such a pair (a no-break space apart), and it is the commonest mistake of senders.
_UTF8_READ_AS_LATIN_1 = re.compile("[\xc3-\xc5][\x80-\x9f\xa1-\xbf]")
_NEVER = re.compile("(?!)")


@dataclass(frozen=True, slots=True)
class Level:
    """
    One syntax identifier of UNB: how its bytes are read and which of them it allows.

    `allowed` is None where every well-formed byte sequence may hold allowed characters (UTF-8). `outside` finds
    a character the level does not hold in text where U+0001 to U+0004 stand for released service characters;
    `mistaken` finds what was written in UTF-8.
    """

    code: str
    codec: str
    allowed: bytes | None
    outside: re.Pattern[str]
    mistaken: re.Pattern[str] = _NEVER

    def suspect(self, text: str) -> bool:
        """Whether canonical text holds a character outside the level, or UTF-8 read as something else."""
        return bool(self.outside.search(text) or self.mistaken.search(text))


def _single_byte(code: str, codec: str, allowed: bytes) -> Level:
    held = re.escape(allowed.decode(codec, "ignore"))
    mistaken = _UTF8_READ_AS_LATIN_1 if code == "UNOC" else _NEVER
    return Level(code, codec, allowed + LINE_BREAKS, re.compile(f"[^{held}\x01-\x04]"), mistaken)


# In Unicode: no control characters, no surrogates, no non-characters, not the sign for "could not be decoded".
_UNICODE_OUTSIDE = re.compile("[\x00\x05-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")

LEVELS: dict[str, Level] = {
    level.code: level
    for level in (
        _single_byte("UNOA", "iso8859-1", _LEVEL_A.encode()),
        _single_byte("UNOB", "iso8859-1", _ASCII),
        _single_byte("UNOC", "iso8859-1", _GRAPHIC),
        _single_byte("UNOD", "iso8859-2", _GRAPHIC),
        _single_byte("UNOE", "iso8859-5", _GRAPHIC),
        _single_byte("UNOF", "iso8859-7", _GRAPHIC),
        Level("UNOW", "utf-8", None, _UNICODE_OUTSIDE),
        Level("UNOY", "utf-8", None, _UNICODE_OUTSIDE),
    )
}
