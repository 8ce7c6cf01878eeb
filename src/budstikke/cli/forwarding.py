"""
Orders of forwarding and their verdicts at sorting: order, confirm, stop, object, publish, moves, sort, label, replay.

What names a person or an address is read as JSON from a file, or from standard input with -; never from arguments.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from budstikke.cli import post
from budstikke.cli.reading import NotReadable, printable
from budstikke.cli.told import document_in, lines_in, value_of
from budstikke.formats.malformed import Fault, Malformed
from budstikke.kit.clock import now
from budstikke.kit.installation import whole_file
from budstikke.law.refusal import Refusal
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.refusals import watching as refusals

if TYPE_CHECKING:
    from budstikke.post.actions.forwarding.wanted_order import WantedOrder
    from budstikke.post.actions.sorting.sort_items import ItemToSort

HELP = "orders of forwarding, snapshots and verdicts at sorting"

_MOST_ROWS = (1 << 63) - 1

Command = Callable[[argparse.Namespace], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The word of a person whom an order names."""

    reference: str
    person: UUID
    identified_by: str


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes; each row adds one sub-command."""
    commands = parser.add_subparsers(dest="forwarding_command", required=True, metavar="COMMAND")
    order = commands.add_parser("order", help="place an order, as JSON")
    confirm = commands.add_parser("confirm", help="take the word of somebody an order names, as JSON")
    stop = commands.add_parser("stop", help="stop a service before its end")
    object_ = commands.add_parser("object", help="freeze an order")
    publish = commands.add_parser("publish", help="publish the orders for sorting")
    moves = commands.add_parser("moves", help="publish the moves for `budstikke wash`")
    sort = commands.add_parser("sort", help="sort items, a line of JSON each")
    label = commands.add_parser("label", help="write the new address behind a routing code")
    replay = commands.add_parser("replay", help="ask past verdicts again, by their numbers")
    rows: tuple[tuple[argparse.ArgumentParser, Command], ...] = (
        (order, _order),
        (confirm, _confirm),
        (stop, _stop),
        (object_, _object),
        (publish, _publish),
        (moves, _moves),
        (sort, _sort),
        (label, _label),
        (replay, _replay),
    )
    for each, run_it in rows:
        each.set_defaults(forwarding_run=run_it)
        each.add_argument("--json", action="store_true", help="print JSON, as it always does")
    for each in (order, confirm, sort):
        each.add_argument("file", metavar="FILE", help="JSON; - for standard input")
    for each in (order, confirm, stop, object_):
        each.add_argument(
            "--by", default="service", type=printable, metavar="PSEUDONYM", help="who asks (service)"
        )
    for each in (stop, object_):
        each.add_argument("reference", type=printable, metavar="ORDER", help="the order's reference")
    stop.add_argument("--on", required=True, type=_day, metavar="DATE", help="the last day")
    publish.add_argument("--everything", action="store_true", help="not only what changed")
    moves.add_argument("--out", required=True, type=Path, metavar="FILE", help="where; only you can read it")
    label.add_argument("code", type=printable, metavar="CODE", help="the code the item bears")
    label.add_argument("--out", required=True, type=Path, metavar="FILE", help="where; only you can read it")
    sort.add_argument("--machine", type=printable, default="service", help="which machine sorts (service)")
    replay.add_argument("numbers", nargs="+", type=_number, metavar="NUMBER", help="the verdicts' numbers")
    replay.add_argument(
        "--edition", choices=tuple(FORWARDING_BY_ID), help="another edition to ask under (each one's own)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command asked for; 2 when what it is told cannot be read."""
    asked: Command = arguments.forwarding_run
    try:
        return asked(arguments)
    except Malformed as malformed:
        for fault in malformed.faults:
            print(f"{fault.where}: {fault.text} ({fault.code})", file=sys.stderr)
    except NotReadable as reason:
        print(reason, file=sys.stderr)
    return 2


def _order(arguments: argparse.Namespace) -> int:
    """Print what became of the order; exit code 1 when it was refused."""
    told = document_in(arguments.file)
    post.set_up()
    from budstikke.post.actions.forwarding.order_forwarding import UnknownPerson, order_forwarding
    from budstikke.post.actions.forwarding.wanted_order import WantedOrder

    wanted = value_of(WantedOrder, told, where="order")
    _check(wanted)
    try:
        taken = order_forwarding(wanted, actor=arguments.by, now=now())
    except UnknownPerson:
        return _refused(Refusal(refusals.PERSON_NOT_KNOWN))
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


def _check(wanted: WantedOrder) -> None:
    """
    Hold the parts of an order against each other.

    Raises: Malformed with every fault.
    """
    from budstikke.post.actions.forwarding.order_parts import wrong_parts

    faults = tuple(Fault(f"order.{each.part}", "DOES_NOT_GO", each.words.en) for each in wrong_parts(wanted))
    if faults:
        raise Malformed(faults)


def _confirm(arguments: argparse.Namespace) -> int:
    """Print whether it changed anything; exit code 1 when it was refused."""
    told = value_of(Confirmed, document_in(arguments.file), where="confirmation")
    post.set_up()
    from budstikke.post.actions.forwarding.confirm_cover import confirm_cover
    from budstikke.post.actions.forwarding.order_parts import IDENTIFIED, ONE_OF

    if told.identified_by not in IDENTIFIED:
        raise Malformed((Fault("confirmation.identified_by", "NOT_A_VALUE", ONE_OF.en),))
    said = confirm_cover(told.reference, person=told.person, identified_by=told.identified_by, now=now())
    if isinstance(said, Refusal):
        return _refused(said)
    return _print({"reference": told.reference, "confirmed": True, "changed": said})


