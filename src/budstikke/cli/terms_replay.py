"""`budstikke terms replay`: which letters would have ended differently under another edition, and why."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from budstikke.cli import post
from budstikke.kit.clock import today
from budstikke.post.terms.editions import BY_ID

if TYPE_CHECKING:
    from budstikke.post.actions.proving.replay_terms import Replayed


class _Counted:
    """Letters as they pass by: how many, how many differ, and for how many the record cannot say how it went on."""

    def __init__(self, letters: Iterable[Replayed]) -> None:
        self._letters = letters
        self.letters = self.different = self.not_known = 0

    def differing(self) -> Iterator[Replayed]:
        """Yield those that would have ended differently."""
        for one in self._letters:
            self.letters += 1
            self.not_known += one.instead.not_known is not None
            if one.differs:
                self.different += 1
                yield one


def replay(args: argparse.Namespace) -> int:
    """Print the letters that would have ended differently, each as soon as it is found, then the counts."""
    post.set_up()
    from budstikke.post.actions.proving.replay_terms import replay_terms

    counted = _Counted(replay_terms(edition=BY_ID[args.edition], since=args.since, today=today()))
    (_print_json if args.json else _print_words)(counted, args)
    return 0


def _print_json(counted: _Counted, args: argparse.Namespace) -> None:
    # One document, written as it grows: a million letters need no more memory than one.
    since = args.since and args.since.isoformat()
    head = json.dumps({"edition": args.edition, "since": since})
    print(f'{head[:-1]}, "changes": [', end="")
    for place, one in enumerate(counted.differing()):
        print(",\n" if place else "\n", json.dumps(one.as_json(), ensure_ascii=False), sep="", end="")
    tail = {"letters": counted.letters, "different": counted.different, "not_known": counted.not_known}
    print(f"], {json.dumps(tail)[1:]}")


def _print_words(counted: _Counted, args: argparse.Namespace) -> None:
    for one in counted.differing():
        shown: dict[str, Any] = one.as_json()
        was, instead = shown["recorded"], shown["replayed"]
        print(f"{shown['letter']}  {_when(was)} -> {_when(instead)}")
        for each in shown["differs"]:
            _print_decision("was", each["recorded"])
            _print_decision("now", each["replayed"])
        if instead["decision"]:
            _print_decision("so", instead["decision"])
        if instead["not_known"]:
            print(f"      {instead['not_known']['en']}")
    since = f" booked since {args.since}" if args.since else ""
    print(
        f"{counted.letters} letters{since}: {counted.different} would have ended differently under {args.edition};"
        f" of {counted.not_known} the record does not say how it would have gone on"
    )


def _when(end: dict[str, Any]) -> str:
    return f"{end['ended']} {end['on']}" if end["on"] else str(end["ended"])


def _print_decision(label: str, decision: dict[str, Any]) -> None:
    clauses = ", ".join(decision["clauses"])
    print(f"  {label:>3} {decision['question']}: {decision['outcome']} ({clauses}) {decision['words']['en']}")
