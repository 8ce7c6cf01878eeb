"""Every route of the issuer, each with an address to try; and the table of who may ask."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from tests.walls import Route, routes_in, who_may

NOBODYS = UUID("6b2f0c1e-7a7d-4d9e-9f5a-0d6f3c1b2a11")
# What stands in an address that is nobody's in particular.
_OPEN: dict[str, object] = {"question": "MEI=", "what": "close", "edition": "eid-2025"}
_NAMES = {"help/topics/": "eid", "help/articles/": "refund", "help/staff/articles/": "refund"}
TABLE = who_may(Path(__file__).parent / "who_may.txt")


def routes() -> list[Route]:
    """Every route, each once."""
    return list(routes_in("budstikke.wiring.issuer_urls", given=_given))


def _given(path: str) -> dict[str, object]:
    name = next((name for begins, name in _NAMES.items() if path.startswith(begins)), "")
    return {**_OPEN, "name": name}
