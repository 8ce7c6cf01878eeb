"""
A slip for the recipient: why the letter was not handed over, what would cure it, until when and where.

The same form serves as a short letter when an outlet can hand nothing over. A slip and its SMS are in one language,
the recipient's; the letter is in both, because nobody told us which its recipient reads. They name the letter and
never the person. Terms: PUM §11, §14.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from budstikke.kit.days import in_full, in_short
from budstikke.law.words import Language, Words
from budstikke.post.papers.label import breakable, spaced
from budstikke.post.papers.notice import NoticeOutlet
from budstikke.post.papers.notice_text import sms_parts
from budstikke.post.papers.notice_words import LABELS
from budstikke.post.papers.setting import refuse_unprintable, set_pdf

NOT_HANDED_OVER = Words(no="Vi kunne ikke utlevere brevet", en="We could not hand the letter over")
OUT_OF_ORDER = Words(no="Brevet kan ikke hentes akkurat nå", en="The letter cannot be collected just now")
_CURE = Words(no="Dette kan du gjøre", en="What you can do")
_ELSEWHERE = Words(no="Nærmeste hentested som virker", en="Nearest outlet that works")
_SMS = (
    Words(
        no="{test}Brev {number}: {why} {cure} {outlet}, til {day}.",
        en="{test}Letter {number}: {why} {cure} {outlet}, until {day}.",
    ),
    Words(no="{test}Brev {number}: {why} {cure}", en="{test}Letter {number}: {why} {cure}"),
    Words(no="{test}Brev {number}: {why} Hentefrist {day}.", en="{test}Letter {number}: {why} Until {day}."),
)  # fmt: skip
# Who reads it is at home and has to learn which outlet, and which other one; that takes two SMS.
_SMS_OUT_OF_ORDER = Words(
    no="{test}Brev {number}, {outlet}: {why} Nærmeste hentested som virker: {elsewhere}. Hentefrist {day}.",
    en="{test}Letter {number}, {outlet}: {why} Nearest outlet that works: {elsewhere}. Until {day}.",
)
_SMS_NO_OTHER = Words(
    no="{test}Brev {number}, {outlet}: {why} Hentefrist {day}.",
    en="{test}Letter {number}, {outlet}: {why} Until {day}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipReason:
    """One thing the recipient is told, with the clauses it rests on and what would cure it."""

    words: Words
    clauses: str
    cure: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """
    What the recipient is told.

    `address_lines` are printed on the sheet for the post only; `elsewhere` is another outlet to go to. A letter that
    can no longer be collected has neither deadline nor outlet. `sms` are the words of the SMS, where it has its own.
    """

    number: str
    heading: Words
    reasons: tuple[SlipReason, ...]
    deadline_on: date | None
    outlet: NoticeOutlet | None
    test: bool
    sender_name: str = ""
    sms: Words | None = None
    elsewhere: NoticeOutlet | None = None
    address_lines: tuple[str, ...] = field(default=(), repr=False)

    @property
    def cures(self) -> tuple[Words, ...]:
        """What would cure it, each once."""
        return tuple(dict.fromkeys(reason.cure for reason in self.reasons if reason.cure))


def render_slip(slip: Slip, *, language: Language) -> bytes:
    """
    Return the slip as PDF (PDF/UA-1), one page.

    Raises: CannotPrint when a text has no letters.
    """
    return _set(slip, (language,), sheet="A6")


def render_slip_letter(slip: Slip) -> bytes:
    """
    Return the slip as a letter for a window envelope, in Norwegian and English, as PDF (PDF/UA-1), one page.

    Raises: CannotPrint when a text has no letters.
    """
    return _set(slip, ("no", "en"), sheet="A4")


def _set(slip: Slip, languages: Sequence[Language], *, sheet: Literal["A6", "A4"]) -> bytes:
    said = [
        text
        for each in languages
        for text in (*_told(slip, each), *(value for _, value in _facts(slip, each)))
    ]
    refuse_unprintable(f"slip {slip.number}", (*slip.address_lines, *said))
    data = {
        "sheet": sheet,
        "number": slip.number,
        "address": [breakable(line) for line in slip.address_lines],
        "versions": [_version(slip, each) for each in languages],
        "test": slip.test,
    }
    return set_pdf("slip.typ", data, standards=["ua-1"])


def _version(slip: Slip, language: Language) -> dict[str, object]:
    """Return what stands on the slip in one language."""
    return {
        "lang": "nb" if language == "no" else "en",
        "heading": slip.heading.in_(language),
        "parts": [
            {"words": reason.words.in_(language), "clauses": reason.clauses} for reason in slip.reasons
        ],
        "cures": [words.in_(language) for words in slip.cures],
        "labels": {"cure": _CURE.in_(language)},
        "facts": [[label, breakable(value)] for label, value in _facts(slip, language)],
        "test_words": LABELS["test"].in_(language),
    }


def slip_sms(slip: Slip, *, language: Language) -> str:
    """
    Return the same as SMS: one if it can be, and never without the reason; an outage names both outlets.

    Reading: where there are several reasons the first is told; it is the one to cure first.
    """
    first = slip.reasons[0]
    facts = {
        "test": "TEST " if slip.test else "",
        "number": slip.number,
        "why": first.words.in_(language),
        "cure": first.cure.in_(language) if first.cure else "",
        "outlet": slip.outlet.name if slip.outlet else "",
        "sender": slip.sender_name,
        "elsewhere": slip.elsewhere.name if slip.elsewhere else "",
        "day": in_short(slip.deadline_on, language=language) if slip.deadline_on else "",
    }
    if slip.sms is not None:
        return slip.sms.filled(facts).in_(language)
    if slip.heading == OUT_OF_ORDER:
        words = _SMS_OUT_OF_ORDER if slip.elsewhere else _SMS_NO_OTHER
        return words.filled(facts).in_(language)
    texts = [words.filled(facts).in_(language) for words in _SMS]
    return next((text for text in texts if sms_parts(text) == 1), texts[0])


def slip_text(slip: Slip, *, language: Language) -> str:
    """Return the same as plain text, for e-mail."""
    test = [LABELS["test"].in_(language), ""] if slip.test else []
    cures = [f"- {words.in_(language)}" for words in slip.cures]
    return "\n".join(
        [
            *test,
            f"{slip.heading.in_(language)}.",
            "",
            *(reason.words.in_(language) for reason in slip.reasons),
            "",
            *([f"{_CURE.in_(language)}:", *cures, ""] if cures else []),
            *(f"{label}: {value}" for label, value in _facts(slip, language)),
            "",
        ]
    )


def _told(slip: Slip, language: Language) -> Sequence[str]:
    return [words.in_(language) for words in (*(reason.words for reason in slip.reasons), *slip.cures)]


def _facts(slip: Slip, language: Language) -> list[tuple[str, str]]:
    def said(key: str) -> str:
        return LABELS[key].in_(language)

    outlet, elsewhere = slip.outlet, slip.elsewhere
    hours = "; ".join(words.in_(language) for words in outlet.opening_hours) if outlet else ""
    return [
        (said("letter"), spaced(slip.number)),
        *([(said("sender"), slip.sender_name)] if slip.sender_name else []),
        *([(said("deadline"), in_full(slip.deadline_on, language=language))] if slip.deadline_on else []),
        *([(said("where"), ", ".join((outlet.name, *outlet.address_lines)))] if outlet else []),
        *([(said("hours"), hours)] if hours else []),
        *(
            [(_ELSEWHERE.in_(language), ", ".join((elsewhere.name, *elsewhere.address_lines)))]
            if elsewhere
            else []
        ),
    ]
