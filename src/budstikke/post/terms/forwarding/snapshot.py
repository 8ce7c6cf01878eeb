"""§1–§4: the orders in force, packed for sorting, and the names that are looked up nowhere."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.orders import EVERYBODY, ForwardingOrder, names_of, old_keys
from budstikke.post.terms.forwarding.spans import Row, Shape, rows_of

_NO_DAY = 0
# Between address and name; neither holds one.
_TAB = "\t"


def key_of(*, address: str, name: str) -> str:
    """Return the key a row is found by."""
    return f"{address}{_TAB}{name}"


@dataclass(frozen=True, slots=True)
class DenySet:
    """
    Names at addresses for which no order counts: an objection froze it, or the person's address is protected.

    It is checked first and published at once, between two snapshots. Which of the two it was is not in it, so
    that nothing which sorts can tell it.
    """

    number: int = 0
    keys: frozenset[str] = frozenset()


NOBODY_DENIED = DenySet()


def denied_keys(order: ForwardingOrder) -> frozenset[str]:
    """Return what to put into the deny set so that an order counts for nobody it covers."""
    return frozenset(
        key_of(address=address, name=name) for address in old_keys(order) for name in names_of(order)
    )


@dataclass(slots=True)
class Leg:
    """What one order does with an item on one day; `to` is the key of the new address."""

    shape: Shape
    to: str | None
    release_on: date | None
    since: int
    order: str


class Legs(Protocol):
    """What sorting asks: the orders in force, or moves that were published."""

    @property
    def number(self) -> int:
        """Return the number of what is asked."""

    def leg(self, *, address: str, name: str, day: int) -> Leg | None:
        """Return what holds for a name at an address on a day; None: nothing does."""


@dataclass(slots=True)
class Snapshot:
    """
    The orders in force as rows, found by address and name; read only, and shared by every thread that sorts.

    A row is a place in nine columns, about 35 bytes; the keys are what takes the memory.
    """

    number: int
    _first: dict[str, int] = field(default_factory=dict)
    _from: array[int] = field(default_factory=lambda: array("i"))
    _until: array[int] = field(default_factory=lambda: array("i"))
    _more: bytearray = field(default_factory=bytearray)
    _shape: array[int] = field(default_factory=lambda: array("H"))
    _release: array[int] = field(default_factory=lambda: array("i"))
    _since: array[int] = field(default_factory=lambda: array("i"))
    _to: list[str | None] = field(default_factory=list)
    _order: list[str] = field(default_factory=list)
    _shapes: list[Shape] = field(default_factory=list)
    _everybody: bool = False

    @classmethod
    def of(cls, rows: Iterable[Row], *, number: int) -> Snapshot:
        """
        Pack rows that belong together next to each other and do not overlap.

        Raises: ValueError when two rows of one name and address share a day, or stand apart (our bug).
        """
        made = cls(number)
        shapes: dict[Shape, int] = {}
        last = ""
        for row in rows:
            key = key_of(address=row.address, name=row.name)
            place = len(made._from)
            if key == last:
                if row.from_on.toordinal() <= made._until[-1]:
                    raise ValueError("rows of one name and address overlap")
                made._more[-1] = 1
            elif key in made._first:
                raise ValueError("rows of one name and address stand apart")
            else:
                made._first[key] = place
            last = key
            made._everybody = made._everybody or row.name == EVERYBODY
            made._from.append(row.from_on.toordinal())
            made._until.append(row.until_on.toordinal())
            made._more.append(0)
            made._shape.append(shapes.setdefault(row.shape, len(shapes)))
            made._release.append(row.release_on.toordinal() if row.release_on else _NO_DAY)
            made._since.append(row.since.toordinal())
            made._to.append(row.to)
            made._order.append(row.order)
        made._shapes = list(shapes)
        return made

    def __len__(self) -> int:
        return len(self._from)

    def leg(self, *, address: str, name: str, day: int) -> Leg | None:
        """
        Return what holds for a name at an address on a day; None: nothing does.

        Unit: `day` is an ordinal of the calendar (date.toordinal).
        """
        place = self._place(f"{address}\t{name}", day)
        if place < 0:
            place = self._place(f"{address}\t{EVERYBODY}", day) if self._everybody else -1
            if place < 0:
                return None
        release = self._release[place]
        return Leg(
            self._shapes[self._shape[place]],
            self._to[place],
            date.fromordinal(release) if release else None,
            self._since[place],
            self._order[place],
        )

    def _place(self, key: str, day: int) -> int:
        place = self._first.get(key, -1)
        while place >= 0:
            if self._from[place] <= day <= self._until[place]:
                return place
            if not self._more[place]:
                return -1
            place += 1
        return -1

    def rows(self) -> Iterator[Row]:
        """Return the rows it was made of."""
        for key, first in self._first.items():
            place = first
            while True:
                yield self._row(key, place)
                if not self._more[place]:
                    break
                place += 1

    def _row(self, key: str, place: int) -> Row:
        address, _, name = key.partition(_TAB)
        release = self._release[place]
        return Row(
            address=address,
            name=name,
            from_on=date.fromordinal(self._from[place]),
            until_on=date.fromordinal(self._until[place]),
            shape=self._shapes[self._shape[place]],
            to=self._to[place],
            release_on=date.fromordinal(release) if release else None,
            since=date.fromordinal(self._since[place]),
            order=self._order[place],
        )


def publish(orders: Iterable[ForwardingOrder], *, number: int, edition: ForwardingEdition) -> Snapshot:
    """
    Make the snapshot of a number from the orders known; `edition` says what counts where orders meet.

    Terms: Forwarding §1 to §4.
    """
    return Snapshot.of(rows_of(orders, edition=edition), number=number)
