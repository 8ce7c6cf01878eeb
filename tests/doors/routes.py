"""Every route of a door, by its name and an address, so that a rule is tried at all of them."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver


def routes_of(
    urls: ModuleType, *, given: Callable[[str], object], urlconf: str | None = None
) -> list[tuple[str, str]]:
    """The routes of a door's `urls`; `given` answers what stands in for a part of an address by its name."""
    from django.urls import URLResolver, reverse

    found = []

    def walk(patterns: list[URLPattern | URLResolver], space: str) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                walk(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
            else:
                name = f"{space}{one.name}"
                parts = {part: given(part) for part in one.pattern.converters}
                found.append((name, reverse(name, kwargs=parts, urlconf=urlconf)))

    walk(urls.urlpatterns, "")
    return found
