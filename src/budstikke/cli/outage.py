"""Give back the days on which an outlet could hand nothing over: every letter that waits there waits longer."""

from __future__ import annotations

import argparse
import json
import sys

from budstikke.cli import post
from budstikke.cli.reading import day
from budstikke.kit.clock import now

HELP = "lengthen deadlines by the days of an outage"
EXAMPLES = ("budstikke outage 122608 --first 2026-11-24 --last 2026-11-25",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("outlet", type=int, metavar="OUTLET", help="the outlet's unit number")
    parser.add_argument("--first", type=day, required=True, metavar="DATE", help="the first day")
    parser.add_argument("--last", type=day, required=True, metavar="DATE", help="the last day")


def run(arguments: argparse.Namespace) -> int:
    """Lengthen the deadlines (PUM §11, §14); the same outage told again changes nothing."""
    if arguments.last < arguments.first:
        print("--last lies before --first", file=sys.stderr)
        return 2
    post.set_up()
    from budstikke.post.actions.moving.extend_deadline import give_back_outage

    letters = give_back_outage(
        outlet_id=arguments.outlet, first=arguments.first, last=arguments.last, actor="service", now=now()
    )
    print(json.dumps({"outlet": arguments.outlet, "letters": letters}))
    return 0
