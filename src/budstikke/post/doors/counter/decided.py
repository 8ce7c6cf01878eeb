"""A decision that was written down, as the clerk and the recipient read it."""

from __future__ import annotations

from collections.abc import Sequence

from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.records.models import IdCheck
from budstikke.post.terms.refusals import TABLE


def in_favour(check: IdCheck, *, language: Language) -> list[dict[str, str]]:
    """Return why a letter is handed over."""
    return [
        {"words": reason["words"][language], "clauses": ", ".join(reason["clauses"])}
        for reason in check.decision["reasons"]
        if reason["rule"] not in TABLE
    ]


def told(refusals: Sequence[Refusal], *, language: Language, to_recipient: bool) -> list[dict[str, str]]:
    """Return refusals in words, with clause and cure, for the clerk or for the recipient."""

    def words(one: Refusal) -> Words:
        return one.person if to_recipient else one.staff

    return [
        {
            "code": one.code,
            "words": words(one).in_(language),
            "cure": one.cure.in_(language),
            "clauses": ", ".join(str(clause) for clause in one.clauses),
        }
        for one in refusals
    ]
