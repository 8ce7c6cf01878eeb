"""Whom FIDO2 keys are bound to: the host of the issuer's public address."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from budstikke.issuer.actions.fido2 import Site


def site() -> Site:
    """Return the host, the name and the origin of this installation."""
    parts = urlsplit(settings.PUBLIC_URL)
    return Site(host=parts.hostname or "localhost", name="Eksempel-ID", origin=settings.PUBLIC_URL)
