"""Every route of the issuer, each with an address to try; and the table of who may ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

NOBODYS = UUID("6b2f0c1e-7a7d-4d9e-9f5a-0d6f3c1b2a11")
# What stands in an address that is nobody's in particular.
_OPEN: dict[str, object] = {"question": "MEI=", "what": "close", "edition": "eid-2025"}
_NAMES = {"help/topics/": "eid", "help/articles/": "refund", "help/staff/articles/": "refund"}
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Route:
    """A route as its table of addresses has it."""

    path: str
    parts: tuple[str, ...]
    csrf_exempt: bool

    def address(self, **given: object) -> str:
        """An address of the route."""
        name = next((name for begins, name in _NAMES.items() if self.path.startswith(begins)), "")
        return "/" + _PART.sub(lambda found: str({**_OPEN, "name": name, **given}[found[1]]), self.path)


def routes() -> list[Route]:
    """Every route, each once."""
    return list(_walk(get_resolver("budstikke.wiring.issuer_urls").url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], under: str) -> Iterator[Route]:
    for one in patterns:
        path = f"{under}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, path)
        else:
            yield Route(path, tuple(_PART.findall(path)), getattr(one.callback, "csrf_exempt", False))


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
