"""Postcodes: the newer interface and the two older ones that shops still call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import islice
from typing import Any, Literal

from django.db.models import QuerySet
from django.db.models.functions import Upper
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from budstikke.formats.postcodes import county_of, municipalities_of
from budstikke.kit.clock import today
from budstikke.post.doors.bring import shapes_postcodes as shapes
from budstikke.post.doors.bring.asking import KeyWelcome, plain
from budstikke.post.doors.bring.written import as_json, as_xml, element, wants_xml
from budstikke.post.records.models import Postcode
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.pum.days import working_days

router = Router(tags=["Postal codes"], auth=KeyWelcome("postal"))
Extension = Literal["json", "xml"]

# Category of the register -> the older word, the newer word.
_TYPES: Mapping[str, tuple[str, str]] = {
    "G": ("NORMAL", "STREET_ADDRESSES"),
    "P": ("PO_BOX", "PO_BOX"),
    "B": ("NORMAL", "COMBINED"),
    "S": ("SPECIAL_CUSTOMER", "SPECIAL_SERVICE"),
    "F": ("NORMAL", "COMBINED"),
}
# The register is the Norwegian one; Svalbard and Jan Mayen are in it.
_COUNTRIES = ("NO", "SJ")
_MOST = 1000
_DELIVERY_DAYS = 10
_OLD = "/pickuppoint/api/postalCode/{country}"
_NEW = "/address/api/{country}/postal-codes"


@router.get(_OLD + "/getCityAndType/{code}.{extension}", response=shapes.OldOne, operation_id="oldPostalCode")
def old_one(request: HttpRequest, country: str, code: str, extension: Extension) -> HttpResponse:
    """Return a postcode's place and kind; 404 where there is none."""
    row = _one(country, code)
    if row is None:
        return _not_found()
    return _old(extension, _old_row(row), root="postalCode")


@router.get(
    _OLD + "/getCitiesAndTypes/{code}.{extension}",
    response=shapes.OldMany,
    operation_id="oldPostalCodeCities",
)
def old_cities(request: HttpRequest, country: str, code: str, extension: Extension) -> HttpResponse:
    """Return every place of a postcode; a Norwegian one has one."""
    row = _one(country, code)
    return _old(extension, [_old_row(row)] if row else [], root="postalCodes")


@router.get(
    _OLD + "/getAllValidPostalCodes.{extension}", response=shapes.OldCodes, operation_id="oldPostalCodes"
)
def old_codes(request: HttpRequest, country: str, extension: Extension) -> HttpResponse:
    """Return every postcode."""
    return _old(extension, list(_of(country).values_list("code", flat=True)), root="postalCodes")


@router.get(
    _OLD + "/allValidPostalCodesDetails.{extension}",
    response=shapes.OldMany,
    operation_id="oldPostalCodesDetails",
)
def old_details(request: HttpRequest, country: str, extension: Extension) -> HttpResponse:
    """Return every postcode with its place and kind."""
    return _old(extension, [_old_row(row) for row in _of(country)], root="postalCodes")


@router.get(
    "/shippingguide/api/postalCode.{extension}", response=shapes.OldLookUp, operation_id="shopPostalCode"
)
def shop_look_up(
    request: HttpRequest,
    extension: Extension,
    pnr: Query[str] = "",
    country: Query[str] = "NO",
    callback: Query[str] = "",
) -> HttpResponse:
    """Say whether a postcode is valid, and where it is."""
    row = _one(country, pnr)
    said = {
        "result": row.city if row else "Ugyldig postnummer",
        "valid": row is not None,
        "postalCodeType": _TYPES[row.category][0] if row else "UNKNOWN",
    }
    if extension == "xml":
        return as_xml(element("postalCodeResponse", said))
    return as_json(said, callback=callback)


@router.get(_NEW, response=shapes.Postcodes, operation_id="postalCodes")
def search(
    request: HttpRequest,
    country: str,
    postal_code: Query[str] = "",
    city: Query[str] = "",
    county: Query[str] = "",
    municipality: Query[str] = "",
    postal_code_type: Query[str] = "",
    page: Query[str] = "1",
    limit: Query[str] = str(_MOST),
) -> HttpResponse:
    """Return the postcodes that match everything asked for; all of them when nothing is."""
    filters: dict[str, Any] = {"code": postal_code} if postal_code else {}
    upper: dict[str, Any] = {}
    if city:
        upper["city_upper"] = city.upper()
    if municipality:
        upper["municipality_upper"] = municipality.upper()
    if postal_code_type:
        filters["category__in"] = [code for code, (_, word) in _TYPES.items() if word == postal_code_type]
    rows = _of(country).filter(**filters)
    if upper:
        rows = rows.annotate(city_upper=Upper("city"), municipality_upper=Upper("municipality")).filter(
            **upper
        )
    if county:
        begins = municipalities_of(county)
        rows = rows.filter(municipality_number__regex=f"^({'|'.join(begins)})") if begins else rows.none()
    if filters or upper or county:
        most = min(_whole(limit, otherwise=_MOST), _MOST)
        start = (_whole(page, otherwise=1) - 1) * most
        rows = rows[start : start + most]
    return _new(request, rows)


