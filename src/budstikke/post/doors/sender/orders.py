"""Ordering in the portal: one letter by a form, or a table that is looked through before anything is booked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from budstikke.formats.postal_address import names_a_business
from budstikke.kit.clock import now, today
from budstikke.law.words import Language, Words
from budstikke.post.actions.booking.order_table import COLUMNS, NORWEGIAN, REQUIRED, Row, RowFault, rows_of
from budstikke.post.actions.booking.upload import book_upload, keep_upload, look_through, rows_kept
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import page
from budstikke.post.records.models import Upload
from budstikke.post.records.scope import acting_as
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.pum.redirection import comes_back

_MOST_BYTES = 8_000_000
_MOST_ROWS = 10_000
_MOST_SHOWN = 500
_ROWS_SHOWN = 20
_TOO_LARGE = Words(
    no="Fila er for stor. Del den i flere, med høyst 10 000 brev i hver.",
    en="The file is too large. Split it into several with at most 10,000 letters each.",
)
_NO_FILE = Words(no="Velg en fil først.", en="Choose a file first.")
_LABELS = {
    "name": Words(no="Navn, slik det står i legitimasjonen", en="Name, as the identity document has it"),
    "street": Words(no="Gateadresse", en="Street"),
    "street2": Words(no="Adresselinje 2", en="Second line of the address"),
    "postcode": Words(no="Postnummer", en="Postcode"),
    "city": Words(no="Poststed", en="Town"),
    "mobile": Words(no="Mobil, for hentemeldingen", en="Mobile, for the notice"),
    "email": Words(no="E-post, for hentemeldingen", en="E-mail, for the notice"),
    "reference": Words(no="Deres referanse", en="Your reference"),
    "weight_g": Words(no="Vekt i gram", en="Weight in grams"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Show the form for one letter and the one for a table; book the letter that was filled in."""
    if request.method != "POST":
        return _form(request, {}, ())
    at = standing(request)
    given = {name: request.POST.get(name, "").strip()[:200] for name in COLUMNS}
    rows, moment, day = [Row(row=1, values=given)], now(), today()
    upload_id = _nonce(request)
    faults = look_through(rows, sender_id=at.sender_id, today=day, now=moment)
    if faults:
        return _form(request, given, faults)
    keep_upload(upload_id, rows, sender_id=at.sender_id, now=moment)
    return _booked(request, upload_id)


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Look through a table: every fault by row and column, or a preview with the button that books it."""
    at = standing(request)
    file = request.FILES.get("table")
    # What is larger than any file we hold is passed by unread, and only its length is known.
    sent_bytes = int((request.META.get("CONTENT_LENGTH") or "0")[:15]) if file is None else file.size or 0
    if sent_bytes > _MOST_BYTES:
        return _form(request, {}, (), table_fault=_TOO_LARGE)
    if file is None:
        return _form(request, {}, (), table_fault=_NO_FILE)
    rows, faults = rows_of(file.read(), most_rows=_MOST_ROWS)
    moment, upload_id = now(), uuid4()
    if not faults:
        faults = look_through(rows, sender_id=at.sender_id, today=today(), now=moment)
    if faults:
        shown = {
            "faults": _shown(faults[:_MOST_SHOWN], at.language),
            "many": len(faults),
            "more": max(0, len(faults) - _MOST_SHOWN),
            "rows": len(rows),
        }
        return page(request, "sender/faults.html", shown, here="sender:order", status=422)
    keep_upload(upload_id, rows, sender_id=at.sender_id, now=moment)
    return redirect("sender:preview", upload_id)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, upload: UUID) -> HttpResponse:
    """
    Show what will be booked; book it.

    Raises: Http404 for an upload of somebody else as for none.
    """
    at = standing(request)
    rows = rows_kept(upload, sender_id=at.sender_id)
    if rows is None:
        return redirect("sender:upload", _own(request, upload).id)
    if request.method == "POST":
        return _booked(request, upload)
    condition = comes_back(edition=pum_on(today()))
    shown = {
        "upload": upload,
        "rows": [row.values for row in rows[:_ROWS_SHOWN]],
        "many": len(rows),
        "more": max(0, len(rows) - _ROWS_SHOWN),
        "by_paper": sum(1 for row in rows if not row.values["mobile"] and not row.values["email"]),
        "passport_only": sum(1 for row in rows if row.passport_only),
        "businesses": [row.row for row in rows if _to_a_business(row)][:_ROWS_SHOWN],
        "comes_back": condition.words.in_(at.language),
        "clauses": ", ".join(map(str, condition.clauses)),
    }
    return page(request, "sender/preview.html", shown, here="sender:order")


def _to_a_business(row: Row) -> bool:
    """Whether the order's own words look like a business, where such a letter may not go (PUM §5)."""
    return any(names_a_business(row.values[name]) for name in ("name", "street", "street2"))


@require_safe
def example(request: HttpRequest) -> HttpResponse:
    """Give a table with the names of the columns and nothing else, in the page's language."""
    english = standing(request).language == "en"
    line = ";".join(
        name for name in (COLUMNS if english else NORWEGIAN) if name not in ("number", "brevnummer")
    )
    answer = HttpResponse(f"\ufeff{line}\r\n", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="letters.csv"'
    return answer


def _own(request: HttpRequest, upload_id: UUID) -> Upload:
    sender_id = standing(request).sender_id
    with acting_as(str(sender_id)):
        found = Upload.objects.filter(id=upload_id, sender_id=sender_id).first()
    if found is None:
        raise Http404
    return found


def _booked(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    at = standing(request)
    told = book_upload(upload_id, sender_id=at.sender_id, today=today(), now=now())
    if told is not None and told.faults:
        shown = {
            "faults": _shown(told.faults[:_MOST_SHOWN], at.language),
            "many": len(told.faults),
            "booked": told.booked,
            "upload": upload_id,
        }
        return page(request, "sender/faults.html", shown, here="sender:order", status=422)
    return redirect("sender:upload", _own(request, upload_id).id)


def _form(
    request: HttpRequest, given: dict[str, str], faults: Sequence[RowFault], table_fault: Words | None = None
) -> HttpResponse:
    language = standing(request).language
    of_column = {fault.column: fault.words.in_(language) for fault in reversed(faults) if fault.column}
    fields = [
        {
            "name": name,
            "label": words.in_(language),
            "value": given.get(name, ""),
            "fault": of_column.get(name, ""),
            "required": name in REQUIRED,
            "most": COLUMNS[name],
        }
        for name, words in _LABELS.items()
    ]
    named = {field["name"] for field in fields} | {"envelope", "passport_only"}
    shown = {
        "fields": fields,
        "envelopes": sorted(pum_on(today()).envelopes),
        "given": given,
        "of_column": of_column,
        "others": [fault.words.in_(language) for fault in faults if fault.column not in named],
        "table_fault": table_fault.in_(language) if table_fault else "",
        "nonce": uuid4(),
        "many": len(faults),
    }
    status = 422 if faults or table_fault else 200
    return page(request, "sender/order.html", shown, here="sender:order", status=status)


def _shown(faults: Sequence[RowFault], language: Language) -> list[dict[str, object]]:
    norwegian = {name: told for told, name in NORWEGIAN.items()} if language == "no" else {}
    return [
        {
            "row": fault.row,
            "column": norwegian.get(fault.column, fault.column),
            "words": fault.words.in_(language),
        }
        for fault in faults
    ]


def _nonce(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("nonce", ""))
    except ValueError:
        return uuid4()
