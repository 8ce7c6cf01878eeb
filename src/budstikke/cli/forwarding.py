"""
Orders of forwarding and their verdicts at sorting: order, confirm, stop, object, publish, sort, replay.

What names a person or an address is read as JSON from a file, or from standard input with -; never from arguments.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from budstikke.cli import post
from budstikke.kit.clock import now

HELP = "orders of forwarding, snapshots and verdicts at sorting"

Command = Callable[[argparse.Namespace], int]


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes; each row adds one sub-command."""
    commands = parser.add_subparsers(dest="forwarding_command", required=True, metavar="COMMAND")
    order = commands.add_parser("order", help="place an order, as JSON")
    confirm = commands.add_parser("confirm", help="take the word of somebody an order names, as JSON")
    stop = commands.add_parser("stop", help="stop a service before its end")
    object_ = commands.add_parser("object", help="freeze an order")
    publish = commands.add_parser("publish", help="publish the orders for sorting")
    sort = commands.add_parser("sort", help="sort items, a line of JSON each")
    replay = commands.add_parser("replay", help="ask past verdicts again, by their numbers")
    rows: tuple[tuple[argparse.ArgumentParser, Command], ...] = (
        (order, _order),
        (confirm, _confirm),
        (stop, _stop),
        (object_, _object),
        (publish, _publish),
        (sort, _sort),
        (replay, _replay),
    )
    for each, run_it in rows:
        each.set_defaults(forwarding_run=run_it)
        each.add_argument("--json", action="store_true", help="print JSON, as it always does")
    for each in (order, confirm, sort):
        each.add_argument("file", metavar="FILE", help="JSON; - for standard input")
    for each in (order, confirm, stop, object_):
        each.add_argument("--by", default="service", metavar="PSEUDONYM", help="who asks (service)")
    for each in (stop, object_):
        each.add_argument("reference", metavar="ORDER", help="the order's reference")
    stop.add_argument("--on", required=True, type=date.fromisoformat, metavar="DATE", help="the last day")
    publish.add_argument("--everything", action="store_true", help="not only what changed")
    sort.add_argument("--machine", default="service", help="which machine sorts (service)")
    replay.add_argument("numbers", nargs="+", type=int, metavar="NUMBER", help="the verdicts' numbers")


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command asked for."""
    asked: Command = arguments.forwarding_run
    return asked(arguments)


def _order(arguments: argparse.Namespace) -> int:
    """Print what became of the order; exit code 1 when it was refused."""
    told = json.loads(_text(arguments.file))
    post.set_up()
    from budstikke.post.actions.order_forwarding import UnknownPerson, order_forwarding
    from budstikke.post.actions.wanted_order import WantedOrder
    from budstikke.post.terms.asked_again import rebuilt

    try:
        wanted: WantedOrder = rebuilt(WantedOrder, _with_ids(told, ("orderer", "covered", "seen_in_person")))
    except (KeyError, TypeError, ValueError) as fault:
        print(f"not an order: {type(fault).__name__}", file=sys.stderr)
        return 2
    try:
        taken = order_forwarding(wanted, actor=arguments.by, now=now())
    except UnknownPerson:
        print("the register does not have one of the persons", file=sys.stderr)
        return 1
    return _print(
        {
            "reference": taken.reference,
            "state": taken.state,
            "payment": taken.payment,
            "means": taken.means,
            "to_pay_ore": taken.to_pay_ore,
            "waits_for": taken.waits_for,
            "decision": taken.decision.as_json(),
        },
        refused=taken.refused,
    )


def _confirm(arguments: argparse.Namespace) -> int:
    """Print whether it changed anything; exit code 1 when it was refused."""
    told = json.loads(_text(arguments.file))
    post.set_up()
    from budstikke.law.refusal import Refusal
    from budstikke.post.actions.confirm_cover import confirm_cover

    said = confirm_cover(
        told["reference"], person=UUID(told["person"]), identified_by=told["identified_by"], now=now()
    )
    if isinstance(said, Refusal):
        return _refused(said)
    return _print({"reference": told["reference"], "confirmed": True, "changed": said})


def _stop(arguments: argparse.Namespace) -> int:
    """Print the last day; exit code 1 when it was refused."""
    post.set_up()
    from budstikke.law.refusal import Refusal
    from budstikke.post.actions.cancel_forwarding import stop_forwarding

    said = stop_forwarding(arguments.reference, new_end=arguments.on, by=arguments.by, now=now())
    if isinstance(said, Refusal):
        return _refused(said)
    return _print(
        {"reference": said.reference, "last_day": str(said.last_day), "decision": said.decision.as_json()}
    )


def _object(arguments: argparse.Namespace) -> int:
    """Print the number of the deny set the order is in; exit code 1 when it was refused."""
    post.set_up()
    from budstikke.law.refusal import Refusal
    from budstikke.post.actions.object_to_order import object_to_order

    said = object_to_order(reference=arguments.reference, by=arguments.by, now=now())
    if isinstance(said, Refusal):
        return _refused(said)
    return _print({"reference": said.reference, "frozen": True, "deny_number": said.deny_number})


def _publish(arguments: argparse.Namespace) -> int:
    """Print the snapshot in force and what changed."""
    post.set_up()
    from budstikke.post.actions.publish_snapshot import publish_snapshot

    said = publish_snapshot(everything=arguments.everything, now=now())
    return _print({"snapshot": said.number, "rows": said.rows, "closed": said.closed, "added": said.added})


def _sort(arguments: argparse.Namespace) -> int:
    """Print a verdict for each item; exit code 1 when no snapshot was ever published."""
    lines = [json.loads(line) for line in _text(arguments.file).splitlines() if line.strip()]
    post.set_up()
    from budstikke.post.actions.sort_items import ItemToSort, NothingPublished, sort_batch
    from budstikke.post.terms.asked_again import rebuilt

    items: list[ItemToSort] = [rebuilt(ItemToSort, line) for line in lines]
    try:
        for done in sort_batch(items, machine=arguments.machine, now=now()):
            print(json.dumps(done.as_json(), ensure_ascii=False))
    except NothingPublished:
        print("nothing is published yet; run `budstikke forwarding publish`", file=sys.stderr)
        return 1
    return 0


def _replay(arguments: argparse.Namespace) -> int:
    """Print each verdict as given and as given again; exit code 1 when one differs or is not there."""
    post.set_up()
    from budstikke.post.actions.replay_verdict import replay_verdict

    found = {number: replay_verdict(number) for number in arguments.numbers}
    _print({str(number): each and each.as_json() for number, each in found.items()})
    return 0 if all(each and each.same and each.kept_whole for each in found.values()) else 1


def _text(file: str) -> str:
    return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")


def _with_ids(told: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Return what was told with refs of persons as such."""
    return {
        name: (
            value
            if name not in names or value is None
            else [UUID(each) for each in value]
            if isinstance(value, list)
            else UUID(value)
        )
        for name, value in told.items()
    }


def _refused(refusal: Any) -> int:
    return _print(
        {
            "code": refusal.code,
            "clauses": [str(clause) for clause in refusal.clauses],
            "words": refusal.staff.as_json(),
        },
        refused=True,
    )


def _print(said: dict[str, Any], *, refused: bool = False) -> int:
    print(json.dumps(said, ensure_ascii=False, indent=2))
    return 1 if refused else 0
