"""
Requests as programs written for Bring send them, and answers as they take them apart.

Each was read in a client that is about: a library in PHP, a shop's plug-in in PHP, services in Java and Go, a package
for Laravel. Only their host name is ours.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.actions import line
from tests.doors.bring import UID, program

NUMBER = line.number(1)
_PHP_SHOP = "bring-fraktguiden-for-woocommerce/1.12 (https://wordpress.org/plugins/) PHP"


def _sent(
    method: str, path: str, headers: Mapping[str, str], body: object = None, *, key: bool = True
) -> Any:
    """Send what a program sends, with a key of its sender's under the header names it uses."""
    made = program()
    own = dict(zip(("uid", "key"), made.headers.values(), strict=True)) if key else {}
    client = Client(SERVER_NAME="localhost")
    content = "" if body is None else json.dumps(body)
    kind = headers.get("Content-Type", "application/json")
    return client.generic(
        method,
        path,
        content,
        content_type=kind,
        headers={name: text.format(**own) for name, text in headers.items()},
    )


_LIBRARY = {
    "Accept": "application/json",
    "X-Bring-Client-URL": "http://shop.example",
    "X-MyBring-API-Uid": "{uid}",
    "X-MyBring-API-Key": "{key}",
}


def _address(**changed: object) -> dict[str, object]:
    """A party as the library writes it: every field, null where nobody filled it in."""
    return {
        "name": None, "addressLine": None, "addressLine2": None, "postalCode": None, "city": None,
        "countryCode": None, "reference": None, "contact": None, "additionalAddressInfo": None, **changed,
    }  # fmt: skip


def _of_the_library(**changed: object) -> dict[str, object]:
    """An order as the library's example makes it; postcodes are numbers there."""
    recipient = _address(
        name="Privat person", addressLine="Veien 32", city="Bergen", countryCode="NO", postalCode=5004
    )
    sender = _address(
        name="Min bedrift", addressLine="Veien 32", city="Bergen", countryCode="NO", postalCode=5004,
        contact={"name": None, "email": "mycompany@post.example", "phoneNumber": "40000000"},
    )  # fmt: skip
    return {
        "testIndicator": True,
        "schemaVersion": 1,
        "consignments": [
            {
                "shippingDateTime": "2026-11-23T14:03:21",
                "product": {
                    "id": "2563", "customerNumber": line.CUSTOMER, "services": None, "customsDeclaration": None,
                },
                "purchaseOrder": None,
                "correlationId": None,
                "parties": {"sender": sender, "recipient": recipient | changed, "pickupPoint": None},
                "packages": [
                    {
                        "weightInKg": 0.1, "goodsDescription": None, "containerId": None, "packageType": None,
                        "numberOfItems": None, "correlationId": None,
                        "dimensions": {"heightInCm": 1, "lengthInCm": 22, "widthInCm": 16},
                    }
                ],
            }
        ],
    }  # fmt: skip


def test_the_library_books(installation: None) -> None:
    """Its example, product and customer number apart, as Guzzle sends it."""
    answer = _sent("POST", "/booking/api/booking", _LIBRARY, _of_the_library())
    assert answer.status_code == 200, answer.content
    (consignment,) = answer.json()["consignments"]
    assert consignment["errors"] in (None, [])
    assert consignment["confirmation"]["consignmentNumber"].isdecimal()


def test_the_library_collects_every_error_of_a_booking_that_was_refused(installation: None) -> None:
    """It walks `errors` of each consignment of an answer whose status says that something is wrong."""
    answer = _sent("POST", "/booking/api/booking", _LIBRARY, _of_the_library(postalCode=99999, city=None))
    assert answer.status_code >= 400
    errors = [error for consignment in answer.json()["consignments"] for error in consignment["errors"]]
    assert errors
    assert all(error["code"] and error["messages"][0]["message"] for error in errors)


@pytest.mark.parametrize("path", ["/tracking/api/tracking.json", "/tracking.json", "/api/v2/tracking.json"])
def test_the_library_tracks(installation: None, path: str) -> None:
    """At the addresses of three hosts; it looks for `error` in each consignment."""
    answer = _sent("GET", f"{path}?q=TESTPACKAGELOADEDFORDELIVERY&lang=no", _LIBRARY)
    assert answer.status_code == 200
    assert all("error" not in each for each in answer.json()["consignmentSet"])


def test_the_library_without_a_key_is_refused(installation: None) -> None:
    """It sends no key to the host that needed none once; that is over since May 2024, here too."""
    headers = {"Accept": "application/json", "X-Bring-Client-URL": "http://shop.example"}
    assert _sent("GET", "/tracking.json?q=TESTPACKAGEEDI&lang=no", headers, key=False).status_code == 401


