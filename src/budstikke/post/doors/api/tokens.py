"""Tokens for programs that sign their requests: the grant, the keys tokens are checked by, and where both are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Form, Router

from budstikke.kit.clock import real_now
from budstikke.post.actions.senders.api_clients import ALGORITHMS, NotGranted, grant, published_keys
from budstikke.post.doors.api import shapes
from budstikke.post.doors.api.asking import Anybody, issuer
from budstikke.post.terms.scopes import Scope

router = Router(tags=["Tokens"])
_ANYBODY = Anybody()
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@router.post(
    "/token",
    auth=_ANYBODY,
    response={200: shapes.Granted, 400: shapes.NotGrantedShape, 429: shapes.ProblemShape},
    operation_id="token",
)
def token(request: HttpRequest, grant_type: Form[str] = "", assertion: Form[str] = "") -> JsonResponse:
    """Exchange a signed assertion (RFC 7523) for a token; each assertion counts once."""
    try:
        if grant_type != _GRANT:
            raise NotGranted("unsupported_grant_type", f"grant_type must be {_GRANT}")
        given = grant(assertion, issuer=issuer(), real_now=real_now())
    except NotGranted as refused:
        said = {"error": refused.code, "error_description": refused.why}
        answer = JsonResponse(said, status=400)
    else:
        answer = JsonResponse(
            {
                "access_token": given.text,
                "token_type": "Bearer",
                "expires_in": given.seconds,
                "scope": " ".join(sorted(given.scopes)),
            }
        )
    answer["Cache-Control"] = "no-store"
    return answer


@router.get("/jwks", auth=_ANYBODY, response=dict[str, Any], operation_id="keys")
def keys(request: HttpRequest) -> dict[str, Any]:
    """Return the public key by which our tokens can be checked."""
    return published_keys()


@router.get(
    "/.well-known/oauth-authorization-server", auth=_ANYBODY, response=dict[str, Any], operation_id="metadata"
)
def metadata(request: HttpRequest) -> dict[str, Any]:
    """Say where tokens are had (RFC 8414)."""
    own = issuer()
    return {
        "issuer": own,
        "token_endpoint": f"{own}/token",
        "jwks_uri": f"{own}/jwks",
        "grant_types_supported": [_GRANT],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "scopes_supported": [scope.value for scope in Scope],
    }
