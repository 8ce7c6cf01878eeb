"""How a letter ends otherwise: back at its sender, lost, or found again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from budstikke.formats.s10 import letter_id
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import Event


def back_at_sender(numbers: Sequence[str], *, place: str, actor: str, now: datetime) -> tuple[str, ...]:
    """
    Note that the sender has letters back (PUM §15).

    Returns: the numbers nobody has booked.
    Raises:  django.db.IntegrityError when a letter is not where it could come back from; then none is noted.
    """
    return _note(numbers, Event.DELIVERED_SENDER, place=place, actor=actor, now=now)


def lost(numbers: Sequence[str], *, place: str, actor: str, now: datetime) -> tuple[str, ...]:
    """
    Note that letters are lost (PUM §17); what is found again is found by its next event.

    Returns: the numbers nobody has booked.
    Raises:  django.db.IntegrityError when a letter is in nobody's hands of ours; then none is noted.
    """
    return _note(numbers, Event.LOST, place=place, actor=actor, now=now)


def found(numbers: Sequence[str], *, place: str, actor: str, now: datetime) -> tuple[str, ...]:
    """
    Note that lost letters have turned up.

    Returns: the numbers nobody has booked.
    Raises:  django.db.IntegrityError when a letter is not lost; then none is noted.
    """
    return _note(numbers, Event.FOUND, place=place, actor=actor, now=now)


def _note(numbers: Sequence[str], code: Event, *, place: str, actor: str, now: datetime) -> tuple[str, ...]:
    asked = {letter_id(number): number for number in numbers}
    with acting_as(CARRIER):
        ids = history.lock_letters(list(asked))
        history.write(
            [
                NewEvent(letter_id=each, code=code, happened_at=now, at_place=place, actor=actor)
                for each in ids
            ],
            recorded_at=now,
        )
    known = set(ids)
    return tuple(number for each, number in asked.items() if each not in known)
