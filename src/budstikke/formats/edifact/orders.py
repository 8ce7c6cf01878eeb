"""What an order says, as values: one booking with its parties and letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Function(StrEnum):
    """What an order asks for (data element 1225 of BGM)."""

    NEW = "9"
    REPLACE = "5"
    CANCEL = "1"


@dataclass(frozen=True, slots=True)
class Party:
    """A sender, recipient or return address as the order writes it, lines in their order."""

    name: str
    streets: tuple[str, ...]
    postcode: str
    city: str
    country_code: str

    def as_json(self) -> dict[str, object]:
        """The party as it is shown."""
        return {
            "name": self.name,
            "streets": self.streets,
            "postcode": self.postcode,
            "city": self.city,
            "country_code": self.country_code,
        }


@dataclass(frozen=True, slots=True)
class BookedLetter:
    """
    One letter of an order.

    `number` is its S10 number, None when the carrier shall issue one. What the order does not state is None
    or "".

    Reading: where one goods item holds several letters its weight is theirs together, so each has its
    share; a fraction of a gram or millimetre counts as a whole one.
    """

    number: str | None
    weight_g: int | None
    thickness_mm: int | None
    length_mm: int | None
    width_mm: int | None
    package_type: str
    envelope: str

    def as_json(self) -> dict[str, object]:
        """The letter as it is shown."""
        return {
            "number": self.number,
            "weight_g": self.weight_g,
            "thickness_mm": self.thickness_mm,
            "length_mm": self.length_mm,
            "width_mm": self.width_mm,
            "package_type": self.package_type,
            "envelope": self.envelope,
        }


@dataclass(frozen=True, slots=True)
class Booking:
    """
    One order for the delivery of letters to one recipient.

    Nothing in it has been judged: weights over the limit, services we do not offer and unknown customers
    are all here as written. `service_code` is "2563" for every spelling of the service; another service
    keeps its own code.
    """

    interchange_reference: str
    message_reference: str
    segment_number: int
    document_number: str
    function: Function
    booked_at: datetime
    service_code: str
    added_codes: tuple[str, ...]
    passport_only: bool
    order_reference: str
    consignment_number: str
    customer_number: str
    payer_number: str
    sender: Party
    recipient: Party
    return_address: Party | None
    recipient_mobile: str
    recipient_email: str
    recipient_national_number: str = field(repr=False)
    letters: tuple[BookedLetter, ...]

    def as_json(self) -> dict[str, object]:
        """The booking for people and programs to look at, the national number masked."""
        return {
            "interchange_reference": self.interchange_reference,
            "message_reference": self.message_reference,
            "segment_number": self.segment_number,
            "document_number": self.document_number,
            "function": self.function.name.lower(),
            "booked_at": self.booked_at.isoformat(),
            "service_code": self.service_code,
            "added_codes": self.added_codes,
            "passport_only": self.passport_only,
            "order_reference": self.order_reference,
            "consignment_number": self.consignment_number,
            "customer_number": self.customer_number,
            "payer_number": self.payer_number,
            "sender": self.sender.as_json(),
            "recipient": self.recipient.as_json(),
            "return_address": self.return_address.as_json() if self.return_address else None,
            "recipient_mobile": self.recipient_mobile,
            "recipient_email": self.recipient_email,
            "recipient_national_number": "*" * len(self.recipient_national_number),
            "letters": [letter.as_json() for letter in self.letters],
        }
