"""Reports: asked for, made by the worker, fetched as XML or as a workbook."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from lxml import etree
from ninja import Query, Router

from budstikke.kit.clock import OSLO, midnight, now
from budstikke.post.actions.senders import extracts
from budstikke.post.actions.senders.extracts import KINDS, MOST_DAYS
from budstikke.post.doors.bring import shapes_reports as shapes
from budstikke.post.doors.bring.asking import TOO_MANY, KeyNeeded, base_url, known, plain, uuid_of
from budstikke.post.doors.bring.written import XML_TYPE, as_json, as_xml, element, wants_xml
from budstikke.post.records.models import Extract
from budstikke.post.terms.roles import Role

router = Router(tags=["Reports"], auth=KeyNeeded("reports", Role.REPORTS, Role.FINANCE))
NAMESPACE = "urn:bring.no/mybring/Report"
_UNDER = "/reports/api"
_PREFIX = "PARCELS_NORWAY-"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_PARAMETERS = [
    {"name": "fromDate", "type": "date", "description": "The first day, as DD.MM.YYYY."},
    {"name": "toDate", "type": "date", "description": "The last day, as DD.MM.YYYY."},
]
# Each address is asked for with a format's name, or with a stroke at its end.
_ENDINGS = (".json", ".xml", "/", "")


def customers(request: HttpRequest) -> HttpResponse:
    """Return the customer whose reports the key may ask for."""
    key, customer = known(request), _customer(request)
    said = {
        "id": customer,
        "name": key.sender_name,
        "fullName": f"{key.sender_name} ({key.customer_number})",
        "reports": f"{base_url(request)}{_UNDER}/generate/{customer}/",
    }
    if _in_xml(request):
        shown = {name: value for name, value in said.items() if name != "fullName"}
        return as_xml(element("CustomerList", [("customers", shown)]))
    return as_json({"customers": [said]})


def types(request: HttpRequest, customer: str) -> HttpResponse:
    """Return the reports that may be asked for; 404 for a customer that is not the key's."""
    if not _is_own(request, customer):
        return _not_found()
    said = [
        {
            "id": kind.id,
            "name": kind.name,
            "description": kind.told,
            "url": f"{base_url(request)}{_UNDER}/generate/{_customer(request)}/{kind.id}/",
        }
        for kind in KINDS.values()
    ]
    if _in_xml(request):
        parameters = [("parameter", each) for each in _PARAMETERS]
        return as_xml(element("ReportList", [("reports", {**row, "parameters": parameters}) for row in said]))
    return as_json({"reports": [{**row, "parameter": _PARAMETERS} for row in said]})


def generate(
    request: HttpRequest,
    customer: str,
    kind: str,
    fromDate: Query[str] = "",
    toDate: Query[str] = "",
) -> HttpResponse:
    """Ask for a report; 202 says where to ask how far it is."""
    if not _is_own(request, customer) or kind not in KINDS:
        return _not_found()
    from_on, to_on = _day(fromDate), _day(toDate)
    if from_on is None or to_on is None or not timedelta(0) <= to_on - from_on <= timedelta(days=MOST_DAYS):
        return plain(
            400, "400 - Bad request: fromDate and toDate are days (DD.MM.YYYY), a year apart at most.\n"
        )
    extract = extracts.ask_for(
        kind, sender_id=known(request).sender_id, from_on=from_on, to_on=to_on, now=now()
    )
    if extract is None:
        return plain(429, TOO_MANY)
    url = f"{base_url(request)}{_UNDER}/report/{extract.id}/status.{'xml' if _in_xml(request) else 'json'}"
    answer = _result(request, {"statusUrl": url}, status=202)
    answer["Location"] = url
    return answer


def status(request: HttpRequest, report: str) -> HttpResponse:
    """Say how far a report is."""
    extract = _extract(request, report)
    if extract is None:
        return _not_found()
    if extract.finished_at is None or extract.failed:
        return _result(request, {"status": "FAILED" if extract.failed else "NOT_DONE"})
    where = f"{base_url(request)}{_UNDER}/report/{extract.id}"
    return _result(request, {"status": "DONE", "xmlUrl": f"{where}.xml", "xlsUrl": f"{where}.xlsx"})


