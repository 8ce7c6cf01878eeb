"""
Show an auditor what was looked up at the desk: who looked, when, by what and why.

What was searched for is kept as a keyed hash. `--searched` reads a name or a number from standard input and finds
who searched for exactly that: neither belongs in arguments.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime, time

from budstikke.cli import post
from budstikke.cli.reading import day
from budstikke.formats import s10
from budstikke.kit.clock import OSLO

HELP = "show what was looked up at the desk"
EXAMPLES = (
    "budstikke audit lookups --clerk desk-1",
    "budstikke audit lookups --searched - < name.txt",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    lookups = verbs.add_parser(
        "lookups", help="print look-ups of persons, the newest first, a line of JSON each"
    )
    lookups.add_argument("--clerk", default="", help="a pseudonym, such as desk-1")
    lookups.add_argument("--letter", default="", metavar="NUMBER", help="whose page was opened")
    lookups.add_argument("--searched", choices=["-"], help="- reads what was searched for")
    lookups.add_argument("--since", type=day, metavar="DATE", help="the first day")
    lookups.add_argument("--most", type=int, default=1000, help="how many at most (1000)")


def run(arguments: argparse.Namespace) -> int:
    """Print the look-ups; 1 when there is none, 2 for what is no letter number."""
    searched = sys.stdin.readline().strip() if arguments.searched else ""
    number = s10.canonical(arguments.letter)
    if (number and not s10.is_valid(number)) or (arguments.searched and not searched):
        print(
            "a letter number after --letter; a name or number on standard input after --searched",
            file=sys.stderr,
        )
        return 2
    post.set_up()
    from budstikke.post.actions.helping.look_up import look_ups

    since = datetime.combine(arguments.since, time(), OSLO) if arguments.since else None
    rows = look_ups(clerk=arguments.clerk, number=number, searched=searched, since=since, most=arguments.most)
    for row in rows:
        told = {"at": row.at, "clerk": row.clerk, "by": row.by, "reason": row.reason, "found": row.found}
        letter = {"letter": row.letter.number} if row.letter else {}
        reference = {"reference": row.reference} if row.reference else {}
        print(json.dumps({**told, **letter, **reference}, default=str))
    return 0 if rows else 1
