"""
§5, §12: whether the name on a letter is the name on a document: same, ask the clerk, or differs.

Names meet by the spellings ICAO permits, word by word, in any order. There is no phonetics and no "nearly":
what might be the same name is a question for the clerk, never a silent yes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from budstikke.formats import icao_letters
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum import name_steps
from budstikke.post.terms.pum.edition import NamePolicy
from budstikke.post.terms.pum.name_steps import NameStep, Verdict

# More than any order or document has room for; what is longer is no name, and is not compared.
_CHARACTERS_AT_MOST, _WORDS_AT_MOST = 250, 32
# How many words one name may write together: VAN DER BERG, AL DIN ABD EL.
_TOGETHER_AT_MOST = 5

Part = Literal["surname", "given", "undivided"]

# Signs within words, soft hyphens and joiners that nobody sees.
_IN_WORDS = str.maketrans("", "", "'’‘ʼʻ`´\"“”·\u00ad\u200b\u200c\u200d\ufeff")
_AFTER_INITIAL = re.compile(r"(?<![^\W_])([^\W_])\.")
_BETWEEN_WORDS = re.compile(r"[\s<\-‐‑‒–—−/,;()]+")
_FILLERS = re.compile(r"^<+|<+$")
_FOLD = re.compile("UXX|NXX|AA|AE|OE|UE")
_FOLDED_TO = {"UXX": "U", "NXX": "N", "AA": "A", "AE": "A", "OE": "O", "UE": "U"}


@dataclass(frozen=True, slots=True)
class NameRules:
    """
    What an edition and an operator may choose about names.

    `policy` EXACT asks for the same words, nothing more and nothing less. `every_name` asks the clerk when
    the letter leaves out any name of the document. From `cut_at_characters` on, an addressee may be cut.
    """

    policy: NamePolicy = NamePolicy.RULES
    every_name: bool = False
    cut_at_characters: int = 35


@dataclass(frozen=True, slots=True)
class NameComparison:
    """
    The answer, and step by step how it came about.

    `steps` hold words of the names, for the clerk's screen; what is written down is `codes`.
    """

    verdict: Verdict
    steps: tuple[NameStep, ...]

    clauses = (PUM(5), PUM(12))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the steps, without a word of the names: what records and logs may carry."""
        return tuple(dict.fromkeys(step.code for step in self.steps))

    def as_json(self) -> dict[str, object]:
        """Return the answer, the steps in both languages, and the clauses, as plain JSON values."""
        return {
            "answer": self.verdict,
            "steps": [step.as_json() for step in self.steps],
            "clause": str(self.clauses[0]),
            "clauses": [str(clause) for clause in self.clauses],
        }


@dataclass(frozen=True, slots=True)
class _Word:
    """One word with its permitted spellings."""

    text: str
    spellings: frozenset[str]
    part: Part = "undivided"

    @classmethod
    def of(cls, text: str, part: Part = "undivided") -> _Word:
        return cls(text, icao_letters.spellings(text), part)

    @property
    def folded(self) -> frozenset[str]:
        """The spellings with every doubtful pair of letters folded into one."""
        return frozenset(map(_fold, self.spellings))

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1

    def begins(self, other: _Word) -> bool:
        """Say whether this word is a beginning of the other, in any spelling, and not all of it."""
        lengths = {len(start) for start in self.spellings if start}
        return any(
            length < len(whole) and whole[:length] in self.spellings
            for whole in other.spellings
            for length in lengths
        )


@dataclass(slots=True)
class _Comparison:
    """The words of both names that have not met yet, and the steps so far."""

    asked: list[_Word]
    found: list[_Word]
    truncated: bool
    maybe_cut: _Word | None
    rules: NameRules
    met: list[_Word] = field(default_factory=list)
    steps: list[NameStep] = field(default_factory=list)


_Meets = Callable[[_Comparison, _Word, _Word], bool]

