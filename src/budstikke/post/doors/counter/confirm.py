"""A doubtful reading, confirmed field by field."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from budstikke.kit.clock import now, today
from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.confirm_reading import Confirmed, confirm_reading
from budstikke.post.doors.counter.check import document_page
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.here import gone, here
from budstikke.post.doors.counter.shown import CONFIRMED, Confirming


@require_POST
def confirm(request: HttpRequest, nonce: UUID, reading: UUID) -> HttpResponse:
    """Keep the fields as the clerk saw them on the strip; what was not looked at is asked for again."""
    check = here(request, nonce)
    if check is None:
        return gone(request, nonce)
    asked = next((one.unsure_fields for one in check.readings if one.nonce == reading), {})
    names = [name for name, _ in CONFIRMED if name in asked]
    said = {name: request.POST.get(name, "")[:44] for name in names}
    seen = frozenset(request.POST.getlist("seen"))
    unseen = not names or not seen >= {*names}
    made: Confirmed | Refusal = Confirmed()
    if not unseen:
        made = confirm_reading(
            nonce, reading, fields=said, clerk=standing(request).clerk, today=today(), now=now()
        )
    if isinstance(made, Refusal):
        return gone(request, nonce)
    if not unseen and not made.unfit:
        return redirect("counter:document", nonce)
    again = Confirming(said=said, seen=seen, unseen=unseen, unfit=made.unfit)
    return document_page(request, check, confirming=again)
