"""Words in both languages of the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["no", "en"]
LANGUAGES: tuple[Language, ...] = ("no", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """
    One sentence in Norwegian and in English; `{braces}` are filled in from a decision's facts.

    >>> Words(no="Veier {weight_g} g.", en="Weighs {weight_g} g.").filled({"weight_g": 201}).en
    'Weighs 201 g.'
    """

    no: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the sentence in one language."""
        return self.no if language == "no" else self.en

    def filled(self, facts: Mapping[str, object]) -> Words:
        """
        Return the words with their braces filled in.

        Raises: KeyError when a brace names a fact that is not given (our bug, never the user's).
        """
        return Words(no=self.no.format_map(facts), en=self.en.format_map(facts))

    def as_json(self) -> dict[str, str]:
        """Return {"no": ..., "en": ...}."""
        return {"no": self.no, "en": self.en}
