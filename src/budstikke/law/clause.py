"""A clause of a contract: the thing every decision cites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


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
