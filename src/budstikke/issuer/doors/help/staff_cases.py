"""What staff answer: the cases that wait, one case, its files."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from budstikke.issuer.actions.cases import answer_case
from budstikke.issuer.actions.sealed_cases import bytes_of, content_of, name_of, text_of
from budstikke.issuer.doors.help.who import Who, for_staff, in_frame
from budstikke.issuer.doors.mypage.acts import said
from budstikke.issuer.doors.staff.holding import shown_holds, take_hold
from budstikke.issuer.records.models import CaseFile, Inquiry, Staff
from budstikke.issuer.terms.help_cases import TOPIC_WORDS, Topic
from budstikke.issuer.terms.staff import StaffRole
from budstikke.kit.clock import local_day, now
from budstikke.kit.look.language import language_of
from budstikke.law.refusal import Refusal

_LISTED = 200
_LONGEST = 8000
_STAFF = (StaffRole.SUPPORT, StaffRole.LEAD)


@require_safe
@for_staff(*_STAFF)
def cases(request: HttpRequest, asking: Who) -> HttpResponse:
    """List the cases that wait, the oldest first; the list names nobody."""
    language, today = language_of(request), local_day(now())
    rows = Inquiry.objects.filter(closed_at=None).order_by("opened_at")[:_LISTED]
    listed = [(row, TOPIC_WORDS[Topic(row.topic)].in_(language), row.answer_by_on < today) for row in rows]
    return render(
        request, "help/staff/cases.html", {"cases": listed, **in_frame(request, asking, here="cases")}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff(*_STAFF)
def case(request: HttpRequest, asking: Who, number: str) -> HttpResponse:
    """Show a case; take an answer, which goes by mail, or hold back its forgetting."""
    row = Inquiry.objects.filter(number=number, content_sealed__isnull=False).first()
    if row is None:
        raise Http404
    if request.method == "POST" and "hold" in request.POST:
        refusal = take_hold(Staff.objects.get(pseudonym=asking.pseudonym), row, request.POST)
        if refusal is None:
            return HttpResponseRedirect(reverse("help:case", args=[number]))
        return _page(request, asking, row, refusal=refusal)
    text, fault = request.POST.get("text", "").strip(), False
    if request.method == "POST":
        fault = not text or len(text) > _LONGEST
        if not fault:
            closes = "closes" in request.POST
            answer_case(number, text=text, by=asking.pseudonym, closes=closes, now=now())
            return HttpResponseRedirect(reverse("help:case", args=[number]))
    return _page(request, asking, row, text=text, text_fault=fault)


def _page(
    request: HttpRequest,
    asking: Who,
    row: Inquiry,
    *,
    text: str = "",
    text_fault: bool = False,
    refusal: Refusal | None = None,
) -> HttpResponse:
    language = language_of(request)
    page = in_frame(request, asking, here="cases") | {
        "case": row,
        "topic": TOPIC_WORDS[Topic(row.topic)].in_(language),
        "content": content_of(row),
        "files": [(file, name_of(file)) for file in row.files.order_by("id")],
        "answers": [(answer, text_of(answer)) for answer in row.answers.order_by("id")],
        "text": text,
        "text_fault": text_fault,
        "holds": shown_holds(row, roles=" ".join(asking.roles), language=language),
        "fault": said(refusal, language),
    }
    return render(request, "help/staff/case.html", page, status=422 if text_fault or refusal else 200)


@require_safe
@for_staff(*_STAFF)
def file(request: HttpRequest, asking: Who, number: str, reference: UUID) -> HttpResponse:  # noqa: ARG001  (a view)
    """Give a file to be saved: never shown by the browser, under a name of ours."""
    row = CaseFile.objects.filter(
        reference=reference, case__number=number, content_sealed__isnull=False
    ).first()
    if row is None:
        raise Http404
    response = HttpResponse(bytes_of(row), content_type=row.kind)
    ending = row.kind.partition("/")[2]
    response["Content-Disposition"] = f'attachment; filename="{number}-{row.id}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
