"""Requests that were answered before, by the key their sender named them with."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from budstikke.post.records.models import AnsweredRequest


class Named(NamedTuple):
    """A request by its sender's key for it, and the SHA-256 of what it asks."""

    key: str
    sha256: str


class OtherRequest(Exception):
    """The sender has used this key for something else."""


def answered(named: Named, *, sender_id: int) -> Any | None:
    """
    Return how the same request was answered; None for a new one, which nobody else answers until this transaction ends.

    Raises: OtherRequest.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [sender_id, named.key])
    before = AnsweredRequest.objects.filter(sender_id=sender_id, key=named.key).first()
    if before is not None and before.sha256 != named.sha256:
        raise OtherRequest(named.key)
    return None if before is None else before.answer


def note_answer(named: Named, answer: Any, *, sender_id: int, now: datetime) -> None:
    """Write down how a request is answered."""
    AnsweredRequest.objects.create(
        sender_id=sender_id, key=named.key, sha256=named.sha256, answer=answer, answered_at=now
    )
