"""What seals are judged by, published: the roots, and the list of revoked certificates at the address they name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.http import require_safe

from budstikke.kit.installation import data_folder
from budstikke.post.actions.proving.publish_trust import LIST, TRUST


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Return the roots and the newest list as PEM; get the roots' fingerprint by another way, too."""
    return _file(TRUST, "application/x-pem-file")


@require_safe
def revoked(request: HttpRequest) -> HttpResponse:
    """Return the newest list as DER (RFC 2585)."""
    return _file(LIST, "application/pkix-crl")


def _file(name: str, content_type: str) -> HttpResponse:
    path = data_folder() / "trust" / name
    if not path.exists():
        return HttpResponseNotFound("nothing was sealed here yet")
    return HttpResponse(
        path.read_bytes(), content_type=content_type, headers={"Cache-Control": "max-age=600"}
    )
