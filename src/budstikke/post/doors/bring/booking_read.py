"""Reading a booking as clients send it: every spelling that is about, and each fault under its code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Any

from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party
from budstikke.kit.clock import OSLO
from budstikke.post.papers.glyphs import unprintable

# The service's number now, and the one it had before.
_PRODUCTS = ("2563", "3023")
_PASSPORT_ONLY = "1239"
# That the recipient is told of the letter is part of the service, however it is ordered.
_NOTICES = ("EVARSLING", "1091", "2084", "2086")
TEST_CUSTOMERS = ("5", "6", "7")
_MOST_PACKAGES, _MOST_CHARACTERS = 100, 140
_COUNTRY = re.compile(r"[A-Za-z]{2}")
# Whole centimetres of the longer and the shorter side; what is asked for is rounded by most who ask.
_ENVELOPES = ((23, 17, "C5"), (33, 23, "C4"))
_LARGER = "larger"


@dataclass(frozen=True, slots=True)
class Found:
    """A fault, and the package it is about."""

    code: str
    package: str | None = None


@dataclass(slots=True, kw_only=True)
class Consignment:
    """One consignment as it was read; `order` is to be booked if there is nothing in `found`."""

    correlation_id: str | None = None
    packages: list[str | None] = field(default_factory=list)
    order: Booking | None = None
    shipping_at: datetime | None = None
    test: bool = False
    found: list[Found] = field(default_factory=list)


class Unreadable(Exception):
    """The request as a whole cannot be read, with the code for why."""


def load(body: bytes) -> Mapping[str, Any]:
    """
    Return a request's JSON.

    Raises: Unreadable.
    """
    if not body.strip():
        raise Unreadable("BOOK_INPUT-060")
    try:
        said = json.loads(body)
        # Half a character, which JSON can spell, can be neither kept nor answered.
        json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Unreadable("BOOK_INPUT-059") from None
    if not isinstance(said, dict):
        raise Unreadable("BOOK_INPUT-059")
    return said


def test_asked(said: Mapping[str, Any], *, header: str) -> bool:
    """
    Say whether the request is a test: by its header, or in itself.

    Raises: Unreadable when either says neither yes nor no.
    """
    words = {"true": True, "false": False, "": False, "none": False}
    given = (header, str(said.get("testIndicator")))
    try:
        header_says, body_says = (words[text.strip().lower()] for text in given)
    except KeyError:
        raise Unreadable("BOOK-INPUT-030") from None
    return header_says or body_says


def consignments(said: Mapping[str, Any], *, customer: str, now: datetime) -> list[Consignment]:
    """
    Return what is to be booked for a customer.

    Raises: Unreadable.
    """
    if _text(said.get("schemaVersion")) == "":
        raise Unreadable("BOOK-INPUT-003")
    listed = _list(said.get("consignments"))
    if not listed:
        raise Unreadable("BOOK-INPUT-004")
    if sum(len(_list(_of(each).get("packages"))) for each in listed) > _MOST_PACKAGES:
        raise Unreadable("BOOK-INPUT-011")
    return [_consignment(_of(each), nth, customer, now) for nth, each in enumerate(listed, start=1)]


def _consignment(said: Mapping[str, Any], nth: int, customer: str, now: datetime) -> Consignment:
    parties, product = _of(said.get("parties")), _of(said.get("product"))
    packages = [_of(each) for each in _list(said.get("packages"))]
    read = Consignment(
        correlation_id=_echoed(said.get("correlationId")),
        packages=[_echoed(each.get("correlationId")) for each in packages],
        test=_number(product.get("customerNumber")) in TEST_CUSTOMERS,
    )
    sender, recipient = _of(parties.get("sender")), _of(parties.get("recipient"))
    read.found += [
        *_present(sender, recipient, product, packages),
        *_party_faults(sender),
        *_party_faults(recipient),
        *_product_faults(product, customer),
    ]
    read.shipping_at = _moment(said.get("shippingDateTime"), now, read.found)
    letters = [_letter(each, place, read) for place, each in enumerate(packages)]
    services = [_service(each) for each in _list(product.get("additionalServices"))]
    contact = _contact(recipient, services)
    back = _of(parties.get("returnTo"))
    texts = [*_texts(sender), *_texts(recipient), *_texts(back), *contact, read.correlation_id or ""]
    if any(len(text) > _MOST_CHARACTERS or unprintable(text) for text in texts):
        read.found.append(Found("BOOK_INPUT-059"))
    passport_only = any(code == _PASSPORT_ONLY for code, _ in services)
    read.order = Booking(
        interchange_reference="",
        message_reference=str(nth),
        segment_number=0,
        document_number="",
        function=Function.NEW,
        booked_at=now,
        service_code=_PRODUCTS[0],
        added_codes=(_PASSPORT_ONLY,) if passport_only else (),
        passport_only=passport_only,
        order_reference=_text(sender.get("reference")) or read.correlation_id or "",
        consignment_number="",
        customer_number=customer,
        payer_number=customer,
        sender=_party(sender),
        recipient=_party(recipient),
        return_address=_party(back) if back else None,
        recipient_mobile=contact[0],
        recipient_email=contact[1],
        recipient_national_number="",
        letters=tuple(letters),
    )
    return read


def _present(
    sender: Mapping[str, Any],
    recipient: Mapping[str, Any],
    product: Mapping[str, Any],
    packages: Sequence[Mapping[str, Any]],
) -> Iterator[Found]:
    parts = (
        (sender, "BOOK-INPUT-006"),
        (recipient, "BOOK-INPUT-007"),
        (product, "BOOK-INPUT-008"),
        (packages, "BOOK-INPUT-009"),
    )
    yield from (Found(code) for part, code in parts if not part)


def _party_faults(said: Mapping[str, Any]) -> Iterator[Found]:
    if not said:
        return
    needed = (
        ("name", "BOOK-INPUT-014"),
        ("addressLine", "BOOK-INPUT-015"),
        ("city", "BOOK-INPUT-016"),
        ("countryCode", "BOOK-INPUT-017"),
    )
    yield from (Found(code) for name, code in needed if not _text(said.get(name)))
    country, postcode = _text(said.get("countryCode")), _text(said.get("postalCode"))
    if country and not _COUNTRY.fullmatch(country):
        yield Found("BOOK-INPUT-028")
    if country.upper() == "NO" and not (len(postcode) == 4 and postcode.isascii() and postcode.isdecimal()):
        yield Found("BOOK_INPUT-057")


def _product_faults(product: Mapping[str, Any], customer: str) -> Iterator[Found]:
    if not product:
        return
    code, number = _text(product.get("id")), _number(product.get("customerNumber"))
    if code not in _PRODUCTS:
        yield Found("BOOK-INPUT-020" if code else "BOOK-INPUT-018")
    if number not in (_number(customer), *TEST_CUSTOMERS):
        yield Found("BOOK-INPUT-021" if number else "BOOK-INPUT-019")
    services = [_service(each) for each in _list(product.get("additionalServices"))]
    if any(service not in (_PASSPORT_ONLY, *_NOTICES) for service, _ in services):
        yield Found("BOOK_VALIDATION-016")


def _letter(said: Mapping[str, Any], place: int, read: Consignment) -> BookedLetter:
    package = read.packages[place]
    weight_kg = _decimal(said.get("weightInKg"))
    if weight_kg is None or weight_kg <= 0:
        read.found.append(Found("BOOK-INPUT-002", package))
    if _text(said.get("numberOfItems")) not in ("", "0", "1"):
        read.found.append(Found("BOOK-INPUT-033", package))
    sides = _of(said.get("dimensions"))
    given = [_decimal(sides.get(name)) for name in ("lengthInCm", "widthInCm", "heightInCm")]
    sides_cm = sorted((side for side in given if side is not None and side > 0), reverse=True)
    if len(sides_cm) not in (0, 3):
        read.found.append(Found("BOOK-INPUT-013", package))
    # Which side of a letter is its height, clients disagree on; the shortest is its thickness.
    thick = sides_cm[2] if len(sides_cm) == 3 else None
    return BookedLetter(
        number=None,
        weight_g=_whole(weight_kg, 1000),
        thickness_mm=_whole(thick, 10),
        length_mm=_whole(sides_cm[0], 10) if thick is not None else None,
        width_mm=_whole(sides_cm[1], 10) if thick is not None else None,
        package_type="EN",
        envelope=_envelope(sides_cm) if thick is not None else "",
    )


def _envelope(sides_cm: Sequence[Decimal]) -> str:
    return next(
        (name for long, short, name in _ENVELOPES if sides_cm[0] <= long and sides_cm[1] <= short), _LARGER
    )


def _contact(
    recipient: Mapping[str, Any], services: Sequence[tuple[str, Mapping[str, Any]]]
) -> tuple[str, str]:
    """Return mobile and e-mail, of the recipient or else of the service that shall tell it."""
    said = _of(recipient.get("contact"))
    told = [more for code, more in services if code in _NOTICES]
    mobile = _text(said.get("phoneNumber")) or next((_text(more.get("mobile")) for more in told), "")
    email = _text(said.get("email")) or next((_text(more.get("email")) for more in told), "")
    return mobile, email


def _moment(value: object, now: datetime, found: list[Found]) -> datetime:
    """Return when the letter is handed in: now when nothing is said; local time, or milliseconds since 1970."""
    text = _text(value)
    if not text:
        return now
    try:
        if text.lstrip("-").isdecimal():
            return datetime.fromtimestamp(int(text) / 1000, OSLO)
        at = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        found.append(Found("BOOK-INPUT-012"))
        return now
    return at if at.tzinfo else at.replace(tzinfo=OSLO)


def _party(said: Mapping[str, Any]) -> Party:
    streets = (_text(said.get("addressLine")), _text(said.get("addressLine2")))
    return Party(
        name=_text(said.get("name")),
        streets=tuple(line for line in streets if line),
        postcode=_text(said.get("postalCode")),
        city=_text(said.get("city")),
        country_code=_text(said.get("countryCode")).upper(),
    )


def _texts(party: Mapping[str, Any]) -> Iterator[str]:
    names = ("name", "addressLine", "addressLine2", "postalCode", "city", "reference")
    return (_text(party.get(name)) for name in names)


def _service(said: object) -> tuple[str, Mapping[str, Any]]:
    more = _of(said)
    return (_text(more.get("id")) if more else _text(said)).upper(), more


def _number(value: object) -> str:
    """Return a customer number as numbers are compared: without its kind's prefix and its zeros."""
    return _text(value).rpartition("-")[2].lstrip("0")


def _decimal(value: object) -> Decimal | None:
    try:
        read = Decimal(_text(value).replace(",", "."))
    except InvalidOperation:
        return None
    return read if read.is_finite() and abs(read) < 10**6 else None


def _whole(value: Decimal | None, times: int) -> int | None:
    """Return so many times a value, a part of a gram or millimetre counting as a whole one."""
    return None if value is None else int((value * times).to_integral_value(ROUND_CEILING))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _echoed(value: object) -> str | None:
    """Return a client's own word as it is answered; signs that no answer can hold are left out."""
    return "".join(filter(str.isprintable, _text(value)))[:_MOST_CHARACTERS] or None


def _of(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
