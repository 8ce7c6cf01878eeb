"""Publishing orders out of the database, for sorting and for washing: processor time of an order, and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from uuid import UUID

from bench import site
from bench.clocks import Clock
from bench.invented import SORTED_ON, new_street, person

_NOW = datetime.combine(SORTED_ON, clock_time(12), tzinfo=UTC)
_ORDER = (
    "id, reference, service, customer, scope, channel, edition, price_list, orderer_id, organisation_number,"
    " organisation_name, addresses_sealed, door_sealed, door_lookup, target_sealed, target_lookup, new_zone, new_kind,"
    " parcels, identified_by, role_waits, device, shown_sha256, ordered_at, state, days"
)
_COVER = "id, order_id, person_id, subject, adult, confirmed_at, confirmed_by, counts, days"
_TABLES = ("person", "forwarding_order", "forwarding_cover")


def measure(clock: Clock, *, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Fill the database with orders and ten times as many, and publish each way from each."""
    yield from measured(clock, folder=folder, sizes=(1_000, 10_000) if small else (100_000, 1_000_000))


def measured(clock: Clock, *, folder: Path, sizes: tuple[int, int]) -> Iterator[dict[str, object]]:
    """Do so for two sizes, of which the first is the smaller."""
    peaks: dict[str, list[int]] = {"snapshot": [], "moves": []}
    for count in sizes:
        site.empty()
        _fill(count)
        for kind, peak in peaks.items():
            with clock.running() as spent:
                said = _alone(kind, folder / "moves.sealed")
            peak.append(said["peak_kb"])
            yield {
                "measure": f"publish_{kind}",
                "of": f"{count} orders of permanent change, one person each: {said['published']} published",
                "cpu_us_per_order": round(said["cpu_s"] / count * 1e6, 1),
                "server_cpu_us_per_order": round(spent.server_s / count * 1e6, 1),
                "peak_mb": said["peak_kb"] >> 10,
            }
    for kind, peak in peaks.items():
        yield {
            "measure": f"memory_of_publishing_{kind}",
            "of": f"{sizes[1]} orders: peak resident memory of the process",
            "against": f"{sizes[0]} orders (times as much)",
            "ratio": round(peak[1] / peak[0], 2),
        }


def _fill(count: int) -> None:
    """Write orders as they stand once they run; what the database works out from events is written as it would be."""
    with site.owner() as connection, connection.cursor() as cursor:
        for table in _TABLES:
            # COPY goes round no policy; this is the owner, and the measured database's only user.
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY")
        columns = "id, ref, given_name, middle_name, surname, protection, entered_at"
        with cursor.copy(f"COPY person ({columns}) FROM STDIN") as copy:
            for nth in range(count):
                first, _, last = person(nth)[0].partition(" ")
                copy.write_row((nth + 1, _ref(nth), first, "", last, "", _NOW))
        with cursor.copy(f"COPY forwarding_order ({_ORDER}) FROM STDIN") as copy:
            for nth in range(count):
                copy.write_row(_order(nth))
        with cursor.copy(f"COPY forwarding_cover ({_COVER}) FROM STDIN") as copy:
            for nth in range(count):
                copy.write_row((nth + 1, nth + 1, nth + 1, _ref(nth), True, _NOW, "bankid", True, _days(nth)))
        for table in _TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER, FORCE ROW LEVEL SECURITY")
            cursor.execute(f"ANALYZE {table}")


def _order(nth: int) -> tuple[object, ...]:
    from budstikke.post.actions.sorting.order_facts import MailAddress, sealed_addresses
    from budstikke.post.terms.editions import FORWARDING_PRESENT

    reference = f"B{nth:011d}"
    _, street, postcode = person(nth)
    sealed = sealed_addresses(
        reference,
        old=MailAddress(street=street, postcode=postcode, city="PRØVEBY"),
        new=MailAddress(street=new_street(nth), postcode="0155", city="OSLO"),
    )
    return (
        *(
            nth + 1,
            reference,
            "permanent",
            "private",
            "persons",
            "web",
            FORWARDING_PRESENT.id,
            "",
            nth + 1,
            "",
            "",
        ),
        *(sealed[name] for name in _ORDER.split(", ")[11:16]),
        *(
            "",
            "residential",
            False,
            "bankid",
            False,
            "",
            "",
            _NOW - timedelta(days=60),
            "running",
            _days(nth),
        ),
    )


def _ref(nth: int) -> str:
    return str(UUID(int=nth + 1))


def _days(nth: int) -> str:
    start = SORTED_ON - timedelta(days=1 + nth % 80)
    return f"[{start.isoformat()},{(start + timedelta(days=365)).isoformat()})"


def _alone(kind: str, out: Path) -> dict[str, int]:
    command = [sys.executable, "-m", "bench.publishing", kind, str(out)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    said: dict[str, int] = json.loads(done.stdout)
    return said


def _child() -> None:
    site.choose()
    import django

    django.setup()
    from budstikke.post.actions.sorting.publish_moves import publish_moves
    from budstikke.post.actions.sorting.publish_snapshot import publish_snapshot

    began = time.process_time()
    if sys.argv[1] == "snapshot":
        published = publish_snapshot(everything=True, now=_NOW).rows
    else:
        with Path(sys.argv[2]).open("wb") as stream:
            published = publish_moves(stream, now=_NOW).moves
    spent = time.process_time() - began
    # Not by getrusage: what it tells of a child begins with its parent's.
    peak_kb = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
    print(json.dumps({"published": published, "cpu_s": spent, "peak_kb": peak_kb}))


if __name__ == "__main__":
    _child()
