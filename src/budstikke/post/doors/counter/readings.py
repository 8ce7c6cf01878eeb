"""What a document's page does with readings, for the check of a letter as for a visit about forwarding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from budstikke.formats.malformed import Malformed
from budstikke.formats.picture import LARGEST_BYTES
from budstikke.kit.clock import now, today
from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.confirm_reading import Confirmed, confirm_reading
from budstikke.post.actions.counter.readings_shown import ReadingShown, picture_of
from budstikke.post.actions.reading.take_own_picture import take_own_picture
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.nonces import nonce_of
from budstikke.post.doors.counter.shown_readings import CONFIRMED, Confirming


@dataclass(frozen=True, slots=True)
class Places:
    """
    Where the parts of a document's page are asked for.

    The nonce, the names of the addresses, and the template of the panel beside the fields.
    """

    nonce: UUID
    document: str
    readings: str
    photo: str
    picture: str
    confirm: str
    panel: str


def of_check(nonce: UUID) -> Places:
    """Return the places of the check of a letter."""
    return _places(nonce, "counter:", panel="counter/document_panel.html")


def of_visit(nonce: UUID) -> Places:
    """Return the places of a visit about forwarding."""
    return _places(nonce, "counter:visit_", panel="counter/visit_panel.html")


def _places(nonce: UUID, begins: str, *, panel: str) -> Places:
    names = ("document", "readings", "photo", "picture", "confirm")
    return Places(nonce=nonce, panel=panel, **{name: begins + name for name in names})


def photo_taken(request: HttpRequest, nonce: UUID) -> bool:
    """Take in a picture of the document by this browser's camera, or a file; say whether it could be used."""
    given = request.FILES.get("photo")
    if given is None or (given.size or 0) > LARGEST_BYTES:
        return False
    try:
        take_own_picture(nonce, nonce=nonce_of(request), picture=given.read(), today=today(), now=now())
    except Malformed:
        return False
    return True


def picture_answer(reading: UUID, *, among: Sequence[ReadingShown]) -> HttpResponse:
    """
    Answer with the picture of one reading.

    Raises: Http404 for a reading that is not among those, and for one without a picture.
    """
    content = picture_of(reading) if reading in {one.nonce for one in among} else None
    if content is None:
        raise Http404
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    return HttpResponse(content, content_type=kind)


def confirmed(
    request: HttpRequest, nonce: UUID, reading: UUID, *, among: Sequence[ReadingShown]
) -> Confirming | Refusal | None:
    """
    Keep the fields of a doubtful reading as the clerk saw them on the strip.

    Returns: None when they are kept; else how they were left, for they are asked for again.
    """
    asked = next((one.unsure_fields for one in among if one.nonce == reading), {})
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
        return made
    return Confirming(said=said, seen=seen, unseen=unseen, unfit=made.unfit) if unseen or made.unfit else None


def panel(
    request: HttpRequest,
    at: Places,
    said: Mapping[str, object],
    *,
    known: str = "",
    photo_fault: bool = False,
) -> HttpResponse:
    """Answer with the panel where it says something new; what is being filled in there is left alone otherwise."""
    if known == said["fingerprint"]:
        return HttpResponse(status=204)
    return render(request, at.panel, {"at": at, "document": said, "photo_fault": photo_fault})


def not_here_any_more() -> HttpResponse:
    """Answer the page's question for news where there is nothing to ask about now: the whole page shows why."""
    return HttpResponse(headers={"HX-Refresh": "true"})
