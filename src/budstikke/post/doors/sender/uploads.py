"""What was ordered together: its letters, its labels in every form, and the slip it is handed in with."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from budstikke.kit.clock import today
from budstikke.post.actions.booking.print_labels import labels_of_references
from budstikke.post.actions.booking.upload import references_of
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import attached, page
from budstikke.post.papers import label_forms
from budstikke.post.papers.label import Label, render_pdf
from budstikke.post.papers.label_zpl import render_zpl
from budstikke.post.records.models import Upload
from budstikke.post.records.scope import acting_as
from budstikke.post.terms.editions import pum_on

_ON_A_PAGE = 50
_PDF = {
    "sheet": label_forms.SHEET,
    "single": label_forms.SINGLE,
    "c5": label_forms.C5,
    "c4": label_forms.C4,
}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List what was ordered in the portal, the newest first."""
    at = standing(request)
    with acting_as(str(at.sender_id)):
        rows = list(
            Upload.objects.filter(sender_id=at.sender_id)
            .defer("rows_sealed")
            .order_by("-made_at")[:_ON_A_PAGE]
        )
    return page(request, "sender/uploads.html", {"uploads": rows}, here="sender:uploads")


@require_safe
def upload(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Show one dispatch: how many letters, how they are handed in, where its papers are."""
    found, labels = _labels(request, upload)
    shown = {
        "upload": found,
        "labels": labels[:_ON_A_PAGE],
        "many": len(labels),
        "more": max(0, len(labels) - _ON_A_PAGE),
        "sorted_above": pum_on(today()).sorted_above_letters,
        "forms": list(_PDF),
    }
    return page(request, "sender/upload.html", shown, here="sender:uploads")


@require_safe
def labels(request: HttpRequest, upload: UUID, form: str) -> HttpResponse:
    """
    Give the labels as PDF in one of the forms, or as ZPL, in the order of postcodes.

    Raises: Http404 for another form, and for an upload without labels.
    """
    if form != "zpl" and form not in _PDF:
        raise Http404
    _, listed = _labels(request, upload)
    if not listed:
        raise Http404
    content = render_zpl(listed) if form == "zpl" else render_pdf(listed, form=_PDF[form])
    kind, ending = ("text/plain; charset=utf-8", "zpl") if form == "zpl" else ("application/pdf", "pdf")
    return attached(content, kind, f"labels-{form}.{ending}")


@require_safe
def slip(request: HttpRequest, upload: UUID) -> HttpResponse:
    """
    Show the dispatch slip: every letter in the order it has to lie in (PUM §8), to be printed.

    Raises: Http404 for an upload without labels.
    """
    found, listed = _labels(request, upload)
    if not listed:
        raise Http404
    return page(request, "sender/slip.html", {"upload": found, "labels": listed, "many": len(listed)})


def _labels(request: HttpRequest, upload_id: UUID) -> tuple[Upload, list[Label]]:
    at = standing(request)
    with acting_as(str(at.sender_id)):
        found = Upload.objects.filter(id=upload_id, sender_id=at.sender_id).defer("rows_sealed").first()
    if found is None:
        raise Http404
    return found, labels_of_references(references_of(found), sender_id=at.sender_id)
