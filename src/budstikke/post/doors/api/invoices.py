"""A sender's invoices and credit notes: pages of them, one with its lines, and its documents."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from budstikke.post.actions.invoicing.find_invoice import as_pdf, as_ubl, invoices_of, show
from budstikke.post.actions.invoicing.invoice_documents import name as name_of
from budstikke.post.doors.api import shapes_invoices as shapes
from budstikke.post.doors.api.asking import Needed, asking
from budstikke.post.doors.api.problems import Problem
from budstikke.post.doors.api.shapes import ProblemShape
from budstikke.post.doors.problem_shapes import Words
from budstikke.post.terms.pum.billing import ITEMS
from budstikke.post.terms.scopes import Scope

router = Router(tags=["Invoices"])
_READ = Needed(Scope.INVOICES_READ)
_PROBLEMS: dict[Any, Any] = dict.fromkeys((401, 403, 404, 422, 429), ProblemShape)


@router.get("/invoices", auth=_READ, response={200: shapes.Invoices, **_PROBLEMS}, operation_id="invoices")
def invoices(
    request: HttpRequest,
    after: Annotated[int | None, Query(ge=0, lt=1 << 62)] = None,
    most: Annotated[int, Query(ge=1, le=500)] = 50,
) -> shapes.Invoices:
    """Page through your invoices and credit notes, the newest first."""
    found = invoices_of(asking(request).sender_id, after=after, most=most + 1)
    page = found[:most]
    return shapes.Invoices(
        invoices=[
            shapes.Invoice(
                name=name_of(row),
                kind=row.kind,
                month=f"{row.month:%Y-%m}" if row.month else None,
                credits=name_of(row.credits) if row.credits else None,
                issued_on=row.issued_on,
                due_on=row.due_on,
                kid=row.kid or None,
                net_ore=row.net_ore,
                vat_ore=row.vat_ore,
                gross_ore=row.net_ore + row.vat_ore,
            )
            for row in page
        ],
        next=page[-1].id if len(found) > most else None,
    )


@router.get(
    "/invoices/{name}",
    auth=_READ,
    response={200: shapes.InvoiceWithLines, **_PROBLEMS},
    operation_id="invoice",
)
def invoice(request: HttpRequest, name: str, letters: Query[bool] = False) -> shapes.InvoiceWithLines:
    """Read one of them with its lines; `letters` adds every letter and what it cost."""
    found: Any = show(name, tenant=_tenant(request), with_letters=letters)
    if found is None:
        raise Problem("NOT_FOUND")
    lines = [
        {**line, "words": Words(no=ITEMS[line["item"]].no, en=ITEMS[line["item"]].en)}
        for line in found["lines"]
    ]
    return shapes.InvoiceWithLines(**{**found, "lines": lines})


@router.get("/invoices/{name}/pdf", auth=_READ, response={200: None, **_PROBLEMS}, operation_id="invoicePdf")
def in_pdf(request: HttpRequest, name: str) -> HttpResponse:
    """Fetch one of them as PDF, the EHF document attached."""
    return _file(as_pdf(name, tenant=_tenant(request)), "application/pdf")


@router.get("/invoices/{name}/ubl", auth=_READ, response={200: None, **_PROBLEMS}, operation_id="invoiceUbl")
def in_ubl(request: HttpRequest, name: str) -> HttpResponse:
    """Fetch the EHF document (Peppol BIS Billing 3.0 in UBL 2.1) as it was made."""
    return _file(as_ubl(name, tenant=_tenant(request)), "application/xml")


def _tenant(request: HttpRequest) -> str:
    return str(asking(request).sender_id)


def _file(content: bytes | None, kind: str) -> HttpResponse:
    if content is None:
        raise Problem("NOT_FOUND")
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "no-store"
    return answer
