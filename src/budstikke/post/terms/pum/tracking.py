"""§10: who may follow the letter, and what they see."""

from __future__ import annotations

from collections.abc import Iterable

from budstikke.law.clause import Clause
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.events import EVENTS, Audience, Event

CLAUSES: tuple[Clause, ...] = (PUM(10),)


def may_see(audience: Audience, code: Event | str) -> bool:
    """
    Say whether sender or recipient may see an event.

    Terms:   PUM §10 (both follow the letter from hand-in to hand-over; the sender sees more).
    Reading: what happens before hand-in, and how the report travels, is the sender's affair only.
    """
    return audience in EVENTS[Event(code)].seen_by


def visible(audience: Audience, codes: Iterable[Event | str]) -> tuple[Event, ...]:
    """
    Return the part of a history that sender or recipient may see, in its order.

    Terms: PUM §10.
    """
    return tuple(Event(code) for code in codes if may_see(audience, code))
