"""Which channel is real here: the settings name them, this file makes them, once per process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from budstikke.post.channels.callback import Callback
from budstikke.post.channels.mailbox import Mailbox
from budstikke.post.channels.message import MessageChannel
from budstikke.post.channels.payment import Payments
from budstikke.post.channels.registry import Registry
from budstikke.post.channels.seal import Sealer


@lru_cache(maxsize=1)
def message_channels() -> Mapping[str, MessageChannel]:
    """Return the channels by the names the terms use: sms, email, letter, and digital where there is one here."""
    named = ("sms", "email", "digital", "letter")
    return {name: cast(MessageChannel, _made(name)) for name in named if name in settings.CHANNELS}


@lru_cache(maxsize=1)
def sealer() -> Sealer:
    """Return whoever seals reports and signs evidence."""
    return cast(Sealer, _made("sealer"))


@lru_cache(maxsize=1)
def mailbox() -> Mailbox:
    """Return the way to the senders' mailboxes."""
    return cast(Mailbox, _made("mailbox"))


@lru_cache(maxsize=1)
def payments() -> Payments:
    """Return the provider of card payments."""
    return cast(Payments, _made("payments"))


@lru_cache(maxsize=1)
def callback() -> Callback:
    """Return the way to addresses that senders chose to be told at."""
    return cast(Callback, _made("callback"))


@lru_cache(maxsize=1)
def registry() -> Registry | None:
    """Return the way to the National Registry; None where this installation has none."""
    return cast(Registry, _made("registry")) if "registry" in settings.CHANNELS else None


def _made(name: str) -> object:
    path, arguments = settings.CHANNELS[name]
    given = cast(dict[str, Any], arguments() if callable(arguments) else arguments)
    made: object = import_string(path)(**given)
    return made
