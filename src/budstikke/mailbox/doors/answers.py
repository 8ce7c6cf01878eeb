"""Answers: which HTTP code each refusal has, and the signature on everything that is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import HttpRequest, HttpResponse

from budstikke.formats.digipost.error import ApiError, build_error
from budstikke.formats.digipost.signature import signed_answer
from budstikke.formats.digipost.vocabulary import ERROR_TYPES, XML_TYPE
from budstikke.formats.malformed import Malformed
from budstikke.kit.clock import real_now
from budstikke.law.refusal import Refusal
from budstikke.mailbox.doors.own_key import own_key

# Every code that is not here is 400.
_HTTP = {
    "UNKNOWN_USER_ID": 401,
    "MISSING_SIGNATURE": 401,
    "INVALID_SIGNATURE": 401,
    "BROKER_NOT_AUTHORIZED": 403,
    "NOT_APPROVED_FOR_IDPORTEN": 403,
    "ILLEGAL_ACCESS": 403,
    "DOCUMENT_NOT_FOUND": 404,
    "DUPLICATE_MESSAGE": 409,
    "DUPLICATE_DOCUMENT_ID": 409,
    "REQUEST_TOO_LARGE": 413,
    "ILLEGAL_CONTENT_TYPE": 415,
    "SERVER_ERROR": 500,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, before it is signed."""

    status: int = 200
    content: bytes = b""
    content_type: str = XML_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)


def refusal_answer(refusal: Refusal) -> Answer:
    """Return a refusal as the API says it: its words and what would cure it."""
    words = refusal.reason.staff.filled(refusal.facts).en
    return error_answer(refusal.code, f"{words} {refusal.reason.cure.filled(refusal.facts).en}")


def malformed_answer(malformed: Malformed) -> Answer:
    """Return every fault of a body, under the code of the first that the API has a code for."""
    codes = [fault.code for fault in malformed.faults if fault.code in ERROR_TYPES]
    return error_answer(codes[0] if codes else "SCHEMA_VALIDATION_ERROR", str(malformed))


def error_answer(code: str, message: str, *, status: int | None = None) -> Answer:
    """Return an error under a code of the API."""
    error = ApiError(code, message, ERROR_TYPES[code])
    return Answer(status or _HTTP.get(code, 400), build_error(error))


def other_method_answer(*methods: str) -> Answer:
    """Return the error of an address that is asked by a method it does not have."""
    named = ", ".join(methods)
    error = error_answer("PROBLEM_WITH_REQUEST", f"This address takes {named} only.", status=405)
    return replace(error, headers={"Allow": named})


def signed_response(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Sign an answer and make it Django's; nothing said here may be kept on the way."""
    response = HttpResponse(answer.content, status=answer.status, content_type=answer.content_type)
    signature = signed_answer(
        status=answer.status, path=request.path, content=answer.content, at=real_now(), key=own_key().key
    )
    # Signed headers last: no view can speak for them.
    length = {"Content-Length": str(len(answer.content))}
    for name, value in {"Cache-Control": "no-store", **answer.headers, **length, **signature}.items():
        response.headers[name] = value
    return response
