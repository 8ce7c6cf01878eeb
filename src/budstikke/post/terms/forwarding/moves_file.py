"""§7: the moves that registers of others may be told, as a file that answers only for a name at its old address."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise
from typing import IO, NamedTuple

from budstikke.formats.sealed_table import SealedTable, write_table
from budstikke.post.terms.forwarding.snapshot import Leg, key_of
from budstikke.post.terms.forwarding.spans import Shape, Stage

_KIND = "budstikke moves 2"
_SHAPE = Shape(Stage.PERMANENT)


@dataclass(frozen=True, slots=True)
class PrintedAddress:
    """An address as it stands on mail; `country` is a code of two letters."""

    street: str = field(repr=False)
    postcode: str = field(repr=False)
    city: str = field(repr=False)
    country: str = "NO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """
    That mail for a name at an address belongs elsewhere, from a day to a day, both in it.

    `to` is the key of the new address, `since` the first day of the order. `person` is the reference of whom this
    tells, `among` are those of everybody on the order.
    """

    address: str
    name: str
    from_on: date
    until_on: date
    since: date
    to: str
    order: str
    person: str
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hushed:
    """Of whom nothing may be told since the moves were published: orders, those who reserved, protected persons."""

    orders: frozenset[str] = frozenset()
    reserved: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()

    def hides(self, *, order: str, person: str, among: Iterable[str]) -> bool:
        """
        Say whether a move may be told no more.

        Reading: as when they are published: one protected person hides the whole order, one who reserved also the
        surname of their household (decision 0105).
        """
        return (
            order in self.orders
            or not self.protected.isdisjoint(among)
            or not self.reserved.isdisjoint(person.split("+"))
        )


NOBODY_HUSHED = Hushed()


class _Told(NamedTuple):
    from_day: int
    until_day: int
    since_day: int
    to: str
    order: str
    person: str
    among: list[str]
    street: str
    postcode: str
    city: str
    country: str


def write_moves(stream: IO[bytes], moves: Iterable[tuple[Move, PrintedAddress]], *, number: int) -> int:
    """
    Write moves with their new addresses; those of one name and address stand together and do not overlap.

    Who holds the file and a list of names and addresses can ask it: whoever opens it lets nobody else read it.
    Unit:    `number` is that of the snapshot they were published with.
    Returns: how many moves it has.
    Raises:  ValueError when two of one name and address share a day, or stand apart (our bug).
    """
    count = 0

    def entries() -> Iterator[tuple[str, bytes]]:
        nonlocal count
        for key, group in groupby(moves, key=lambda each: key_of(address=each[0].address, name=each[0].name)):
            told = [_told(move, printed) for move, printed in group]
            if any(one.until_day >= other.from_day for one, other in pairwise(told)):
                raise ValueError("moves of one name and address overlap")
            count += len(told)
            yield key, json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

    write_table(stream, entries(), kind=_KIND, said={"number": number})
    return count


def _told(move: Move, printed: PrintedAddress) -> _Told:
    return _Told(
        move.from_on.toordinal(),
        move.until_on.toordinal(),
        move.since.toordinal(),
        move.to,
        move.order,
        move.person,
        list(move.among),
        *astuple(printed),
    )


class Moves:
    """Moves as they were published, less those that may be told no more; asked as a snapshot is."""

    def __init__(self, stream: IO[bytes], *, hushed: Hushed = NOBODY_HUSHED) -> None:
        """
        Open the moves of a file.

        Raises: Malformed for a file of another format or version, or one that was cut off or changed.
        """
        self._table = SealedTable(stream, kind=_KIND)
        self.number = int(self._table.said["number"])
        self.hushed = hushed
        # The few that one record leads through, which are asked for more than once.
        self._of = lru_cache(maxsize=16)(self._opened)

    def knows(self, *, address: str, name: str) -> bool:
        """Say whether there is a move, on whatever days, for this very name at an address."""
        return f"{address}\t{name}" in self._table

    def leg(self, *, address: str, name: str, day: int) -> Leg | None:
        """
        Return where mail for a name at an address belongs on a day; None: nothing may be told.

        Unit: `day` is an ordinal of the calendar (date.toordinal).
        """
        told = self._on(address, name, day)
        return told and Leg(_SHAPE, told.to, None, told.since_day, told.person)

    def printed(self, *, address: str, name: str, day: int) -> PrintedAddress | None:
        """Return the new address as it stands on mail."""
        told = self._on(address, name, day)
        return told and PrintedAddress(told.street, told.postcode, told.city, told.country)

    def _on(self, address: str, name: str, day: int) -> _Told | None:
        for told in self._of(f"{address}\t{name}"):
            if told.from_day <= day <= told.until_day:
                hidden = self.hushed.hides(order=told.order, person=told.person, among=told.among)
                return None if hidden else told
        return None

    def _opened(self, key: str) -> tuple[_Told, ...]:
        content = self._table.get(key)
        return () if content is None else tuple(_Told(*each) for each in json.loads(content))
