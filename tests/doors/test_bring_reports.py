"""Reports as clients of Bring ask for them: asked, waited for, fetched."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from uuid import UUID, uuid4

import openpyxl
import pytest
from lxml import etree
from tests.actions import line
from tests.doors.bring import Program, other_sender, program

from budstikke.post.actions.senders import extracts
from budstikke.post.doors.bring.shapes_reports import ReportCustomers, ReportTypes
from budstikke.post.records.models import Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.roles import Role

UNDER = "/reports/api"
CUSTOMER = f"PARCELS_NORWAY-{line.CUSTOMER}"
NAMES = {"r": "urn:bring.no/mybring/Report"}
SERIAL = 40_000_001
PERIOD = {"fromDate": "01.11.2026", "toDate": "30.11.2026"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door's clock stands where the tests' orders are."""
    monkeypatch.setattr("budstikke.post.doors.bring.reports.now", lambda: line.NOW)


def _path(url: str) -> str:
    return url.removeprefix("http://localhost")


def _ask(asking: Program, kind: str, **period: str) -> str:
    """Ask for a report; returns where its status is."""
    answer = asking.get(f"{UNDER}/generate/{CUSTOMER}/{kind}.json", **(period or PERIOD))
    assert answer.status_code == 202, answer.content
    assert answer["Location"] == answer.json()["statusUrl"]
    return _path(answer["Location"])


def _make(status: str, *, days: int = 0) -> None:
    """What the worker does."""
    extracts.make(UUID(status.split("/")[-2]), now=line.NOW + timedelta(days=days))


def _lines(asking: Program, kind: str, **period: str) -> list[dict[str, str]]:
    status = _ask(asking, kind, **period)
    _make(status)
    root = etree.fromstring(asking.get(_path(asking.get(status).json()["xmlUrl"])).content)
    return [
        {etree.QName(cell).localname: cell.text or "" for cell in each}
        for each in root.findall("r:Lines/r:Line", NAMES)
    ]


def test_a_report_is_asked_for_waited_for_and_fetched(installation: None) -> None:
    """202, NOT_DONE, DONE; then as XML, in a ZIP and as a workbook."""
    line.book(line.file_of([line.order(SERIAL, passport_only=True)]))
    asking = program()
    status = _ask(asking, "PARCELS-PRE_NOTIFICATION_RECEIVED")
    assert asking.get(status).json() == {"status": "NOT_DONE"}
    _make(status)
    done = asking.get(status).json()
    assert done["status"] == "DONE"
    answer = asking.get(_path(done["xmlUrl"]))
    root = etree.fromstring(answer.content)
    told = {name: root.findtext(f"r:MetaData/r:{name}", namespaces=NAMES) for name in (
        "ReportName", "CustomerId", "CustomerName", "NumberOfRows",
    )}  # fmt: skip
    assert told == {
        "ReportName": "Pre-notification provided", "CustomerId": line.CUSTOMER, "CustomerName": line.SENDER.name,
        "NumberOfRows": "1",
    }  # fmt: skip
    start = root.find("r:MetaData/r:Interval/r:Start", NAMES)
    assert start is not None
    assert (start.text, start.get("type")) == ("2026-11-01T00:00:00.000+01:00", "iso8601")
    assert root.findtext("r:Lines/r:Line/r:PACKAGE_NUMBER", namespaces=NAMES) == line.number(SERIAL)
    packed = asking.get(_path(done["xmlUrl"]), compress="true")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.read(archive.namelist()[0]) == answer.content
    book = openpyxl.load_workbook(io.BytesIO(asking.get(_path(done["xlsUrl"])).content))
    head, row = book.worksheets[0].iter_rows(values_only=True)
    assert (head[0], row[0]) == ("PACKAGE_NUMBER", line.number(SERIAL))
    assert b"Nordmann" not in answer.content


def test_each_kind_holds_its_letters(installation: None) -> None:
    """Ordered, handed in, handed over; and only those of the period."""
    line.book(line.file_of([line.order(SERIAL), line.order(SERIAL + 1, reference="2")]))
    line.bring_to_outlet([SERIAL])
    asking = program()
    counts = {kind: len(_lines(asking, kind)) for kind in extracts.KINDS}
    assert counts == {
        "PARCELS-PRE_NOTIFICATION_RECEIVED": 2,
        "PARCELS-RECEIVED_BY_BRING": 1,
        "PARCELS-PROBABLE_DELAYS": 0,
        "PARCELS-DELIVERED": 0,
    }
    assert _lines(asking, "PARCELS-RECEIVED_BY_BRING", fromDate="1.10.2026", toDate="31.10.2026") == []


def test_a_letter_that_is_not_there_in_time_is_late(installation: None) -> None:
    """The normal delivery time is the terms'."""
    line.book(line.file_of([line.order(SERIAL)]))
    with acting_as(CARRIER):
        Letter.objects.update(handed_in_on=line.TODAY)
    asking = program()
    status = _ask(asking, "PARCELS-PROBABLE_DELAYS")
    _make(status, days=30)
    root = etree.fromstring(asking.get(_path(asking.get(status).json()["xmlUrl"])).content)
    assert root.findtext("r:MetaData/r:NumberOfRows", namespaces=NAMES) == "1"


