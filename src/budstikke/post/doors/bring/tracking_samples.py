"""Letters that were never sent: the published tracking numbers for tests, the same on every installation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from budstikke.post.records.tracked import Tracked, TrackedEvent
from budstikke.post.terms.events import Event, State

_BEGUN_AT = datetime(2026, 1, 12, 8, 30, 25, tzinfo=UTC)  # Monday
_OUTLET, _POSTCODE, _CITY = 122608, "5004", "BERGEN"
_CONSIGNMENT = "SHIPMENTNUMBER"
_LIFE = (
    Event.PRE_NOTIFIED,
    Event.HANDED_IN,
    Event.IN_TRANSIT,
    Event.READY_FOR_PICKUP,
    Event.NOTIFICATION_SENT,
    Event.DELIVERED,
)


def _sample(number: str, state: State, *, until: Event) -> Tracked:
    happened = _LIFE[: _LIFE.index(until) + 1]
    at_outlet = {Event.READY_FOR_PICKUP, Event.NOTIFICATION_SENT, Event.DELIVERED}
    events = tuple(
        TrackedEvent(
            code=code,
            happened_at=_BEGUN_AT + timedelta(hours=7 * nth),
            outlet=_OUTLET if code in at_outlet else None,
            postcode=_POSTCODE if code in at_outlet else "",
            city=_CITY if code in at_outlet else "",
        )
        for nth, code in enumerate(happened)
    )
    return Tracked(
        number=number,
        consignment_number=_CONSIGNMENT,
        order_reference="",
        state=state,
        weight_g=45,
        passport_only=False,
        recipient_name="Kari Nordmann",
        postcode=_POSTCODE,
        city=_CITY,
        last_collect_day=date(2026, 2, 2) if state is State.READY else None,  # Monday
        delivered_at=events[-1].happened_at if state is State.DELIVERED else None,
        sender_name="Eksempel eID AS SPECIMEN",
        customer_number="",
        events=tuple(reversed(events)),
    )


_AT_OUTLET = _sample("TESTPACKAGEATPICKUPPOINT", State.READY, until=Event.NOTIFICATION_SENT)
_ORDERED = _sample("TESTPACKAGEEDI", State.BOOKED, until=Event.PRE_NOTIFIED)
# A letter that is collected is never loaded for delivery; that number shows one on its way.
SAMPLES: Mapping[str, Tracked] = {
    "TESTPACKAGEATPICKUPPOINT": _AT_OUTLET,
    "TESTPACKAGE-AT-PICKUPPOINT": _AT_OUTLET,
    "TESTPACKAGEEDI": _ORDERED,
    "TESTPACKAGE-EDI": _ORDERED,
    "TESTPACKAGEDELIVERED": _sample("TESTPACKAGEDELIVERED", State.DELIVERED, until=Event.DELIVERED),
    "TESTPACKAGELOADEDFORDELIVERY": _sample(
        "TESTPACKAGELOADEDFORDELIVERY", State.IN_TRANSIT, until=Event.IN_TRANSIT
    ),
}
