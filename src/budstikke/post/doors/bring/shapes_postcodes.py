"""What the postcode interfaces answer."""

from __future__ import annotations

from datetime import date
from typing import Literal

from budstikke.post.doors.bring.shapes_tracking import Shape


class OldPostcode(Shape):
    """A postcode as the older interface has it."""

    city: str
    postalcode: str
    postalCodeType: Literal["NORMAL", "PO_BOX", "SPECIAL_CUSTOMER", "UNKNOWN"]


class OldOne(Shape):
    """One postcode."""

    postalCode: OldPostcode


class OldMany(Shape):
    """Several postcodes with what is known of them."""

    postalCode: list[OldPostcode]


class OldCodes(Shape):
    """Postcodes alone."""

    postalCode: list[str]


class OldLookUp(Shape):
    """The look-up that shops made while a customer typed."""

    result: str
    valid: bool
    postalCodeType: str


class PostcodeItem(Shape):
    """A postcode as the newer interface has it."""

    postal_code: str
    city: str
    municipality: str
    county: str
    postal_code_type: Literal["PO_BOX", "STREET_ADDRESSES", "COMBINED", "SPECIAL_SERVICE"]


class Postcodes(Shape):
    """Postcodes that match."""

    postal_codes: list[PostcodeItem]


class DeliveryDates(Shape):
    """Days on which mail is delivered to the mailboxes of a postcode."""

    delivery_dates: list[date]
