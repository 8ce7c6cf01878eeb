"""Publish a known problem, where it applies and what to do about it, and end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from budstikke.law.words import Words
from budstikke.post.records.models import KnownProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What fails, and for what: an empty scope means everywhere. The series is how document numbers begin."""

    words: Words
    do: Words
    outlet_id: int | None = None
    device_model: str = ""
    issuing_state: str = ""
    document_kind: str = ""
    number_begins: str = ""
    holds_deadline: bool = False


def publish_problem(problem: Problem, *, by: str, starts_at: datetime | None = None, now: datetime) -> int:
    """Publish a problem and return its number."""
    row = KnownProblem.objects.create(
        outlet_id=problem.outlet_id,
        device_model=problem.device_model,
        issuing_state=problem.issuing_state,
        document_kind=problem.document_kind,
        number_begins=problem.number_begins,
        words_no=problem.words.no,
        words_en=problem.words.en,
        do_no=problem.do.no,
        do_en=problem.do.en,
        holds_deadline=problem.holds_deadline,
        starts_at=starts_at or now,
        published_at=now,
        published_by=by,
    )
    return row.id


def end_problem(problem_id: int, *, now: datetime) -> bool:
    """End a problem; return whether it lasted until now."""
    return bool(KnownProblem.objects.filter(id=problem_id, ends_at=None).update(ends_at=now))
