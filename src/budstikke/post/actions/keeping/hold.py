"""Hold up the erasing of a letter while something about it is disputed, and let it go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from budstikke.formats.s10 import letter_id
from budstikke.post.records import history
from budstikke.post.records.models import Hold, Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.keeping import HeldFor


def place_hold(numbers: Sequence[str], *, reason: HeldFor, by: str, now: datetime) -> tuple[str, ...]:
    """
    Have nothing of these letters erased until the hold is lifted; a hold that is there already stays as it is.

    Returns: the numbers nobody has booked.
    """
    asked = {letter_id(number): number for number in numbers}
    with acting_as(CARRIER):
        # Whoever erases holds the letters too: either the hold is seen there, or it came too late.
        known = history.lock_letters(list(asked))
        senders = dict(Letter.objects.filter(id__in=known).values_list("id", "sender_id"))
        held = set(
            Hold.objects.filter(letter_id__in=known, reason=reason, lifted_at=None).values_list(
                "letter_id", flat=True
            )
        )
        Hold.objects.bulk_create(
            Hold(letter_id=each, sender_id=sender, reason=reason, placed_at=now, placed_by=by)
            for each, sender in senders.items()
            if each not in held
        )
    return tuple(number for each, number in asked.items() if each not in senders)


def lift_hold(numbers: Sequence[str], *, reason: HeldFor, by: str, now: datetime) -> int:
    """Let go of letters that were held for a reason; returns how many were."""
    asked = [letter_id(number) for number in numbers]
    with acting_as(CARRIER):
        history.lock_letters(asked)
        return Hold.objects.filter(letter_id__in=asked, reason=reason, lifted_at=None).update(
            lifted_at=now, lifted_by=by
        )
