"""§7: the moves that registers of others may be told, and what is told of one of their records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from budstikke.post.terms.forwarding.days import DAY
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import ItemKind
from budstikke.post.terms.forwarding.moves_file import Move, Moves, PrintedAddress
from budstikke.post.terms.forwarding.orders import EVERYBODY, ForwardingOrder, Scope, names_of, old_keys
from budstikke.post.terms.forwarding.snapshot import key_of
from budstikke.post.terms.forwarding.sorting import Item, SortingRules, decide
from budstikke.post.terms.forwarding.spans import Stage, rows_of
from budstikke.post.terms.forwarding.verdicts import Outcome


class Basis(StrEnum):
    """
    On what ground a customer's register is washed; the customer says it, and answers for it.

    Source: Regulation (EU) 2016/679, article 6(1), letters a, b, c, e and f.
    """

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTEREST = "legitimate_interest"


_MOVED = (Stage.PERMANENT, Stage.EXPIRED)


def silent_keys(order: ForwardingOrder, *, reserved: Set[str], protected: Set[str]) -> frozenset[str]:
    """
    Return the names at addresses of which an order tells nobody's register anything.

    Terms:   Forwarding §7 (anybody may reserve in writing).
    Reading: who reserved is left out, and so is the surname of a household they are in. With one protected person
    on it the whole order is left out: where the others moved, that person lives (decision 0105).
    """
    refs = {person.ref for person in order.covered}
    everybody = bool(refs & protected)
    household = order.scope is Scope.HOUSEHOLD and bool(refs & reserved)
    return frozenset(
        key_of(address=address, name=name)
        for name, ref in names_of(order).items()
        if everybody or ref in reserved or (household and ref not in refs)
        for address in old_keys(order)
    )


def moves_of(
    orders: Iterable[ForwardingOrder], *, silent: Set[str], edition: ForwardingEdition
) -> Iterator[Move]:
    """
    Return the permanent changes of address that may be told; `silent` are not among them.

    Terms:   Forwarding §7 (who is in a register already is told of; nobody else).
    Reading: a move stays a move when the mail is no longer redirected. Temporary redirection and storage are no new
    address. Orders that name nobody tell nothing, or a stranger at the address would be told of too (decision 0105).
    """
    persons: dict[tuple[str, str], str] = {}
    among: dict[str, tuple[str, ...]] = {}

    def noted() -> Iterator[ForwardingOrder]:
        for order in orders:
            among[order.ref] = tuple(person.ref for person in order.covered)
            for name, ref in names_of(order).items():
                persons[order.ref, name] = ref
            yield order

    last: Move | None = None
    for row in rows_of(noted(), edition=edition):
        if (
            row.shape.stage not in _MOVED
            or row.to is None
            or row.name == EVERYBODY
            or key_of(address=row.address, name=row.name) in silent
        ):
            continue
        move = Move(
            address=row.address,
            name=row.name,
            from_on=row.from_on,
            until_on=row.until_on,
            since=row.since,
            to=row.to,
            order=row.order,
            person=persons[row.order, row.name],
            among=among[row.order],
        )
        if last is not None and _goes_on(last, move):
            last = replace(last, until_on=move.until_on)
            continue
        if last is not None:
            yield last
        last = move
    if last is not None:
        yield last


def _goes_on(one: Move, other: Move) -> bool:
    same = replace(other, from_on=one.from_on, until_on=one.until_on) == one
    return same and one.until_on + DAY == other.from_on


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one record: the new address, and the references of those it is of."""

    key: str
    printed: PrintedAddress
    persons: tuple[str, ...]


def told_of(*, address: str, name: str, day: int, moves: Moves, rules: SortingRules) -> Told | None:
    """
    Return where the moves of a name at an address lead by a day; None: nothing may be told, whatever the reason.

    Unit:    `day` is an ordinal of the calendar (date.toordinal).
    Reading: moves are followed as mail is at sorting: to a new address's own moves, four times at most, and not in
    circles (decision 0072).
    """
    if not moves.knows(address=address, name=name):
        return None
    item = Item(kind=ItemKind.LETTER, address=address, name=name, sorted_day=day)
    verdict = decide(item, snapshot=moves, rules=rules)
    if verdict.outcome is not Outcome.REDIRECT or verdict.to is None:
        return None
    before = verdict.via[-1] if verdict.via else address
    printed = moves.printed(address=before, name=name, day=day)
    return None if printed is None else Told(verdict.to, printed, verdict.orders)
