"""Take in a batch of transport scans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from budstikke.post.records.history import Scan, write_scans
from budstikke.post.records.scope import CARRIER, acting_as


def record_scans(scans: Iterable[Scan], *, actor: str, now: datetime) -> tuple[int, list[int]]:
    """
    Write a scanner's batch, all or nothing.

    Terms:   PUM §10.
    Returns: how many events were written, and the ids of letters nobody booked.
    Raises:  django.db.IntegrityError when a scan may not come where its letter stands.
    """
    with acting_as(CARRIER):
        return write_scans(scans, actor=actor, recorded_at=now)
