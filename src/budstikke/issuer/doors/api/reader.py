"""The verifier tells what its reader saw: believed by its signature, for the session it was asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from budstikke.issuer.actions.reader import NotSigned, Proven, take_result
from budstikke.issuer.channels import chosen
from budstikke.kit.clock import now
from budstikke.kit.installation import is_test

_MOST_BYTES = 20_000


@csrf_exempt
@require_POST
def result(request: HttpRequest) -> HttpResponse:
    """
    Take a signed result in (a compact JWS as text); 401 for one that nobody asked for.

    The answer to a good one holds the number that the verifier shows to who read.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_BYTES:
        return HttpResponse(status=413)
    key = chosen.verifier().key()
    if key is None:
        return HttpResponse(status=401)
    try:
        signed = request.body.decode("ascii")
        answer = take_result(signed, key=key, test_installation=is_test(), now=now())
    except (NotSigned, UnicodeDecodeError):
        return HttpResponse(status=401)
    told = (
        {"proven": True, "code": "", "number": answer.number}
        if isinstance(answer, Proven)
        else {"proven": False, "code": answer.code, "number": ""}
    )
    response = JsonResponse(told)
    response["Cache-Control"] = "no-store"
    return response
