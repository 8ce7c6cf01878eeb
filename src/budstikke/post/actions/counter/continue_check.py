"""Go on with the check that is open at a station, whoever of its clerks began it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from budstikke.post.records.models import OpenCheck
from budstikke.post.records.scope import CARRIER, acting_as


def continue_check(nonce: UUID, *, station_id: int, clerk: str, now: datetime) -> bool:
    """
    Let the clerk who is at the station now go on with what is open there, with all that was put in.

    Terms:   PUM §12.
    Reading: whatever has become of the letter meanwhile, because a check that nobody at the station could give up
             would block it.
    Returns: whether it was open there.
    """
    with acting_as(CARRIER):
        row = OpenCheck.objects.select_for_update().filter(nonce=nonce, station_id=station_id).first()
        if row is None:
            return False
        row.clerk, row.touched_at = clerk, now
        row.save(update_fields=["clerk", "touched_at"])
    return True
