"""Every route of the post service, of every door and every table of addresses, each with an address to try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from tests.actions import line

# A door may have a table of addresses of its own, which its guard chooses by how an address begins.
_URLCONFS = {
    "budstikke.wiring.post_urls": "",
    "budstikke.wiring.desk_urls": "desk/",
    "budstikke.post.doors.sender.urls": "sender/",
}
_SOME_ID = UUID("6b2f0c1e-7a7d-4d9e-9f5a-0d6f3c1b2a11")
# What stands in an address that names something; of none of it there is one, unless a test makes it.
GIVEN: dict[str, object] = {
    **dict.fromkeys(("nonce", "reading", "upload", "webhook", "check", "report", "id", "ref"), _SOME_ID),
    **dict.fromkeys(("claim", "act", "acceptance"), 1),
    "number": line.number(1), "name": "F000001", "figure": "outlets", "form": "csv", "token": "x",
    "provider_id": "eid", "language": "no", "extension": "json", "country": "NO", "code": "5004",
    "latitude": "60.39", "longitude": "5.32", "unit": line.BERGEN, "customer": line.CUSTOMER, "kind": "x",
    "reference": "F-1-x", "service": "temporary", "payment": 1, "proof": 1,
}  # fmt: skip
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Route:
    """A route as its table of addresses has it."""

    path: str
    name: str
    parts: tuple[str, ...]
    csrf_exempt: bool

    def address(self, **given: object) -> str:
        """An address of the route."""
        return "/" + _PART.sub(lambda found: str({**GIVEN, **given}[found[1]]), self.path)


def routes() -> list[Route]:
    """Every route, each once."""
    found = {
        route.path: route
        for urlconf, begins in _URLCONFS.items()
        for route in _walk(get_resolver(urlconf).url_patterns, "", "")
        if route.path.startswith(begins)
    }
    return list(found.values())


def _walk(patterns: list[URLPattern | URLResolver], under: str, space: str) -> Iterator[Route]:
    for one in patterns:
        path = f"{under}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, path, f"{one.namespace}:" if one.namespace else space)
        else:
            exempt = getattr(one.callback, "csrf_exempt", False)
            yield Route(path, f"{space}{one.name or ''}", tuple(_PART.findall(path)), exempt)


def _table() -> dict[str, dict[str, str]]:
    """Return for each route the audience of each method."""
    found: dict[str, dict[str, str]] = {}
    for row_text in (Path(__file__).parent / "who_may.txt").read_text(encoding="utf-8").splitlines():
        if row_text and not row_text.startswith("#"):
            path, methods, audience = row_text.split()
            row = found.setdefault("" if path == "." else path, {})
            assert row.keys().isdisjoint(methods.split("+")), row_text
            row.update(dict.fromkeys(methods.split("+"), audience))
    return found


TABLE = _table()
