"""Print the custody balance: booked = delivered + returned + held + lost + cancelled, and who is astray."""

from __future__ import annotations

import argparse
import json
import sys

from budstikke.cli import post

HELP = "count the letters: booked, delivered, returned, held, lost, cancelled"
EXAMPLES = ("budstikke balance --json",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; there are none."""


def run(arguments: argparse.Namespace) -> int:
    """Print the balance; exit code 1 when a letter is not accounted for."""
    post.set_up()
    from budstikke.post.records.balance import balance
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        counted = balance()
    answer = {
        "booked": counted.booked,
        **{str(outcome): letters for outcome, letters in counted.outcomes.items()},
        "difference": counted.difference,
        "held_at": counted.held_at,
        "astray": list(counted.astray),
    }
    # A table for eyes; whatever else reads it gets JSON.
    if arguments.json or not sys.stdout.isatty():
        print(json.dumps(answer))
    else:
        for name in ("booked", "delivered", "returned", "held", "lost", "cancelled", "difference"):
            print(f"{name:>12} {answer[name]:>10}")
        for place, letters in counted.held_at.items():
            print(f"{'':>12} {letters:>10}  {place}")
    if counted.astray:
        print("Letters whose custody events do not agree:", ", ".join(counted.astray), file=sys.stderr)
    return 0 if counted.holds else 1
