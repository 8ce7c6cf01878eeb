"""§10: who may follow the letter, and what they see."""

from __future__ import annotations

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
