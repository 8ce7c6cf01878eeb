"""The interfaces together: their addresses, their description, and what is said when something is wrong."""

from __future__ import annotations

import logging
from copy import deepcopy
from functools import partial
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from budstikke.post.doors.bring import (
    booking,
    described,
    event_cast,
    labels,
    pickup,
    postcodes,
    reports,
    tracking,
)
from budstikke.post.doors.bring.asking import Answered, plain
from budstikke.post.doors.problem_api import answered_alike

_log = logging.getLogger(__name__)


class _Api(NinjaAPI):
    """An API whose description is completed by hand."""

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """Return the description of the API."""
        # A copy: what is completed is also what the routes hold.
        return described.whole(deepcopy(super().get_openapi_schema(**asked)))

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses of the interfaces."""
        patterns, application, namespace = super().urls
        not_allowed = partial(plain, 405, "405 - Method not allowed.\n")
        return answered_alike(patterns, not_allowed), application, namespace


api = _Api(
    title="Budstikke: interfaces compatible with Bring",
    version="1",
    description="Tracking, booking, pickup points, postal codes, webhooks and reports, spelt as Bring spells them. See"
    " docs/bring.md for what is different.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="bring",
)
for _part in (tracking, postcodes, pickup, booking, labels, event_cast, reports):
    api.add_router("", _part.router)


@api.exception_handler(Answered)
def _answered(request: HttpRequest, answered: Answered) -> HttpResponse:
    return answered.answer


@api.exception_handler(Http404)
def _nowhere(request: HttpRequest, error: Http404) -> HttpResponse:
    return plain(404, "404 - Not found.\n")


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # What was sent is not repeated.
    places = sorted({str(each["loc"][-1]) for each in error.errors})
    return plain(400, f"400 - Bad request: {', '.join(places)}.\n")


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return plain(error.status_code, f"{error.status_code} - Bad request.\n")


@api.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    # A host name that is not ours, say.
    return plain(400, "400 - Bad request.\n")


@api.exception_handler(Exception)
def _our_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    # Only the kind of fault: what an order held may stand in its message.
    _log.error("a request of a sender's program failed: %s", type(error).__name__)
    return plain(500, "500 - Internal server error.\n")
