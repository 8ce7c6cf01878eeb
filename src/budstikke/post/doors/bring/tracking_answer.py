"""What tracking says of letters: consignments with their packages and events, every key of the interface present."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any

from budstikke.kit.clock import OSLO
from budstikke.law.words import Language
from budstikke.post.records.tracked import Tracked, TrackedEvent
from budstikke.post.terms.events import EVENTS, Audience, Event, State
from budstikke.post.terms.pum.tracking import may_see

API_VERSION = "2"
PRODUCT_CODE, PRODUCT_NAME = "2563", "PUM"
PASSPORT_ONLY = ("1239", "Krav til Pass")
NO_ADDRESS = dict.fromkeys(
    ("addressLine1", "addressLine2", "postalCode", "city", "countryCode", "country"), ""
)
_COUNTRY = {"countryCode": "NO", "country": "Norway"}
# Swedish and Danish readers get Norwegian words.
LANGUAGES: Mapping[str, Language] = {"en": "en", "no": "no", "sv": "no", "da": "no", "dk": "no", "se": "no"}

_OF_A_PACKAGE = (
    "previousPackageNumber",
    "productLink",
    "pickupCode",
    "shelfNumber",
    "dateOfEstimatedDelivery",
    "listPrice",
    "contractPrice",
    "currencyCode",
    "senderHandlingAddress",
    "recipientName",
    "expectedPickupUnitId",
    "expectedPickupUnitName",
    "expectedPickupUnitURL",
    "requestedPackage",
)
_OF_A_CONSIGNMENT = (
    "previousConsignmentId",
    "senderHandlingAddress",
    "senderCustomerMasterNumber",
    "senderCustomerType",
    "recipientName",
    "recipientCustomerNumber",
    "recipientCustomerMasterNumber",
    "recipientCustomerType",
    "totalListPrice",
    "totalContractPrice",
    "listPricePackageCount",
    "contractPricePackageCount",
    "currencyCode",
    "senderLogo",
)


def consignment_set(consignments: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the whole answer."""
    return {"apiVersion": API_VERSION, "consignmentSet": consignments}


def fault(code: int, message: str) -> dict[str, Any]:
    """Return an error, which stands inside the set."""
    return consignment_set([{"error": {"code": code, "message": message}}])


def unit_address(base_url: str, unit: str) -> str:
    """Return where an outlet's opening hours and place can be read."""
    return f"{base_url}/pickuppoint/api/pickuppoint/NO/id/{unit}.xml"


def consignments_of(letters: Iterable[Tracked], *, language: Language, base_url: str) -> list[dict[str, Any]]:
    """
    Return a consignment for each number, with a package for each of its letters.

    Terms:   PUM §10 (what the sender sees).
    Reading: the recipient's name is said once the letter was handed over, as in status messages; how to collect it
    and what the signature looks like is nobody's but the recipient's and the report's.
    """
    return [
        _consignment(number, list(together), language, base_url)
        for number, together in groupby(letters, key=lambda letter: letter.consignment_number)
    ]


def _consignment(number: str, letters: list[Tracked], language: Language, base_url: str) -> dict[str, Any]:
    first = letters[0]
    weight_kg = sum(letter.weight_g or 0 for letter in letters) / 1000
    return {
        **dict.fromkeys(_OF_A_CONSIGNMENT, ""),
        "consignmentId": number,
        "packageSet": [_package(letter, language, base_url) for letter in letters],
        "recipientAddress": _recipient(first),
        "recipientHandlingAddress": _recipient(first),
        "senderReference": first.order_reference,
        "senderCustomerNumber": first.customer_number,
        "senderName": first.sender_name,
        "senderAddress": NO_ADDRESS,
        "totalWeightInKgs": weight_kg,
        "totalVolumeInDm3": 0.0,
        "consignmentActionSet": [],
        "isPickupNoticeAvailable": any(letter.state == State.READY for letter in letters),
    }


def _package(letter: Tracked, language: Language, base_url: str) -> dict[str, Any]:
    events = [event for event in letter.events if may_see(Audience.SENDER, event.code)]
    ready = letter.state == State.READY
    return {
        **dict.fromkeys(_OF_A_PACKAGE, ""),
        "statusDescription": _words(events[0], language) if events else "",
        "descriptions": [],
        "packageNumber": letter.number,
        "productName": PRODUCT_NAME,
        "productCode": PRODUCT_CODE,
        "brand": "POSTEN",
        "lengthInCm": 0,
        "widthInCm": 0,
        "heightInCm": 0,
        "volumeInDm3": 0.0,
        "weightInKgs": (letter.weight_g or 0) / 1000,
        "dateOfReturn": _day(letter.last_collect_day) if ready else "",
        "dateOfDelivery": _day(letter.delivered_at and letter.delivered_at.astimezone(OSLO)),
        "senderName": letter.sender_name,
        "senderAddress": NO_ADDRESS,
        "recipientAddress": _recipient(letter),
        "recipientHandlingAddress": _recipient(letter),
        "eventSet": [_event(event, letter, language, base_url) for event in events],
        "additionalServiceSet": _added(letter),
    }


def _event(event: TrackedEvent, letter: Tracked, language: Language, base_url: str) -> dict[str, Any]:
    row = EVENTS[Event(event.code)]
    at = event.happened_at.astimezone(OSLO)
    unit = str(event.outlet or "")
    return {
        "description": row.words.in_(language),
        "status": row.bring,
        "lmEventCode": row.wire.event if row.wire else "",
        "recipientSignature": {
            "name": letter.recipient_name if event.code == Event.DELIVERED else "",
            "linkToImage": "",
        },
        "unitId": unit,
        "unitInformationUrl": unit and unit_address(base_url, unit),
        "unitType": "BRING",
        "postalCode": event.postcode,
        "city": event.city,
        **(_COUNTRY if event.city else dict.fromkeys(_COUNTRY, "")),
        "dateIso": at.isoformat(timespec="seconds"),
        "displayDate": _day(at),
        "displayTime": f"{at:%H:%M}",
        "consignmentEvent": False,
        # What has no status message of its own is a note for the sender, not a step of the letter.
        "insignificant": row.wire is None,
        "gpsXCoordinate": "",
        "gpsYCoordinate": "",
        "gpsMapUrl": "",
    }


def _words(event: TrackedEvent, language: Language) -> str:
    return EVENTS[Event(event.code)].words.in_(language)


def _added(letter: Tracked) -> list[dict[str, str]]:
    if not letter.passport_only:
        return []
    code, name = PASSPORT_ONLY
    return [{"id": code, "description": name, "amount": "", "currencyCode": "", "longDescription": ""}]


def _recipient(letter: Tracked) -> dict[str, str]:
    return {**NO_ADDRESS, "postalCode": letter.postcode, "city": letter.city, **_COUNTRY}


def _day(day: date | datetime | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
