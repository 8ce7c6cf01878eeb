"""What the portal calls things, seen from the sender: where a letter is, and what its people do."""

from __future__ import annotations

from budstikke.law.words import Words
from budstikke.post.terms.events import State
from budstikke.post.terms.roles import Role

# With the colour of the mark that stands beside the words.
STATES = {
    State.BOOKED: (Words(no="Bestilt, ikke levert inn", en="Ordered, not handed in"), "neutral"),
    State.HANDED_IN: (Words(no="Levert inn", en="Handed in"), "info"),
    State.IN_TRANSIT: (Words(no="På vei", en="On its way"), "info"),
    State.READY: (Words(no="Venter på mottakeren", en="Waits for the recipient"), "info"),
    State.DELIVERED: (Words(no="Utlevert", en="Handed over"), "success"),
    State.RETURNING: (Words(no="På vei tilbake til dere", en="On its way back to you"), "warning"),
    State.RETURNED: (Words(no="Tilbake hos dere", en="Back with you"), "warning"),
    State.CANCELLED: (Words(no="Avbestilt", en="Cancelled"), "neutral"),
    State.LOST: (Words(no="Kommet bort", en="Lost"), "danger"),
}
ROLES = {
    Role.OWNER: Words(no="eier: alt", en="owner: everything"),
    Role.ORDERS: Words(no="bestilling", en="orders"),
    Role.REPORTS: Words(no="rapporter", en="reports"),
    Role.FINANCE: Words(no="regnskap", en="finance"),
    Role.SUBCONTRACTOR: Words(no="underleverandør: innlevering", en="subcontractor: hand-in"),
}
