"""What a provider of card payments tells us: signed, small, and as often as it likes."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from budstikke.formats.epayment import MOST_WEBHOOK_BYTES, read_webhook, signature_fault
from budstikke.formats.malformed import Malformed
from budstikke.kit.clock import now, real_now
from budstikke.law.refusal import Refusal
from budstikke.post.actions.forwarding.pay_at_provider import payment_settled
from budstikke.post.channels.epayment import state_told

_log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """
    Take an event of a payment; the same event again changes nothing and is answered alike.

    It is signed for the address we are published at, whatever a proxy calls us.
    """
    content = _content(request)
    if content is None:
        return HttpResponse(status=413)
    fault = signature_fault(
        path=request.get_full_path(),
        host=settings.PUBLIC_HOST,
        headers={name.lower(): value for name, value in request.headers.items()},
        content=content,
        secret=settings.PAYMENT_WEBHOOK_SECRET,
        real_now=real_now(),
    )
    if fault:
        _log.warning("a webhook about a payment was refused: %s", fault)
        return HttpResponse(status=401)
    try:
        event = read_webhook(content)
    except Malformed as malformed:
        _log.warning("a webhook about a payment cannot be read: %s", [each.code for each in malformed.faults])
        return HttpResponse(status=422)
    state = state_told(event)
    if state is None:
        return HttpResponse(status=204)
    settled = payment_settled(event.reference, state, provider_code=str(event.name), now=now())
    # A payment nobody knows: to be told again later does no harm, should it be one of ours after all.
    return HttpResponse(status=404 if isinstance(settled, Refusal) else 204)


def _content(request: HttpRequest) -> bytes | None:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdecimal() and int(length[:9]) <= MOST_WEBHOOK_BYTES):
        return None
    content: bytes = request.read(MOST_WEBHOOK_BYTES + 1)
    return content if len(content) <= MOST_WEBHOOK_BYTES else None
