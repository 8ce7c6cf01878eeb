"""The canaries' sender: it leaves its orders where every sender's are left."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings

from budstikke.kit.clock import now, today
from budstikke.kit.installation import write_whole
from budstikke.post.actions.canaries import LateCanary, carry_canaries, order_canary, tell_of_late_canaries
from budstikke.post.channels import chosen
from budstikke.post.doors.edi.folder import DropFolder

_log = logging.getLogger(__name__)


def send_canary(folder: DropFolder, *, every: timedelta | None = None) -> str | None:
    """Leave the order of a canary in its sender's own folder; return its reference, or None where none is due."""
    ordered = order_canary(mail=settings.OPERATIONS_MAIL, every=every, now=now())
    if ordered is None:
        return None
    write_whole(folder.arriving(ordered.customer_number) / ordered.file_name, ordered.content)
    return ordered.reference


def tend_canaries(folder: DropFolder) -> list[LateCanary]:
    """
    Send a canary if one is due, carry those under way a step further, and say which are late.

    Returns: those told of now.
    """
    every = settings.CANARY_EVERY
    if every:
        send_canary(folder, every=every)
    try:
        carry_canaries(sealer=chosen.sealer(), today=today(), now=now())
    finally:
        # What keeps canaries from being carried must not keep anybody from hearing of it.
        late = tell_of_late_canaries(
            mail=settings.OPERATIONS_MAIL, channels=chosen.message_channels(), now=now()
        )
        for each in late:
            _log.error("canary %s is late: ordered at %s, %s", each.reference, each.ordered_at, each.stands)
    return late
