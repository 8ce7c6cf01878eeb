"""What an operation is: its name, its fields, and the function that asks the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from budstikke.law.decision import Decision
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.questions.fields import Field, Given


@dataclass(frozen=True, slots=True)
class Found:
    """The keys an operation answers with, and the decisions behind them."""

    keys: Mapping[str, object]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of `budstikke ask`."""

    op: str
    fields: tuple[Field, ...]
    ask: Callable[[Given, PumEdition], Found]
