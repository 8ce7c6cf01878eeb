"""The page on which a sender tells that its relationship with recipients has ended, which decides how long we keep."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from budstikke.formats import s10
from budstikke.kit.clock import now, today
from budstikke.law.decision import Decision
from budstikke.law.words import Language, Words
from budstikke.post.actions.end_relationship import end_relationship
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import page

_MOST = 500
_NOT_OURS = Words(
    no="Vi har ikke noe brev med dette nummeret fra dere.", en="We have no letter of yours with this number."
)


@require_http_methods(["GET", "HEAD", "POST"])
def relationships(request: HttpRequest) -> HttpResponse:
    """Take the day and the letters; say of each what became of it."""
    at = standing(request)
    if request.method != "POST":
        return page(request, "sender/relationships.html", {}, here="sender:settings")
    said = request.POST.get("numbers", "")
    numbers = list(
        dict.fromkeys(s10.canonical(each) for each in re.split(r"[,;\n\r\t]+", said) if each.strip())
    )
    ended_on = _day(request.POST.get("ended_on", ""))
    if ended_on is None or not 0 < len(numbers) <= _MOST:
        shown = {"fault": True, "given": request.POST, "most": _MOST}
        return page(request, "sender/relationships.html", shown, here="sender:settings", status=422)
    decisions = end_relationship(
        [number for number in numbers if s10.is_valid(number)],
        ended_on=ended_on,
        sender_id=at.sender_id,
        told_by=f"portal-{at.user.user_id}",
        today=today(),
        now=now(),
    )
    shown = {
        "told": [_told(number, decisions, at.language) for number in numbers],
        "ended_on": ended_on,
    }
    return page(request, "sender/relationships.html", shown, here="sender:settings")


def _told(number: str, decisions: Mapping[str, Decision | None], language: Language) -> dict[str, object]:
    decision = decisions.get(number)
    if decision is None:
        return {"number": number, "done": False, "words": [_NOT_OURS.in_(language)], "clauses": ""}
    if decision.refusals:
        words = [
            f"{each.staff.in_(language)} {each.cure.in_(language)}".strip() for each in decision.refusals
        ]
    else:
        words = [reason.words.in_(language) for reason in decision.reasons]
    return {
        "number": number,
        "done": not decision.refusals,
        "words": words,
        "clauses": ", ".join(map(str, decision.clauses)),
    }


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    # The holidays of other years are not known, and no customer of anybody's left then.
    return day if 2000 < day.year < 2100 else None
