"""The verifier tells what its reader saw: believed by its signature, for the session it was asked for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from joserfc.jwk import ECKey

from budstikke.issuer.actions.activate import Activated
from budstikke.issuer.actions.reader import NotSigned, take_result
from budstikke.kit.clock import now
from budstikke.kit.installation import is_test

_MOST_BYTES = 20_000


@csrf_exempt
@require_POST
def result(request: HttpRequest) -> HttpResponse:
    """Take a signed result in (a compact JWS as text); 401 for one that nobody asked for."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_BYTES:
        return HttpResponse(status=413)
    path = settings.ISSUER["reader_key"]
    if not path.exists():
        return HttpResponse(status=401)
    try:
        answer = take_result(
            request.body.decode("ascii"),
            key=ECKey.import_key(path.read_text()),
            test_installation=is_test(),
            now=now(),
        )
    except (NotSigned, UnicodeDecodeError):
        return HttpResponse(status=401)
    taken = isinstance(answer, Activated)
    return JsonResponse({"proven": taken, "code": "" if taken else answer.code})  # type: ignore[union-attr]
