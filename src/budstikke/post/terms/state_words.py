"""What each state of a letter is called."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.law.words import Words
from budstikke.post.terms.events import State

STATE_WORDS: Mapping[State, Words] = {
    State.BOOKED: Words(no="Bestilt", en="Ordered"),
    State.HANDED_IN: Words(no="Levert inn", en="Handed in"),
    State.IN_TRANSIT: Words(no="På vei", en="On its way"),
    State.READY: Words(no="Kan hentes", en="Ready to collect"),
    State.DELIVERED: Words(no="Utlevert", en="Handed over"),
    State.RETURNING: Words(no="På vei tilbake til avsenderen", en="Going back to the sender"),
    State.RETURNED: Words(no="Levert tilbake til avsenderen", en="Back at the sender"),
    State.CANCELLED: Words(no="Avbestilt", en="Cancelled"),
    State.LOST: Words(no="Kommet bort", en="Lost"),
}
