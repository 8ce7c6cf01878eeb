"""Booking: letters ordered by JSON or XML, at the address of now and the one that most clients still use."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from lxml import etree
from ninja import Router

from budstikke.kit.clock import local_day, midnight, now
from budstikke.kit.installation import is_test
from budstikke.post.actions.booking.book_few import Outcome, book_few
from budstikke.post.actions.senders.api_keys import KnownKey
from budstikke.post.doors.bring import booking_read, booking_xml
from budstikke.post.doors.bring import shapes_booking as shapes
from budstikke.post.doors.bring.asking import KeyNeeded, base_url, known, plain
from budstikke.post.doors.bring.booking_codes import CODES, Code, code_of
from budstikke.post.doors.bring.booking_read import Consignment, Found, Unreadable
from budstikke.post.doors.bring.described import body_of
from budstikke.post.doors.bring.labels import link
from budstikke.post.doors.bring.written import as_json, as_xml, wants_xml
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.pum.delivery_time import delivery_target
from budstikke.post.terms.roles import Role

_LARGEST_BYTES = 1_000_000
_MOST_KEY_CHARACTERS = 100
# Of a test installation: a reference that begins so is refused with the code that follows.
_ON_PURPOSE = "TESTFAIL-"
_PRODUCT = "2563"


def _said(status: int, text: str) -> HttpResponse:
    """Word a refusal of the key: what it lacks has a code of its own."""
    if status != 403:
        return plain(status, text)
    return as_json({"consignments": [_refused(None, [Found("BOOK-AUTHORIZATION-001")])]}, status=status)


router = Router(tags=["Booking"], auth=KeyNeeded("booking", Role.ORDERS, said=_said))


@router.post(
    "/booking/api/create",
    response={200: shapes.BookingAnswer, 400: shapes.BookingAnswer},
    operation_id="book",
    openapi_extra=body_of(shapes.BookingRequest, example=shapes.EXAMPLE),
)
def book(request: HttpRequest) -> HttpResponse:
    """
    Book each consignment that may be booked; answered 400 when none was.

    A test (header, body, or a test customer number) asks every rule and books nothing. The header Idempotency-Key is
    ours: the same key with the same body books nothing twice.
    """
    in_xml = "xml" in request.headers.get("Content-Type", "")
    try:
        consignments, tried = _read(request, in_xml=in_xml)
        answered = _booked(request, consignments, tried=tried)
    except Unreadable as unreadable:
        answered = [_refused(None, [Found(str(unreadable))])]
    said = {"consignments": answered}
    status = 200 if any(each["confirmation"] for each in answered) else 400
    if in_xml or wants_xml(request):
        return as_xml(booking_xml.answer(said), status=status)
    return as_json(said, status=status)


router.add_api_operation("/booking/api/booking", ["POST"], book, include_in_schema=False)


def customers(request: HttpRequest) -> HttpResponse:
    """Return the customer number of the key, and what can be booked under it."""
    key = known(request)
    row = {
        "name": key.sender_name,
        "customerNumber": key.customer_number,
        "countryCode": "NO",
        "products": [_PRODUCT],
    }
    return _listed(request, {"customers": [row]}, booking_xml.customers)


def errors(request: HttpRequest) -> HttpResponse:
    """Return every code a booking may be refused with."""
    listed = [{"code": row.code, "message": row.en, "suffixable": row.suffixable} for row in CODES.values()]
    return _listed(request, {"errorTypes": listed}, booking_xml.errors)


for _name, _list, _shape in (
    ("customers", customers, shapes.Customers),
    ("errors", errors, shapes.ErrorTypes),
):
    router.add_api_operation(
        f"/booking/api/{_name}", ["GET"], _list, response=_shape, operation_id=f"booking_{_name}"
    )
    for _extension in ("json", "xml"):
        router.add_api_operation(
            f"/booking/api/{_name}.{_extension}", ["GET"], _list, include_in_schema=False
        )


def _listed(request: HttpRequest, said: Mapping[str, Any], tree: Any) -> HttpResponse:
    extension = request.path.rpartition("/")[2].partition(".")[2]
    if wants_xml(request, extension=extension):
        made: etree._Element = tree(said)
        return as_xml(made)
    return as_json(said)


def _read(request: HttpRequest, *, in_xml: bool) -> tuple[list[Consignment], bool]:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > _LARGEST_BYTES:
        raise Unreadable("BOOK-INPUT-001")
    body = request.body
    said = booking_xml.load(body) if in_xml else booking_read.load(body)
    tried = booking_read.test_asked(said, header=request.headers.get("X-Bring-Test-Indicator", ""))
    read = booking_read.consignments(said, customer=known(request).customer_number, now=now())
    return read, tried or any(each.test for each in read)


def _booked(request: HttpRequest, read: list[Consignment], *, tried: bool) -> list[dict[str, Any]]:
    key, at = known(request), now()
    for each in read:
        each.found += _on_purpose(each)
    asked = [each for each in read if not each.found]
    outcomes = iter(
        book_few(
            [each.order for each in asked if each.order],
            sender_id=key.sender_id,
            key=request.headers.get("Idempotency-Key", "")[:_MOST_KEY_CHARACTERS] or None,
            sha256=hashlib.sha256(request.body).hexdigest(),
            try_only=tried,
            today=local_day(at),
            now=at,
        )
        if asked
        else ()
    )
    return [
        _refused(each, each.found) if each.found else _answered(request, key, each, next(outcomes), tried)
        for each in read
    ]


def _on_purpose(read: Consignment) -> list[Found]:
    reference = read.order.order_reference if read.order else ""
    code = reference.removeprefix(_ON_PURPOSE)
    return [Found(code)] if is_test() and code != reference and code in CODES else []


def _answered(
    request: HttpRequest, key: KnownKey, read: Consignment, outcome: Outcome, tried: bool
) -> dict[str, Any]:
    if outcome.refused:
        codes = dict.fromkeys(code_of(refusal).code for refusal in outcome.refused)
        return _refused(read, [Found(code) for code in codes])
    labels = link(request, outcome.consignment_number, sender_id=key.sender_id, tried=tried)
    first = outcome.numbers[0]
    confirmation = {
        "consignmentNumber": outcome.consignment_number,
        "productSpecificData": None,
        "links": {
            "labels": labels,
            "waybill": None,
            "tracking": f"{base_url(request)}/track/?number={first}",
        },
        "dateAndTimes": {"earliestPickup": None, "expectedDelivery": _expected_ms(read.shipping_at or now())},
        "packages": [
            {"packageNumber": number, "correlationId": package}
            for number, package in zip(outcome.numbers, read.packages, strict=True)
        ],
    }
    return {"correlationId": read.correlation_id, "confirmation": confirmation, "errors": None}


def _expected_ms(handed_in_at: datetime) -> int:
    """Return the end of the day by which the letter should be there, in milliseconds since 1970 (PUM §11)."""
    # A date far off, which a client may well have sent by mistake, is answered as today's.
    day = local_day(handed_in_at) if abs(handed_in_at - now()) < timedelta(days=366) else local_day(now())
    target = delivery_target(handed_in_on=day, edition=pum_on(day)).answer["target_delivery_by"]
    assert hasattr(target, "year")
    return round((midnight(target) + timedelta(hours=16)).timestamp() * 1000)  # type: ignore[arg-type]


def _refused(read: Consignment | None, found: list[Found]) -> dict[str, Any]:
    correlation = read.correlation_id if read else None
    told = [_error(CODES[each.code], correlation, each.package) for each in dict.fromkeys(found)]
    return {"correlationId": correlation, "confirmation": None, "errors": told}


def _error(code: Code, consignment: str | None, package: str | None) -> dict[str, Any]:
    return {
        "uniqueId": str(uuid4()),
        "code": code.code,
        "messages": [
            {"lang": "no", "message": code.no},
            {"lang": "en", "message": code.en},
        ],
        "consignmentCorrelationId": consignment,
        "packageCorrelationId": package,
    }
