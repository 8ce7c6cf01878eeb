"""What tracking answers, as its description says it: every key is there, and what is missing is an empty text."""

from __future__ import annotations

from ninja import Schema
from pydantic import ConfigDict, Field


class Shape(Schema):
    """A part of an answer; clients shall ignore what they do not know."""

    model_config = ConfigDict(extra="allow")


class Address(Shape):
    """An address, as far as the sender is told."""

    addressLine1: str
    addressLine2: str
    postalCode: str
    city: str
    countryCode: str
    country: str


class Signature(Shape):
    """Who took the letter; pictures of signatures are in the sealed report only."""

    name: str
    linkToImage: str


class TrackingEvent(Shape):
    """One event."""

    description: str
    status: str = Field(description="One of the words of docs/bring.md, such as READY_FOR_PICKUP.")
    lmEventCode: str
    recipientSignature: Signature
    unitId: str
    unitInformationUrl: str
    unitType: str
    postalCode: str
    city: str
    countryCode: str
    country: str
    dateIso: str
    displayDate: str
    displayTime: str
    consignmentEvent: bool
    insignificant: bool


class AddedService(Shape):
    """An added service that was ordered."""

    id: str
    description: str


class Package(Shape):
    """One letter."""

    statusDescription: str
    descriptions: list[str]
    packageNumber: str
    previousPackageNumber: str
    productName: str
    productCode: str
    brand: str
    weightInKgs: float
    dateOfReturn: str
    dateOfDelivery: str
    eventSet: list[TrackingEvent]
    additionalServiceSet: list[AddedService]


class Fault(Shape):
    """What was wrong with the question, or that nothing was found."""

    code: int
    message: str


class Consignment(Shape):
    """A consignment with its letters; or, instead of all that, an error."""

    error: Fault | None = None
    consignmentId: str | None = None
    packageSet: list[Package] | None = None
    senderReference: str | None = None
    recipientHandlingAddress: Address | None = None
    totalWeightInKgs: float | None = None
    isPickupNoticeAvailable: bool | None = None


class ConsignmentSet(Shape):
    """The answer of tracking."""

    apiVersion: str
    consignmentSet: list[Consignment]
