"""Tracking as clients of Bring ask for it: both formats, every address, faults inside the set."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client
from lxml import etree
from tests.actions import line
from tests.doors import bring
from tests.doors.bring import UID, Program, data_statements, other_sender
from tests.doors.front import FrontClient

from budstikke.post.doors.bring.asking import CEILINGS
from budstikke.post.doors.bring.shapes_tracking import ConsignmentSet
from budstikke.post.doors.bring.tracking_samples import SAMPLES
from budstikke.post.terms.roles import Role

JSON, XML = "/tracking/api/v2/tracking.json", "/tracking/api/v2/tracking.xml"
NAMES = {"b": "http://www.bring.no/sporing/2.0"}
SERIAL = 40_000_001


@pytest.fixture(params=[Client, FrontClient], ids=["django", "front"])
def program(request: pytest.FixtureRequest) -> Callable[..., Program]:
    """Every question is asked of Django alone, and of the front before it as well."""
    return partial(bring.program, of=request.param)


def _at_outlet(**changed: object) -> None:
    line.book(line.file_of([line.order(SERIAL, consignment="70707074500000128", **changed)]))
    line.bring_to_outlet([SERIAL])


def test_a_waiting_letter_has_every_key_of_the_interface(
    installation: None, program: Callable[..., Program]
) -> None:
    """The newest event stands first; what is not known is an empty text, never null."""
    _at_outlet(passport_only=True)
    answer = program().get(JSON, q=line.number(SERIAL))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    said = answer.json()
    ConsignmentSet.model_validate(said)
    assert said["apiVersion"] == "2"
    (consignment,) = said["consignmentSet"]
    assert consignment["consignmentId"] == "70707074500000128"
    assert consignment["senderReference"] == f"ORDRE-{SERIAL}"
    assert consignment["isPickupNoticeAvailable"] is True
    assert consignment["totalWeightInKgs"] == 0.045
    (package,) = consignment["packageSet"]
    assert package["packageNumber"] == line.number(SERIAL)
    assert (package["productCode"], package["productName"]) == ("2563", "PUM")
    assert package["statusDescription"] == "Brevet kan hentes"
    assert [each["id"] for each in package["additionalServiceSet"]] == ["1239"]
    newest = package["eventSet"][0]
    assert (newest["status"], newest["lmEventCode"], newest["unitId"]) == (
        "READY_FOR_PICKUP", "Q", str(line.BERGEN),
    )  # fmt: skip
    assert newest["unitInformationUrl"].endswith(f"/pickuppoint/api/pickuppoint/NO/id/{line.BERGEN}.xml")
    assert newest["dateIso"] == "2026-11-24T09:00:00+01:00" or newest["dateIso"].endswith("+01:00")
    assert newest["displayDate"] == ".".join(reversed(newest["dateIso"][:10].split("-")))
    assert newest["displayTime"] == newest["dateIso"][11:16]
    assert None not in _leaves(said)


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    return [leaf for each in value for leaf in _leaves(each)] if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    "word", [line.number(SERIAL), line.number(SERIAL).lower(), "70707074500000128", f"ORDRE-{SERIAL}"]
)
def test_a_letter_is_found_by_its_number_its_consignment_and_its_reference(
    installation: None, program: Callable[..., Program], word: str
) -> None:
    """All three are asked for as q."""
    _at_outlet()
    (found,) = program().get(JSON, q=word).json()["consignmentSet"]
    assert found["packageSet"][0]["packageNumber"] == line.number(SERIAL)


@pytest.mark.parametrize(
    "address",
    [JSON, "/tracking/api/tracking.json", "/api/v2/tracking.json", "/api/tracking.json", "/tracking.json"],
)
def test_every_address_a_client_may_know_answers_alike(
    installation: None, program: Callable[..., Program], address: str
) -> None:
    """The old one with its version in a header, and the old host's without a folder."""
    asking = program()
    asking.headers["api-version"] = "2"
    assert asking.get(address, q="TESTPACKAGEEDI").json() == asking.get(JSON, q="TESTPACKAGEEDI").json()


def test_the_xml_says_what_the_json_says(installation: None, program: Callable[..., Program]) -> None:
    """Under the names and in the namespace of its own schema."""
    _at_outlet()
    answer = program().get(XML, q=line.number(SERIAL), lang="en")
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.tag == "{http://www.bring.no/sporing/2.0}ConsignmentSet"
    assert root.findtext("b:ApiVersion", namespaces=NAMES) == "2"
    package = root.find("b:Consignment/b:PackageSet/b:Package", NAMES)
    assert package is not None
    assert package.get("packageId") == line.number(SERIAL)
    event = package.find("b:EventSet/b:Event", NAMES)
    assert event is not None
    assert event.findtext("b:Description", namespaces=NAMES) == "The letter is ready to collect"
    assert event.get("{http://www.w3.org/2001/XMLSchema-instance}type") == "packageCargoEventType"
    weight = package.find("b:Weight", NAMES)
    assert weight is not None
    assert (weight.text, weight.get("unitCode")) == ("0.045", "kg")


