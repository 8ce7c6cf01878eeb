"""Take in a picture of a document by the clerk's own camera, and read its zone where pictures can be read here."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from budstikke.law.refusal import Refusal
from budstikke.post.actions.reading.push import PushTaken, push
from budstikke.post.actions.reading.read_page import read_page


def take_own_picture(
    check: UUID, *, nonce: UUID, picture: bytes, today: date, now: datetime
) -> PushTaken | Refusal:
    """
    Take in a picture for an open check or visit.

    Terms:   PUM §12.
    Reading: lines count without a clerk only where two readings agree and every check holds; else the clerk confirms
             them below the strip they stand on. A page without a zone is kept as a page.
    Refuses: NO_CHECK_OPEN.
    Raises:  Malformed for what is no picture, or one that cannot be printed.
    """
    seen = read_page(picture, page="unknown", today=today)
    return push(
        device_id=None,
        nonce=nonce,
        source=seen.source,
        content={**seen.content(), "answer": seen.answer()},
        picture=picture,
        now=now,
        check=check,
    )
