"""The second fact: what else, besides its number, the recipient of a letter knows; wrong tries are counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from budstikke.formats.s10 import letter_id
from budstikke.post.actions.telling.notice_code import is_code
from budstikke.post.records.models import Letter, RecordTry
from budstikke.post.records.scope import CARRIER, acting_as

_TRIES = 5
_WITHIN = timedelta(hours=1)


class Known(StrEnum):
    """Whether somebody knows it; an unknown letter and a wrong fact are told alike."""

    YES = "yes"
    NO = "no"
    TOO_MANY = "too_many"


def second_fact(number: str, *, fact: str, now: datetime) -> Known:
    """
    Say whether somebody knows the postcode a letter was sent to, or the code in its notice.

    Reading: either will do (A-164, decision 0164). Every wrong try counts, for this and for the own record together
    (decision 0055). A letter whose address was erased is nobody's to open.
    """
    with acting_as(CARRIER):
        # Locked, so that tries side by side are counted one after the other.
        letter = Letter.objects.select_for_update().filter(id=letter_id(number)).first()
        if letter is None:
            return Known.NO
        if too_many_tries(letter, now=now):
            return Known.TOO_MANY
        if letter.postcode and (fact == letter.postcode or is_code(fact, number=letter.number)):
            return Known.YES
        note_try(letter, now=now)
    return Known.NO


def too_many_tries(letter: Letter, *, now: datetime) -> bool:
    """Say whether a letter has had its wrong tries for now; the letter must be locked."""
    return RecordTry.objects.filter(letter=letter, tried_at__gt=now - _WITHIN).count() >= _TRIES


def note_try(letter: Letter, *, now: datetime) -> None:
    """Count a wrong try."""
    RecordTry.objects.create(letter=letter, tried_at=now)
