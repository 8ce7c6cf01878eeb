"""The front before Django as the tests ask it: each question twice, of Django alone and of the front before it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import Client

from budstikke.post.doors.hot import Hot

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def asked(application: Application, environ: dict[str, Any]) -> HttpResponse:
    """What a WSGI application answers."""
    started: list[Any] = []
    content = application(environ, lambda status, headers, *_: started.extend((status, headers)))
    status, headers = started
    answer = HttpResponse(b"".join(content), status=int(status[:3]))
    del answer["Content-Type"]
    for name, value in headers:
        answer[name] = value
    answer.json = lambda: json.loads(answer.content)  # type: ignore[attr-defined]
    return answer


class FrontClient(Client):
    """A client of both; that they answer alike, status, headers and bytes, is looked at with every question."""

    def request(self, **request: Any) -> Any:
        """Ask Django, which leases requests to the key, and then the front, which uses one."""
        behind, request = WSGIHandler(), {"HTTP_HOST": "localhost", **request}
        expected = asked(behind, self._base_environ(**request))
        answer = asked(Hot(behind), self._base_environ(**request))
        assert answer.content == expected.content
        assert answer.status_code == expected.status_code
        assert dict(answer.items()) == dict(expected.items())
        return answer