# From certain to doubtful: a word is explained by the first row under which it meets a word of the document.
_WAYS_TO_MEET: tuple[tuple[str, _Meets], ...] = (
    ("equal", lambda _, asked, found: asked.text == found.text),
    ("permitted_spelling", lambda _, asked, found: not asked.spellings.isdisjoint(found.spellings)),
)
_WAYS_TO_DOUBT: tuple[tuple[str, _Meets], ...] = (
    ("doubtful_spelling", lambda _, asked, found: not asked.folded.isdisjoint(found.folded)),
    ("initial", lambda _, asked, found: _is_initial_of(asked, found) or _is_initial_of(found, asked)),
    ("document_cut", lambda case, asked, found: case.truncated and found.begins(asked)),
    ("addressee_cut", lambda case, asked, found: asked is case.maybe_cut and asked.begins(found)),
)


def compare(
    *, addressee: str, surname: str, given: str, truncated: bool = False, rules: NameRules | None = None
) -> NameComparison:
    """
    Compare the name on a letter with the surname and the given names of a document.

    Terms:   PUM §5 (letter and document bear the same name), §12 (it is checked; long names are keyed).
    Reading: order does not matter; further names in the document are fine, unless the first given name or the
             last surname is the one left out; a word of the letter that the document lacks is another name.
             `truncated` says that the document's zone had no room for the whole name.
    """
    document = [*_words(surname, "surname"), *_words(given, "given")]
    return _compare(addressee, document, truncated=truncated, rules=rules or NameRules())


def compare_names(
    *, addressee: str, document_name: str, truncated: bool = False, rules: NameRules | None = None
) -> NameComparison:
    """
    Compare the name on a letter with a document's name that is not divided into surname and given names.

    Reading: a name written "SURNAME, GIVEN" or "SURNAME<<GIVEN" is divided there. Otherwise the first and the
             last word stand for the names that must not be left out.
    """
    divider = "<<" if "<<" in _FILLERS.sub("", document_name) else ","
    surname, divided, given = _FILLERS.sub("", document_name).partition(divider)
    if divided and surname.strip() and given.strip():
        return compare(addressee=addressee, surname=surname, given=given, truncated=truncated, rules=rules)
    document = _words(document_name, "undivided")
    return _compare(addressee, document, truncated=truncated, rules=rules or NameRules())


def closest(verdicts: Sequence[NameComparison]) -> NameComparison:
    """
    Return the verdict that speaks most for the recipient, of several readings of one document.

    Reading: the page's own spelling and the zone's are both the document's name; either may be met.
    """
    return min(verdicts, key=lambda each: name_steps.VERDICTS.index(each.verdict))


def _compare(addressee: str, document: list[_Word], *, truncated: bool, rules: NameRules) -> NameComparison:
    asked = _words(addressee, "undivided")
    if max(len(asked), len(document)) > _WORDS_AT_MOST:
        return NameComparison("differs", (NameStep.of("no_such_name"),))
    long = len(addressee.strip()) >= rules.cut_at_characters
    maybe_cut = asked[-1] if asked and long else None
    case = _Comparison(list(asked), list(document), truncated=truncated, maybe_cut=maybe_cut, rules=rules)
    if not asked or not document:
        case.steps.append(NameStep.of("no_name" if not asked else "no_name_in_document"))
    else:
        for code, meets in _WAYS_TO_MEET:
            _pair(case, code, meets)
        _join(case)
        for code, meets in _WAYS_TO_DOUBT:
            _pair(case, code, meets)
        case.steps.extend(_left_of_letter(case))
        case.steps.extend(_left_of_document(case, document))
    if rules.policy is NamePolicy.EXACT and any(step.code != "equal" for step in case.steps):
        case.steps.append(NameStep.of("exact_name_wanted"))
    return NameComparison(name_steps.worst(case.steps), tuple(case.steps))


