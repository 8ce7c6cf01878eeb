"""An edition of a contract: its numbers, lists and switches as dated data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Protocol, TypeVar

from budstikke.law.clause import Clause


class Edition(Protocol):
    """What every contract's edition has, whatever else is in it."""

    @property
    def id(self) -> str:
        """The name a letter keeps it by."""

    @property
    def valid_from(self) -> date:
        """The first day it is in force."""

    @property
    def valid_to(self) -> date | None:
        """The last day it is in force; None: until further notice."""


AnyEdition = TypeVar("AnyEdition", bound=Edition)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs between two editions, with the clause the field stands for."""

    field: str
    clause: Clause | None
    before: object
    after: object


def edition_on(editions: Sequence[AnyEdition], day: date) -> AnyEdition:
    """
    Return the edition in force on a day; both its ends are inclusive.

    Raises: LookupError when no edition covers the day.
    """
    for edition in editions:
        if edition.valid_from <= day and (edition.valid_to is None or day <= edition.valid_to):
            return edition
    raise LookupError(f"no edition of the terms covers {day.isoformat()}")


def diff(before: AnyEdition, after: AnyEdition) -> tuple[Change, ...]:
    """Return what changed from one edition to another, field by field, in the order of the fields."""
    return tuple(
        Change(
            field=spec.name,
            clause=spec.metadata.get("clause"),
            before=getattr(before, spec.name),
            after=getattr(after, spec.name),
        )
        for spec in fields(before)  # type: ignore[arg-type]  # every Edition is a frozen dataclass
        if getattr(before, spec.name) != getattr(after, spec.name)
    )
