"""
The data type `pickup-notice`: that something waits, where, until when, and what to bring, for a mailbox to show.

Source: Digipost's published data types (`pickup-notice`; its own example is a letter that demands a passport).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lxml import etree

NAMESPACE = "http://api.digipost.no/schema/datatypes"


class PickupStatus(StrEnum):
    """How far it has come (`pickup-notice-status`)."""

    READY_FOR_PICKUP = "READY_FOR_PICKUP"
    PICKED_UP = "PICKED_UP"
    RETURNED = "RETURNED"
    UNKNOWN = "UNKNOWN"
    DEVIATION = "DEVIATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupNotice:
    """One letter that waits; `place_code` is the unit number of the outlet."""

    number: str
    product: str
    arrived_at: datetime
    returned_at: datetime
    recipient_name: str = field(repr=False)
    place_name: str
    place_code: str
    instruction: str
    extra_information: str
    status: PickupStatus = PickupStatus.READY_FOR_PICKUP


def build_pickup_notice(notice: PickupNotice) -> bytes:
    """Write the notice, to be put into a message's `data-type`; the order of its elements is the schema's."""
    root = etree.Element(etree.QName(NAMESPACE, "pickup-notice"), nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    _add(root, "parcel-id", notice.number)
    barcode = _add(root, "barcode")
    _add(barcode, "barcode-value", notice.number)
    _add(barcode, "barcode-type", "CODE_39")
    _add(root, "product-name", notice.product)
    _add(root, "arrival-date-time", notice.arrived_at.isoformat(timespec="seconds"))
    _add(root, "return-date-time", notice.returned_at.isoformat(timespec="seconds"))
    recipient = _add(root, "recipient")
    _add(recipient, "name", notice.recipient_name)
    place = _add(root, "pickup-place")
    _add(place, "name", notice.place_name)
    _add(place, "code", notice.place_code)
    _add(place, "instruction", notice.instruction)
    _add(root, "extra-information", notice.extra_information)
    _add(root, "status", notice.status)
    return etree.tostring(root, encoding="utf-8")


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, etree.QName(NAMESPACE, name))
    child.text = text
    return child
