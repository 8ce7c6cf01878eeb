"""The log, published: its checkpoints, how they grew from each other, and every entry's hash."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budstikke.post.actions.proving.log_evidence import log_origin, published
from budstikke.post.records.log_rows import leaf_hashes, spans
from budstikke.post.records.models import LogCheckpoint
from budstikke.proof.log import consistency_path

_ON_THE_PAGE = 20
_AT_ONCE = 100
_HASHES_AT_ONCE = 1_000
_NOT_THERE = "there is no such checkpoint"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the newest checkpoints, and how anybody checks them."""
    shown = {
        "language": "en" if request.GET.get("language") == "en" else "no",
        "test_installation": settings.TEST_INSTALLATION,
        "origin": log_origin(),
        "checkpoints": [
            {"size": each.size, "root": bytes(each.root).hex(), "made_at": each.made_at}
            for each in LogCheckpoint.objects.order_by("-id")[:_ON_THE_PAGE]
        ],
    }
    return render(request, "tracking/log.html", shown)


@require_safe
def checkpoint(request: HttpRequest) -> JsonResponse:
    """Return the newest checkpoint, or the newest of a size."""
    found = _of_size(request.GET.get("size"))
    return _fault(_NOT_THERE, status=404) if found is None else JsonResponse(published(found))


@require_safe
def checkpoints(request: HttpRequest) -> JsonResponse:
    """Return checkpoints from the newest back, a hundred at a time; `before` names where the last answer ended."""
    before = _whole(request.GET.get("before"))
    found = LogCheckpoint.objects.order_by("-id")
    rows = list((found if before is None else found.filter(id__lt=before))[:_AT_ONCE])
    return JsonResponse(
        {
            "checkpoints": [published(each) for each in rows],
            "before": rows[-1].id if len(rows) == _AT_ONCE else None,
        }
    )


@require_safe
def consistency(request: HttpRequest) -> JsonResponse:
    """Return the proof that the log of one size is the beginning of that of another."""
    first, second = _of_size(request.GET.get("first")), _of_size(request.GET.get("second"))
    if first is None or second is None:
        return _fault(_NOT_THERE, status=404)
    if first.size > second.size:
        return _fault("the first is the longer one", status=400)
    path = consistency_path(first.size, second.size, spans())
    return JsonResponse(
        {"first": published(first), "second": published(second), "path": [step.hex() for step in path]}
    )


@require_safe
def entries(request: HttpRequest) -> JsonResponse:
    """Return leaf hashes from `start` on, a thousand at a time: whoever has them all computes every root."""
    start = _whole(request.GET.get("start", "0"))
    if start is None:
        return _fault("start is a whole number", status=400)
    return JsonResponse(
        {"start": start, "leaf_hashes": [leaf.hex() for leaf in leaf_hashes(start, most=_HASHES_AT_ONCE)]}
    )


def _of_size(size: str | None) -> LogCheckpoint | None:
    found = LogCheckpoint.objects.order_by("-id")
    if size is None:
        return found.first()
    asked = _whole(size)
    return None if asked is None else found.filter(size=asked).first()


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= 15 else None


def _fault(text: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": text}, status=status)