@pytest.mark.parametrize(("word", "code", "message"), [
    ("NOSUCHLETTER", 404, "No shipments found"),
    ("", 400, "Invalid query"),
    ("x" * 101, 400, "Invalid query"),
    ("\x00", 400, "Invalid query"),
    ("TESTFAIL503", 503, "Server too busy/ Temporarily blocked due to too many invalid requests"),
])  # fmt: skip
def test_a_fault_stands_inside_the_set(
    installation: None, program: Callable[..., Program], word: str, code: int, message: str
) -> None:
    """Clients read the body, whatever the status; so the status is 200."""
    answer = program().get(JSON, q=word)
    assert answer.status_code == 200
    assert answer.json() == {
        "apiVersion": "2",
        "consignmentSet": [{"error": {"code": code, "message": message}}],
    }
    root = etree.fromstring(program().get(XML, q=word).content)
    assert root.findtext("b:Consignment/b:Code", namespaces=NAMES) == str(code)
    assert root.findtext("b:Consignment/b:Error", namespaces=NAMES) == message


def test_who_sends_no_key_is_told_so_in_plain_text(installation: None) -> None:
    """As since May 2024, and spelt as clients look for it."""
    wrong = {"X-MyBring-API-Uid": UID, "X-MyBring-API-Key": "wrong"}
    for headers in ({}, wrong, {"X-MyBring-API-Uid": UID}):
        answer = Client(SERVER_NAME="localhost").get(JSON, {"q": "TESTPACKAGEEDI"}, headers=headers)
        assert answer.status_code == 401
        assert answer["Content-Type"].startswith("text/plain")
        assert answer.content.startswith(b"401 - Unathorized.")


@pytest.mark.parametrize("spelt", ["X-MyBring-API-{}", "X-Mybring-API-{}", "x-mybring-api-{}"])
def test_headers_are_read_in_every_casing(
    installation: None, program: Callable[..., Program], spelt: str
) -> None:
    """Both spellings are in use."""
    asking = program()
    uid, key = asking.headers.values()
    headers = {spelt.format("Uid"): uid, spelt.format("Key"): key}
    answer = Client(SERVER_NAME="localhost").get(JSON, {"q": "TESTPACKAGEEDI"}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("number", SAMPLES)
def test_a_test_number_is_answered_without_a_letter(
    installation: None, program: Callable[..., Program], number: str
) -> None:
    """The published ones, with and without hyphens."""
    (found,) = program().get(JSON, q=number).json()["consignmentSet"]
    assert found["packageSet"][0]["packageNumber"] == number.replace("-", "")


def test_another_senders_letter_is_as_unknown_as_none(
    installation: None, program: Callable[..., Program]
) -> None:
    """By its number, its consignment or its reference."""
    _at_outlet()
    asking = program(other_sender())
    unknown = asking.get(JSON, q="NOSUCHLETTER").content
    for word in (line.number(SERIAL), "70707074500000128", f"ORDRE-{SERIAL}"):
        assert asking.get(JSON, q=word).content == unknown


def test_a_script_gets_the_answer_in_its_function_and_nothing_else_in_its_place(
    installation: None, program: Callable[..., Program]
) -> None:
    """What is no name of a function is left alone."""
    asking = program()
    answer = asking.get(JSON, q="TESTPACKAGEEDI", callback="shop.shown")
    assert answer["Content-Type"] == "application/javascript; charset=utf-8"
    called = answer.content.decode()
    assert called.startswith("/**/shop.shown(")
    assert json.loads(called.removeprefix("/**/shop.shown(").removesuffix(");"))["apiVersion"] == "2"
    assert asking.get(JSON, q="TESTPACKAGEEDI", callback="alert(1)//").json()["apiVersion"] == "2"


@pytest.mark.parametrize(("lang", "words"), [
    ("no", "Brevet er bestilt"), ("en", "The letter has been ordered"), ("sv", "Brevet er bestilt"),
    ("da", "Brevet er bestilt"), ("xx", "Brevet er bestilt"),
])  # fmt: skip
def test_the_language_is_the_one_asked_for_or_norwegian(
    installation: None, program: Callable[..., Program], lang: str, words: str
) -> None:
    """Swedish and Danish readers get Norwegian words."""
    (found,) = program().get(JSON, q="TESTPACKAGEEDI", lang=lang).json()["consignmentSet"]
    assert found["packageSet"][0]["statusDescription"] == words


def test_tracking_takes_two_statements_and_a_lease_costs_no_third(installation: None) -> None:
    """Whose key it is, and the letter with all its events."""
    _at_outlet()
    asking = bring.program()
    for _ in range(3):
        with data_statements() as asked:
            assert asking.get(JSON, q=line.number(SERIAL)).status_code == 200
        assert len(asked) == 2, asked


def test_who_asks_too_often_waits(installation: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """429 within the second, over all processes, and let in again in the next."""
    asking = bring.program()
    monkeypatch.setitem(CEILINGS, "tracking", 3)
    monkeypatch.setattr("budstikke.post.doors.bring.asking._second", lambda: 1_000)
    said = [asking.get(JSON, q="TESTPACKAGEEDI").status_code for _ in range(4)]
    assert said == [200, 200, 200, 429]
    monkeypatch.setattr("budstikke.post.doors.bring.asking._second", lambda: 1_001)
    assert asking.get(JSON, q="TESTPACKAGEEDI").status_code == 200


def test_a_subcontractor_may_follow_letters(installation: None, program: Callable[..., Program]) -> None:
    """Every role of a sender's may."""
    asking = program(roles=(Role.SUBCONTRACTOR,))
    assert asking.get(JSON, q="TESTPACKAGEEDI").status_code == 200
