"""The outlet's day, and the problems operations have published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from budstikke.kit.clock import now, today
from budstikke.law.words import Language
from budstikke.post.actions.outlets.problems_now import problems_at
from budstikke.post.actions.telling.why_refused import why_refused
from budstikke.post.doors.counter import decided
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.pages import page, shown_problem
from budstikke.post.doors.counter.shelf import day_of, worded
from budstikke.post.records.models import IdCheck


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Show what comes, lies here, goes back, was refused and was handed over, and whether it adds up."""
    at = standing(request)
    counted = request.GET.get("counted", "")
    of_today, refused = day_of(at.station.outlet_id, today=today())
    return page(
        request,
        "counter/day.html",
        {
            "day": of_today,
            "today": today(),
            "counts": worded(of_today.counts, language=at.language),
            "counted": counted,
            "difference": _difference(counted, of_today.counts),
            "refused": [_refused(row, at.language) for row in refused],
        },
        here="day",
    )


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """Show the known problems that apply here, with what to do."""
    at = standing(request)
    known = problems_at(at.station.outlet_id, today=today(), now=now())
    return page(
        request,
        "counter/problems.html",
        {"problems": [shown_problem(one, language=at.language) for one in known]},
        here="problems",
    )


def _difference(counted: str, counts: dict[str, int]) -> int | None:
    """Return how many letters more there are than there should be; None where nobody has counted."""
    if not counted.isascii() or not counted.isdecimal():
        return None
    return int(counted[:6]) - counts["shelf"]


def _refused(row: IdCheck, language: Language) -> dict[str, object]:
    told = decided.told(why_refused(row), language=language, to_recipient=False)
    return {"number": row.letter.number, "at": row.checked_at, "clerk": row.clerk, "why": told[0]["words"]}
