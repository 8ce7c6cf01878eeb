"""What the interface of reports answers."""

from __future__ import annotations

from typing import Literal

from budstikke.post.doors.bring.shapes_tracking import Shape


class ReportCustomer(Shape):
    """A customer whose reports may be asked for."""

    id: str
    name: str
    fullName: str
    reports: str


class ReportCustomers(Shape):
    """The customers of a key."""

    customers: list[ReportCustomer]


class Parameter(Shape):
    """Something a report is asked for with."""

    name: str
    type: str
    description: str


class ReportType(Shape):
    """A report that may be asked for."""

    id: str
    name: str
    description: str
    url: str
    parameter: list[Parameter]


class ReportTypes(Shape):
    """Every report of a customer."""

    reports: list[ReportType]


class Accepted(Shape):
    """Where to ask how far a report is."""

    statusUrl: str


class ReportStatus(Shape):
    """How far it is; and where it lies once it is done."""

    status: Literal["NOT_DONE", "DONE", "FAILED"]
    xmlUrl: str | None = None
    xlsUrl: str | None = None
