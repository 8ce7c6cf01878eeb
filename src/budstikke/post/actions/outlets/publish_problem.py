"""Publish a known problem, where it applies and what to do about it, and end it."""

from __future__ import annotations

from datetime import datetime, timedelta

from budstikke.kit.clock import local_day, midnight
from budstikke.law.words import Words
from budstikke.post.records.models import KnownProblem as ProblemRow
from budstikke.post.terms.pum.known_problems import KnownProblem

_MOMENT = timedelta(microseconds=1)


def publish_problem(problem: KnownProblem, *, by: str, now: datetime) -> int:
    """
    Publish a problem, from now on or from the later day it names; return its number.

    Terms: PUM §11, §12, §14.
    """
    row = ProblemRow.objects.create(
        outlet_id=problem.outlet_id,
        device_model=problem.device_model,
        issuing_state=problem.issuing_state,
        document_kind=problem.document_kind,
        number_begins=problem.number_begins,
        words_no=problem.what.no,
        words_en=problem.what.en,
        do_no=problem.advice.no,
        do_en=problem.advice.en,
        holds_deadline=problem.holds_deadline,
        starts_at=max(now, midnight(problem.from_on)),
        ends_at=midnight(problem.to_on + timedelta(days=1)) if problem.to_on else None,
        published_at=now,
        published_by=by,
    )
    return row.id


def end_problem(problem_id: int, *, now: datetime) -> bool:
    """End a problem; return whether it lasted until now."""
    return bool(ProblemRow.objects.filter(id=problem_id).exclude(ends_at__lte=now).update(ends_at=now))


def problem_of(row: ProblemRow) -> KnownProblem:
    """Return a published problem as the terms see it."""
    return KnownProblem(
        what=Words(no=row.words_no, en=row.words_en),
        advice=Words(no=row.do_no, en=row.do_en),
        from_on=local_day(row.starts_at),
        to_on=local_day(row.ends_at - _MOMENT) if row.ends_at else None,
        outlet_id=row.outlet_id,
        device_model=row.device_model,
        document_kind=row.document_kind,
        issuing_state=row.issuing_state,
        number_begins=row.number_begins,
        holds_deadline=row.holds_deadline,
    )
