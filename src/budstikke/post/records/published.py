"""Snapshots and the deny set as rows: closed and added set by set, and read again as they were at any number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from budstikke.post.records.models import DenyChange, Snapshot
from budstikke.post.terms.forwarding.days import DAY
from budstikke.post.terms.forwarding.kinds import AddressKind
from budstikke.post.terms.forwarding.orders import EVERYBODY
from budstikke.post.terms.forwarding.snapshot import DenySet, key_of
from budstikke.post.terms.forwarding.spans import NEVER, Row, Shape, Stage

_KEY = "(hashtextextended(encode({t}.address, 'hex') || encode({t}.name, 'hex'), 0) & 4611686018427387903)"
_SAME = """sorting_row.key = fresh.key AND sorting_row.address = fresh.address AND sorting_row.name = fresh.name
    AND sorting_row.door = fresh.door
    AND sorting_row.days = fresh.days AND sorting_row.shape = fresh.shape
    AND sorting_row."to" IS NOT DISTINCT FROM fresh."to"
    AND sorting_row.release_on IS NOT DISTINCT FROM fresh.release_on
    AND sorting_row.since = fresh.since AND sorting_row."order" = fresh."order"
    AND upper_inf(sorting_row.snapshots)"""
_ROWS = """
SELECT address, name, lower(days), upper(days), shape, "to", release_on, since, "order" FROM sorting_row
WHERE {where} AND snapshots @> %(number)s::bigint ORDER BY address, name, lower(days)
"""
_FLAGS = (
    "withheld",
    "abroad",
    "parcels",
    "parcel_returns",
    "cod_as_parcel",
    "customs_returns",
    "ea_stops",
)


class Hashed(NamedTuple):
    """A row of a snapshot whose names and addresses are keyed hashes."""

    address: bytes
    name: bytes
    door: bytes
    row: Row
    to: bytes | None


def code_of(shape: Shape) -> str:
    """
    Return a shape as it is kept.

    >>> code_of(Shape(Stage.PERMANENT, abroad=True))
    '2-0100100-residential'
    """
    flags = "".join(str(int(getattr(shape, name))) for name in _FLAGS)
    return f"{shape.stage.value}-{flags}-{shape.new_kind}"


@lru_cache(maxsize=1024)
def shape_of(code: str) -> Shape:
    """Return the shape that was kept."""
    stage, flags, kind = code.split("-")
    return Shape(
        Stage(int(stage)),
        new_kind=AddressKind(kind),
        **{name: flag == "1" for name, flag in zip(_FLAGS, flags, strict=True)},
    )


def begin_publishing() -> None:
    """Let one publish at a time, and make room for the fresh rows in the transaction begun here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('publish snapshot'))")
        cursor.execute(
            'CREATE TEMP TABLE fresh (address bytea, name bytea, door bytea, days daterange, shape text, "to" bytea,'
            ' release_on date, since date, "order" text, key bigint) ON COMMIT DROP'
        )
        cursor.execute("CREATE TEMP TABLE touched (door bytea) ON COMMIT DROP")


def copy_fresh(rows: Iterable[Hashed]) -> int:
    """Copy rows as they should be from now on; returns how many."""
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(
            'COPY fresh (address, name, door, days, shape, "to", release_on, since, "order") FROM STDIN'
        ) as copy,
    ):
        for each in rows:
            row = each.row
            until = "" if row.until_on == NEVER else (row.until_on + DAY).isoformat()
            days = f"[{row.from_on.isoformat()},{until})"
            copy.write_row(
                (
                    each.address,
                    each.name,
                    each.door,
                    days,
                    code_of(row.shape),
                    each.to,
                    row.release_on,
                    row.since,
                    row.order,
                )
            )
            count += 1
    return count


def copy_touched(doors: Iterable[bytes]) -> None:
    """Name the doors behind which rows are made anew."""
    with connection.cursor() as cursor, cursor.copy("COPY touched (door) FROM STDIN") as copy:
        for each in doors:
            copy.write_row((each,))


