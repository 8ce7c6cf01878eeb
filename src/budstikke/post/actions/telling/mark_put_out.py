"""Note that a status file lies in its sender's folder."""

from __future__ import annotations

from datetime import datetime

from budstikke.post.records.models import StatusFile
from budstikke.post.records.scope import CARRIER, acting_as


def mark_put_out(status_file_id: int, *, now: datetime) -> None:
    """Mark one file; its content is in the sender's hands now and need not be kept here."""
    with acting_as(CARRIER):
        StatusFile.objects.filter(id=status_file_id, put_out_at=None).update(put_out_at=now, content=b"")
