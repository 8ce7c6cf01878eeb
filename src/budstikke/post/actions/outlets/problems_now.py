"""Say which published problems stand now: at an outlet, for a waiting letter, and all of them for everybody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from budstikke.law.words import Words
from budstikke.post.actions.outlets.publish_problem import problem_of
from budstikke.post.records.models import Device
from budstikke.post.records.models import KnownProblem as ProblemRow
from budstikke.post.terms.pum.known_problems import KnownProblem, ProblemWords, words_for


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemShown:
    """
    A known problem: what fails, what to do, and how each of those who meet it is told.

    `outlet` names the only outlet it is about, empty where it is about all.
    """

    id: int
    words: Words
    do: Words
    told: ProblemWords
    problem: KnownProblem
    holds_deadline: bool
    starts_at: datetime
    outlet: str = ""


def problems_in_force(*, now: datetime) -> tuple[ProblemShown, ...]:
    """Return every problem that stands now, in the order in which they were published."""
    rows = (
        ProblemRow.objects.select_related("outlet")
        .filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)
        .order_by("id")
    )
    return tuple(_shown(row, problem_of(row)) for row in rows)


def problems_at(outlet_id: int, *, today: date, now: datetime) -> tuple[ProblemShown, ...]:
    """Return the known problems that may concern an outlet, whatever is shown there."""
    models = set(Device.objects.filter(outlet_id=outlet_id, revoked_at=None).values_list("model", flat=True))
    return tuple(
        one
        for one in problems_in_force(now=now)
        if any(
            one.problem.meets(today=today, outlet_id=outlet_id, device_model=model) for model in models | {""}
        )
    )


def problems_for_letter(
    outlet_id: int, *, kinds: Collection[str], today: date, now: datetime
) -> tuple[ProblemShown, ...]:
    """
    Return the known problems that may concern whoever collects a letter.

    Terms:   PUM §11, §12.
    Reading: of documents, those that are accepted for the letter (`kinds`); nobody knows which one is brought.
    """
    return tuple(
        one
        for one in problems_at(outlet_id, today=today, now=now)
        if one.problem.document_kind in ("", *kinds)
    )


def _shown(row: ProblemRow, problem: KnownProblem) -> ProblemShown:
    return ProblemShown(
        id=row.id,
        words=problem.what,
        do=problem.advice,
        told=words_for(problem),
        problem=problem,
        holds_deadline=problem.holds_deadline,
        starts_at=row.starts_at,
        outlet=row.outlet.name if row.outlet else "",
    )
