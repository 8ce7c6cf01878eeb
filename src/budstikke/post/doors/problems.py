"""
What a program is told when something is wrong: one row for each problem, answered as `application/problem+json`
(RFC 9457). Each API has its own table of rows; how they are worded in HTTP is the same for all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpResponse

from budstikke.formats.malformed import Fault
from budstikke.kit.look import errors
from budstikke.law.words import Words

TYPE = errors.PROBLEM_TYPE


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
    Words(no=errors.METHOD[0], en=errors.METHOD[1]),
    Words(no=errors.METHOD_CURE[0], en=errors.METHOD_CURE[1]),
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
