"""Postcodes at the newer addresses and the older ones, with and without a key."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from lxml import etree
from tests.doors.bring import UID, data_statements, program

from budstikke.formats.postcodes import county_of
from budstikke.post.doors.bring.postcodes import delivery_dates

ROWS = (
    ("0155", "OSLO", "0301", "OSLO", "G"),
    ("5004", "BERGEN", "4601", "BERGEN", "B"),
    ("5020", "BERGEN", "4601", "BERGEN", "P"),
    ("5353", "STRAUME", "4626", "ØYGARDEN", "S"),
    ("5354", "STRAUME", "4626", "ØYGARDEN", "F"),
)
OLD = "/pickuppoint/api/postalCode/NO"
NEW = "/address/api/no/postal-codes"


@pytest.fixture
def register(installation: None) -> None:
    """Five rows of a register, one of each category."""
    from budstikke.post.records.models import Postcode

    names = ("code", "city", "municipality_number", "municipality", "category")
    Postcode.objects.bulk_create(
        (Postcode(**dict(zip(names, row, strict=True))) for row in ROWS),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=names[1:],
    )


def _get(path: str, headers: dict[str, str] | None = None, **query: str):
    return Client(SERVER_NAME="localhost").get(path, query, headers=headers or {})


@pytest.mark.parametrize(("code", "kind"), [
    ("0155", "NORMAL"), ("5004", "NORMAL"), ("5020", "PO_BOX"), ("5353", "SPECIAL_CUSTOMER"), ("5354", "NORMAL"),
])  # fmt: skip
def test_the_older_interface_names_place_and_kind(register: None, code: str, kind: str) -> None:
    """As shops ask while a customer types."""
    city = dict(row[:2] for row in ROWS)[code]
    said = {"city": city, "postalcode": code, "postalCodeType": kind}
    assert _get(f"{OLD}/getCityAndType/{code}.json").json() == {"postalCode": said}
    assert _get(f"{OLD}/getCitiesAndTypes/{code}.json").json() == {"postalCode": [said]}
    root = etree.fromstring(_get(f"{OLD}/getCityAndType/{code}.xml").content)
    assert [root.tag, root[0].tag, *(each.text for each in root[0])] == [
        "postalCode", "postalCode", city, code, kind,
    ]  # fmt: skip


def test_the_older_lists_hold_every_postcode(register: None) -> None:
    """Alone, and with what is known of each."""
    codes = [row[0] for row in ROWS]
    assert _get(f"{OLD}/getAllValidPostalCodes.json").json() == {"postalCode": codes}
    details = _get(f"{OLD}/allValidPostalCodesDetails.json").json()["postalCode"]
    assert [each["postalcode"] for each in details] == codes
    root = etree.fromstring(_get(f"{OLD}/getAllValidPostalCodes.xml").content)
    assert [root.tag, *(each.text for each in root)] == ["postalCodes", *codes]


def test_the_look_up_of_shops_says_whether_a_code_is_valid(register: None) -> None:
    """And answers 200 either way."""
    path = "/shippingguide/api/postalCode.json"
    assert _get(path, pnr="5004", country="no").json() == {
        "result": "BERGEN", "valid": True, "postalCodeType": "NORMAL",
    }  # fmt: skip
    assert _get(path, pnr="9999").json()["valid"] is False
    assert _get(path, pnr="5004", country="se").json()["valid"] is False


@pytest.mark.parametrize(("query", "found"), [
    ({}, "0155 5004 5020 5353 5354"),
    ({"postal_code": "5020"}, "5020"),
    ({"city": "bergen"}, "5004 5020"),
    ({"municipality": "Øygarden"}, "5353 5354"),
    ({"county": "vestland"}, "5004 5020 5353 5354"),
    ({"county": "Nowhere"}, ""),
    ({"postal_code_type": "COMBINED"}, "5004 5354"),
    ({"postal_code_type": "PO_BOX", "city": "OSLO"}, ""),
    ({"county": "Vestland", "limit": "2", "page": "2"}, "5353 5354"),
    ({"county": "Vestland", "limit": "-1", "page": "x"}, "5004 5020 5353 5354"),
])  # fmt: skip
def test_the_newer_interface_finds_what_matches_all_that_is_asked(
    register: None, query: dict[str, str], found: str
) -> None:
    """Names in any casing; pages."""
    said = _get(NEW, **query).json()["postal_codes"]
    assert [each["postal_code"] for each in said] == found.split()


def test_one_postcode_is_a_list_of_one(register: None) -> None:
    """In JSON unless XML is asked for."""
    (said,) = _get(f"{NEW}/5353").json()["postal_codes"]
    assert said == {
        "postal_code": "5353", "city": "STRAUME", "municipality": "ØYGARDEN", "county": "Vestland",
        "postal_code_type": "SPECIAL_SERVICE",
    }  # fmt: skip
    root = etree.fromstring(_get(f"{NEW}/5353", {"Accept": "application/xml"}).content)
    assert root.findtext(".//postal_code/city") == "STRAUME"


@pytest.mark.parametrize(("query", "found"), [
    ({"postal_code": "50"}, "5004 5020"), ({"q": "53"}, "5353 5354"), ({"q": "stra"}, "5353 5354"), ({}, ""),
])  # fmt: skip
def test_suggestions_begin_as_was_typed(register: None, query: dict[str, str], found: str) -> None:
    """By code or place, under either name of the question."""
    said = _get(f"{NEW}/suggestions", **query).json()["postal_codes"]
    assert [each["postal_code"] for each in said] == found.split()


@pytest.mark.parametrize(
    "path", [f"{OLD}/getCityAndType/9999.json", f"{OLD}/getCityAndType/x.json", f"{NEW}/9999", f"{NEW}/5/../x",
             f"{NEW}/9999/mailbox-delivery-dates", "/address/api/se/postal-codes/5004"]
)  # fmt: skip
def test_a_postcode_nobody_has_is_not_found(register: None, path: str) -> None:
    """Of another country neither."""
    assert _get(path).status_code == 404


def test_mail_comes_every_second_working_day() -> None:
    """Neighbouring codes take turns, and no holiday is a day of mail."""
    before_christmas = date(2026, 12, 21)  # Monday
    odd, even = (delivery_dates(code, after=before_christmas) for code in ("5005", "5004"))
    assert len(odd) == len(even) == 10
    assert not set(odd) & set(even)
    both = sorted([*odd, *even])
    assert date(2026, 12, 25) not in both  # Friday
    assert all(day.weekday() < 5 and day > before_christmas for day in both)


def test_the_dates_are_iso_days(register: None) -> None:
    """Clients read them as dates."""
    said = _get(f"{NEW}/5004/mailbox-delivery-dates").json()["delivery_dates"]
    assert [date.fromisoformat(each) for each in said] == sorted(map(date.fromisoformat, said))


def test_a_key_is_not_needed_but_a_wrong_one_is_told_so(register: None) -> None:
    """A program with a spoilt key shall hear it."""
    assert _get(f"{NEW}/5004", program().headers).status_code == 200
    assert _get(f"{NEW}/5004", {"X-MyBring-API-Uid": UID, "X-MyBring-API-Key": "wrong"}).status_code == 401


def test_a_look_up_takes_one_statement_and_its_lease(register: None) -> None:
    """The lease is of many requests."""
    program()
    for _ in range(2):
        with data_statements() as asked:
            assert _get(f"{NEW}/5004").status_code == 200
        assert len(asked) <= 2, asked


def test_every_county_in_use_has_a_name() -> None:
    """A number out of use has none."""
    assert (county_of("4601"), county_of("0301"), county_of("9901")) == ("Vestland", "Oslo", "")
