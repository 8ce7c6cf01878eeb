"""Words in both languages; proof stands alone, so it brings its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """
    One text in Norwegian and in English.

    >>> str(Words("Sendingsnummer", "Item number"))
    'Sendingsnummer / Item number'
    """

    no: str
    en: str

    def __str__(self) -> str:
        return self.no if self.no == self.en else f"{self.no} / {self.en}"

    @classmethod
    def of(cls, value: Mapping[str, str]) -> Words:
        """Return the words of a {"no": ..., "en": ...} as evidence carries them."""
        return cls(value["no"], value["en"])

    def as_json(self) -> dict[str, str]:
        """Return {"no": ..., "en": ...}."""
        return {"no": self.no, "en": self.en}
