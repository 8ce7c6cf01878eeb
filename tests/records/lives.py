"""Letters brought into any state by events alone, and handed over without a counter."""

from __future__ import annotations

from uuid import uuid4

from tests.actions.line import BERGEN, NOW, TODAY, book, file_of, number, order

from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Evidence, HandOver, IdCheck, Letter
from budstikke.post.terms.events import Event, State

WAYS: dict[State, tuple[Event, ...]] = {
    State.BOOKED: (),
    State.HANDED_IN: (Event.HANDED_IN,),
    State.IN_TRANSIT: (Event.HANDED_IN, Event.TERMINAL),
    State.READY: (Event.HANDED_IN, Event.TERMINAL, Event.READY_FOR_PICKUP),
    State.DELIVERED: (Event.HANDED_IN, Event.READY_FOR_PICKUP, Event.DELIVERED),
    State.RETURNING: (Event.HANDED_IN, Event.READY_FOR_PICKUP, Event.RETURN),
    State.RETURNED: (Event.HANDED_IN, Event.READY_FOR_PICKUP, Event.RETURN, Event.DELIVERED_SENDER),
    State.CANCELLED: (Event.CANCELLED,),
    State.LOST: (Event.HANDED_IN, Event.LOST),
}


def booked(*serials: int) -> list[int]:
    """Book letters; returns their ids."""
    from budstikke.post.records.scope import CARRIER, acting_as

    book(file_of([order(each, reference=str(each)) for each in serials], reference=f"P{serials[0]}"))
    with acting_as(CARRIER):
        return [Letter.objects.get(number=number(each)).id for each in serials]


def happens(letter_id: int, code: Event | str, *, place: str = "") -> None:
    """Write one event; what DELIVERED needs is made up for it."""
    if code == Event.DELIVERED and not HandOver.objects.filter(letter_id=letter_id).exists():
        _hand_over(letter_id)
    history.write(
        [NewEvent(letter_id=letter_id, code=code, happened_at=NOW, at_place=place)], recorded_at=NOW
    )


def _hand_over(letter_id: int) -> None:
    letter = Letter.objects.get(id=letter_id)
    of = {"letter": letter, "sender_id": letter.sender_id}
    check = IdCheck.objects.create(
        **of,
        nonce=uuid4(),
        outlet_id=BERGEN,
        clerk="clerk-7",
        checked_at=NOW,
        passed=True,
        findings={},
        decision={},
        document_sealed=b"",
    )
    evidence = Evidence.objects.create(
        **of, uuid=uuid4(), name="ContentHandover", made_at=NOW, sha256="0" * 64, content_sealed=b""
    )
    HandOver.objects.create(
        **of,
        id_check=check,
        evidence=evidence,
        clerk="clerk-7",
        handed_over_at=NOW,
        handed_over_on=TODAY,
        signing="signed",
    )
