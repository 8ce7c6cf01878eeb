"""Write down what kept a report back, so that whoever looks need not search the logs."""

from __future__ import annotations

from datetime import datetime

from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.records.undelivered import hinder

UNREACHABLE = "UNREACHABLE"


def note_hindrance(letter_id: int, error: Exception, *, now: datetime) -> None:
    """
    Write down why a letter's report was not sent this time.

    Reading: of a fault of ours only its kind; its own words may repeat what was to be written.
    """
    if isinstance(error, Unreachable):
        code, words = UNREACHABLE, str(error)
    elif isinstance(error, Rejected):
        code, words = error.code, str(error)
    else:
        code, words = (
            type(error).__name__,
            f"a fault of ours ({type(error).__name__}); the worker's log has it",
        )
    with acting_as(CARRIER):
        hinder(letter_id, code=code, words=words, lasting=not isinstance(error, Unreachable), at=now)
