"""Sessions go on under new token keys: a running web process looks for them before every request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from budstikke.wiring.shared import token_keys


def take_up_token_keys(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Have each request signed by the key that is current, and judged by it and by those before it."""

    def answered(request: HttpRequest) -> HttpResponse:
        current, older = token_keys("post")
        if current != settings.SECRET_KEY or older != settings.SECRET_KEY_FALLBACKS:
            # In this order: what was signed a moment ago must be judged good by another thread all the while.
            settings.SECRET_KEY_FALLBACKS = [*older, settings.SECRET_KEY]
            settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = current, older
        return get_response(request)

    return answered
