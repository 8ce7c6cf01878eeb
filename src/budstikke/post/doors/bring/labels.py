"""The labels of what was booked: a link that answers 302, and the short-lived address it leads to."""

from __future__ import annotations

import json

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from ninja import Router

from budstikke.post.actions.booking.print_labels import labels_of_consignment
from budstikke.post.doors.bring.asking import base_url, plain
from budstikke.post.papers.label import Label, render_pdf
from budstikke.post.papers.label_forms import SINGLE

# Whoever has the link has the label, as with the carrier's own; so it is signed, and cannot be guessed.
router = Router(tags=["Booking"], auth=None)
_LINK, _PLACE = "label-link", "label-place"
_PLACE_LASTS_S = 600


def link(request: HttpRequest, consignment_number: str, *, sender_id: int, tried: bool) -> str:
    """Return the link to a consignment's labels; `tried`: nothing was booked, and the label is a specimen."""
    said = json.dumps([consignment_number, sender_id, tried])
    return f"{base_url(request)}/labels/id/{signing.Signer(salt=_LINK).sign_object(said)}.pdf"


@router.get("/labels/id/{token}.pdf", operation_id="label", response={302: None})
def label(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to where the labels lie."""
    try:
        said = signing.Signer(salt=_LINK).unsign_object(token)
    except signing.BadSignature:
        return plain(404, "404 - No such label.\n")
    place = signing.TimestampSigner(salt=_PLACE).sign_object(said)
    answer = HttpResponseRedirect(f"{base_url(request)}/labels/file/{place}.pdf")
    answer["Cache-Control"] = "no-store"
    return answer


@router.get("/labels/file/{token}.pdf", include_in_schema=False)
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Return the labels, for ten minutes after the link was followed."""
    try:
        said = signing.TimestampSigner(salt=_PLACE).unsign_object(token, max_age=_PLACE_LASTS_S)
    except signing.BadSignature:
        return plain(404, "404 - No such label.\n")
    consignment_number, sender_id, tried = json.loads(said)
    labels = [_SPECIMEN] if tried else labels_of_consignment(consignment_number, sender_id=sender_id)
    if not labels:
        return plain(404, "404 - No such label.\n")
    answer = HttpResponse(render_pdf(labels, form=SINGLE), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{consignment_number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


_SPECIMEN = Label(
    number="ZZ000000005NO",
    recipient_name="SPECIMEN",
    address_lines=("SPECIMEN",),
    postcode="0000",
    city="SPECIMEN",
    sender_name="SPECIMEN",
    return_lines=("SPECIMEN", "0000 SPECIMEN"),
    passport_only=False,
    order_reference="SPECIMEN",
    customer_number="0",
    test=True,
)
