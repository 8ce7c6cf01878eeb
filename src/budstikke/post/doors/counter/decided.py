"""A decision that was written down, as the clerk and the recipient read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from budstikke.law.refusal import Refusal
from budstikke.law.words import Language
from budstikke.post.terms.refusals import TABLE

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Said to the clerk only where nothing else was wrong: whoever is refused for a cause need not finish the check.
_LEFT_UNDONE = "CHECK_INCOMPLETE"


def reasons(
    written: Mapping[str, Any], *, late: tuple[Refusal, ...], language: Language
) -> list[dict[str, str]]:
    """Return why, for the clerk: words, clause, cure; the first is the one to act on."""
    if late:
        return [
            {
                "code": one.code,
                "words": one.staff.in_(language),
                "cure": one.cure.in_(language),
                "clauses": ", ".join(str(clause) for clause in one.clauses),
            }
            for one in late
        ]
    return [
        {
            "code": reason["rule"],
            "words": reason["words"][language],
            "cure": reason.get("cure", {}).get(language, ""),
            "clauses": ", ".join(reason["clauses"]),
        }
        for reason in _telling(written)
    ]


def to_recipient(
    written: Mapping[str, Any], *, late: tuple[Refusal, ...], language: Language
) -> list[dict[str, str]]:
    """Return what the recipient is told, in the recipient's language: why, and what would cure it."""
    told = [
        Refusal(TABLE[reason["rule"]], _revived(reason["facts"]))
        for reason in _telling(written)
        if reason["rule"] in TABLE
    ]
    return [
        {
            "words": one.person.in_(language),
            "cure": one.cure.in_(language),
            "clauses": ", ".join(str(clause) for clause in one.clauses),
        }
        for one in late or told
    ]


def _telling(written: Mapping[str, Any]) -> list[Any]:
    told = [reason for reason in written["reasons"] if reason["rule"] != _LEFT_UNDONE]
    return told or list(written["reasons"])


def _revived(facts: Mapping[str, Any]) -> dict[str, object]:
    """Return facts with their dates as dates again, as the words want them."""
    return {
        name: date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value
        for name, value in facts.items()
    }
