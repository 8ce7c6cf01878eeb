"""A decision: an outcome, and for each reason the clause, the rule's code, the facts and the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from budstikke.law.clause import Clause
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words


@dataclass(frozen=True, slots=True)
class Reason:
    """
    One rule that took part in a decision.

    `rule` is a stable code: the code of a refusal (WEIGHT), or the lower-case name of the rule that spoke in
    favour (collection_deadline). `words` are already filled in.
    """

    rule: str
    clauses: tuple[Clause, ...]
    words: Words
    facts: Mapping[str, object] = field(default_factory=dict)
    cure: Words | None = None

    @classmethod
    def of(cls, refusal: Refusal) -> Reason:
        """Return the reason a refusal gives, in the words meant for staff."""
        return cls(
            rule=refusal.code,
            clauses=refusal.clauses,
            words=refusal.staff,
            facts=refusal.facts,
            cure=refusal.cure,
        )

    @classmethod
    def stating(
        cls, rule: str, *clauses: Clause, words: Words, facts: Mapping[str, object] | None = None
    ) -> Reason:
        """Return the reason of a rule that spoke in favour, with its words filled in from the facts."""
        known = facts or {}
        return cls(rule=rule, clauses=clauses, words=words.filled(known), facts=known)


@dataclass(frozen=True, slots=True)
class Decision:
    """
    What was decided, under which edition of the terms, and why.

    `outcome` is one word (accepted, refused, released, kept, ...). `answer` holds the values asked for
    (dates, amounts, channels) under stable keys. `refusals` are in the order in which the contract judges
    them; the first is the one shown first. `headline` says the outcome in a few words, for papers.
    """

    question: str
    outcome: str
    edition: str
    reasons: tuple[Reason, ...]
    answer: Mapping[str, object] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    headline: Words | None = None

    @classmethod
    def judged(
        cls,
        *,
        question: str,
        edition: str,
        refusals: tuple[Refusal, ...],
        passed: str,
        refused: str,
        reasons: tuple[Reason, ...],
        answer: Mapping[str, object] | None = None,
        headlines: tuple[Words, Words] | None = None,
    ) -> Decision:
        """
        Return `refused` with what the refusals say; without refusals, `passed` with the reasons given.

        `headlines` are those of a decision that people read on paper: when it passed, when it was refused.
        """
        return cls(
            question=question,
            outcome=refused if refusals else passed,
            edition=edition,
            reasons=tuple(Reason.of(refusal) for refusal in refusals) or reasons,
            answer=answer or {},
            refusals=refusals,
            headline=headlines[bool(refusals)] if headlines else None,
        )

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause cited, once each, in the order of the reasons."""
        return tuple(dict.fromkeys(clause for reason in self.reasons for clause in reason.clauses))

    @property
    def words(self) -> Words:
        """All reasons as one paragraph in each language."""
        return Words(
            no=" ".join(reason.words.no for reason in self.reasons),
            en=" ".join(reason.words.en for reason in self.reasons),
        )

    def as_json(self) -> dict[str, object]:
        """Return the decision as plain JSON values: dates as ISO text, clauses as "PUM §11"."""
        return {
            "question": self.question,
            "outcome": self.outcome,
            "edition": self.edition,
            **({"headline": self.headline.as_json()} if self.headline else {}),
            "answer": plain(self.answer),
            "clauses": [str(clause) for clause in self.clauses],
            "reasons": [
                {
                    "rule": reason.rule,
                    "clauses": [str(clause) for clause in reason.clauses],
                    "facts": plain(reason.facts),
                    "words": reason.words.as_json(),
                    **({"cure": reason.cure.as_json()} if reason.cure else {}),
                }
                for reason in self.reasons
            ],
        }


def plain(value: object) -> object:
    """Return a value as JSON can carry it: dates as ISO text, tuples and sets as lists, mappings as dicts."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value