@pytest.mark.parametrize("ending", ["", "/", ".json"])
def test_customers_and_their_reports_are_listed(installation: None, ending: str) -> None:
    """With and without the format's name."""
    asking = program()
    said = asking.get(f"{UNDER}/generate{ending}").json()
    ReportCustomers.model_validate(said)
    assert [each["id"] for each in said["customers"]] == [CUSTOMER]
    types = asking.get(f"{UNDER}/generate/{CUSTOMER}{ending}").json()
    ReportTypes.model_validate(types)
    assert [each["id"] for each in types["reports"]] == list(extracts.KINDS)


def test_xml_is_answered_where_it_is_asked_for(installation: None) -> None:
    """Lists, where to ask, and how far."""
    asking = program()
    assert etree.fromstring(asking.get(f"{UNDER}/generate.xml").content).findtext("customers/id") == CUSTOMER
    assert len(etree.fromstring(asking.get(f"{UNDER}/generate/{CUSTOMER}.xml").content)) == len(
        extracts.KINDS
    )
    answer = asking.get(f"{UNDER}/generate/{CUSTOMER}/PARCELS-DELIVERED.xml", **PERIOD)
    status = etree.fromstring(answer.content).findtext("statusUrl")
    assert status
    assert etree.fromstring(asking.get(_path(status)).content).findtext("status") == "NOT_DONE"


@pytest.mark.parametrize("period", [
    {}, {"fromDate": "01.11.2026"}, {"fromDate": "2026-11-01", "toDate": "2026-11-30"},
    {"fromDate": "31.02.2026", "toDate": "30.11.2026"}, {"fromDate": "02.11.2026", "toDate": "01.11.2026"},
    {"fromDate": "01.01.2020", "toDate": "30.11.2026"},
])  # fmt: skip
def test_a_period_that_is_none_is_refused(installation: None, period: dict[str, str]) -> None:
    """Days as DD.MM.YYYY, a year apart at most."""
    answer = program().get(f"{UNDER}/generate/{CUSTOMER}/PARCELS-DELIVERED.json", **period)
    assert answer.status_code == 400


def test_no_more_than_twenty_are_made_at_once(installation: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """429 until one is made."""
    monkeypatch.setattr(extracts, "MOST_AT_ONCE", 2)
    asking = program()
    first, _ = _ask(asking, "PARCELS-DELIVERED"), _ask(asking, "PARCELS-DELIVERED")
    path = f"{UNDER}/generate/{CUSTOMER}/PARCELS-DELIVERED.json"
    assert asking.get(path, **PERIOD).status_code == 429
    _make(first)
    assert asking.get(path, **PERIOD).status_code == 202


def test_a_list_that_is_too_long_has_failed_rather_than_left_letters_out(
    installation: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAILED, and nothing to fetch."""
    monkeypatch.setattr(extracts, "_MOST_ROWS", 0)
    line.book(line.file_of([line.order(SERIAL)]))
    asking = program()
    status = _ask(asking, "PARCELS-PRE_NOTIFICATION_RECEIVED")
    _make(status)
    assert asking.get(status).json() == {"status": "FAILED"}
    assert asking.get(status.replace("/status.json", ".xml")).status_code == 404


def test_a_list_once_made_stays_as_it_was(installation: None) -> None:
    """A job that runs twice changes nothing."""
    asking = program()
    status = _ask(asking, "PARCELS-PRE_NOTIFICATION_RECEIVED")
    _make(status)
    line.book(line.file_of([line.order(SERIAL)]))
    _make(status)
    root = etree.fromstring(asking.get(status.replace("/status.json", ".xml")).content)
    assert root.findtext("r:MetaData/r:NumberOfRows", namespaces=NAMES) == "0"


def test_what_begins_like_a_formula_stays_a_text(installation: None) -> None:
    """A sender's reference is not worked out by whoever opens the workbook."""
    from dataclasses import replace

    line.book(line.file_of([replace(line.order(SERIAL), order_reference="=1+1")]))
    asking = program()
    status = _ask(asking, "PARCELS-PRE_NOTIFICATION_RECEIVED")
    _make(status)
    book = openpyxl.load_workbook(io.BytesIO(asking.get(status.replace("/status.json", ".xlsx")).content))
    cell = book.worksheets[0]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_another_senders_reports_are_as_unknown_as_none(installation: None) -> None:
    """Neither its customer nor its report."""
    status = _ask(program(), "PARCELS-DELIVERED")
    _make(status)
    stranger = program(other_sender())
    for path in (
        f"{UNDER}/generate/{CUSTOMER}.json", f"{UNDER}/generate/{CUSTOMER}/PARCELS-DELIVERED.json", status,
        status.replace("/status.json", ".xml"), status.replace("/status.json", ".xlsx"),
        f"{UNDER}/report/{uuid4()}/status.json", f"{UNDER}/generate/PARCELS_NORWAY-10008888888/NO-SUCH.json",
    ):  # fmt: skip
        assert stranger.get(path, **PERIOD).status_code == 404


def test_reports_need_their_role(installation: None) -> None:
    """Who only orders may not read them."""
    assert program(roles=(Role.ORDERS,)).get(f"{UNDER}/generate.json").status_code == 403
