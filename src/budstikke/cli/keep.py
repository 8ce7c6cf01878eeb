"""
Keeping and forgetting: take down that a customer relationship ended, place and lift holds, erase what is due.

Letters are named by their numbers; - reads them from standard input, one a line.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from budstikke.cli import post
from budstikke.cli.reading import day
from budstikke.formats import s10
from budstikke.kit.clock import now, today

HELP = "take down ended relationships, hold letters, erase what is due"
EXAMPLES = (
    "budstikke keep hold --reason dispute RR473124829NO",
    "budstikke keep relationship --sender 10009999991 --ended-on 2029-11-23 - < letters.txt",
)
REASONS = ("claim", "dispute", "court", "authority")

Command = Callable[[argparse.Namespace], int]


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes; each row adds one sub-command."""
    commands = parser.add_subparsers(dest="keep_command", required=True, metavar="COMMAND")
    ended = commands.add_parser(
        "relationship", help="a sender tells that its relationship with recipients ended"
    )
    ended.add_argument("--sender", required=True, metavar="CUSTOMER", help="the sender's customer number")
    ended.add_argument("--ended-on", required=True, type=day, metavar="DATE", help="the day it ended")
    place = commands.add_parser("hold", help="have nothing of letters erased for the time being")
    lift = commands.add_parser("lift", help="lift a hold")
    erase = commands.add_parser("erase", help="erase what is due now, as the worker does every night")
    for each, run in ((ended, _ended), (place, _hold), (lift, _lift), (erase, _erase)):
        each.set_defaults(keep_run=run)
    for each in (place, lift):
        each.add_argument("--reason", required=True, choices=REASONS, help="what it is held for")
        each.add_argument("--by", default="service", metavar="PSEUDONYM", help="who asks (service)")
    for each in (ended, place, lift):
        each.add_argument("letters", nargs="+", metavar="LETTER", help="letter numbers; - for standard input")


def run(arguments: argparse.Namespace) -> int:
    """Run the sub-command asked for."""
    asked: Command = arguments.keep_run
    return asked(arguments)


def _ended(arguments: argparse.Namespace) -> int:
    """Print what was told or refused, letter by letter; exit code 1 when anything was refused."""
    numbers = _numbers(arguments.letters)
    if numbers is None:
        return 2
    post.set_up()
    from budstikke.post.actions.senders.end_relationship import end_relationship
    from budstikke.post.records.models import Sender
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        sender = Sender.objects.filter(customer_number=arguments.sender).first()
    if sender is None:
        print("there is no such sender", file=sys.stderr)
        return 1
    decisions = end_relationship(
        numbers, ended_on=arguments.ended_on, sender_id=sender.id, told_by="service", today=today(), now=now()
    )
    # A letter of another sender and one that nobody booked are told alike.
    answers = {number: decision and decision.as_json() for number, decision in decisions.items()}
    print(json.dumps({"letters": answers}, ensure_ascii=False, indent=2))
    return 0 if all(decision and not decision.refusals for decision in decisions.values()) else 1


def _hold(arguments: argparse.Namespace) -> int:
    """Print the numbers nobody has booked; exit code 1 when there are any."""
    numbers = _numbers(arguments.letters)
    if numbers is None:
        return 2
    post.set_up()
    from budstikke.post.actions.keeping.hold import place_hold
    from budstikke.post.terms.pum.keeping import HeldFor

    unknown = place_hold(numbers, reason=HeldFor(arguments.reason), by=arguments.by, now=now())
    print(json.dumps({"held": len(numbers) - len(unknown), "unknown": unknown}))
    return 1 if unknown else 0


def _lift(arguments: argparse.Namespace) -> int:
    """Print how many letters were let go."""
    numbers = _numbers(arguments.letters)
    if numbers is None:
        return 2
    post.set_up()
    from budstikke.post.actions.keeping.hold import lift_hold
    from budstikke.post.terms.pum.keeping import HeldFor

    lifted = lift_hold(numbers, reason=HeldFor(arguments.reason), by=arguments.by, now=now())
    print(json.dumps({"lifted": lifted}))
    return 0


def _erase(_: argparse.Namespace) -> int:
    """Print how many letters were forgotten at each moment; their receipts are in the log soon after."""
    post.set_up()
    from budstikke.post.actions.keeping.forget import forget
    from budstikke.post.channels import chosen

    print(json.dumps({"erased": forget(sealer=chosen.sealer(), today=today(), now=now())}))
    return 0


def _numbers(given: Sequence[str]) -> list[str] | None:
    """Return the letters' numbers; None, with the first that is none on standard error, when one is not."""
    lines = [line.strip() for word in given for line in (sys.stdin if word == "-" else (word,))]
    numbers = [s10.canonical(line) for line in lines if line]
    wrong = next((each for each in numbers if not s10.is_valid(each)), None)
    if wrong is None:
        return numbers
    print(f"not a letter number: {wrong[:20]}", file=sys.stderr)
    return None
