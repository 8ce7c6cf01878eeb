"""What a booking says and how it is answered. A request may leave out or null whatever is not needed."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from budstikke.post.doors.bring.shapes_tracking import Shape


class Contact(Shape):
    """How somebody is reached."""

    name: str | None = None
    email: str | None = None
    phoneNumber: str | None = None


class Party(Shape):
    """A sender, a recipient or where a letter goes back to."""

    name: str | None = None
    addressLine: str | None = None
    addressLine2: str | None = None
    postalCode: str | None = None
    city: str | None = None
    countryCode: str | None = Field(None, description="NO, in any casing.")
    reference: str | None = Field(None, description="The sender's own; tracking finds the letter by it.")
    contact: Contact | None = None


class Parties(Shape):
    """Who takes part."""

    sender: Party | None = None
    recipient: Party | None = None
    returnTo: Party | None = None


class Product(Shape):
    """2563, with 1239 where a passport is demanded."""

    id: str | int | None = None
    customerNumber: str | int | None = None
    additionalServices: list[dict[str, Any]] | None = None


class PackageToBook(Shape):
    """One letter."""

    weightInKg: float | str | None = None
    dimensions: dict[str, Any] | None = None
    correlationId: str | None = None


class ConsignmentToBook(Shape):
    """Letters to one recipient."""

    shippingDateTime: str | int | None = Field(None, description="Local time, or milliseconds since 1970.")
    correlationId: str | None = None
    parties: Parties | None = None
    product: Product | None = None
    packages: list[PackageToBook] | None = None


class BookingRequest(Shape):
    """What is to be booked."""

    schemaVersion: int | str | None = None
    testIndicator: bool | str | None = None
    consignments: list[ConsignmentToBook] | None = None


class Message(Shape):
    """A fault in words."""

    lang: str
    message: str


class BookingError(Shape):
    """Why a consignment was not booked."""

    uniqueId: str
    code: str
    messages: list[Message]
    consignmentCorrelationId: str | None
    packageCorrelationId: str | None


class BookedPackage(Shape):
    """A letter that was booked."""

    packageNumber: str
    correlationId: str | None


class Confirmation(Shape):
    """What was booked, and where its labels are."""

    consignmentNumber: str
    links: dict[str, str | None]
    dateAndTimes: dict[str, int | None]
    packages: list[BookedPackage]


class BookedConsignment(Shape):
    """What became of a consignment: one of the two is null."""

    correlationId: str | None
    confirmation: Confirmation | None
    errors: list[BookingError] | None


class BookingAnswer(Shape):
    """The answer, consignment by consignment."""

    consignments: list[BookedConsignment]


class Customer(Shape):
    """A customer number to book under."""

    name: str
    customerNumber: str
    countryCode: str
    products: list[str]


class Customers(Shape):
    """The customer numbers of a key."""

    customers: list[Customer]


class ErrorType(Shape):
    """A code that a booking may be refused with."""

    code: str
    message: str
    suffixable: bool


class ErrorTypes(Shape):
    """Every code."""

    errorTypes: list[ErrorType]


EXAMPLE: dict[str, Any] = {
    "schemaVersion": 1,
    "testIndicator": True,
    "consignments": [
        {
            "shippingDateTime": "2026-11-23T09:00:00",
            "correlationId": "INTERNAL-1",
            "parties": {
                "sender": {
                    "name": "Eksempel eID AS SPECIMEN",
                    "addressLine": "Storgata 1",
                    "postalCode": "0155",
                    "city": "OSLO",
                    "countryCode": "NO",
                    "reference": "ORDRE-1001",
                },
                "recipient": {
                    "name": "Kari Nordmann",
                    "addressLine": "Lilleveien 2",
                    "postalCode": "5004",
                    "city": "BERGEN",
                    "countryCode": "NO",
                    "contact": {"email": "kari@example.no", "phoneNumber": "+4791234567"},
                },
            },
            "product": {"id": "2563", "customerNumber": "5", "additionalServices": [{"id": "1239"}]},
            "packages": [
                {
                    "weightInKg": 0.045,
                    "dimensions": {"heightInCm": 1, "widthInCm": 16, "lengthInCm": 23},
                    "correlationId": "P-1",
                }
            ],
        }
    ],
}
