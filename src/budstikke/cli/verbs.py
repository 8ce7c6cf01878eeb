"""A command's verbs as rows: what each is called, what it does, and what runs it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

Run = Callable[[argparse.Namespace], int]


def add_verbs(
    parser: argparse.ArgumentParser, rows: Sequence[tuple[str, Run, str]]
) -> dict[str, argparse.ArgumentParser]:
    """Give a command its verbs, one of which must be asked for; returns what reads each one's own arguments."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    made = {}
    for name, run, told in rows:
        made[name] = verbs.add_parser(name, help=told)
        made[name].set_defaults(run_verb=run)
    return made
