"""What people type into the search: taken apart, put right, and told apart by what they want to know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA, LCSseq
from rapidfuzz.process import extract

from budstikke.issuer.terms.help_facts import Kind
from budstikke.law.words import Language

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 12
_SHORTEST_PART = 3
_MOST_CORRECTIONS = 3
# Letters that are typed in another way where a keyboard has none of ours.
_FOLDED = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", "ä": "ae", "ö": "o", "ü": "u"})
_AGAIN = (("aa", "a"), ("oe", "o"))
# How many letters may be wrong in a word of some length.
_MAY_DIFFER = ((3, 0), (6, 1), (9, 2), (99, 3))
_LONG_NUMBER = re.compile(r"(?:\d[\s.\-/+]*){6,}")
_ADDRESS = re.compile(r"\S*@\S*")
_MOST_LOGGED = 80
_ASKS: dict[Language, tuple[tuple[Kind, re.Pattern[str]], ...]] = {
    "no": (
        (
            Kind.DURATION,
            re.compile(r"\bhvor (lenge|lang tid|mange dager)\b|\bnår (utløper|går .* ut|kan)\b|\bfrist"),
        ),
        (Kind.PRICE, re.compile(r"\bhva koste|\bhvor mye\b|\bpris|\bkoste?r\b")),
        (Kind.HOURS, re.compile(r"\båpningstid|\bnår .*\båpn|\bnår .*\båpen|\båpent\b")),
        (Kind.CONTACT, re.compile(r"\btelefonn|\bring(e|er)?\b|\bhvilket nummer\b")),
        (Kind.DOCUMENTS, re.compile(r"\bhvilke[nt]? (legitimasjon|dokument|papir|id)|\bhva må jeg .*med\b")),
        (Kind.COUNT, re.compile(r"\bhvor mange\b")),
    ),
    "en": (
        (Kind.DURATION, re.compile(r"\bhow (long|many days)\b|\bwhen (does|do|can)\b|\bdeadline")),
        (Kind.PRICE, re.compile(r"\bhow much\b|\bprices?\b|\bcosts?\b")),
        (Kind.HOURS, re.compile(r"\bopening (hours|times?)\b|\bwhen .*\bopen\b")),
        (Kind.CONTACT, re.compile(r"\bphone number|\bcall\b|\btelephone\b")),
        (
            Kind.DOCUMENTS,
            re.compile(r"\b(which|what) (ids?|identification|documents?|papers?)\b|\bwhat .*\bbring\b"),
        ),
        (Kind.COUNT, re.compile(r"\bhow many\b")),
    ),
}


def words_of(asked: str) -> tuple[str, ...]:
    """Return the words of a question, small letters, each once; what is too long is cut."""
    return tuple(dict.fromkeys(_WORD.findall(asked.lower())))[:_MOST_WORDS]


def kinds_asked(asked: str, *, language: Language) -> tuple[Kind, ...]:
    """
    Return what a question wants to know.

    >>> kinds_asked("Hvor lenge ligger brevet?", language="no")
    (<Kind.DURATION: 'duration'>,)
    """
    text = asked.lower()
    return tuple(kind for kind, pattern in _ASKS[language] if pattern.search(text))


def folded(word: str) -> str:
    """
    Return a word as somebody without our letters types it.

    >>> folded("påminnelse"), folded("paaminnelse")
    ('paminnelse', 'paminnelse')
    """
    text = word.lower().translate(_FOLDED)
    for typed, read in _AGAIN:
        text = text.replace(typed, read)
    return text


def redacted(asked: str) -> str:
    """
    Return what may be kept of a question that nobody answered.

    Numbers of six digits and more go, also when they are typed in groups, and so do e-mail addresses.

    >>> redacted("Koden 12345 678901 til ola@nordmann.example virker ikke")
    'koden til virker ikke'
    """
    text = _LONG_NUMBER.sub(" ", _ADDRESS.sub(" ", asked))
    return " ".join(words_of(text))[:_MOST_LOGGED]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All the words of the articles of a language, their stems as the database makes them, and those in so many."""

    words: frozenset[str]
    lexemes: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    _by_fold: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Find words by how they are typed without our letters."""
        for word in sorted(self.words):
            key = folded(word)
            self._by_fold[key] = (*self._by_fold.get(key, ()), word)

    def corrections(self, word: str) -> tuple[str, ...]:
        """
        Return the words that a misspelt one may stand for, the nearest first.

        Reading: a swap of neighbours is one mistake; words with digits in them are not put right.
        """
        key = folded(word)
        if key in self._by_fold:
            return self._by_fold[key]
        if any(letter.isdigit() for letter in key):
            return ()
        most = next(wrong for length, wrong in _MAY_DIFFER if len(key) <= length)
        if not most:
            return ()
        near = extract(
            key, self._by_fold.keys(), scorer=OSA.distance, score_cutoff=most, limit=_MOST_CORRECTIONS
        )
        # Of several as near, the one that keeps most of the letters: one was left out more often than mistaken.
        near.sort(key=lambda each: (each[1], -LCSseq.similarity(key, each[0]), each[0]))
        nearest = near[0][1] if near else 0
        return tuple(
            each for found, distance, _ in near if distance == nearest for each in self._by_fold[found]
        )

    def parts(self, word: str) -> tuple[str, str] | None:
        """
        Return the two words that a Norwegian compound is made of, or None.

        >>> Vocabulary(frozenset({"kode", "aktivering"})).parts("aktiveringskode")
        ('aktivering', 'kode')
        """
        for place in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            last = word[place:]
            if last not in self.words:
                continue
            for first in (word[:place], word[:place].removesuffix("s"), word[:place].removesuffix("e")):
                if len(first) >= _SHORTEST_PART and first in self.words:
                    return first, last
        return None


def vocabulary_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of texts that are long enough to be misspelt; numbers are none."""
    found = (word for text in texts for word in _WORD.findall(text.lower()))
    return frozenset(word for word in found if len(word) >= _SHORTEST_PART and not word.isdigit())