def _stop(arguments: argparse.Namespace) -> int:
    """Print the last day; exit code 1 when it was refused."""
    post.set_up()
    from budstikke.post.actions.forwarding.cancel_forwarding import stop_forwarding

    said = stop_forwarding(arguments.reference, new_end=arguments.on, by=arguments.by, now=now())
    if isinstance(said, Refusal):
        return _refused(said)
    return _print(
        {"reference": said.reference, "last_day": str(said.last_day), "decision": said.decision.as_json()}
    )


def _object(arguments: argparse.Namespace) -> int:
    """Print the number of the deny set the order is in; exit code 1 when it was refused."""
    post.set_up()
    from budstikke.post.actions.forwarding.object_to_order import object_to_order

    said = object_to_order(reference=arguments.reference, by=arguments.by, now=now())
    if isinstance(said, Refusal):
        return _refused(said)
    return _print({"reference": said.reference, "frozen": True, "deny_number": said.deny_number})


def _publish(arguments: argparse.Namespace) -> int:
    """Print the snapshot in force and what changed."""
    post.set_up()
    from budstikke.post.actions.sorting.publish_snapshot import publish_snapshot

    said = publish_snapshot(everything=arguments.everything, now=now())
    return _print({"snapshot": said.number, "rows": said.rows, "closed": said.closed, "added": said.added})


def _moves(arguments: argparse.Namespace) -> int:
    """Write the moves, the whole file or none, and print how many there are."""
    post.set_up()
    from budstikke.post.actions.sorting.publish_moves import publish_moves

    out: Path = arguments.out
    try:
        with whole_file(out) as stream:
            said = publish_moves(stream, now=now())
    except OSError as error:
        raise NotReadable(f"cannot write {out}: {error.strerror}") from error
    return _print({"out": str(out), "snapshot": said.number, "moves": said.moves})


def _label(arguments: argparse.Namespace) -> int:
    """Write the lines of the address and print nothing of them; exit code 1 when there is none."""
    post.set_up()
    from budstikke.post.actions.sorting.label_of_code import label_of_code

    said = label_of_code(arguments.code)
    if isinstance(said, Refusal):
        return _refused(said)
    out: Path = arguments.out
    try:
        with whole_file(out) as stream:
            stream.write("".join(f"{line}\n" for line in said.lines).encode())
    except OSError as error:
        raise NotReadable(f"cannot write {out}: {error.strerror}") from error
    return _print({"code": said.code, "out": str(out)})


def _sort(arguments: argparse.Namespace) -> int:
    """Print a verdict for each item; exit code 1 when no snapshot was ever published, and then none is kept."""
    told = list(lines_in(arguments.file))
    post.set_up()
    from budstikke.post.actions.sorting.sort_items import NothingPublished, sort_batch

    items = _items(told)
    if not items:
        print("there is no item to sort", file=sys.stderr)
        return 0
    try:
        for done in sort_batch(items, machine=arguments.machine, now=now()):
            print(json.dumps(done.as_json(), ensure_ascii=False))
    except NothingPublished:
        print("nothing is published yet; run `budstikke forwarding publish`", file=sys.stderr)
        return 1
    return 0


def _items(told: list[tuple[str, object]]) -> list[ItemToSort]:
    """
    Return the items that lines tell.

    Raises: Malformed with the faults of every line.
    """
    from budstikke.post.actions.sorting.sort_items import ItemToSort

    items, faults = list[ItemToSort](), list[Fault]()
    for where, line in told:
        try:
            items.append(value_of(ItemToSort, line, where=where))
        except Malformed as malformed:
            faults += malformed.faults
    if faults:
        raise Malformed(tuple(faults))
    return items


def _replay(arguments: argparse.Namespace) -> int:
    """Print each verdict as given and as given again; exit code 1 when one differs or is not there."""
    post.set_up()
    from budstikke.post.actions.sorting.replay_verdict import replay_verdict

    edition = FORWARDING_BY_ID[arguments.edition] if arguments.edition else None
    found = {number: replay_verdict(number, edition=edition) for number in arguments.numbers}
    _print({str(number): each and each.as_json() for number, each in found.items()})
    return 0 if all(each and each.same and each.kept_whole for each in found.values()) else 1


def _number(text: str) -> int:
    if (
        not (text.isascii() and text.isdecimal())
        or len(text) > len(str(_MOST_ROWS))
        or not 0 < int(text) <= _MOST_ROWS
    ):
        raise argparse.ArgumentTypeError("the number of a verdict is a whole number, 1 or more")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written as YYYY-MM-DD") from None


def _refused(refusal: Refusal) -> int:
    return _print(
        {
            "code": refusal.code,
            "clauses": [str(clause) for clause in refusal.clauses],
            "words": refusal.staff.as_json(),
            "cure": refusal.cure.as_json(),
        },
        refused=True,
    )


def _print(said: dict[str, Any], *, refused: bool = False) -> int:
    print(json.dumps(said, ensure_ascii=False, indent=2))
    return 1 if refused else 0
