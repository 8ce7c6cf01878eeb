"""Pause or take up again the status files a sender gets by EDI."""

from __future__ import annotations

from datetime import datetime

from budstikke.post.records.models import Sender
from budstikke.post.records.scope import CARRIER, acting_as


def pause_statuses(sender_id: int, *, paused: bool, now: datetime) -> None:
    """Write no status files for a sender from now on, or write them again; nothing that happens is left out."""
    with acting_as(CARRIER):
        rows = Sender.objects.filter(id=sender_id, statuses_paused_at__isnull=paused)
        rows.update(statuses_paused_at=now if paused else None)
