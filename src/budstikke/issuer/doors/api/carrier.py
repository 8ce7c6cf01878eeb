"""The carrier calls: something happened to a letter. Believed by its signature, and then looked up."""

from __future__ import annotations

import hashlib
import hmac
import json
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from budstikke.issuer.actions.told_of_letters import told_of_letters
from budstikke.kit.clock import now

_MOST_BYTES, _MOST_SECONDS = 10_000, 300
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


@csrf_exempt
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Take a call in; 401 for a signature that is wrong or older than five minutes."""
    body = request.body if int(request.META.get("CONTENT_LENGTH") or 0) <= _MOST_BYTES else b""
    if not _signed(request.headers.get("X-Budstikke-Signature", ""), body):
        return HttpResponse(status=401)
    try:
        said = json.loads(body)
        names = {str(said["shipment"]), str(said["package"])}
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=400)
    told_of_letters(names, now=now())
    return HttpResponse(status=204)


def _signed(header: str, body: bytes) -> bool:
    found = _SIGNATURE.fullmatch(header)
    if found is None or abs(now().timestamp() - int(found[1])) > _MOST_SECONDS:
        return False
    secret = settings.ISSUER["webhook_secret"]().encode()
    proof = hmac.new(secret, f"{found[1]}.".encode() + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(proof, found[2])
