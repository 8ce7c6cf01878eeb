"""Order files over HTTPS: the same bytes as by SFTP, answered at once."""

from __future__ import annotations

import hashlib
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import Router

from budstikke.formats.malformed import Fault
from budstikke.kit.clock import now, today
from budstikke.post.actions.booking.book import Booked, book_orders
from budstikke.post.doors.api import shapes
from budstikke.post.doors.api.asking import Needed, asking
from budstikke.post.doors.api.problems import Problem
from budstikke.post.papers.glyphs import PRINTABLE
from budstikke.post.terms.scopes import Scope

router = Router(tags=["Order files"])
_MOST_BYTES = 64 << 20
_WRITE = Needed(Scope.LETTERS_WRITE, most_bytes=_MOST_BYTES)
_PROBLEMS: dict[Any, Any] = dict.fromkeys((401, 403, 413, 422, 429), shapes.ProblemShape)
_MEMORY_BYTES, _CHUNK_BYTES = 1 << 20, 1 << 18
_MOST_FAULTS = 1_000
_EDIFACT = "application/edifact"


@router.post(
    "/interchanges",
    auth=_WRITE,
    response={200: shapes.Interchanges, **_PROBLEMS},
    operation_id="bookOrderFile",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {_EDIFACT: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def book_order_file(request: HttpRequest) -> shapes.Interchanges | HttpResponse:
    """Book an order file (IFTMIN); the same again books nothing twice. Accept application/edifact to get CONTRL."""
    who = asking(request)
    with SpooledTemporaryFile(max_size=_MEMORY_BYTES) as stream:
        sha256 = _taken(request, cast("IO[bytes]", stream))
        results = list(
            book_orders(
                cast("Any", stream),
                printable=PRINTABLE,
                sha256=sha256,
                only_from=who.customer_number,
                today=today(),
                now=now(),
            )
        )
    if not any(result.header for result in results):
        raise Problem(
            "NO_INTERCHANGE", faults=[_fault(each) for result in results for each in result.all_faults]
        )
    if _EDIFACT in request.headers.get("Accept", ""):
        pieces = (piece for result in results for piece in result.answer.pieces())
        return HttpResponse(b"".join(pieces), content_type=_EDIFACT)
    return shapes.Interchanges(interchanges=[_interchange(result) for result in results])


def _taken(request: HttpRequest, stream: IO[bytes]) -> str:
    digest, length = hashlib.sha256(), 0
    while piece := request.read(_CHUNK_BYTES):
        digest.update(piece)
        length += len(piece)
        stream.write(piece)
    if length != int(request.META.get("CONTENT_LENGTH") or 0):
        raise Problem("TOO_LARGE")
    stream.seek(0)
    return digest.hexdigest()


def _interchange(result: Booked) -> shapes.Interchange:
    faults = result.all_faults
    shown = list(islice(faults, _MOST_FAULTS))
    answer = b"".join(result.answer.pieces())
    return shapes.Interchange(
        reference=result.header.reference if result.header else None,
        booked=result.booked,
        changed=result.changed,
        rejected=result.rejected,
        repeated=result.repeated,
        contrl=answer.decode("utf-8" if b"UNOY" in answer[:40] else "iso8859-1"),
        faults=shown,
        faults_left_out=sum(1 for _ in faults),
    )


def _fault(said: dict[str, str | int | None]) -> Fault:
    return Fault(f"segment {said['segment']}, {said['position']}", str(said["code"]), str(said["text"]))
