"""A refusal: an expected "no", with the clause it rests on and what would cure it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from budstikke.law.clause import Clause
from budstikke.law.words import Words


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """
    One row of a contract's table of refusals.

    The clerk (or the sender's office) reads `staff`, the recipient reads `person`, and both read `cure`: what
    would turn the no into a yes, or, where nothing would, what happens next.
    """

    code: str
    clauses: tuple[Clause, ...]
    staff: Words
    person: Words
    cure: Words


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    A reason that applied, with the facts that made it apply.

    `facts` are numbers, dates and codes of ours; never a person's name or number, because refusals are
    written down, logged and shown.
    """

    reason: RefusalReason
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The stable code, such as WEIGHT."""
        return self.reason.code

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses the refusal rests on."""
        return self.reason.clauses

    @property
    def staff(self) -> Words:
        """What the clerk or the sender's office reads, filled in."""
        return self.reason.staff.filled(self.facts)

    @property
    def person(self) -> Words:
        """What the recipient reads, filled in."""
        return self.reason.person.filled(self.facts)

    @property
    def cure(self) -> Words:
        """What would turn the no into a yes, or what happens next, filled in."""
        return self.reason.cure.filled(self.facts)
