"""A verdict: whether something holds, and each check that led there, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from budstikke.proof.wording import Words


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `words` say what was found, whether it holds or not."""

    name: str
    holds: bool
    words: Words

    @classmethod
    def passed(cls, name: str, no: str, en: str) -> Self:
        """Return a check that holds."""
        return cls(name, True, Words(no, en))

    @classmethod
    def failed(cls, name: str, no: str, en: str) -> Self:
        """Return a check that does not hold."""
        return cls(name, False, Words(no, en))


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks; it holds when there are any and every one does."""

    checks: tuple[Check, ...]

    @classmethod
    def of(cls, checks: Iterable[Check]) -> Self:
        """Return the verdict of these checks."""
        return cls(tuple(checks))

    @property
    def holds(self) -> bool:
        """Say whether every check holds."""
        return bool(self.checks) and all(check.holds for check in self.checks)

    def as_json(self) -> dict[str, object]:
        """Return {"holds", "checks": [{"name", "holds", "words": {"no", "en"}}]}."""
        return {
            "holds": self.holds,
            "checks": [
                {"name": check.name, "holds": check.holds, "words": check.words.as_json()}
                for check in self.checks
            ],
        }
