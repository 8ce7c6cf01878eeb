"""Booking as clients of Bring do it: both addresses, JSON and XML, and every spelling that is about."""

from __future__ import annotations

import copy
import io
import json
from typing import Any

import pypdf
import pytest
from django.test import Client
from lxml import etree
from tests.actions import line
from tests.doors.bring import data_statements, other_sender, program

from budstikke.post.doors.bring.booking_codes import CODES, OF_REFUSAL
from budstikke.post.doors.bring.shapes_booking import BookingAnswer
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.roles import Role

CREATE, OLD = "/booking/api/create", "/booking/api/booking"
NAMES = {"b": "http://www.bring.no/booking/"}
ORDER: dict[str, Any] = {
    "schemaVersion": 1,
    "consignments": [
        {
            "shippingDateTime": "2026-11-23T09:00:00",
            "correlationId": "INTERNAL-1",
            "parties": {
                "sender": {
                    "name": "Eksempel eID AS SPECIMEN",
                    "addressLine": "Storgata 1",
                    "addressLine2": None,
                    "postalCode": "0155",
                    "city": "OSLO",
                    "countryCode": "NO",
                    "reference": "ORDRE-1001",
                    "additionalAddressInfo": "",
                    "contact": {"name": "", "email": "", "phoneNumber": ""},
                },
                "recipient": {
                    "name": "Kari Nordmann",
                    "addressLine": "Lilleveien 2",
                    "postalCode": "5004",
                    "city": "BERGEN",
                    "countryCode": "NO",
                    "contact": {
                        "name": "Kari Nordmann",
                        "email": "kari@example.no",
                        "phoneNumber": "+4791234567",
                    },
                },
                "pickupPoint": None,
                "returnTo": None,
            },
            "product": {
                "id": "2563",
                "customerNumber": line.CUSTOMER,
                "additionalServices": [{"id": "1239"}],
            },
            "packages": [
                {
                    "weightInKg": 0.045,
                    "goodsDescription": "",
                    "dimensions": {"heightInCm": 1, "widthInCm": 16, "lengthInCm": 23},
                    "containerId": None,
                    "packageType": None,
                    "numberOfItems": None,
                    "correlationId": "P-1",
                }
            ],
        }
    ],
}


