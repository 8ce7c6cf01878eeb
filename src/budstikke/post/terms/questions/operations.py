"""What an operation is: its name, its fields, and the function that asks the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from budstikke.law.decision import Decision
from budstikke.post.terms.questions.fields import Field, Given


@dataclass(frozen=True, slots=True)
class Found:
    """The keys an operation answers with, and the decisions behind them."""

    keys: Mapping[str, object]
    decisions: tuple[Decision, ...]


AnyEdition = TypeVar("AnyEdition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[AnyEdition]):
    """
    One operation of `budstikke ask`, under editions of one contract.

    `services` are those the question's `service` may name where the answer depends on it; read as the field
    `service`, which is None where the operation can do without.
    """

    op: str
    fields: tuple[Field, ...]
    ask: Callable[[Given, AnyEdition], Found]
    services: tuple[str, ...] = ()
    service_needed: bool = True