def _of_the_shop() -> dict[str, object]:
    """An order as the shop's plug-in makes it: texts where numbers are meant, and a service with an address."""
    order = _of_the_library()
    (consignment,) = order["consignments"]  # type: ignore[misc]
    contact = {"email": "kari@post.example", "phoneNumber": "91234567"}
    consignment["parties"] = {  # type: ignore[index]
        "sender": _address(
            name="Eksempel eID AS SPECIMEN", addressLine="Storgata 1", addressLine2="", postalCode="0155", city="OSLO",
            countryCode="NO", reference="1001 - Kari", additionalAddressInfo="",
            contact={"name": "Ola", "email": "", "phoneNumber": ""},
        ),
        "recipient": _address(
            name="Kari Nordmann", addressLine="Lilleveien 2", addressLine2="", postalCode="5004", city="BERGEN",
            countryCode="NO", contact=contact,
        ),
        "pickupPoint": {"id": str(line.BERGEN), "countryCode": "NO"},
    }  # fmt: skip
    consignment["product"]["additionalServices"] = [  # type: ignore[index]
        {"id": "EVARSLING", "email": contact["email"], "mobile": contact["phoneNumber"]}
    ]
    consignment["packages"][0]["dimensions"] = {"widthInCm": "16", "heightInCm": "1", "lengthInCm": "22"}  # type: ignore[index]
    return {**order, "testIndicator": False}


def test_the_shop_books_and_fetches_its_label(installation: None) -> None:
    """It reads number, links, dates and packages of the confirmation, and follows the label's link."""
    headers = {**_LIBRARY, "User-Agent": _PHP_SHOP, "Content-Type": "application/json"}
    answer = _sent("POST", "/booking/api/booking", headers, _of_the_shop())
    assert answer.status_code == 200, answer.content
    confirmation = answer.json()["consignments"][0]["confirmation"]
    assert confirmation["links"]["tracking"].startswith("http")
    assert isinstance(confirmation["dateAndTimes"]["expectedDelivery"], int)
    (package,) = confirmation["packages"]
    label = Client(SERVER_NAME="localhost").get(confirmation["links"]["labels"], follow=True)
    assert b"".join(label).startswith(b"%PDF")
    tracked = program().get("/tracking/api/v2/tracking.json", q=package["packageNumber"])
    assert tracked.json()["consignmentSet"][0]["senderReference"] == "1001 - Kari"


def test_the_shop_lists_its_customer_numbers(installation: None) -> None:
    """With a Content-Type though nothing is sent."""
    answer = _sent("GET", "/booking/api/customers.json", {**_LIBRARY, "Content-Type": "application/json"})
    (customer,) = answer.json()["customers"]
    assert (customer["customerNumber"], bool(customer["name"])) == (line.CUSTOMER, True)


def test_the_service_in_java_reads_its_tracking(installation: None) -> None:
    """It asks in Swedish, with a version in a header, and parses every time as one with an offset."""
    line.book(line.file_of([line.order(1)]))
    line.bring_to_outlet([1])
    headers = {**_LIBRARY, "api-version": "2"}
    answer = _sent("GET", f"/tracking/api/v2/tracking.json?q={NUMBER}&lang=sv", headers)
    (package,) = answer.json()["consignmentSet"][0]["packageSet"]
    for name in ("statusDescription", "productName", "senderName", "pickupCode", "expectedPickupUnitName"):
        assert isinstance(package[name], str), name
    times = [datetime.fromisoformat(event["dateIso"]) for event in package["eventSet"]]
    assert all(each.utcoffset() is not None for each in times)
    assert max(times) == times[0]
    assert not any(event["insignificant"] is None for event in package["eventSet"])


def test_the_service_in_go_books_with_what_we_do_not_know(installation: None) -> None:
    """Its own references and a pickup point in the recipient's address stand in nobody's way."""
    order = _of_the_shop()
    (consignment,) = order["consignments"]  # type: ignore[misc]
    consignment["clientReference"] = "a-1"  # type: ignore[index]
    consignment["parties"]["recipient"]["pickupPointId"] = str(line.BERGEN)  # type: ignore[index]
    consignment["product"]["additionalServices"] = [{"id": "1091"}]  # type: ignore[index]
    del order["testIndicator"]
    headers = {**_LIBRARY, "Content-Type": "application/json", "X-Bring-Test-Indicator": "false"}
    answer = _sent("POST", "/booking/api/create", headers, order)
    assert answer.status_code in (200, 201), answer.content
    assert answer.json()["consignments"][0]["confirmation"]["packages"][0]["packageNumber"]


def test_the_package_for_laravel_finds_a_city(installation: None) -> None:
    """It takes the first of a list, and an empty one for no city."""
    headers = {"Accept": "application/json", "X-Mybring-API-Uid": UID, "X-Mybring-API-Key": "{key}"}
    answer = _sent("GET", "/address/api/no/postal-codes/5004", headers)
    assert answer.json()["postal_codes"][0]["city"] == "BERGEN"
