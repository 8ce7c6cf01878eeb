"""The tag in the address a mail returns to: whoever sends us a bounce has had a mail of ours in hand."""

from __future__ import annotations

import base64
import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac

_SALT = "budstikke.bounce"
# 80 bits: nobody guesses them, and the address stays below the 64 letters a mail server need take before the @.
_BYTES = 10


def bounce_tag(key: str) -> str:
    """Return the tag of a mail's key, under the token key in use."""
    return _tag(key, secret=settings.SECRET_KEY)


def is_ours(key: str, *, tag: str) -> bool:
    """Say whether we made this tag, under the token key in use or an older one."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(_tag(key, secret=each), tag) for each in secrets)


def _tag(key: str, *, secret: str | bytes) -> str:
    made = salted_hmac(_SALT, key, secret=secret, algorithm="sha256").digest()[:_BYTES]
    return base64.b32encode(made).decode().lower()
