"""Tracking's answer about one letter as a layout that PostgreSQL fills in: the shape of tracking_answer, with slots."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

from budstikke.law.words import Language
from budstikke.post.doors.bring.tracking_answer import consignment_set, consignments_of, unit_address
from budstikke.post.records.tracked import Tracked, TrackedEvent
from budstikke.post.records.tracked_text import Layout, Pieces
from budstikke.post.terms.events import EVENTS, Audience, Event, State
from budstikke.post.terms.pum.tracking import may_see

# Noncharacters, which no text has.
_SLOT = "\ufdd0{}\ufdd1"
_CUT = re.compile('"\ufdd0(\\w+)\ufdd1"')
_ADDRESS = {"postalCode": "postcode", "city": "city"}
_OF_A_CONSIGNMENT: dict[str, Any] = {
    "consignmentId": "consignment_number",
    "senderReference": "order_reference",
    "senderCustomerNumber": "customer_number",
    "senderName": "sender_name",
    "recipientAddress": _ADDRESS,
    "recipientHandlingAddress": _ADDRESS,
    "totalWeightInKgs": "weight_kg",
    "isPickupNoticeAvailable": "waits",
}
_OF_A_PACKAGE: dict[str, Any] = {
    "statusDescription": "newest_words",
    "packageNumber": "number",
    "weightInKgs": "weight_kg",
    "dateOfReturn": "return_on",
    "dateOfDelivery": "delivered_on",
    "senderName": "sender_name",
    "recipientAddress": _ADDRESS,
    "recipientHandlingAddress": _ADDRESS,
}
_OF_AN_EVENT: dict[str, Any] = {
    "recipientSignature": {"name": "taken_by"},
    "unitId": "unit",
    "unitInformationUrl": "unit_address",
    "postalCode": "postcode",
    "city": "city",
    "countryCode": "country_code",
    "country": "country",
    "dateIso": "at_iso",
    "displayDate": "at_day",
    "displayTime": "at_time",
}
_SEEN = [code for code in EVENTS if may_see(Audience.SENDER, code)]


@cache
def layout(language: Language) -> Layout:
    """Return the layout of the answer about one letter."""
    (consignment,) = consignments_of([_any_letter()], language=language, base_url="")
    (package,) = consignment["packageSet"]
    (added,) = package["additionalServiceSet"]
    events = package["eventSet"]
    with_slots = _with_slots(package, _OF_A_PACKAGE) | {
        "eventSet": [_SLOT.format("events")],
        "additionalServiceSet": [_SLOT.format("added")],
    }
    answer = consignment_set([_with_slots(consignment, _OF_A_CONSIGNMENT) | {"packageSet": [with_slots]}])
    return Layout(
        letter=_pieces(answer),
        events={
            code: _pieces(_with_slots(event, _OF_AN_EVENT)) for code, event in zip(_SEEN, events, strict=True)
        },
        words={code: EVENTS[code].words.in_(language) for code in _SEEN},
        added=json.dumps(added, ensure_ascii=False),
    )


def unit_addresses(base_url: str) -> str:
    """Return what the addresses of all units begin with."""
    return unit_address(base_url, "").removesuffix(".xml")


def _with_slots(shape: dict[str, Any], slots: dict[str, Any]) -> dict[str, Any]:
    return shape | {
        key: _with_slots(shape[key], slot) if isinstance(slot, dict) else _SLOT.format(slot)
        for key, slot in slots.items()
    }


def _pieces(shape: dict[str, Any]) -> Pieces:
    return tuple(_CUT.split(json.dumps(shape, ensure_ascii=False)))


def _any_letter() -> Tracked:
    """Return a letter to which everything has happened that its sender is told of; no value of it gets anywhere."""
    at = datetime(2026, 1, 12, tzinfo=UTC)  # Monday
    return Tracked(
        number="",
        consignment_number="",
        order_reference="",
        state=State.BOOKED,
        weight_g=None,
        passport_only=True,
        recipient_name="",
        postcode="",
        city="",
        last_collect_day=None,
        delivered_at=None,
        sender_name="",
        customer_number="",
        events=tuple(
            TrackedEvent(code=Event(code), happened_at=at, outlet=None, postcode="", city="")
            for code in _SEEN
        ),
    )
