"""Pickup points: the outlets where a letter with identity check can be collected (PUM §11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from budstikke.formats.postcodes import county_of
from budstikke.post.doors.bring import opening_hours
from budstikke.post.doors.bring import shapes_pickup as shapes
from budstikke.post.doors.bring.asking import KeyWelcome, plain
from budstikke.post.doors.bring.map_grid import distance_km, utm33
from budstikke.post.doors.bring.written import as_json, as_xml, element
from budstikke.post.records.models import Outlet, Postcode
from budstikke.post.terms.pum.outlets import OutletFacts, can_check

router = Router(tags=["Pickup points"], auth=KeyWelcome("pickup"))
Extension = Literal["json", "xml"]
Country = Literal["NO", "SE", "DK", "FI", "no", "se", "dk", "fi"]
Place = tuple[float, float]

_UNDER = "/pickuppoint/api/pickuppoint/{country}"
_COMMON = 10
_LOCKER = "locker"
# Where each kind of thing is found among the texts that are searched.
_SEARCHED = ("name", "address", "city", "municipality", "county", "locationDescription")


@router.get(
    _UNDER + "/postalCode/{code}.{extension}", response=shapes.PickupPoints, operation_id="pickupPointsByCode"
)
def by_code(
    request: HttpRequest,
    country: Country,
    code: str,
    extension: Extension,
    asked: Query[shapes.Narrowing],
) -> HttpResponse:
    """Return the outlets nearest to a postcode that can check identity."""
    outlets = _outlets(country, code)
    place = _place_of(code, outlets)
    points = _listed(outlets, asked, near=place) if place else []
    return _written(request, extension, points)


@router.get(
    _UNDER + "/postalCode/{code}/default.{extension}",
    response=shapes.PickupPoints,
    operation_id="pickupPointDefault",
)
def default(request: HttpRequest, country: Country, code: str, extension: Extension) -> HttpResponse:
    """Return the outlet to which a letter to this postcode is sent."""
    outlets = _outlets(country, code)
    place = _place_of(code, outlets)
    usual = [outlet for outlet in _able(outlets) if outlet.usual]  # type: ignore[attr-defined]
    near = usual or _able(outlets)
    points = sorted((_point(outlet, near=place) for outlet in near), key=_nearness) if place else []
    return _written(request, extension, points[:1])


@router.get(
    _UNDER + "/location/{latitude},{longitude}.{extension}",
    response=shapes.PickupPoints,
    operation_id="pickupPointsByPosition",
)
def by_position(
    request: HttpRequest,
    country: Country,
    latitude: str,
    longitude: str,
    extension: Extension,
    asked: Query[shapes.Narrowing],
) -> HttpResponse:
    """Return the outlets nearest to a position that can check identity."""
    try:
        place = float(latitude), float(longitude)
    except ValueError:
        return plain(400, "400 - Bad request: a position is two numbers.\n")
    if not (-90 <= place[0] <= 90 and -180 <= place[1] <= 180):
        return plain(400, "400 - Bad request: no such position.\n")
    return _written(request, extension, _listed(_outlets(country), asked, near=place))


@router.get(_UNDER + "/id/{unit}.{extension}", response=shapes.PickupPoints, operation_id="pickupPoint")
def by_id(request: HttpRequest, country: Country, unit: str, extension: Extension) -> HttpResponse:
    """Return one outlet, whether or not its scanner works; 404 where there is none."""
    number = int(unit) if unit.isascii() and unit.isdecimal() and len(unit) < 10 else -1
    points = [_point(outlet) for outlet in _outlets(country).filter(id=number)]
    return _written(request, extension, points) if points else plain(404, "404 - Unknown pickup point.\n")


@router.get(_UNDER + "/all.{extension}", response=shapes.PickupPoints, operation_id="pickupPoints")
def all_of_them(request: HttpRequest, country: Country, extension: Extension) -> HttpResponse:
    """Return every outlet that can check identity."""
    return _written(request, extension, [_point(outlet) for outlet in _able(_outlets(country))])


def _listed(outlets: QuerySet[Outlet], asked: shapes.Narrowing, *, near: Place) -> list[dict[str, Any]]:
    points = [_point(outlet, near=near) for outlet in _able(outlets)]
    found = [point for point in points if _wanted(point, asked)]
    many = asked.numberOfResponses
    most = int(many) if many.isascii() and many.isdecimal() and len(many) < 5 else _COMMON
    return sorted(found, key=_nearness)[:most]


def _wanted(point: Mapping[str, Any], asked: shapes.Narrowing) -> bool:
    if asked.pickupPointType.lower() == _LOCKER:
        return False  # nobody checks identity at a locker
    text = asked.searchForText.casefold()
    if text and not any(text in str(point[name]).casefold() for name in _SEARCHED):
        return False
    return opening_hours.open_when(
        point["_hours"],
        day=asked.openingHoursSearchType.upper(),
        on_or_before=asked.openOnOrBefore,
        on_or_after=asked.openOnOrAfter,
    )


def _outlets(country: str, code: str = "") -> QuerySet[Outlet]:
    """Return a country's outlets, each with its municipality, and whether it serves the postcode: one statement."""
    here = Postcode.objects.filter(code=OuterRef("postcode"))
    rows = Outlet.objects.order_by("id").annotate(
        municipality=Subquery(here.values("municipality")[:1]),
        municipality_number=Subquery(here.values("municipality_number")[:1]),
        usual=Exists(Postcode.objects.filter(code=code, outlet_id=OuterRef("id"))),
    )
    return rows if country.upper() == "NO" else rows.none()


