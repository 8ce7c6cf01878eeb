"""Why an order of one letter was not booked, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from budstikke.law.words import Words
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import TABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedOrder:
    """One reason: the clauses, what is wrong, and what cures it."""

    clauses: tuple[str, ...]
    words: Words
    cure: Words


def refused_order(
    code: str, *, weight_g: int | None, thickness_mm: int | None, edition: PumEdition
) -> RefusedOrder:
    """Return a refusal in words, filled in with what the order and the edition say."""
    row = TABLE[code]
    facts: Mapping[str, object] = {
        "weight_g": weight_g,
        "max_weight_g": edition.max_weight_g,
        "thickness_mm": thickness_mm,
        "max_thickness_mm": edition.max_thickness_mm,
        "allowed": ", ".join(sorted(edition.envelopes)),
        "recipients": 1,
        "letters": 1,
    }
    return RefusedOrder(
        clauses=tuple(map(str, row.clauses)), words=row.staff.filled(facts), cure=row.cure.filled(facts)
    )
