"""The canaries' sender: it leaves its orders where every sender's are left."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from budstikke.kit.clock import now, real_now, today
from budstikke.kit.installation import data_folder, write_whole
from budstikke.post.actions.watching.canaries import (
    LateCanary,
    carry_canaries,
    order_canary,
    tell_of_late_canaries,
)
from budstikke.post.channels import chosen
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.own_api import OwnApi
from budstikke.post.channels.own_device import OwnDevice
from budstikke.post.doors.edi.folder import DropFolder

_log = logging.getLogger(__name__)


def send_canary(folder: DropFolder, *, every: timedelta | None = None) -> str | None:
    """
    Order a canary, in its sender's own folder or by the API in turns; return its reference, or None where none is due.

    One that the API does not take is late in its time, as one is that lies in its folder.
    """
    key = read_key()
    ordered = order_canary(mail=settings.OPERATIONS_MAIL, every=every, has_api=bool(key), now=now())
    if ordered is None:
        return None
    if ordered.by_api:
        try:
            OwnApi(url=settings.PUBLIC_URL, key=key).order(ordered.said, name=ordered.reference)
        except (Unreachable, Rejected) as error:
            _log.error("canary %s is not ordered: %s", ordered.reference, error)
        return ordered.reference
    write_whole(folder.arriving(ordered.customer_number) / ordered.file_name, ordered.content)
    return ordered.reference


def key_file() -> Path:
    """Return where the key lies by which canaries are ordered at the API."""
    return data_folder() / "keys" / "canary-api.key"


def secret_file() -> Path:
    """Return where the secret of the device lies that reads for canaries."""
    return data_folder() / "keys" / "canary-device.key"


def read_key(file: Path | None = None) -> str:
    """Return a key, that for the API if no other is named; nothing where there is none."""
    try:
        return (file or key_file()).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def tend_canaries(folder: DropFolder) -> list[LateCanary]:
    """
    Send a canary if one is due, carry those under way a step further, and say which are late.

    Returns: those told of now.
    """
    every = settings.CANARY_EVERY
    if every:
        send_canary(folder, every=every)
    try:
        device = OwnDevice(url=settings.PUBLIC_URL, secret=read_key(secret_file()), clock=real_now)
        carry_canaries(sealer=chosen.sealer(), device=device, today=today(), now=now())
    finally:
        # What keeps canaries from being carried must not keep anybody from hearing of it.
        late = tell_of_late_canaries(
            mail=settings.OPERATIONS_MAIL, channels=chosen.message_channels(), now=now()
        )
        for each in late:
            _log.error("canary %s is late: ordered at %s, %s", each.reference, each.ordered_at, each.stands)
    return late
