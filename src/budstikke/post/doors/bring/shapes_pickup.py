"""What the interface of pickup points answers."""

from __future__ import annotations

from pydantic import Field

from budstikke.post.doors.bring.shapes_tracking import Shape


class OpeningHour(Shape):
    """One day's hours, HHmm."""

    day: str
    opening: str
    closing: str


class PickupPoint(Shape):
    """One outlet; figures are texts where the interface has them so."""

    id: str
    unitId: str
    name: str
    address: str
    postalCode: str
    city: str
    countryCode: str
    municipality: str
    county: str
    visitingAddress: str
    visitingPostalCode: str
    visitingCity: str
    openingHoursNorwegian: str
    openingHoursEnglish: str
    latitude: float
    longitude: float
    utmX: str
    utmY: str
    distanceInKm: str
    type: str = Field(description="1 business centre, 4 post-in-shop, 21 post office.")
    openingHours: list[OpeningHour]
    scannerWorks: bool = Field(description="Ours: whether letters with identity check can be handed over.")


class PickupPoints(Shape):
    """Outlets, the nearest first."""

    pickupPoint: list[PickupPoint]


class Narrowing(Shape):
    """How a list may be narrowed; the names are the interface's."""

    numberOfResponses: str = "10"
    searchForText: str = ""
    openingHoursSearchType: str = ""
    openOnOrAfter: str = ""
    openOnOrBefore: str = ""
    pickupPointType: str = ""
