"""Booking by JSON: one letter or many at once, by the same rules and into the same rows as an order file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Header, Router, Status
from pydantic import StringConstraints

from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party
from budstikke.kit.clock import now, today
from budstikke.post.actions.booking.book_few import Outcome, book_few
from budstikke.post.actions.booking.order_rows import PASSPORT_ONLY, PUM_SERVICE
from budstikke.post.actions.booking.refused_order import refused_order
from budstikke.post.doors.api import shapes
from budstikke.post.doors.api.asking import Asking, Needed, asking
from budstikke.post.doors.api.problems import Problem, RefusedBy
from budstikke.post.records.models import Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.scopes import Scope

_WRITE = Needed(Scope.LETTERS_WRITE)
_PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 413, 422, 429), shapes.ProblemShape)
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


def book_letter(
    request: HttpRequest,
    order: Body[shapes.Order],
    idempotency_key: Header[Key | None] = None,
) -> Status[shapes.Booked]:
    """Book one letter. The same Idempotency-Key again books nothing twice and is answered alike."""
    (outcome,) = _book(request, [order], idempotency_key)
    if outcome.refused:
        raise Problem("REFUSED", refusals=[_refused(code, order) for code in outcome.refused])
    return Status(201, _booked(outcome))


def book_letters(
    request: HttpRequest,
    many: Body[shapes.Orders],
    idempotency_key: Header[Key | None] = None,
) -> shapes.Outcomes:
    """Book up to a thousand letters. Each good order is booked, whatever becomes of its neighbours."""
    outcomes = _book(request, many.orders, idempotency_key)
    return shapes.Outcomes(
        outcomes=[
            shapes.Outcome(
                reference=order.reference,
                booked=None if outcome.refused else _booked(outcome),
                refusals=[
                    shapes.Refused.model_validate(_refused(code, order).as_json()) for code in outcome.refused
                ],
            )
            for order, outcome in zip(many.orders, outcomes, strict=True)
        ]
    )


def add_to(router: Router) -> None:
    """Add the addresses of booking to a part of the API."""
    given: dict[str, Any] = {"auth": _WRITE, "tags": ["Booking"]}
    router.post("/letters", response={201: shapes.Booked, **_PROBLEMS}, operation_id="bookLetter", **given)(
        book_letter
    )
    router.post("/orders", response={200: shapes.Outcomes, **_PROBLEMS}, operation_id="bookLetters", **given)(
        book_letters
    )


def _refused(code: str, order: shapes.Order) -> RefusedBy:
    """Return a refusal in words, filled in with what the order and the edition say."""
    told = refused_order(
        code, weight_g=order.weight_g, thickness_mm=order.thickness_mm, edition=pum_on(today())
    )
    return RefusedBy(code=code, clauses=told.clauses, words=told.words, cure=told.cure)


def _book(request: HttpRequest, orders: Sequence[shapes.Order], key: str | None) -> list[Outcome]:
    who, at = asking(request), now()
    sender = _agreed(who.sender_id)
    return book_few(
        [_booking(order, who, sender=sender, at=at, nth=nth) for nth, order in enumerate(orders, 1)],
        sender_id=who.sender_id,
        # A key is its address's own: the same for one letter and for many names two requests.
        key=f"{request.path.rpartition('/')[2]}-{key}" if key else None,
        sha256=hashlib.sha256(request.body).hexdigest(),
        today=today(),
        now=at,
    )


def _booking(order: shapes.Order, who: Asking, *, sender: Party, at: datetime, nth: int) -> Booking:
    """Return an order as an order file would say it."""
    recipient = order.recipient
    return Booking(
        interchange_reference="",
        message_reference=str(nth),
        segment_number=nth,
        document_number="",
        function=Function.NEW,
        booked_at=at,
        service_code=PUM_SERVICE,
        added_codes=(PASSPORT_ONLY,) if order.passport_only else (),
        passport_only=order.passport_only,
        order_reference=order.reference,
        consignment_number="",
        customer_number=who.customer_number,
        payer_number=who.customer_number,
        sender=sender,
        recipient=_party(recipient),
        return_address=_party(order.return_to) if order.return_to else None,
        recipient_mobile=recipient.mobile,
        recipient_email=recipient.email,
        recipient_national_number=recipient.national_number,
        letters=(
            BookedLetter(
                number=None,
                weight_g=order.weight_g,
                thickness_mm=order.thickness_mm,
                length_mm=None,
                width_mm=None,
                package_type="EN",
                envelope=order.envelope,
            ),
        ),
    )


def _party(address: shapes.Address) -> Party:
    streets = tuple(street for street in (address.street, address.street2) if street)
    return Party(address.name, streets, address.postcode, address.city, address.country)


def _agreed(sender_id: int) -> Party:
    with acting_as(CARRIER):
        sender = Sender.objects.get(id=sender_id)
    return Party(sender.name, (sender.street,), sender.postcode, sender.city, "NO")


def _booked(outcome: Outcome) -> shapes.Booked:
    return shapes.Booked(number=outcome.numbers[0], consignment_number=outcome.consignment_number)
