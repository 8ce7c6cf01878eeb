"""Writing down what happened to letters: the events, and the states they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from budstikke.issuer.records.models import Letter, LetterEvent
from budstikke.issuer.terms.letters import Event, State, after


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event of a letter whose row is locked."""

    letter: Letter
    event: Event
    at: datetime
    source: str = "own"
    reasons: Sequence[Any] = ()


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
    told = Happening(letter=letter, event=event, at=at, source=source, reasons=reasons)
    return all_happened([told], now=now) == 1


def all_happened(told: Iterable[Happening], *, now: datetime) -> int:
    """
    Note events of many letters in the order given, in a few statements however many they are.

    Reading: each letter has one object among them, for its state is moved by each of its events in turn.
    Returns: how many were new.
    """
    fresh: dict[tuple[int, str, datetime], Happening] = {}
    for each in told:
        fresh.setdefault((each.letter.pk, each.event.value, each.at), each)
    known = LetterEvent.objects.filter(letter__in={letter for letter, _, _ in fresh})
    for key in known.values_list("letter_id", "code", "happened_at"):
        fresh.pop(key, None)
    new = list(fresh.values())
    LetterEvent.objects.bulk_create(
        LetterEvent(
            letter=each.letter,
            code=each.event.value,
            happened_at=each.at,
            recorded_at=now,
            source=each.source,
            reasons=list(each.reasons),
        )
        for each in new
    )
    moved: dict[State, list[int]] = defaultdict(list)
    before = {each.letter.pk: (each.letter, each.letter.state) for each in new}
    for each in new:
        each.letter.state = after(State(each.letter.state) if each.letter.state else None, each.event)
    for letter, state in before.values():
        if letter.state != state:
            moved[State(letter.state)].append(letter.pk)
    for state, letters in moved.items():
        Letter.objects.filter(pk__in=letters).update(state=state)
    return len(new)


def forget_codes_of(order_number: str) -> None:
    """Forget the code of an order whose eID is in use, or over: who was interrupted needs it no more."""
    letters = Letter.objects.filter(order__number=order_number, code_hash__isnull=False)
    letters.update(code_hash=None, code_pepper_sealed=None, code_expires_on=None)


def without_code(letter: Letter) -> None:
    """Forget a letter's code: nothing of it is left that could be guessed at."""
    letter.code_hash = letter.code_pepper_sealed = letter.code_expires_on = None
    letter.save(update_fields=["code_hash", "code_pepper_sealed", "code_expires_on"])