@router.get(_NEW + "/suggestions", response=shapes.Postcodes, operation_id="postalCodeSuggestions")
def suggestions(
    request: HttpRequest, country: str, postal_code: Query[str] = "", q: Query[str] = ""
) -> HttpResponse:
    """Return the postcodes that begin so, or whose place does; clients ask by either name."""
    begun = (postal_code or q).strip()
    if not begun:
        return _new(request, ())
    if begun.isdecimal():
        return _new(request, _of(country).filter(code__startswith=begun)[:_MOST])
    rows = _of(country).annotate(city_upper=Upper("city"))
    return _new(request, rows.filter(city_upper__startswith=begun.upper())[:_MOST])


@router.get(_NEW + "/{code}", response=shapes.Postcodes, operation_id="postalCode")
def one(request: HttpRequest, country: str, code: str) -> HttpResponse:
    """Return one postcode, in a list of its own; 404 where there is none."""
    row = _one(country, code)
    return _new(request, (row,)) if row else _not_found()


@router.get(
    _NEW + "/{code}/mailbox-delivery-dates",
    response=shapes.DeliveryDates,
    operation_id="mailboxDeliveryDates",
)
def mailbox_dates(request: HttpRequest, country: str, code: str) -> HttpResponse:
    """Return the next days on which ordinary mail is delivered there."""
    if _one(country, code) is None:
        return _not_found()
    dates = [f"{day:%Y-%m-%d}" for day in delivery_dates(code, after=today())]
    if wants_xml(request):
        listed = [("delivery_date", day) for day in dates]
        return as_xml(element("mailbox_delivery_dates", {"delivery_dates": listed}))
    return as_json({"delivery_dates": dates})


def delivery_dates(code: str, *, after: date) -> list[date]:
    """
    Return the next days of mail at a postcode.

    Reading: mail comes every second working day, Monday, Wednesday and Friday in one week and Tuesday and Thursday
    in the next; which codes begin when is the carrier's plan, and here follows from the code. These days have
    nothing to do with letters that are collected.
    """
    calendar, turn = working_days(pum_on(after)), int(code) % 2
    days = (after + timedelta(days=ahead) for ahead in range(1, 90))
    due = (
        day
        for day in days
        if calendar.is_working_day(day) and (day.toordinal() // 7 + day.weekday()) % 2 == turn
    )
    return list(islice(due, _DELIVERY_DAYS))


def _of(country: str) -> QuerySet[Postcode]:
    rows = Postcode.objects.filter(gone_on=None).order_by("code")
    return rows if country.upper() in _COUNTRIES else rows.none()


def _one(country: str, code: str) -> Postcode | None:
    code = code.strip()
    if not (len(code) == 4 and code.isascii() and code.isdecimal()):
        return None
    return _of(country).filter(code=code).first()


def _old_row(row: Postcode) -> dict[str, str]:
    return {"city": row.city, "postalcode": row.code, "postalCodeType": _TYPES[row.category][0]}


def _old(extension: Extension, said: Any, *, root: str) -> HttpResponse:
    if extension == "json":
        return as_json({"postalCode": said})
    listed = said if isinstance(said, list) else [said]
    return as_xml(element(root, [("postalCode", value) for value in listed]))


def _new(request: HttpRequest, rows: Any) -> HttpResponse:
    items = [
        {
            "postal_code": row.code,
            "city": row.city,
            "municipality": row.municipality,
            "county": county_of(row.municipality_number),
            "postal_code_type": _TYPES[row.category][1],
        }
        for row in rows
    ]
    if wants_xml(request):
        listed = [("postal_code", item) for item in items]
        return as_xml(element("postal_codes_response", {"postal_codes": listed}))
    return as_json({"postal_codes": items})


def _whole(text: str, *, otherwise: int) -> int:
    whole = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
    return whole or otherwise


def _not_found() -> HttpResponse:
    return plain(404, "404 - Unknown postal code.\n")
