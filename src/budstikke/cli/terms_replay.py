"""`budstikke terms replay`: which letters, orders and verdicts another edition would have turned, and why."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

from budstikke.cli import post
from budstikke.kit.clock import today
from budstikke.post.terms.editions import BY_ID, EVERY_EDITION, FORWARDING_BY_ID

if TYPE_CHECKING:
    from budstikke.law.words import Words
    from budstikke.post.actions.sorting.replay_verdicts import ReplayedVerdict


class _Ending(Protocol):
    @property
    def not_known(self) -> Words | None: ...


class _Replayed(Protocol):
    @property
    def instead(self) -> _Ending: ...
    @property
    def differs(self) -> bool: ...
    def as_json(self) -> dict[str, object]: ...


class _Counted:
    """What passes by: how many, how many differ, and for how many the record cannot say how it went on."""

    def __init__(self, replayed: Iterable[_Replayed], verdicts: Iterable[ReplayedVerdict]) -> None:
        self._replayed, self._verdicts = replayed, verdicts
        self.all = self.different = self.not_known = self.verdicts = 0
        # Verdicts that would have been others, by both and the clauses of the second.
        self.ways: Counter[tuple[str, str, str]] = Counter()

    def differing(self) -> Iterator[dict[str, Any]]:
        """Yield those that would have ended differently, verdicts last."""
        for one in self._replayed:
            self.all += 1
            self.not_known += one.instead.not_known is not None
            if one.differs:
                self.different += 1
                yield one.as_json()
        for verdict in self._verdicts:
            self.verdicts += 1
            if verdict.differs:
                self.ways[verdict.way] += 1
                yield verdict.as_json()

    def by_verdict(self) -> list[dict[str, object]]:
        """Return how many verdicts would have been which others, by which clauses."""
        return [
            {"recorded": was, "replayed": now, "clauses": cited, "verdicts": many}
            for (was, now, cited), many in sorted(self.ways.items())
        ]


def replay(args: argparse.Namespace) -> int:
    """Print what would have ended differently, each as soon as it is found, then the counts."""
    post.set_up()
    from budstikke.post.actions.proving.replay_orders import replay_orders
    from budstikke.post.actions.proving.replay_terms import replay_terms
    from budstikke.post.actions.sorting.replay_verdicts import replay_verdicts

    replayed: Iterable[_Replayed]
    if args.edition in BY_ID:
        what, when = "letters", _when
        replayed = replay_terms(edition=BY_ID[args.edition], since=args.since, today=today())
    else:
        what, when = "orders", _from_until
        replayed = replay_orders(edition=FORWARDING_BY_ID[args.edition], since=args.since, today=today())
    edition = EVERY_EDITION[args.edition]
    counted = _Counted(replayed, replay_verdicts(edition=edition, since=args.since))
    if args.json:
        _print_json(counted, args, what=what)
    else:
        _print_words(counted, args, what=what, when=when)
    return 0


def _print_json(counted: _Counted, args: argparse.Namespace, *, what: str) -> None:
    # One document, written as it grows: a million letters need no more memory than one.
    since = args.since and args.since.isoformat()
    head = json.dumps({"edition": args.edition, "since": since})
    print(f'{head[:-1]}, "changes": [', end="")
    for place, one in enumerate(counted.differing()):
        print(",\n" if place else "\n", json.dumps(one, ensure_ascii=False), sep="", end="")
    tail = {
        what: counted.all,
        "different": counted.different,
        "not_known": counted.not_known,
        "verdicts": {
            "asked": counted.verdicts,
            "different": counted.ways.total(),
            "by_verdict": counted.by_verdict(),
        },
    }
    print(f"], {json.dumps(tail)[1:]}")


def _print_words(
    counted: _Counted, args: argparse.Namespace, *, what: str, when: Callable[[dict[str, Any]], str]
) -> None:
    for shown in counted.differing():
        was, instead = shown["recorded"], shown["replayed"]
        if "verdict" in shown:
            print(f"verdict {shown['verdict']}  {_when(was)} -> {_when(instead)}")
        else:
            print(f"{shown.get('letter') or shown['order']}  {when(was)} -> {when(instead)}")
        for each in shown["differs"]:
            _print_decision("was", each["recorded"])
            _print_decision("now", each["replayed"])
        if instead["decision"] and "verdict" not in shown:
            _print_decision("so", instead["decision"])
        if instead["not_known"]:
            print(f"      {instead['not_known']['en']}")
    made = {"letters": "booked", "orders": "made"}[what]
    since = f" {made} since {args.since}" if args.since else ""
    print(
        f"{counted.all} {what}{since}: {counted.different} would have ended differently under {args.edition};"
        f" of {counted.not_known} the record does not say how it would have gone on"
    )
    if counted.verdicts:
        since = f" since {args.since}" if args.since else ""
        print(f"{counted.verdicts} verdicts at sorting{since}: {counted.ways.total()} would have been others")
    for row in counted.by_verdict():
        print(f"  {row['verdicts']} {row['recorded']} -> {row['replayed']} ({row['clauses']})")


def _when(end: dict[str, Any]) -> str:
    return f"{end['ended']} {end['on']}" if end["on"] else str(end["ended"])


def _from_until(end: dict[str, Any]) -> str:
    days = f" {end['starts_on']} to {end['last_day']}" if end["last_day"] else ""
    back = ", paid back" if end["paid_back"] else ""
    paid = f", NOK {end['compensation_ore'] / 100:.2f} paid" if end["compensation_ore"] else ""
    return f"{end['ended']}{days}{back}{paid}"


def _print_decision(label: str, decision: dict[str, Any]) -> None:
    clauses = ", ".join(decision["clauses"])
    print(f"  {label:>3} {decision['question']}: {decision['outcome']} ({clauses}) {decision['words']['en']}")
