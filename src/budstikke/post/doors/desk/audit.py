"""What the auditor sees: who looked up whom, when and why; never what stands in a letter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from budstikke.formats import s10
from budstikke.law.words import Language
from budstikke.post.actions.helping.look_up import look_ups as kept
from budstikke.post.doors.desk.guard import standing
from budstikke.post.doors.desk.pages import page
from budstikke.post.records.models import LookUpMade
from budstikke.post.terms.looking_up import BY, REASONS, LookUpBy, LookUpReason

_FIELDS = ("clerk", "number", "searched")


@require_http_methods(["GET", "HEAD", "POST"])
def look_ups(request: HttpRequest) -> HttpResponse:
    """Show the look-ups, or those asked for: a name that was searched for is in no address."""
    language = standing(request).language
    typed = {name: request.POST.get(name, "")[:120].strip() for name in _FIELDS}
    number = s10.canonical(typed["number"])
    fault = bool(number) and not s10.is_valid(number)
    rows = [] if fault else kept(clerk=typed["clerk"], number=number, searched=typed["searched"])
    context = {"typed": typed, "fault": fault, "rows": [_shown(each, language) for each in rows]}
    return page(request, "desk/look_ups.html", context, here="look_ups", status=400 if fault else 200)


def _shown(row: LookUpMade, language: Language) -> dict[str, object]:
    return {
        "at": row.at,
        "clerk": row.clerk,
        "by": BY[LookUpBy(row.by)].in_(language),
        "reason": REASONS[LookUpReason(row.reason)].in_(language),
        "number": row.letter.number if row.letter else row.reference,
        "found": row.found,
    }