def _able(outlets: Iterable[Outlet]) -> list[Outlet]:
    """Return the outlets that can check identity, as the terms see it."""
    return [
        outlet
        for outlet in outlets
        if can_check(
            OutletFacts(id=outlet.id, has_scanner=outlet.has_scanner, scanner_works=outlet.scanner_works)
        )
    ]


def _place_of(code: str, outlets: Iterable[Outlet]) -> Place | None:
    """
    Return where a postcode lies: where its mail is collected.

    Reading: the register holds no positions; a postcode that no outlet serves lies where the outlet with the nearest
    number does, since numbers follow the map.
    """
    if not (len(code) == 4 and code.isascii() and code.isdecimal()):
        return None
    nearest = min(
        outlets,
        key=lambda outlet: (
            not outlet.usual,  # type: ignore[attr-defined]
            abs(int(outlet.postcode) - int(code)),
            outlet.id,
        ),
        default=None,
    )
    return (nearest.latitude, nearest.longitude) if nearest else None


def _nearness(point: Mapping[str, Any]) -> tuple[float, int]:
    return float(point["distanceInKm"] or 0), int(point["id"])


def _point(outlet: Any, *, near: Place | None = None) -> dict[str, Any]:
    hours = opening_hours.read(outlet.hours_no)
    east, north = utm33(outlet.latitude, outlet.longitude)
    away_km = distance_km(near, (outlet.latitude, outlet.longitude)) if near else None
    told = opening_hours.lines(hours)
    if not hours:
        # What cannot be read day by day is shown as the sign has it.
        told |= {"openingHoursNorwegian": outlet.hours_no, "openingHoursEnglish": outlet.hours_en}
    return {
        "id": str(outlet.id),
        "unitId": str(outlet.id),
        "name": outlet.name,
        "address": outlet.street,
        "postalCode": outlet.postcode,
        "city": outlet.city,
        "countryCode": "NO",
        "municipality": outlet.municipality or "",
        "county": county_of(outlet.municipality_number or "").upper(),
        "visitingAddress": outlet.street,
        "visitingPostalCode": outlet.postcode,
        "visitingCity": outlet.city,
        "locationDescription": "",
        **told,
        "latitude": outlet.latitude,
        "longitude": outlet.longitude,
        "utmX": str(east),
        "utmY": str(north),
        "postenMapsLink": "",
        "googleMapsLink": f"https://maps.google.com/maps?q={outlet.latitude},{outlet.longitude}",
        "distanceInKm": "" if away_km is None else f"{away_km:.1f}",
        "distanceType": "" if away_km is None else "AERIAL",
        "durationInMinutes": "",
        "durationType": "",
        "type": str(outlet.kind),
        "additionalServiceCode": "",
        "routeMapsLink": "",
        "openingHours": [
            {"day": opening_hours.DAYS[each.day], "opening": each.opening, "closing": each.closing}
            for each in hours
        ],
        "temporaryOpeningHours": [],
        "specialOpeningHours": [],
        "scannerWorks": outlet.has_scanner and outlet.scanner_works,
        "_hours": hours,
    }


def _written(request: HttpRequest, extension: Extension, points: list[dict[str, Any]]) -> HttpResponse:
    shown = [{name: value for name, value in point.items() if name != "_hours"} for point in points]
    if extension == "json":
        return as_json({"pickupPoint": shown}, callback=request.GET.get("callback", ""))
    named = [("pickupPoint", {**point, **_in_xml(point)}) for point in shown]
    return as_xml(element("pickupPoints", named))


def _in_xml(point: Mapping[str, Any]) -> dict[str, Any]:
    return {"openingHours": [("openingHour", each) for each in point["openingHours"]]}
