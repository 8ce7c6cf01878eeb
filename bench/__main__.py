"""`python -m bench [--small] [NAME ...]`: measure, and print one JSON line for each figure."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import (
    booking,
    chip,
    counter,
    forwarding_freeze,
    guessing,
    help_search,
    identity,
    identity_pictures,
    issuer,
    killing,
    lists,
    meanwhile,
    memory,
    noticing,
    papers,
    proof,
    reading,
    scanning,
    senders,
    site,
    sorting,
    starting,
    sweeping,
    tracking,
    uploading,
    verifying,
    washing,
)
from bench.clocks import Clock

_Lines = Iterator[dict[str, object]]
_WITHOUT_DATABASE: dict[str, Callable[..., _Lines]] = {
    "reading": reading.measure,
    "identity": identity.measure,
    "papers": papers.measure,
    "identity_pictures": identity_pictures.measure,
    "chip": chip.measure,
    "verifying": verifying.measure,
    "sorting": sorting.measure,
    "washing": washing.measure,
    "issuer": issuer.measure,
    "killing": killing.measure,
    "help_search": help_search.measure,
    "guessing": guessing.measure,
}
_WITH_DATABASE: dict[str, Callable[..., _Lines]] = {
    "booking": booking.measure,
    "scanning": scanning.measure,
    "sweeping": sweeping.measure,
    "noticing": noticing.measure,
    "counter": counter.measure,
    "tracking": tracking.measure,
    "senders": senders.measure,
    "lists": lists.measure,
    "uploading": uploading.measure,
    "proof": proof.measure,
    "meanwhile": meanwhile.measure,
    "memory": memory.measure,
    "starting": starting.measure,
    "forwarding_freeze": forwarding_freeze.measure,
}


def main() -> int:
    """Measure what is asked for, or everything."""
    names = (*_WITHOUT_DATABASE, *_WITH_DATABASE)
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tenth of everything")
    parser.add_argument("--letters", type=int, metavar="N", help="how many hand-overs `killing` plays (2000)")
    parser.add_argument("names", nargs="*", choices=[*names, []], metavar="NAME", help=", ".join(names))
    arguments = parser.parse_args()
    site.choose()
    asked = arguments.names or names
    clock: Clock | None = None
    with tempfile.TemporaryDirectory(prefix="budstikke-bench-") as name:
        for each in asked:
            began = time.perf_counter()
            print(f"{each} ...", file=sys.stderr, flush=True)
            if each in _WITHOUT_DATABASE:
                sized = {"letters": arguments.letters} if each == "killing" else {}
                lines = _WITHOUT_DATABASE[each](folder=Path(name), small=arguments.small, **sized)
            else:
                clock = clock or site.open_site()
                lines = _WITH_DATABASE[each](clock, folder=Path(name), small=arguments.small)
            for line in lines:
                print(json.dumps({**line, "load": round(os.getloadavg()[0], 1)}), flush=True)
            print(f"{each} took {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
