"""Take in a picture of a document by the clerk's own camera, and read its zone where pictures can be read here."""

from __future__ import annotations

import base64
from datetime import date, datetime
from uuid import UUID

from budstikke.formats import picture as pictures
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.actions.push import PushTaken, push

_AGAIN = Words(no="Ta bildet på nytt.", en="Take the picture again.")
_CONFIRM = Words(no="Sammenlign og bekreft.", en="Compare and confirm.")


def take_own_picture(
    check: UUID, *, nonce: UUID, picture: bytes, today: date, now: datetime
) -> PushTaken | Refusal:
    """
    Take in a picture for an open check.

    Terms:   PUM §12.
    Reading: lines count without a clerk only where two readings agree and every check holds; else the clerk confirms
             them below the strip they stand on. A page without a zone is kept as a page.
    Refuses: NO_CHECK_OPEN.
    Raises:  Malformed for what is no picture, or one that cannot be printed.
    """
    if pictures.missing():
        return push(
            device_id=None, nonce=nonce, source="page", content={}, picture=picture, now=now, check=check
        )
    seen = pictures.read(picture, today=today)
    lines = {"mrz_lines" if seen.automatic else "unsure_lines": list(seen.lines)} if seen.lines else {}
    told = [(note, _AGAIN) for note in seen.retake] + [(note, _CONFIRM) for note in seen.doubts if seen.lines]
    content = {
        **lines,
        "strip_png": base64.b64encode(seen.strip_png).decode(),
        "holds": seen.automatic or not seen.lines,
        "answer": {
            "found": [
                {"words": {"no": note.no, "en": note.en}, "cure": cure.as_json()} for note, cure in told
            ]
        },
    }
    source = "mrz_picture" if seen.lines else "page"
    return push(
        device_id=None, nonce=nonce, source=source, content=content, picture=picture, now=now, check=check
    )
