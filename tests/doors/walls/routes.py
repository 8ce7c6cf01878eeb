"""Every route of the post service, of every door and every table of addresses, each with an address to try."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from tests.actions import line
from tests.walls import Route, routes_in, who_may

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
TABLE = who_may(Path(__file__).parent / "who_may.txt")


def routes() -> list[Route]:
    """Every route, each once."""
    found = {
        route.path: route
        for urlconf, begins in _URLCONFS.items()
        for route in routes_in(urlconf, given=lambda _: GIVEN)
        if route.path.startswith(begins)
    }
    return list(found.values())
