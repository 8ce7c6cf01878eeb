"""
A page of any list at a million rows against the same page at a thousand.

Each size has a database of its own on the same server, both filled, vacuumed and written out before anything is
asked; then the two take turns, so that what else the machine does meets both.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

from bench import site
from bench.clocks import Clock
from bench.filling import fill_letters
from bench.orders import CUSTOMER
from bench.senders import Asking

_FEW, _PAGES, _ROUNDS, _WARMING = 1_000, 30, 5, 6
_LISTS = "/api/v1/letters?most=50"


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Compare the processor time of both sides for each list."""
    del folder
    many = 20_000 if small else 1_000_000
    sizes = {"_few": _FEW, "_many": many}
    pages: dict[str, dict[str, Callable[[], object]]] = {}
    for suffix, count in sizes.items():
        with _beside(suffix):
            site.drop()
            site.migrate()
            pages[suffix] = _filled(count)
    site.checkpoint()
    taken: dict[str, dict[str, list[float]]] = {
        suffix: {name: [] for name in asked} for suffix, asked in pages.items()
    }
    for turn in range(_ROUNDS):
        for suffix in sizes if turn % 2 else reversed(sizes):
            with _beside(suffix):
                for name, ask in pages[suffix].items():
                    for _ in range(_WARMING):
                        ask()
                    spent = clock.cost(lambda: [ask() for _ in range(_PAGES)])  # noqa: B023
                    taken[suffix][name].append(spent.cpu_s)
    for name in pages["_few"]:
        few, lots = taken["_few"][name], taken["_many"][name]
        ratios = [one / other for one, other in zip(lots, few, strict=True)]
        yield {
            "measure": "page_of_a_list",
            "of": f"{name}, of {many}: processor time of both sides for {_PAGES} pages, median of {_ROUNDS} turns",
            "against": f"of {_FEW}, in turns",
            "ratio_cpu": round(median(lots) / median(few), 2),
            "rounds": [round(min(ratios), 2), round(max(ratios), 2)],
            "goal": "<= 1.15",
            "cpu_ms": round(1000 * median(lots) / _PAGES, 2),
            "cpu_ms_of_few": round(1000 * median(few) / _PAGES, 2),
        }
    for suffix in sizes:
        with _beside(suffix):
            site.drop()


@contextmanager
def _beside(suffix: str) -> Iterator[None]:
    """Ask another database of the same server for as long as the block runs."""
    from django.db import connection

    from budstikke.kit.database import database_name

    name = "BUDSTIKKE_DATABASE_SUFFIX"
    before = os.environ[name]
    os.environ[name] = before + suffix
    try:
        connection.close()
        connection.settings_dict["NAME"] = database_name("post")
        yield
    finally:
        os.environ[name] = before
        connection.close()
        connection.settings_dict["NAME"] = database_name("post")


def _filled(count: int) -> dict[str, Callable[[], object]]:
    """Fill in letters, tellings of one webhook and status files; return how each list is asked for."""
    from tests.doors.portal import at_portal

    from budstikke.post.terms.roles import Role

    site.empty()
    with site.owner() as owner:
        fill_letters(owner, count=count, state="delivered", place="with_recipient")
        webhook = _told(owner, count)
        for table in ("webhook_delivery", "webhook_attempt", "status_file"):
            owner.execute(f"VACUUM ANALYZE {table}")
    asking, portal = Asking(), at_portal(Role.OWNER, customer=CUSTOMER)
    portal.defaults["SERVER_NAME"] = "localhost"
    cursor = asking.get(_LISTS)["next"]

    def page(address: str) -> Callable[[], object]:
        def ask() -> None:
            answer = portal.get(address)
            assert answer.status_code == 200, (address, answer.status_code)

        return ask

    def list_(query: str) -> Callable[[], object]:
        return lambda: asking.get(f"{_LISTS}{query}")

    return {
        "letters": list_(""),
        "letters, next page": list_(f"&cursor={cursor}"),
        "letters of a state": list_("&state=delivered"),
        "letters of a state nobody is in": list_("&state=lost"),
        "letters of a consignment": list_("&consignment_number=707070745777"),
        "letters in the portal": page("/sender/letters/"),
        "letters in the portal by reference": page("/sender/letters/?q=ORDRE-7"),
        "status files in the portal": page("/sender/settings/statuses/"),
        "the delivery log of a webhook in the portal": page(f"/sender/settings/webhooks/{webhook}/"),
    }


def _told(owner: site.Connection, count: int) -> UUID:
    webhook = uuid4()
    owner.execute(
        "INSERT INTO webhook (id, sender_id, tracking_id, event_groups, url, content_type, header_names,"
        " headers_sealed, created_at, expires_at) VALUES (%s, 1, 'x', 'DELIVERED', 'https://subscriber.example/',"
        " 'application/json', '', '', now(), now() + interval '9 days')",
        [webhook],
    )
    owner.execute(
        "INSERT INTO webhook_delivery (webhook_id, sender_id, status, shipment, package, happened_at, tries_left,"
        " told_at) SELECT %s, 1, 'DELIVERED', 'x', 'y', now(), 0, now() FROM generate_series(1, %s)",
        [webhook, count],
    )
    owner.execute(
        "INSERT INTO webhook_attempt (delivery_id, sender_id, at, answer)"
        " SELECT id, 1, now(), '200' FROM webhook_delivery"
    )
    owner.execute(
        "INSERT INTO status_file (sender_id, written_at, horizon, statuses, content, put_out_at)"
        " SELECT 1, now(), n, 1, 'x', now() FROM generate_series(1, %s) AS n",
        [count],
    )
    return webhook
