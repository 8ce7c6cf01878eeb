"""
A National Registry of invented persons on this machine, to follow and to tell of moves; it fails when it is told to.

POST {"failures": ["429"]} to /stand-in/failures, and {"kind", "number", "changes"} to /stand-in/events.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from budstikke.kit.clock import now

HELP = "serve an invented National Registry on this machine"
EXAMPLES = ("budstikke registry-stand-in --people 1000 --fail 429",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--port", type=int, default=8230, help="to listen at, on loopback (8230)")
    parser.add_argument("--people", type=int, default=20, help="how many invented persons it knows")
    parser.add_argument(
        "--fail", nargs="*", default=[], metavar="FAILURE", help="what befalls the first requests"
    )
    parser.add_argument("--seconds", type=float, default=0.0, help="end after so long; 0 serves until Ctrl-C")


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C; the address and the invented numbers are one line of JSON on standard output."""
    from budstikke.post.channels.registry_serving import served
    from budstikke.post.channels.registry_stand_in import Failure, StandIn
    from budstikke.post.papers.specimen.invented import invented, synthetic_number

    try:
        failures = [Failure(each) for each in arguments.fail]
    except ValueError:
        print(f"it can fail with: {', '.join(Failure)}", file=sys.stderr)
        return 2
    stand_in = StandIn(now=now)
    for seed in range(arguments.people):
        holder = invented("no_passport", seed=seed)
        number = synthetic_number(holder.born_on, draw=seed)
        stand_in.enter(number, given=holder.given_names, surname=holder.surname, born_on=holder.born_on)
    stand_in.fails(*failures)
    with served(stand_in, port=arguments.port) as url:
        # Synthetic numbers, which nobody has: whoever plays with it needs them.
        print(json.dumps({"url": url, "numbers": list(stand_in.documents)}), flush=True)
        until = time.monotonic() + arguments.seconds if arguments.seconds else None
        while until is None or time.monotonic() < until:
            time.sleep(0.2)
    return 0
