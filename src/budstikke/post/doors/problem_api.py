"""An API that answers with a problem whatever the framework finds wrong, and a door's own words for other methods."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from traceback import walk_tb
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from budstikke.formats.malformed import Fault
from budstikke.post.doors.problems import FIELDS, METHOD, NOT_JSON, TYPE, Problem

_log = logging.getLogger(__name__)
_OURS, _ROOT = "budstikke", "api-root"
# Whoever is told of so many has read enough; what was sent may hold a hundred thousand.
_MOST_FAULTS = 100
# What the framework calls a fault of a field, and how it is put right; an API may add to these.
CURES: Mapping[str, str] = {
    "missing": "is missing; send it",
    "extra_forbidden": "is not described; leave it out",
}


class ProblemApi(NinjaAPI):
    """An API that answers whatever is wrong with a problem, and says so in its description."""

    def __init__(self, *, problem: type[Problem], cures: Mapping[str, str], **given: Any) -> None:
        super().__init__(**given)
        self._problem, self._cures = problem, {**CURES, **cures}
        for error, code in (
            (AuthenticationError, problem.not_known),
            (Http404, problem.nowhere),
            (HttpError, NOT_JSON.code),
            (RequestDataTooBig, "TOO_LARGE"),
            (SuspiciousOperation, NOT_JSON.code),
        ):
            self.add_exception_handler(error, functools.partial(_said, code=code, problem=problem))
        self.exception_handler(Problem)(_found)
        self.exception_handler(ValidationError)(self._of_fields)
        self.exception_handler(Exception)(self._our_fault)

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """Return the description of the API."""
        schema = super().get_openapi_schema(**given)
        for methods in schema["paths"].values():
            for method in methods.values():
                for status, answer in method["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {TYPE: answer["content"]["application/json"]}
        return schema

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses of the API; every other one below it is a problem too."""
        patterns, application, namespace = super().urls
        # At the root the framework only says, as a page, that nothing is there.
        patterns = [
            path("", self._nowhere, name=_ROOT) if each.name == _ROOT else each
            for each in patterns
            if isinstance(each, URLPattern)
        ]
        answering = answered_alike(patterns, lambda: self._problem(METHOD.code).answer())
        return [*answering, re_path("", self._nowhere)], application, namespace

    def _nowhere(self, request: HttpRequest) -> HttpResponse:
        del request
        return self._problem(self._problem.nowhere).answer()

    def _of_fields(self, request: HttpRequest, error: ValidationError) -> HttpResponse:
        del request
        return self._problem(FIELDS.code, faults=tuple(islice(self._faults(error), _MOST_FAULTS))).answer()

    def _faults(self, error: ValidationError) -> Iterator[Fault]:
        for each in error.errors:
            code = str(each["type"])
            # An unknown field's name is what somebody sent, so it is not repeated.
            place = [str(part) for part in each["loc"]]
            where = ".".join(place[:-1] if code == "extra_forbidden" else place)
            text = self._cures.get(code, "is not as described; see the description")
            yield Fault(where, code.upper(), text)

    def _our_fault(self, request: HttpRequest, error: Exception) -> HttpResponse:
        del request
        # Only the kind of fault and where it came up: what was sent may stand in its message.
        _log.error(
            "a request of the API %s failed: %s at %s", self._problem.api, type(error).__name__, _place(error)
        )
        return self._problem("OUR_FAULT").answer()


def answered_alike(
    patterns: Sequence[URLResolver | URLPattern], not_allowed: Callable[[], HttpResponse]
) -> list[URLResolver | URLPattern]:
    """Return addresses at which a method that is not theirs is answered by this door, not by the framework."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _with_own_words(pattern.callback, not_allowed)
    return list(patterns)


def _with_own_words(
    view: Callable[..., HttpResponse], not_allowed: Callable[[], HttpResponse]
) -> Callable[..., HttpResponse]:
    @functools.wraps(view)
    def answering(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        answer = view(request, *parts, **named)
        if answer.status_code != METHOD.status:
            return answer
        ours = not_allowed()
        ours["Allow"] = ", ".join(sorted(answer["Allow"].split(", ")))
        return ours

    return answering


def _found(request: HttpRequest, found: Problem) -> HttpResponse:
    del request
    return found.answer()


def _said(request: HttpRequest, error: object, *, code: str, problem: type[Problem]) -> HttpResponse:
    del request, error
    return problem(code).answer()


def _place(error: Exception) -> str:
    """Return the file and line where a fault came up, and those of ours that led there."""
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    ours = [f"{path.name}:{line}" for path, line in frames[:-1] if _OURS in path.parts]
    path, line = frames[-1]
    return " > ".join([*ours, f"{path.name}:{line}"])
