"""Which channel is real here: the settings name them, this file makes them, once per process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from budstikke.issuer.channels.authority import LocalAuthority
from budstikke.issuer.channels.sms import SmsChannel


@lru_cache(maxsize=1)
def authority() -> LocalAuthority:
    """Return the certificate authority."""
    return cast(LocalAuthority, _made("authority"))


@lru_cache(maxsize=1)
def sms() -> SmsChannel:
    """Return the way to send SMS."""
    return cast(SmsChannel, _made("sms"))


def _made(name: str) -> object:
    path, arguments = settings.CHANNELS[name]
    made: object = import_string(path)(**cast(dict[str, Any], arguments))
    return made