def _words(name: str, part: Part) -> list[_Word]:
    if len(name) > _CHARACTERS_AT_MOST:
        return [_Word("", frozenset(), part)] * (_WORDS_AT_MOST + 1)
    # "K.A." are two initials; any other full stop, like an apostrophe, vanishes as it does in the zone.
    plain = _AFTER_INITIAL.sub(r"\1 ", icao_letters.upper(name).translate(_IN_WORDS)).replace(".", "")
    return [_Word.of(word, part) for word in _BETWEEN_WORDS.split(plain) if word]


def _fold(spelling: str) -> str:
    return _FOLD.sub(lambda pair: _FOLDED_TO[pair[0]], spelling)


def _is_initial_of(initial: _Word, whole: _Word) -> bool:
    return initial.is_initial and initial.begins(whole)


def _pair(case: _Comparison, code: str, meets: _Meets) -> None:
    """Let as many of the words left meet as can, each once; their order decides nothing."""
    if not case.asked or not case.found:
        return
    owner: dict[int, int] = {}
    candidates = {
        row: [place for place, found in enumerate(case.found) if meets(case, asked, found)]
        for row, asked in enumerate(case.asked)
    }

    def place_for(row: int, tried: set[int]) -> bool:
        for place in candidates[row]:
            if place not in tried:
                tried.add(place)
                if place not in owner or place_for(owner[place], tried):
                    owner[place] = row
                    return True
        return False

    if not any(candidates.values()):
        return
    for row in candidates:
        place_for(row, set())
    for place, row in owner.items():
        asked, found = case.asked[row], case.found[place]
        case.met.append(found)
        case.steps.append(NameStep.of(code, asked=asked.text, found=found.text))
    case.asked = [word for row, word in enumerate(case.asked) if row not in owner.values()]
    case.found = [word for place, word in enumerate(case.found) if place not in owner]


def _join(case: _Comparison) -> None:
    """Let words meet that one name writes together and the other apart: AL HASSAN, ALHASSAN."""
    for together, apart in ((case.asked, case.found), (case.found, case.asked)):
        for whole in list(together):
            for run in _runs(apart):
                joined = icao_letters.spellings("".join(word.text for word in run))
                if whole.spellings.isdisjoint(joined):
                    continue
                together.remove(whole)
                for word in run:
                    apart.remove(word)
                case.met.extend([whole] if together is case.found else run)
                texts = whole.text, " ".join(word.text for word in run)
                asked, found = texts if together is case.asked else texts[::-1]
                case.steps.append(NameStep.of("written_together", asked=asked, found=found))
                break


def _runs(words: Sequence[_Word]) -> Iterator[Sequence[_Word]]:
    for start in range(len(words)):
        for stop in range(start + 2, min(len(words), start + _TOGETHER_AT_MOST) + 1):
            run = words[start:stop]
            if len({word.part for word in run}) == 1:
                yield run


def _left_of_letter(case: _Comparison) -> Iterator[NameStep]:
    for asked in case.asked:
        near = next((word for word in case.found if name_steps.one_letter_apart(asked.text, word.text)), None)
        if case.truncated:
            yield NameStep.of("perhaps_cut_off", asked=asked.text)
        elif near:
            yield NameStep.of("one_letter_differs", asked=asked.text, found=near.text)
        else:
            yield NameStep.of("not_found", asked=asked.text)


def _left_of_document(case: _Comparison, document: list[_Word]) -> Iterator[NameStep]:
    parts = {word.part for word in document}
    met_parts = {word.part for word in case.met}
    for part in ("surname", "given"):
        if part in parts and part not in met_parts:
            yield NameStep.of(f"no_{part}_found")
    if "undivided" in parts and len(case.met) < min(2, len(document)):
        yield NameStep.of("too_few_found")
    for missing in case.found:
        yield NameStep.of(_why_missing_matters(missing, document, case), found=missing.text)


def _why_missing_matters(missing: _Word, document: list[_Word], case: _Comparison) -> str:
    same_part = [word for word in document if word.part == missing.part]
    if missing.part != "surname" and missing is same_part[0]:
        return "first_name_missing"
    if missing.part != "given" and missing is same_part[-1]:
        return "last_surname_missing"
    return "name_missing" if case.rules.every_name else "shorter_form"