@router.get(_UNDER + "/report/{report}.xml", operation_id="reportXml", response={200: None, 404: None})
def in_xml(request: HttpRequest, report: str, compress: Query[str] = "") -> HttpResponse:
    """Return a report as XML, on demand in a ZIP."""
    extract = _made(request, report)
    if extract is None:
        return _not_found()
    answer = as_xml(_tree(extract))
    if compress.lower() == "true":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{extract.id}.xml", answer.content)
        return _file(packed.getvalue(), "application/zip", f"{extract.id}.zip")
    return _file(answer.content, XML_TYPE, f"{extract.id}.xml")


@router.get(_UNDER + "/report/{report}.xlsx", operation_id="reportXlsx", response={200: None, 404: None})
def in_workbook(request: HttpRequest, report: str) -> HttpResponse:
    """Return a report as a workbook."""
    extract = _made(request, report)
    if extract is None:
        return _not_found()
    # A quarter of a second that no web process should spend before somebody asks for a workbook.
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(KINDS[extract.kind].name)
    lines = extracts.lines_of(extract)
    sheet.append(list(extracts.COLUMNS))
    for line in lines:
        # A text that begins like a formula is a text: what a sender wrote is never worked out.
        sheet.append([_cell(sheet, value) for value in line.values()])
    content = io.BytesIO()
    book.save(content)
    return _file(content.getvalue(), _WORKBOOK, f"{extract.id}.xlsx")


router.add_api_operation(_UNDER + "/report/{report}.xls", ["GET"], in_workbook, include_in_schema=False)

for _address, _view, _shape in (
    ("/generate", customers, {200: shapes.ReportCustomers}),
    ("/generate/{customer}", types, {200: shapes.ReportTypes}),
    ("/generate/{customer}/{kind}", generate, {202: shapes.Accepted}),
    ("/report/{report}/status", status, {200: shapes.ReportStatus}),
):
    for _ending in _ENDINGS:
        router.add_api_operation(
            f"{_UNDER}{_address}{_ending}",
            ["GET"],
            _view,
            response=_shape,
            operation_id=f"reports_{_view.__name__}",
            include_in_schema=_ending == ".json",
        )


def _cell(sheet: Any, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def _tree(extract: Extract) -> etree._Element:
    start, after = midnight(extract.from_on), midnight(extract.to_on + timedelta(days=1))
    assert extract.finished_at is not None
    metadata = {
        "ReportName": KINDS[extract.kind].name,
        "FinishedAt": _moment("FinishedAt", extract.finished_at),
        "CustomerId": extract.sender.customer_number,
        "CustomerName": extract.sender.name,
        "Interval": {
            "Start": _moment("Start", start),
            "End": _moment("End", after - timedelta(seconds=1)),
        },
        "NumberOfRows": extract.rows,
    }
    lines = [("Line", line) for line in extracts.lines_of(extract)]
    return element("Report", {"MetaData": metadata, "Lines": lines}, namespace=NAMESPACE)


def _moment(tag: str, at: datetime) -> etree._Element:
    text = at.astimezone(OSLO).isoformat(timespec="milliseconds")
    return element(tag, text, namespace=NAMESPACE, type="iso8601")


def _extract(request: HttpRequest, report: str) -> Extract | None:
    which = uuid_of(report)
    return extracts.asked_for(which, sender_id=known(request).sender_id) if which else None


def _made(request: HttpRequest, report: str) -> Extract | None:
    extract = _extract(request, report)
    return extract if extract and extract.finished_at and not extract.failed else None


def _customer(request: HttpRequest) -> str:
    return f"{_PREFIX}{known(request).customer_number:0>11}"


def _is_own(request: HttpRequest, customer: str) -> bool:
    return customer.removeprefix(_PREFIX).lstrip("0") == known(request).customer_number.lstrip("0")


def _day(text: str) -> date | None:
    read = _DAY.fullmatch(text.strip())
    try:
        return date(int(read[3]), int(read[2]), int(read[1])) if read else None
    except ValueError:
        return None


def _in_xml(request: HttpRequest) -> bool:
    ending = request.path.rpartition("/")[2].rpartition(".")[2]
    return wants_xml(request, extension=ending if ending in ("json", "xml") else "")


def _result(request: HttpRequest, said: Mapping[str, str], *, status: int = 200) -> HttpResponse:
    return (
        as_xml(element("result", said), status=status) if _in_xml(request) else as_json(said, status=status)
    )


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _not_found() -> HttpResponse:
    return plain(404, "404 - Not found.\n")
