"""Look at the editions of the terms: which there are, what changed, and what another would have decided."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date

from budstikke.cli.reading import day
from budstikke.law.decision import plain
from budstikke.law.edition import Change, diff
from budstikke.law.words import Words
from budstikke.post.terms.editions import EVERY_EDITION

HELP = "list the editions of the terms, compare two, and replay past decisions under another"
EXAMPLES = (
    "budstikke terms list",
    "budstikke terms diff pum-earlier pum-present",
    "budstikke terms replay --edition pum-earlier --since 2026-11-01",
)

Command = Callable[[argparse.Namespace], int]


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes; each row adds one sub-command."""
    commands = parser.add_subparsers(dest="terms_command", required=True, metavar="COMMAND")
    for add in (_add_list, _add_diff, _add_replay):
        add(commands)


def run(args: argparse.Namespace) -> int:
    """Run the sub-command asked for."""
    command: Command = args.terms_run
    return command(args)


def _add_list(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("list", help="list the editions, newest first")
    parser.set_defaults(terms_run=_list)


def _add_diff(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("diff", help="show what changed from edition A to edition B")
    parser.add_argument(
        "before", metavar="A", choices=tuple(EVERY_EDITION), help=f"one of: {', '.join(EVERY_EDITION)}"
    )
    parser.add_argument("after", metavar="B", choices=tuple(EVERY_EDITION), help="another of its contract")
    parser.set_defaults(terms_run=_diff)


def _add_replay(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    told = "ask past decisions and verdicts at sorting again, on their recorded facts, under another edition"
    parser = commands.add_parser("replay", help=told, description=told)
    parser.add_argument(
        "--edition", required=True, choices=tuple(EVERY_EDITION), help="the edition to ask under"
    )
    parser.add_argument(
        "--since", type=day, metavar="DATE", help="only what was booked, ordered or sorted since that day"
    )
    parser.set_defaults(terms_run=_replay)


def _list(args: argparse.Namespace) -> int:
    if args.json:
        rows = [
            {
                "id": edition.id,
                "valid_from": edition.valid_from.isoformat(),
                "valid_to": edition.valid_to.isoformat() if edition.valid_to else None,
                "dates_are_invented": edition.dates_are_invented,
                "about": edition.about.as_json(),
            }
            for edition in EVERY_EDITION.values()
        ]
        print(json.dumps({"editions": rows}, ensure_ascii=False))
        return 0
    for edition in EVERY_EDITION.values():
        until = edition.valid_to or "until further notice"
        print(f"{edition.id}  {edition.valid_from} – {until}  {edition.about.en}")
    return 0


def _diff(args: argparse.Namespace) -> int:
    before, after = EVERY_EDITION[args.before], EVERY_EDITION[args.after]
    if type(before) is not type(after):
        print(f"{before.id} and {after.id} are editions of two contracts", file=sys.stderr)
        return 2
    changes = diff(before, after)
    if args.json:
        print(
            json.dumps(
                {"before": args.before, "after": args.after, "changes": [_as_json(one) for one in changes]},
                ensure_ascii=False,
            )
        )
        return 0
    ruled = [change for change in changes if change.clause]
    print(f"{args.before} -> {args.after}: {len(ruled)} of the rules' values differ")
    for change in ruled:
        print(f"  {change.clause}  {_words(change.field)}: {_shown(change.before)} -> {_shown(change.after)}")
    return 0


def _replay(args: argparse.Namespace) -> int:
    # The only sub-command that needs the database.
    from budstikke.cli.terms_replay import replay

    return replay(args)


def _as_json(change: Change) -> dict[str, object]:
    return {
        "field": change.field,
        "clause": str(change.clause) if change.clause else None,
        "before": _plain(change.before),
        "after": _plain(change.after),
    }


def _plain(value: object) -> object:
    return value.as_json() if isinstance(value, Words) else plain(value)


def _words(field: str) -> str:
    return field.replace("_", " ")


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(item) for item in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    return value.isoformat() if isinstance(value, date) else str(value)
