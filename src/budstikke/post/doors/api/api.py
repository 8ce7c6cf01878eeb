"""The API, version 1: its parts together, its description, and what is said when something is wrong."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from budstikke.formats.malformed import Fault
from budstikke.post.doors.api import asked, interchanges, invoices, letters, orders, tokens
from budstikke.post.doors.api.problems import Problem, answered

_log = logging.getLogger(__name__)
_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "key": {"type": "apiKey", "in": "header", "name": "X-MyBring-API-Key"},
}


class _Api(NinjaAPI):
    """An API whose description says what proves a request, and that problems are problems (RFC 9457)."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """Return the description of the API."""
        schema = super().get_openapi_schema(**given)
        schema.setdefault("components", {})["securitySchemes"] = _SCHEMES
        for methods in schema["paths"].values():
            for method in methods.values():
                needed = {name for each in method.pop("security", ()) for name in each}
                if "Needed" in needed:
                    method["security"] = [{"token": []}, {"key": []}]
                for status, answer in method["responses"].items():
                    if int(status) >= 400 and method["operationId"] != "token":
                        answer["content"] = {
                            "application/problem+json": answer["content"]["application/json"]
                        }
        return schema


api = _Api(
    title="Budstikke: the API for senders' programs",
    version="1",
    description="Book letters, follow them, fetch their evidence, and ask the terms. See docs/api.md.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
# What is booked and what is read have addresses in common, so orders add theirs to the part of the letters.
orders.add_to(letters.router)
for _part in (letters, interchanges, invoices, asked, tokens):
    api.add_router("", _part.router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, found: Problem) -> HttpResponse:
    return answered(found)


@api.exception_handler(Http404)
def _nowhere(request: HttpRequest, error: Http404) -> HttpResponse:
    return answered(Problem("NOT_FOUND"))


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answered(Problem("NOT_JSON"))


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return answered(Problem("TOO_LARGE"))


@api.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return answered(Problem("NOT_JSON"))


@api.exception_handler(ValidationError)
def _fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answered(Problem("FIELDS", faults=tuple(_faults(error))))


@api.exception_handler(Exception)
def _our_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    # Only the kind of fault: what an order held may stand in its message.
    _log.error("a request of a sender's program failed: %s", type(error).__name__)
    return answered(Problem("OUR_FAULT"))


_CURES = {
    "missing": "is missing; send it",
    "extra_forbidden": "is not described; leave it out",
    "string_too_long": "is too long",
    "string_too_short": "is empty; fill it in",
    "too_long": "holds too many; send several requests",
    "enum": "is none of the words of the description",
    "value_error": "has a character that cannot be printed; spell it with another letter",
}


def _faults(error: ValidationError) -> Iterator[Fault]:
    for each in error.errors:
        code = str(each["type"])
        # An unknown field's name is what somebody sent, so it is not repeated.
        place = [str(part) for part in each["loc"]]
        where = ".".join(place[:-1] if code == "extra_forbidden" else place)
        yield Fault(where, code.upper(), _CURES.get(code, "is not as described; see the description"))
