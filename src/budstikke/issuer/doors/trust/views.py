"""What whoever checks a certificate of ours asks for."""

from __future__ import annotations

import base64
from urllib.parse import unquote

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from budstikke.issuer.actions.certificates import answer_status, revocation_list, root_revocation_list
from budstikke.issuer.channels import chosen
from budstikke.kit.clock import now

_MOST_BYTES = 4096
_ANSWER = "application/ocsp-response"


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Return the root's certificate, PEM."""
    return _pem(chosen.authority().root(now=now()))


@require_safe
def root_revoked(request: HttpRequest) -> HttpResponse:
    """Return the root's list of withdrawn issuing keys, DER."""
    found = root_revocation_list(now=now())
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="application/pkix-crl")


@require_safe
def issuing(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Return the certificate of an issuing key, of the present one where none is named, PEM."""
    return _pem(chosen.authority().issuing(number, now=now()))


@require_safe
def revoked(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """Return the revocation list of an issuing key, of the present one where none is named, DER."""
    found = revocation_list(number, now=now())
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="application/pkix-crl")


def _pem(found: Certificate | None) -> HttpResponse:
    if found is None:
        raise Http404
    return HttpResponse(found.public_bytes(Encoding.PEM), content_type="application/x-pem-file")


@csrf_exempt  # programs ask, not pages; nothing is changed by it
@require_POST
def ocsp(request: HttpRequest) -> HttpResponse:
    """Answer a question by OCSP (RFC 6960, A.1)."""
    if int(request.headers.get("Content-Length") or 0) > _MOST_BYTES:
        return HttpResponse(status=413)
    return HttpResponse(answer_status(request.body, now=now()), content_type=_ANSWER)


@require_GET
def ocsp_by_address(request: HttpRequest, question: str) -> HttpResponse:
    """Answer a question that stands in the address, in base 64."""
    try:
        asked = base64.b64decode(unquote(question), validate=True)
    except ValueError:
        asked = b""
    return HttpResponse(answer_status(asked, now=now()), content_type=_ANSWER)
