"""Writing down what happened to a letter: the event, and the state it makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from budstikke.issuer.records.models import Letter, LetterEvent
from budstikke.issuer.terms.letters import Event, State, after


def happened(
    letter: Letter,
    event: Event,
    *,
    at: datetime,
    now: datetime,
    source: str = "own",
    reasons: Sequence[Any] = (),
) -> bool:
    """
    Note an event of a letter whose row is locked, and move its state; told again it changes nothing.

    Returns: whether it was new.
    """
    _, new = LetterEvent.objects.get_or_create(
        letter=letter,
        code=event.value,
        happened_at=at,
        defaults={"recorded_at": now, "source": source, "reasons": list(reasons)},
    )
    if new:
        state = after(State(letter.state) if letter.state else None, event)
        if state != letter.state:
            letter.state = state
            letter.save(update_fields=["state"])
    return new


def without_code(letter: Letter) -> None:
    """Forget a letter's code: nothing of it is left that could be guessed at."""
    letter.code_hash = letter.code_pepper_sealed = letter.code_expires_on = None
    letter.save(update_fields=["code_hash", "code_pepper_sealed", "code_expires_on"])
