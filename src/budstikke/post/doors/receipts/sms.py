"""The address an SMS gateway calls back: whether a message reached its telephone."""

from __future__ import annotations

import json
import logging
import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from budstikke.kit.clock import now
from budstikke.post.actions.forwarding.forwarding_notices import note_forwarding_receipt
from budstikke.post.actions.telling.note_receipt import DELIVERED, FAILED, Receipt, note_receipt

_log = logging.getLogger(__name__)
_MOST_BYTES = 4_096
_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")
# A gateway's word goes into evidence that others read: a code, never a sentence, which could name a number.
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}|[0-9]{1,6}")
OTHER = "other"


@csrf_exempt
@require_POST
def sms_receipt(request: HttpRequest) -> HttpResponse:
    """
    Take {reference, status, code} from the gateway: status is delivered or failed; any other is not final.

    Returns: 204 once it is written down; 401 without the agreed token, 400 for what cannot be read, 404 for a reference
             we never gave.
    """
    if not _allowed(request):
        return HttpResponse("401: the token is not the agreed one", status=401, content_type="text/plain")
    receipt = _read(request)
    if isinstance(receipt, str):
        return HttpResponse(f"400: {receipt}", status=400, content_type="text/plain")
    if receipt is None:
        return HttpResponse(status=204)
    if not _noted(receipt):
        return HttpResponse("404: no message has this reference", status=404, content_type="text/plain")
    _log.info("receipt %s: %s", receipt.key, DELIVERED if receipt.delivered else FAILED)
    return HttpResponse(status=204)


def _noted(receipt: Receipt) -> bool:
    """Whether some message has this reference: one about a letter, or one about an order of forwarding."""
    at = now()
    return note_receipt(receipt, now=at) or note_forwarding_receipt(
        receipt.key, channel=receipt.channel, code=receipt.code, now=at
    )


def _allowed(request: HttpRequest) -> bool:
    agreed = settings.SMS_RECEIPT_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(agreed) and secrets.compare_digest(given.encode(), agreed.encode())


def _read(request: HttpRequest) -> Receipt | str | None:
    """Return the receipt, None where it says nothing final, or what is wrong with it."""
    if int(request.headers.get("Content-Length") or 0) > _MOST_BYTES:
        return "longer than a receipt is"
    try:
        told = json.loads(request.body)
    except ValueError:
        return "not JSON"
    if not isinstance(told, dict):
        return "not an object"
    key, status, code = (str(told.get(name) or "") for name in ("reference", "status", "code"))
    if not _KEY.fullmatch(key):
        return "reference: missing, or not one of ours"
    if status not in (DELIVERED, FAILED):
        return None
    if status == FAILED and not _CODE.fullmatch(code):
        code = OTHER
    return Receipt(
        key=key, channel="sms", delivered=status == DELIVERED, code=code if status == FAILED else ""
    )