def exchange(number: int, *, everything: bool) -> tuple[int, int]:
    """
    Close the rows that hold no more and add the new ones, as snapshot `number`.

    Returns: how many were closed, and how many added.
    Raises:  django.db.IntegrityError where two rows would hold for one name on one day.
    """
    of_touched = "true" if everything else "sorting_row.door IN (SELECT door FROM touched)"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fresh SET key = " + _KEY.format(t="fresh"))
        cursor.execute("CREATE INDEX ON fresh (key)")
        cursor.execute("ANALYZE fresh, touched")
        cursor.execute(
            "UPDATE sorting_row SET snapshots = int8range(lower(snapshots), %s) WHERE upper_inf(snapshots)"
            f" AND {of_touched} AND NOT EXISTS (SELECT 1 FROM fresh WHERE {_SAME})",
            [number],
        )
        closed = cursor.rowcount
        cursor.execute(
            'INSERT INTO sorting_row (snapshots, address, name, door, key, days, shape, "to", release_on, since,'
            ' "order") SELECT int8range(%s, NULL), address, name, door, key, days, shape, "to", release_on, since,'
            ' "order"'
            f" FROM fresh WHERE NOT EXISTS (SELECT 1 FROM sorting_row WHERE {_SAME})",
            [number],
        )
        return closed, int(cursor.rowcount)


def latest() -> Snapshot | None:
    """Return the snapshot in force."""
    return Snapshot.objects.order_by("-number").first()


def rows_of_keys(pairs: Iterable[tuple[bytes, bytes]], *, number: int) -> list[Row]:
    """Return the rows of names at addresses in a snapshot, in the order of their keys."""
    asked = list(pairs)
    where = (
        "key IN (SELECT "
        + _KEY.format(t="asked")
        + (" FROM unnest(%(addresses)s::bytea[], %(names)s::bytea[]) AS asked(address, name))")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _ROWS.format(where=where),
            {
                "addresses": [address for address, _ in asked],
                "names": [name for _, name in asked],
                "number": number,
            },
        )
        return [_row(each) for each in cursor.fetchall()]


def text_of(code: bytes | memoryview) -> str:
    """Return a hash as the text that terms compare: a letter a byte."""
    return bytes(code).decode("latin-1")


def bytes_of(text: str) -> bytes:
    """Return the hash that was made a text."""
    return text.encode("latin-1")


# A name that stands for everybody has a value of its own, which no hash has.
EVERYBODYS = EVERYBODY.encode()


def _row(found: Sequence[object]) -> Row:
    address, name, start, end, shape, to, release_on, since, order = found
    assert isinstance(start, date) and isinstance(since, date)
    return Row(
        address=text_of(address),  # type: ignore[arg-type]
        name=text_of(name),  # type: ignore[arg-type]
        from_on=start,
        until_on=end - DAY if isinstance(end, date) else NEVER,
        shape=shape_of(str(shape)),
        to=None if to is None else text_of(to),  # type: ignore[arg-type]
        release_on=release_on if isinstance(release_on, date) else None,
        since=since,
        order=str(order),
    )


def deny(pairs: Iterable[tuple[bytes, bytes]], *, source: str, now: datetime) -> int:
    """
    Put names at addresses into the deny set, at once; returns the set's new number.

    One change at a time, so that a number that is read stands for all changes before it.
    """
    number = _next_number(now)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO deny_entry (address, name, numbers, source) VALUES (%s, %s, int8range(%s, NULL), %s)",
            [(address, name, number, source) for address, name in pairs],
        )
    return number


def lift(source: str, *, now: datetime) -> int:
    """Take what one source denied out of the set; returns how many names that were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM deny_entry WHERE source = %s AND upper_inf(numbers) LIMIT 1", [source])
        if cursor.fetchone() is None:
            return 0
        number = _next_number(now)
        cursor.execute(
            "UPDATE deny_entry SET numbers = int8range(lower(numbers), %s) WHERE source = %s AND upper_inf(numbers)",
            [number, source],
        )
        return int(cursor.rowcount)


def _next_number(now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('deny set'))")
    return int(DenyChange.objects.create(at=now).id)


def deny_number() -> int:
    """Return the number of the deny set now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM deny_change")
        return int(cursor.fetchone()[0])


def denied_at(number: int) -> DenySet:
    """Return the whole deny set of a number, for a process that sorts from memory."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, name FROM deny_entry WHERE numbers @> %s::bigint", [number])
        return _denied(number, cursor.fetchall())


def denied_among(pairs: Iterable[tuple[bytes, bytes]], *, number: int) -> DenySet:
    """Return what the deny set of a number has of some names at addresses."""
    asked = list(pairs)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT address, name FROM deny_entry JOIN unnest(%s::bytea[], %s::bytea[]) AS asked(address, name)"
            " USING (address, name) WHERE numbers @> %s::bigint",
            [[address for address, _ in asked], [name for _, name in asked], number],
        )
        return _denied(number, cursor.fetchall())


def _denied(number: int, found: Iterable[tuple[bytes, bytes]]) -> DenySet:
    return DenySet(
        number,
        frozenset(key_of(address=text_of(address), name=text_of(name)) for address, name in found),
    )
