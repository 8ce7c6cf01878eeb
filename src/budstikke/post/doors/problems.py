"""
What a program is told when something is wrong: one row for each problem, answered as `application/problem+json`
(RFC 9457). Each API has its own table of rows; how they are worded in HTTP, and which of them stands for what the
framework finds wrong, is the same for all.
"""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from typing import Any, ClassVar

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from budstikke.formats.malformed import Fault
from budstikke.law.words import Words

_log = logging.getLogger(__name__)
_OURS = "budstikke"
TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One row: a stable code, the HTTP status, what is wrong and what cures it."""

    code: str
    status: int
    words: Words
    cure: Words
    retry_after_s: int | None = None


NOT_JSON = ProblemKind(
    "NOT_JSON", 400,
    Words(no="Innholdet er ikke JSON i UTF-8.", en="The content is not JSON in UTF-8."),
    Words(no="Send ett JSON-objekt.", en="Send one JSON object."),
)  # fmt: skip
METHOD = ProblemKind(
    "METHOD", 405,
    Words(no="Adressen svarer ikke på denne metoden.", en="The address does not answer to this method."),
    Words(no="Bruk en av metodene i Allow.", en="Use one of the methods in Allow."),
)  # fmt: skip
FIELDS = ProblemKind(
    "FIELDS", 422,
    Words(no="Noen felt kan ikke leses.", en="Some fields cannot be read."),
    Words(no="Rett hvert felt som er nevnt, og send på nytt.", en="Put right each field named, and send again."),
)  # fmt: skip


class Problem(Exception):
    """Raised in a door for a request that is answered with a problem; never repeats what was sent."""

    api: ClassVar[str]
    kinds: ClassVar[Mapping[str, ProblemKind]]
    # The rows that stand for a request by nobody known, and for an address where nothing is.
    not_known: ClassVar[str]
    nowhere: ClassVar[str]

    def __init__(self, code: str, *, faults: Sequence[Fault] = ()) -> None:
        self.kind = self.kinds[code]
        self.faults = tuple(faults)
        super().__init__(code)

    def more(self) -> dict[str, object]:
        """Return what else this API says of a problem."""
        return {}

    def answer(self) -> HttpResponse:
        """Return the problem as its HTTP answer."""
        kind = self.kind
        said = {
            "type": f"urn:budstikke:{self.api}:{kind.code}",
            "title": kind.words.en,
            "status": kind.status,
            "code": kind.code,
            "words": kind.words.as_json(),
            "cure": kind.cure.as_json(),
            "faults": [
                {"where": fault.where, "code": fault.code, "text": fault.text} for fault in self.faults
            ],
            **self.more(),
        }
        content = json.dumps(said, ensure_ascii=False).encode()
        answer = HttpResponse(content, content_type=TYPE, status=kind.status)
        answer["Cache-Control"] = "no-store"
        if kind.status == 401:
            answer["WWW-Authenticate"] = "Bearer"
        if kind.retry_after_s is not None:
            answer["Retry-After"] = str(kind.retry_after_s)
        return answer


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
        answering = answered_alike(patterns, lambda: self._problem(METHOD.code).answer())
        return [*answering, re_path("", self._nowhere)], application, namespace

    def _nowhere(self, request: HttpRequest) -> HttpResponse:
        del request
        return self._problem(self._problem.nowhere).answer()

    def _of_fields(self, request: HttpRequest, error: ValidationError) -> HttpResponse:
        del request
        return self._problem(FIELDS.code, faults=tuple(self._faults(error))).answer()

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