def _order(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """The order, with values put at paths such as consignments.0.product.id."""
    order = copy.deepcopy(ORDER)
    for path, value in (changes or {}).items():
        *way, last = path.split(".")
        place: Any = order
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[int(last) if isinstance(place, list) else last] = value
    return order


C = "consignments.0."


def _letters() -> list:
    from budstikke.post.records.models import Letter

    with acting_as(CARRIER):
        return list(Letter.objects.order_by("id"))


def _codes(answer) -> list[str]:
    (consignment,) = answer.json()["consignments"]
    assert consignment["confirmation"] is None
    return [error["code"] for error in consignment["errors"]]


@pytest.mark.parametrize("address", [CREATE, OLD])
def test_a_booking_makes_a_letter_and_says_where_its_label_is(installation: None, address: str) -> None:
    """At the address of now, and at the one every client found still uses."""
    answer = program().post(address, _order())
    assert answer.status_code == 200, answer.content
    BookingAnswer.model_validate(answer.json())
    (consignment,) = answer.json()["consignments"]
    assert (consignment["correlationId"], consignment["errors"]) == ("INTERNAL-1", None)
    confirmation = consignment["confirmation"]
    (letter,) = _letters()
    assert confirmation["consignmentNumber"] == letter.consignment_number
    assert confirmation["packages"] == [{"packageNumber": letter.number, "correlationId": "P-1"}]
    assert confirmation["links"]["tracking"].endswith(f"/track/?number={letter.number}")
    assert isinstance(confirmation["dateAndTimes"]["expectedDelivery"], int)
    assert (letter.recipient_name, letter.mobile, letter.order_reference, letter.passport_only) == (
        "Kari Nordmann", "+4791234567", "ORDRE-1001", True,
    )  # fmt: skip
    assert (letter.weight_g, letter.thickness_mm, letter.envelope) == (45, 10, "C5")


def test_the_label_link_answers_302_and_leads_to_the_label(installation: None) -> None:
    """Without a key, as the carrier's own; no name and no number stand in it."""
    answer = program().post(CREATE, _order())
    link = answer.json()["consignments"][0]["confirmation"]["links"]["labels"]
    assert "ordmann" not in link
    client = Client(SERVER_NAME="localhost")
    found = client.get(link.removeprefix("http://localhost"))
    assert found.status_code == 302
    label = client.get(found["Location"].removeprefix("http://localhost"))
    assert label["Content-Type"] == "application/pdf"
    text = pypdf.PdfReader(io.BytesIO(label.content)).pages[0].extract_text()
    assert "Kari Nordmann" in text
    spoilt = link.removeprefix("http://localhost").replace("/labels/id/", "/labels/id/x")
    assert client.get(spoilt).status_code == 404


@pytest.mark.parametrize("changes", [
    {"schemaVersion": "1"},
    {C + "shippingDateTime": None},
    {C + "shippingDateTime": 1795420800000},
    {C + "shippingDateTime": "1795420800000"},
    {C + "shippingDateTime": "2026-11-23"},
    {C + "shippingDateTime": "2026-11-23T09:00:00+01:00"},
    {C + "parties.recipient.countryCode": "no", C + "parties.sender.countryCode": "no"},
    {C + "product.id": 2563, C + "product.customerNumber": int(line.CUSTOMER)},
    {C + "product.id": "3023"},
    {C + "product.customerNumber": f"PARCELS_NORWAY-{line.CUSTOMER}"},
    {C + "product.additionalServices": None},
    {C + "product.additionalServices": ["1239"]},
    {C + "product.additionalServices": [{"id": "EVARSLING", "mobile": "97777777", "email": "k@example.no"}]},
    {C + "parties.recipient.contact": None},
    {C + "packages.0.dimensions": None},
    {C + "packages.0.dimensions": {"heightInCm": 23, "widthInCm": 16, "lengthInCm": "0,5"}},
    {C + "packages.0.weightInKg": "0.045"},
    {C + "packages.0.weightInKg": "0,045"},
    {C + "packages.0.numberOfItems": 1},
    {C + "packages.0.correlationId": None, C + "correlationId": None},
    {C + "parties.returnTo": {"name": "Retur", "addressLine": "Veien 1", "postalCode": "0155", "city": "OSLO",
                              "countryCode": "NO"}},
    {"unheardOf": {"deep": [1, 2]}},
    {"testIndicator": False},
    {"testIndicator": "false"},
])  # fmt: skip
def test_every_spelling_that_is_about_is_read(installation: None, changes: dict[str, Any]) -> None:
    """Numbers as texts, texts as numbers, nulls anywhere, moments in four forms."""
    answer = program().post(OLD, _order(changes))
    assert answer.status_code == 200, answer.content
    assert len(_letters()) == 1


@pytest.mark.parametrize(("changes", "codes"), [
    ({"schemaVersion": None}, ["BOOK-INPUT-003"]),
    ({"consignments": []}, ["BOOK-INPUT-004"]),
    ({"testIndicator": "perhaps"}, ["BOOK-INPUT-030"]),
    ({C + "parties.sender": None}, ["BOOK-INPUT-006"]),
    ({C + "parties.recipient": None}, ["BOOK-INPUT-007"]),
    ({C + "parties": None}, ["BOOK-INPUT-006", "BOOK-INPUT-007"]),
    ({C + "product": None}, ["BOOK-INPUT-008"]),
    ({C + "packages": []}, ["BOOK-INPUT-009"]),
    ({C + "packages": [{"weightInKg": 0.01}] * 101}, ["BOOK-INPUT-011"]),
    ({C + "shippingDateTime": "tomorrow"}, ["BOOK-INPUT-012"]),
    ({C + "packages.0.weightInKg": None}, ["BOOK-INPUT-002"]),
    ({C + "packages.0.weightInKg": "NaN"}, ["BOOK-INPUT-002"]),
    ({C + "packages.0.dimensions": {"heightInCm": 1}}, ["BOOK-INPUT-013"]),
    ({C + "packages.0.numberOfItems": 3}, ["BOOK-INPUT-033"]),
    ({C + "parties.recipient.name": " "}, ["BOOK-INPUT-014"]),
    ({C + "parties.recipient.addressLine": None}, ["BOOK-INPUT-015"]),
    ({C + "parties.recipient.city": ""}, ["BOOK-INPUT-016"]),
    ({C + "parties.recipient.countryCode": None}, ["BOOK-INPUT-017"]),
    ({C + "parties.recipient.countryCode": "NOR"}, ["BOOK-INPUT-028"]),
    ({C + "parties.recipient.countryCode": "SE", C + "parties.recipient.postalCode": "10012"},
     ["BOOK-INPUT-022", "BOOK-INPUT-015", "BOOK_INPUT-057"]),
    ({C + "product.id": None}, ["BOOK-INPUT-018"]),
    ({C + "product.id": "5600"}, ["BOOK-INPUT-020"]),
    ({C + "product.customerNumber": None}, ["BOOK-INPUT-019"]),
    ({C + "product.customerNumber": "10008888888"}, ["BOOK-INPUT-021"]),
    ({C + "product.additionalServices": [{"id": "1133"}]}, ["BOOK_VALIDATION-016"]),
    ({C + "packages.0.weightInKg": 5}, ["BOOK-INPUT-023"]),
    ({C + "packages.0.dimensions.heightInCm": 12}, ["BOOK-INPUT-023"]),
    ({C + "packages.0.dimensions.lengthInCm": 50}, ["BOOK-INPUT-023"]),
    ({C + "parties.recipient.postalCode": "500"}, ["BOOK_INPUT-057"]),
    ({C + "parties.recipient.postalCode": "9999"}, ["BOOK_INPUT-057"]),
    ({C + "parties.recipient.contact.email": "no address"}, ["BOOK_VALIDATION-011"]),
    ({C + "parties.recipient.name": "Kari \u6f22"}, ["BOOK_INPUT-059"]),
    ({C + "parties.sender.reference": "TESTFAIL-BOOK-INPUT-024"}, ["BOOK-INPUT-024"]),
])  # fmt: skip
def test_a_fault_has_its_code_in_two_languages_and_books_nothing(
    installation: None, changes: dict[str, Any], codes: list[str]
) -> None:
    """Every code clients know of that can come up here."""
    answer = program().post(CREATE, _order(changes))
    assert answer.status_code == 400
    BookingAnswer.model_validate(answer.json())
    assert _codes(answer) == codes
    error = answer.json()["consignments"][0]["errors"][0]
    assert [each["lang"] for each in error["messages"]] == ["no", "en"]
    assert error["uniqueId"]
    assert _letters() == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"text"', b'{"a": "\\ud800"}', b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_no_booking_is_said_in_the_shape_of_an_answer(installation: None, body: bytes) -> None:
    """A client that reads errors finds them where they always are."""
    asking = program()
    answer = asking.client.post(CREATE, body, content_type="application/json", headers=asking.headers)
    assert answer.status_code == 400
    assert _codes(answer)[0].startswith("BOOK_INPUT-0")


@pytest.mark.parametrize(("changes", "headers"), [
    ({"testIndicator": True}, {}),
    ({"testIndicator": "true"}, {}),
    ({}, {"X-Bring-Test-Indicator": "true"}),
    ({}, {"x-bring-test-indicator": "TRUE"}),
    ({C + "product.customerNumber": "5"}, {}),
    ({C + "product.customerNumber": "6"}, {}),
    ({C + "product.customerNumber": "00000000007"}, {}),
])  # fmt: skip
def test_a_test_is_answered_like_a_booking_and_books_nothing(
    installation: None, changes: dict[str, Any], headers: dict[str, str]
) -> None:
    """By body, by header, or by a test customer number; its label is a specimen, and faults are faults."""
    asking = program()
    answer = asking.post(CREATE, _order(changes), **headers)
    assert answer.status_code == 200, answer.content
    confirmation = answer.json()["consignments"][0]["confirmation"]
    assert confirmation["packages"][0]["packageNumber"].startswith("ZZ")
    link = confirmation["links"]["labels"].removeprefix("http://localhost")
    label = asking.client.get(asking.client.get(link)["Location"].removeprefix("http://localhost"))
    assert b"%PDF" in label.content
    wrong = asking.post(CREATE, _order({**changes, C + "packages.0.weightInKg": 5}), **headers)
    assert _codes(wrong) == ["BOOK-INPUT-023"]
    assert _letters() == []


def test_one_bad_consignment_does_not_hold_up_the_others(installation: None) -> None:
    """Each is answered for itself; 200 because something was booked."""
    order = _order()
    bad = copy.deepcopy(order["consignments"][0])
    bad["packages"][0]["weightInKg"] = 5
    bad["correlationId"] = "BAD"
    order["consignments"].insert(0, bad)
    answer = program().post(CREATE, order)
    assert answer.status_code == 200
    first, second = answer.json()["consignments"]
    assert (first["confirmation"], second["errors"]) == (None, None)
    assert first["errors"][0]["consignmentCorrelationId"] == "BAD"
    assert len(_letters()) == 1


def test_a_key_of_ours_makes_a_repetition_harmless(installation: None) -> None:
    """The same request under the same key is answered alike; without one, each is a booking."""
    asking = program()
    first = asking.post(CREATE, _order(), **{"Idempotency-Key": "order-1"}).json()
    again = asking.post(CREATE, _order(), **{"Idempotency-Key": "order-1"}).json()
    assert again == first
    assert len(_letters()) == 1
    asking.post(CREATE, _order())
    asking.post(CREATE, _order())
    assert len(_letters()) == 3


def _xml_of(order: dict[str, Any]) -> bytes:
    """The order as clients write it in XML."""
    lists = {"consignments": "consignment", "packages": "package", "additionalServices": "additionalService"}

    def fill(node: etree._Element, value: Any) -> None:
        for name, each in value.items():
            if name == "correlationId":
                node.set(name, each)
            elif each is not None:
                child = etree.SubElement(node, name)
                for member in each if name in lists else ():
                    fill(etree.SubElement(child, lists[name]), member)
                if isinstance(each, dict):
                    fill(child, each)
                elif name not in lists:
                    child.text = str(each)

    root = etree.Element("bookingRequest", nsmap={None: NAMES["b"]}, testIndicator="false")
    fill(root, order)
    return etree.tostring(root)


def test_xml_is_booked_and_answered_as_json_is(installation: None) -> None:
    """Attributes and lists where its schema has them."""
    asking = program()
    answer = asking.client.post(
        CREATE, _xml_of(ORDER), content_type="application/xml; charset=utf-8", headers=asking.headers
    )
    assert answer.status_code == 200, answer.content
    root = etree.fromstring(answer.content)
    (letter,) = _letters()
    assert root.findtext(".//b:consignmentNumber", namespaces=NAMES) == letter.consignment_number
    package = root.find(".//b:package", NAMES)
    assert package is not None
    assert (package.get("correlationId"), package[0].text) == ("P-1", letter.number)
    assert letter.passport_only


def test_xml_that_hides_a_file_or_a_bomb_is_not_read(installation: None) -> None:
    """No document type is taken, so nothing is put in place of a name."""
    asking = program()
    bomb = b'<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]><b>&x;</b>'
    answer = asking.client.post(CREATE, bomb, content_type="application/xml", headers=asking.headers)
    assert answer.status_code == 400
    assert b"BOOK_INPUT-059" in answer.content
    assert b"root:" not in answer.content


def test_a_booking_takes_at_most_six_statements(installation: None) -> None:
    """Whose key it is; one look, the numbers, and everything written in one."""
    asking = program()
    for _ in range(2):
        with data_statements() as asked:
            assert asking.post(CREATE, _order()).status_code == 200
        assert len(asked) == 4, asked


def test_the_customers_of_a_key_are_its_own(installation: None) -> None:
    """In JSON and in XML, with and without the format's name."""
    asking = program(other_sender())
    (row,) = asking.get("/booking/api/customers").json()["customers"]
    assert (row["customerNumber"], row["products"]) == ("10008888888", ["2563"])
    assert asking.get("/booking/api/customers.json").json()["customers"] == [row]
    root = etree.fromstring(asking.get("/booking/api/customers.xml").content)
    assert root.findtext(".//b:customerNumber", namespaces=NAMES) == "10008888888"


def test_every_code_is_listed(installation: None) -> None:
    """With words, and once."""
    asking = program()
    listed = asking.get("/booking/api/errors").json()["errorTypes"]
    assert [each["code"] for each in listed] == list(CODES)
    assert len(etree.fromstring(asking.get("/booking/api/errors.xml").content)[0]) == len(CODES)
    assert set(OF_REFUSAL.values()) <= set(CODES)


def test_a_key_without_the_role_may_not_book(installation: None) -> None:
    """And hears it under the code for it."""
    answer = program(roles=(Role.REPORTS,)).post(CREATE, _order())
    assert answer.status_code == 403
    assert _codes(answer) == ["BOOK-AUTHORIZATION-001"]
    assert (
        Client(SERVER_NAME="localhost").post(CREATE, json.dumps(ORDER), "application/json").status_code == 401
    )


def test_nobody_gets_the_label_of_another_sender_by_a_link_made_up(installation: None) -> None:
    """A link is signed for its sender."""
    client = Client(SERVER_NAME="localhost")
    assert client.get('/labels/id/["70707074500000128", 1, false].pdf').status_code == 404
    assert client.get("/labels/file/x.pdf").status_code == 404
