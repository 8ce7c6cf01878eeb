"""Every route of a service with an address to try, and the table of who may ask: for the tests of its walls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Route:
    """A route as its table of addresses has it; `given` is what stands in an address to try, by its part."""

    path: str
    name: str
    parts: tuple[str, ...]
    csrf_exempt: bool
    given: Mapping[str, object] = field(compare=False, repr=False)

    def address(self, **given: object) -> str:
        """An address of the route."""
        return "/" + _PART.sub(lambda found: str({**self.given, **given}[found[1]]), self.path)


def routes_in(urlconf: str, *, given: Callable[[str], Mapping[str, object]]) -> Iterator[Route]:
    """Every route of a table of addresses; `given` says what to try in a path."""

    def walk(patterns: list[URLPattern | URLResolver], under: str, space: str) -> Iterator[Route]:
        for one in patterns:
            path = f"{under}{one.pattern}"
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, path, f"{one.namespace}:" if one.namespace else space)
            else:
                exempt = getattr(one.callback, "csrf_exempt", False)
                name = f"{space}{one.name or ''}"
                yield Route(path, name, tuple(_PART.findall(path)), exempt, given(path))

    return walk(get_resolver(urlconf).url_patterns, "", "")


def who_may(file: Path) -> dict[str, dict[str, str]]:
    """Return for each route the audience of each method."""
    found: dict[str, dict[str, str]] = {}
    for row_text in file.read_text(encoding="utf-8").splitlines():
        if row_text and not row_text.startswith("#"):
            path, methods, audience = row_text.split()
            row = found.setdefault("" if path == "." else path, {})
            assert row.keys().isdisjoint(methods.split("+")), row_text
            row.update(dict.fromkeys(methods.split("+"), audience))
    return found
