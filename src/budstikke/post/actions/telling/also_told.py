"""Have the recipient of one letter told of something besides the notice."""

from __future__ import annotations

from datetime import datetime

from budstikke.post.actions import queue
from budstikke.post.records.models import Letter, Notice


def also_tell(letter: Letter, kind: str, *, now: datetime) -> None:
    """Leave a notice of a kind to be sent; who was never told of the letter is told nothing else of it either."""
    if letter.notified_on is None:
        return
    nth = Notice.objects.filter(letter=letter, kind=kind).count()
    made = Notice.objects.create(
        letter=letter, sender_id=letter.sender_id, kind=kind, ordinal=nth, made_at=now
    )
    queue.send_notices([made.id])
