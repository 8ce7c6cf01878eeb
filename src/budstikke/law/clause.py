"""A clause of a contract: the thing every decision cites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from budstikke.law.words import Words


@dataclass(frozen=True, slots=True, order=True)
class Clause:
    """
    One numbered section of one contract, cited as data so that machines can read the citation.

    >>> str(Clause("PUM", 11))
    'PUM §11'
    >>> Clause.parse("PUM §11") == Clause("PUM", 11)
    True
    """

    contract: str
    number: int

    def __str__(self) -> str:
        return f"{self.contract} §{self.number}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read a citation back.

        Raises: ValueError when the text is not of the form "PUM §11".
        """
        contract, separator, number = text.rpartition(" §")
        if not separator or not number.isdecimal():
            raise ValueError(f"not a citation: {text!r}; write it as 'PUM §11'")
        return cls(contract, int(number))


@dataclass(frozen=True, slots=True)
class Contract:
    """
    A contract whose clauses are cited by calling it, so that a citation reads like the contract's own.

    >>> PUM = Contract("PUM", last=18)
    >>> str(PUM(11))
    'PUM §11'
    """

    name: str
    last: int

    def __call__(self, number: int) -> Clause:
        """
        Cite one clause.

        Raises: ValueError when the contract has no such clause (our bug).
        """
        if not 1 <= number <= self.last:
            raise ValueError(f"{self.name} has clauses 1 to {self.last}, not {number}")
        return Clause(self.name, number)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause of the contract, in order."""
        return tuple(Clause(self.name, number) for number in range(1, self.last + 1))


@dataclass(frozen=True, slots=True)
class Heading:
    """What one clause is about, in a few words of ours, and the files that answer it."""

    about: Words
    answered_in: tuple[str, ...]
