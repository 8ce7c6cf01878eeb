"""
The letter that answers a claim: what was claimed, what was decided, on which clauses, and how it is paid.

In one language or in both, a page each, from the same values; as plain text for e-mail too. Terms: PUM §17, §18.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from budstikke.kit.days import in_full
from budstikke.law.money import kroner
from budstikke.law.words import Language, Words
from budstikke.post.papers.label import breakable, spaced
from budstikke.post.papers.notice_text import Email
from budstikke.post.papers.notice_words import LABELS
from budstikke.post.papers.setting import refuse_unprintable, set_pdf

_HEADING = {
    True: Words(no="Kravet er innvilget", en="The claim is granted"),
    False: Words(no="Kravet er avslått", en="The claim is declined"),
}
_OPENING = Words(
    no="Vi fikk {told_on} et krav om dette brevet: {kind}. Vi avgjorde det {settled_on}.",
    en="On {told_on} we were told of a claim about this letter: {kind}. We decided it on {settled_on}.",
)
_AMOUNT = Words(no="Beløp", en="Amount")
_WHY = Words(no="Hvorfor", en="Why")
_CLAIM = Words(no="Kravets nummer", en="Claim number")
_AGAIN = Words(
    no="Er du uenig, eller har du mer å vise til? Skriv til kundeservice med kravets nummer.",
    en="Do you disagree, or have you more to show? Write to customer service with the claim's number.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReason:
    """One reason, with the clauses it rests on."""

    words: Words
    clauses: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLetter:
    """
    What stands in the letter.

    Unit: øre; `amount_ore` is 0 where the claim is declined. `paid_how` says where the money is.
    """

    claim: int
    number: str
    kind: Words
    told_on: date
    settled_on: date
    grants: bool
    amount_ore: int
    reasons: tuple[ClaimReason, ...]
    carrier: str
    test: bool
    paid_how: Words | None = None
    address_lines: tuple[str, ...] = field(default=(), repr=False)


def render_claim_letter(letter: ClaimLetter, *, languages: Sequence[Language]) -> bytes:
    """
    Return the letter as PDF (PDF/UA-1), for a window envelope: a page for each language.

    Raises: CannotPrint when a text has no letters.
    """
    pages = [_page(letter, language) for language in languages]
    words = (each["words"] for page in pages for each in page["reasons"])
    refuse_unprintable(f"claim {letter.claim}", (*letter.address_lines, *words))
    return set_pdf("claim_letter.typ", {"pages": pages}, standards=["ua-1"])


def claim_mail(letter: ClaimLetter, *, language: Language) -> Email:
    """Return the same as an e-mail; its subject carries no name and no number, as it is shown where others look."""
    page = _page(letter, language)
    heading = str(page["heading"])
    lines = [
        *([page["test"], ""] if page["test"] else []),
        f"{heading}.",
        "",
        page["opening"],
        "",
        *(f"{label}: {value}" for label, value in page["facts"]),
        "",
        f"{page['why']}:",
        *(f"- {each['words']} ({each['clauses']})" for each in page["reasons"]),
        "",
        *([page["paid_how"], ""] if page["paid_how"] else []),
        page["again"],
        "",
        letter.carrier,
    ]
    subject = f"TEST: {heading}" if letter.test else heading
    return Email(subject=subject, body="\n".join(lines) + "\n")


def _page(letter: ClaimLetter, language: Language) -> dict[str, Any]:
    opening = _OPENING.filled(
        {
            "told_on": in_full(letter.told_on, language=language),
            "settled_on": in_full(letter.settled_on, language=language),
            "kind": letter.kind.in_(language).lower(),
        }
    )
    facts = [
        [LABELS["letter"].in_(language), spaced(letter.number)],
        [_CLAIM.in_(language), str(letter.claim)],
    ]
    if letter.grants:
        facts.append([_AMOUNT.in_(language), f"NOK {kroner(letter.amount_ore, language=language)}"])
    reasons = [{"words": each.words.in_(language), "clauses": each.clauses} for each in letter.reasons]
    return {
        "lang": "nb" if language == "no" else "en",
        "carrier": letter.carrier,
        "number": letter.number,
        "address": [breakable(line) for line in letter.address_lines],
        "heading": _HEADING[letter.grants].in_(language),
        "opening": opening.in_(language),
        "why": _WHY.in_(language),
        "reasons": reasons,
        "facts": facts,
        "paid_how": letter.paid_how.in_(language) if letter.paid_how else "",
        "again": _AGAIN.in_(language),
        "test": LABELS["test"].in_(language) if letter.test else "",
    }
