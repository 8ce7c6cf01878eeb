"""Data groups 1 and 11: the machine-readable lines, and further particulars (Doc 9303-10, §4.7.1 and §4.7.11)."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.formats.chip.tlv import Unreadable, first, only

# Characters of a zone -> how many to a line.
_WIDTHS = {88: 44, 72: 36, 90: 30}
_ZONE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
_DG1, _ZONE_TAG = 0x61, 0x5F1F
_DG11, _FULL_NAME, _PERSONAL_NUMBER = 0x6B, 0x5F0E, 0x5F10
_MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Particulars:
    """What data group 11 adds; the name as the issuer spells it, with all its letters."""

    full_name: str | None
    personal_number: str | None


def mrz_lines(dg1: bytes) -> tuple[str, ...]:
    """
    Return the lines of the machine-readable zone, two or three.

    Raises: Unreadable when the bytes hold no zone of Doc 9303.
    """
    zone = only(only(dg1, tag=_DG1), tag=_ZONE_TAG)
    width = _WIDTHS.get(len(zone))
    text = zone.decode("latin-1")
    if width is None or not set(text) <= _ZONE:
        raise Unreadable("is no machine-readable zone")
    return tuple(text[at : at + width] for at in range(0, len(text), width))


def particulars(dg11: bytes) -> Particulars:
    """
    Return the full name and the personal number, each None where the issuer left it out.

    Reading: in a name `<<` parts the surname from the given names and `<` one name from the next, as in a
    zone; some issuers write commas and spaces instead, so the text is returned as it stands.
    Raises: Unreadable when the bytes are not a data group 11 in UTF-8.
    """
    inside = only(dg11, tag=_DG11)
    return Particulars(_text(inside, _FULL_NAME), _text(inside, _PERSONAL_NUMBER))


def _text(inside: bytes, tag: int) -> str | None:
    content = first(inside, tag=tag)
    if content is None:
        return None
    try:
        text = content.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise Unreadable("is not UTF-8") from None
    if len(text) > _MOST_CHARACTERS or not all(character.isprintable() for character in text):
        raise Unreadable("is no text of a person")
    return text or None
