"""
How names are spelled in machine-readable zones: every spelling ICAO permits for a letter (Doc 9303-3, §6).

The zone knows A to Z only. A few letters have several permitted spellings, and each issuer chooses: Ø is
printed OE here and O there. Letters that only carry an accent lose it; they need no row. Greek is not in the
standard; its rows are those of ELOT 743 (ISO 843), which the passports of Greece and Cyprus follow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
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

# §6.B. The later spellings of a row are those of single states: Ukraine, Belarus, Bulgaria, Serbia, Macedonia.
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
    "Ғ": ("G", "GJ"),
    "Һ": ("C",),
}

# What Ukraine writes where such a letter begins a word, beside what its row says.
FIRST_OF_A_WORD: dict[str, tuple[str, ...]] = {
    "Є": ("YE",),
    "Ї": ("YI",),
    "Й": ("Y",),
    "Ю": ("YU",),
    "Я": ("YA",),
}

GREEK: dict[str, tuple[str, ...]] = {
    "Α": ("A",),
    "Β": ("V",),
    "Γ": ("G",),
    "Δ": ("D",),
    "Ε": ("E",),
    "Ζ": ("Z",),
    "Η": ("I",),
    "Θ": ("TH",),
    "Ι": ("I",),
    "Κ": ("K",),
    "Λ": ("L",),
    "Μ": ("M",),
    "Ν": ("N",),
    "Ξ": ("X",),
    "Ο": ("O",),
    "Π": ("P",),
    "Ρ": ("R",),
    "Σ": ("S",),
    "Τ": ("T",),
    "Υ": ("Y",),
    "Φ": ("F",),
    "Χ": ("CH",),
    "Ψ": ("PS",),
    "Ω": ("O",),
}

# Two letters that are one sound; a dieresis on the second (ΑΫ) keeps them apart.
GREEK_PAIRS: dict[str, tuple[str, ...]] = {
    "ΑΥ": ("AV", "AF"),
    "ΕΥ": ("EV", "EF"),
    "ΗΥ": ("IV", "IF"),
    "ΟΥ": ("OU",),
    "ΓΓ": ("NG",),
    "ΓΞ": ("NX",),
    "ΓΧ": ("NCH",),
    "ΜΠ": ("B", "MP"),
}

_TABLE = LATIN | CYRILLIC | GREEK
_GREEK_LETTER = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_TONOS = "\u0301"
# Beyond this many letters of a word that have a choice, the rest keep the preferred spelling: 3**6 is enough.
_CHOICES_AT_MOST = 6


@lru_cache(maxsize=4096)
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
    if bare in _TABLE:
        return _TABLE[bare]
    return (bare,) if bare and bare.isascii() else (letter,)


def upper(text: str) -> str:
    """Return a text in capitals and composed, as the table writes its letters."""
    if text.isascii():
        return text.upper()
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
    for row in _rows(upper(word)):
        left -= len(row) > 1
        choices.append(row if left >= 0 else row[:1])
    return frozenset(map("".join, product(*choices)))


def primary(text: str) -> str:
    """
    Return the preferred spelling of a text, blanks and signs untouched.

    >>> primary("Åsamund Østenbyen")
    'AASAMUND OESTENBYEN'
    """
    return "".join(row[0] for row in _rows(upper(text)))


def _rows(capitals: str) -> Iterator[tuple[str, ...]]:
    """Yield the spellings of a text letter by letter, or pair by pair where Greek writes one sound with two."""
    if _GREEK_LETTER.search(capitals):
        without = "".join(part for part in unicodedata.normalize("NFD", capitals) if part != _TONOS)
        capitals = unicodedata.normalize("NFC", without)
    before, paired = "", False
    for at, letter in enumerate(capitals):
        if paired:
            paired = False
        elif pair := GREEK_PAIRS.get(capitals[at : at + 2]):
            paired = True
            yield pair
        elif not before.isalpha() and letter in FIRST_OF_A_WORD:
            yield (*letter_spellings(letter), *FIRST_OF_A_WORD[letter])
        else:
            yield letter_spellings(letter)
        before = letter
