"""What is open at a station and takes readings: the check of a letter, or a visit about forwarding."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from budstikke.post.actions.sealing import seal, seal_for_visit, unseal, unseal_from_visit
from budstikke.post.records.models import OpenCheck, Pushed, Visit

Open = OpenCheck | Visit

_CONTENT, _PICTURE = "pushed", "pushed picture"


def open_here(station_id: int, *, lock: bool = False) -> Open | None:
    """
    Return what a reading made at a station now is for, locked if asked.

    Reading: a check until it is decided, a visit until a document has shown who it is. Where both are open, that of
    which the clerk did something last: it is the one whose person stands there.
    """
    open_now: list[Open] = [
        *_rows(OpenCheck, lock=lock).filter(station_id=station_id, check_made=None),
        *_rows(Visit, lock=lock).filter(station_id=station_id, person=None),
    ]
    return max(open_now, key=lambda row: row.touched_at, default=None)


def open_under(nonce: UUID, *, lock: bool = False) -> Open | None:
    """Return the check or the visit that is open under a nonce, locked if asked."""
    check: OpenCheck | None = _rows(OpenCheck, lock=lock).filter(nonce=nonce, check_made=None).first()
    visit: Visit | None = _rows(Visit, lock=lock).filter(nonce=nonce).first() if check is None else None
    return check or visit


def is_into(row: Open) -> dict[str, Any]:
    """Return the columns of a reading that goes into a check or a visit."""
    if isinstance(row, Visit):
        return {"visit": row}
    return {"open_check": row, "sender_id": row.sender_id}


def holder_of(pushed: Pushed) -> Open:
    """Return the check or the visit a reading lies in."""
    holder = pushed.open_check or pushed.visit
    assert holder is not None, "the database demands one"
    return holder


def pushed_into(row: Open) -> QuerySet[Pushed]:
    """Return the readings that lie in a check or a visit, in the order in which they came."""
    rows = (
        Pushed.objects.filter(visit=row) if isinstance(row, Visit) else Pushed.objects.filter(open_check=row)
    )
    return rows.select_related("device").order_by("received_at", "nonce")


def seal_content(content: object, *, into: Open) -> bytes:
    """Seal what a reading says."""
    return _seal(json.dumps(content, ensure_ascii=False).encode(), into=into, kind=_CONTENT)


def seal_picture(picture: bytes | None, *, into: Open) -> bytes | None:
    """Seal a reading's picture; nothing where there is none."""
    return _seal(picture, into=into, kind=_PICTURE) if picture else None


def content_of(pushed: Pushed, *, holder: Open) -> dict[str, Any]:
    """Open what a reading says."""
    content: dict[str, Any] = json.loads(_unseal(pushed.content_sealed, holder=holder, kind=_CONTENT))
    return content


def open_picture(sealed: bytes | memoryview, *, holder: Open) -> bytes:
    """Open a reading's picture."""
    return _unseal(sealed, holder=holder, kind=_PICTURE)


def _rows(model: Any, *, lock: bool) -> Any:
    return model.objects.select_for_update(of=("self",)) if lock else model.objects.all()


def _seal(content: bytes, *, into: Open, kind: str) -> bytes:
    if isinstance(into, Visit):
        return seal_for_visit(content, nonce=into.nonce, kind=kind)
    return seal(content, letter_id=into.letter_id, kind=kind)


def _unseal(sealed: bytes | memoryview, *, holder: Open, kind: str) -> bytes:
    if isinstance(holder, Visit):
        return unseal_from_visit(sealed, nonce=holder.nonce, kind=kind)
    return unseal(sealed, letter_id=holder.letter_id, kind=kind)
