"""What every page of every service answers besides its content."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Pages load nothing from elsewhere and run no script of their own text; the style sheet holds its icons inline.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
# The barcode reader is a WebAssembly module of ours; a picture chosen but not sent yet is shown from memory.
POLICY_WITH_CAMERA = POLICY.replace("data:", "data: blob:") + "; script-src 'self' 'wasm-unsafe-eval'"


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Add the policy to every answer that has not brought its own."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return answer
