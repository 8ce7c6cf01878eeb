"""
How names are spelled in machine-readable zones: every spelling ICAO permits for a letter (Doc 9303-3, §6).

The zone knows A to Z only. A few letters have several permitted spellings, and each issuer chooses: Ø is
printed OE here and O there. Letters that only carry an accent lose it; they need no row.
"""

from __future__ import annotations

import unicodedata
from itertools import product

# First the spelling that issuers prefer and that we generate.
LATIN: dict[str, tuple[str, ...]] = {
    "Ä": ("AE", "A"),
    "Å": ("AA", "A"),
    "Æ": ("AE",),
    "Đ": ("D",),
    "Ð": ("D",),
    "Ħ": ("H",),
    "Ĳ": ("IJ",),
    "ı": ("I",),
    "Ŀ": ("L",),
    "Ł": ("L",),
    "Ñ": ("N", "NXX"),
    "Ŋ": ("N",),
    "Ö": ("OE", "O"),
    "Ø": ("OE", "O"),
    "Œ": ("OE",),
    "ß": ("SS",),
    "ẞ": ("SS",),
    "Þ": ("TH",),
    "Ŧ": ("T",),
    "Ü": ("UE", "UXX", "U"),
    # Not in the standard's table, but in names: accented forms of the above, Skolt Sámi, Azerbaijani.
    "Ǿ": ("OE", "O"),
    "Ǽ": ("AE",),
    "Ǻ": ("AA", "A"),
    "Ǥ": ("G",),
    "Ʒ": ("Z",),
    "Ǯ": ("Z",),
    "Ə": ("A", "E"),
}

# The later spellings of a row are those of single states: Ukraine, Belarus, Bulgaria, Serbia, Macedonia.
CYRILLIC: dict[str, tuple[str, ...]] = {
    "А": ("A",),
    "Б": ("B",),
    "В": ("V",),
    "Г": ("G", "H"),
    "Д": ("D",),
    "Е": ("E",),
    "Ё": ("E", "IO"),
    "Ж": ("ZH", "Z"),
    "З": ("Z",),
    "И": ("I", "Y"),
    "І": ("I",),
    "Й": ("I",),
    "К": ("K",),
    "Л": ("L",),
    "М": ("M",),
    "Н": ("N",),
    "О": ("O",),
    "П": ("P",),
    "Р": ("R",),
    "С": ("S",),
    "Т": ("T",),
    "У": ("U",),
    "Ф": ("F",),
    "Х": ("KH", "H"),
    "Ц": ("TS", "C"),
    "Ч": ("CH", "C"),
    "Ш": ("SH", "S"),
    "Щ": ("SHCH", "SHT"),
    "Ъ": ("IE", ""),
    "Ы": ("Y",),
    "Ь": ("",),
    "Э": ("E",),
    "Ю": ("IU",),
    "Я": ("IA",),
    "Ґ": ("G",),
    "Ў": ("U",),
    "Ѫ": ("U",),
    "Ѵ": ("Y",),
    "Ђ": ("D",),
    "Ѓ": ("G", "GJ"),
    "Є": ("IE",),
    "Ѕ": ("DZ",),
    "Ї": ("I",),
    "Ј": ("J",),
    "Ќ": ("K", "KJ"),
    "Љ": ("LJ",),
    "Њ": ("NJ",),
    "Ћ": ("C",),
    "Џ": ("DZ", "DJ"),
}

_TABLE = LATIN | CYRILLIC
# Beyond this many letters of a word that have a choice, the rest keep the preferred spelling: 3**6 is enough.
_CHOICES_AT_MOST = 6


def letter_spellings(letter: str) -> tuple[str, ...]:
    """
    Return the permitted spellings of one capital letter, the preferred one first.

    >>> letter_spellings("Ø"), letter_spellings("É"), letter_spellings("K")
    (('OE', 'O'), ('E',), ('K',))

    Returns: the character itself where the standard has no spelling for it.
    """
    if known := _TABLE.get(letter):
        return known
    plain = unicodedata.normalize("NFKD", letter)
    bare = "".join(part for part in plain if not unicodedata.combining(part)).upper()
    return (bare,) if bare and bare.isascii() else (letter,)


def upper(text: str) -> str:
    """Return a text in capitals and composed, as the table writes its letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).upper())


def spellings(word: str) -> frozenset[str]:
    """
    Return every permitted spelling of a word.

    >>> sorted(spellings("Østby"))
    ['OESTBY', 'OSTBY']
    """
    if word.isascii():
        return frozenset((word.upper(),))
    left = _CHOICES_AT_MOST
    choices = []
    for letter in upper(word):
        row = letter_spellings(letter)
        if len(row) > 1:
            left -= 1
            row = row if left >= 0 else row[:1]
        choices.append(row)
    return frozenset(map("".join, product(*choices)))


def primary(text: str) -> str:
    """
    Return the preferred spelling of a text, blanks and signs untouched.

    >>> primary("Åsamund Østenbyen")
    'AASAMUND OESTENBYEN'
    """
    return "".join(letter_spellings(letter)[0] for letter in upper(text))
