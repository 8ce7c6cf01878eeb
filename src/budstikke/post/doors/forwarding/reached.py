"""How customer service is reached: every page that says to call or write says where."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def on_every_page(_request: HttpRequest) -> dict[str, object]:
    """Return customer service's telephone and address (a context processor; Forwarding §8)."""
    return {"customer_service": settings.CUSTOMER_SERVICE}
