"""
After a rotation: what was sealed under an older key is sealed anew, a batch of rows at a time, while all else runs.

What is left to do is asked of the rows themselves (each value names its key), so a run that was killed is simply
begun again. Rows that somebody else holds are passed over and found by the next pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from budstikke.kit.vault import HEADER_BYTES, CannotOpen, LookUp, Vault

_PASSES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumn:
    """
    One sealed column, in SQL: how its values are read, written, and what they are bound to.

    `context` makes the text that actions seal with; a test opens every value through it. `only` says which rows,
    `batch` how many at once: few where each is a picture.
    """

    table: str
    column: str
    context: str
    key: str = "id"
    key_type: str = "bigint"
    read: str = ""
    write: str = "renewed.value"
    only: str = "true"
    batch: int = 500

    @property
    def name(self) -> str:
        """Table and column."""
        return f"{self.table}.{self.column}"

    @property
    def value(self) -> str:
        """How the sealed bytes are read."""
        return self.read or f"{self.table}.{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedColumn:
    """A column of keyed hashes, computed from what is sealed beside it."""

    table: str
    column: str
    source: SealedColumn
    kind: str

    @property
    def name(self) -> str:
        """Table and column."""
        return f"{self.table}.{self.column}"


Scope = Callable[[], AbstractContextManager[None]]


def reseal(column: SealedColumn, *, vault: Vault, scope: Scope) -> Iterator[int]:
    """
    Seal a column's older values under the current key; yields the number of rows after each committed batch.

    Reading: a value that does not open is left as it is, and counted by `left`; the others are not kept waiting.
    """

    def anew(value: bytes, context: bytes) -> bytes:
        return vault.seal(vault.open(value, context=context), context=context)

    yield from _renewed(
        column, target=column.column, stale=column.value, header=lambda: vault.header, anew=anew, scope=scope
    )


def hash_again(column: KeyedColumn, *, vault: Vault, look_up: LookUp, scope: Scope) -> Iterator[int]:
    """Compute a column's older hashes under the current key; yields the rows after each committed batch."""

    def anew(value: bytes, context: bytes) -> bytes:
        return look_up.hash(vault.open(value, context=context).decode(), kind=column.kind)

    yield from _renewed(
        column.source,
        target=column.column,
        stale=column.name,
        header=lambda: look_up.header,
        anew=anew,
        scope=scope,
    )


def left(column: SealedColumn | KeyedColumn, *, header: bytes, scope: Scope) -> int:
    """Return how many rows are not under the current key."""
    value = column.value if isinstance(column, SealedColumn) else column.name
    only = column.only if isinstance(column, SealedColumn) else column.source.only
    with scope(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {column.table} WHERE {only} AND {value} IS NOT NULL"
            f" AND substring({value} FROM 1 FOR {len(header)}) <> %s",
            [header],
        )
        return int(cursor.fetchone()[0])


def _renewed(
    column: SealedColumn,
    *,
    target: str,
    stale: str,
    header: Callable[[], bytes],
    anew: Callable[[bytes, bytes], bytes],
    scope: Scope,
) -> Iterator[int]:
    for _ in range(_PASSES):
        done, seen, after = 0, 1, None
        while seen:
            with scope():
                seen, count, after = _batch(column, target, stale, header=header(), anew=anew, after=after)
            done += count
            if count:
                yield count
        if not done:
            return


def _batch(
    column: SealedColumn,
    target: str,
    stale: str,
    *,
    header: bytes,
    anew: Callable[[bytes, bytes], bytes],
    after: int | UUID | None,
) -> tuple[int, int, int | UUID | None]:
    """Return how many rows were looked at, how many renewed, and the last key."""
    assert len(header) in (HEADER_BYTES, HEADER_BYTES - 1), "the header of a sealed value, or of a keyed hash"
    begin = f" AND {column.table}.{column.key} > %(after)s" if after is not None else ""
    with connection.cursor() as cursor:
        # The triggers that keep history as it is let the owner through who says what for.
        cursor.execute("SELECT set_config('budstikke.resealing', 'on', true)")
        cursor.execute(
            f"SELECT {column.table}.{column.key}, {column.value}, {column.context} FROM {column.table}"
            f" WHERE {column.only} AND {stale} IS NOT NULL AND {column.value} IS NOT NULL"
            f" AND substring({stale} FROM 1 FOR {len(header)}) <> %(header)s{begin}"
            f" ORDER BY {column.table}.{column.key} LIMIT {column.batch}"
            f" FOR UPDATE OF {column.table} SKIP LOCKED",
            {"header": header, "after": after},
        )
        rows = cursor.fetchall()
        if not rows:
            return 0, 0, None
        renewed = []
        for key, value, context in rows:
            with suppress(CannotOpen):
                renewed.append((key, anew(bytes(value), context.encode())))
        cursor.execute(
            f"UPDATE {column.table} SET {target} = {column.write if target == column.column else 'renewed.value'}"
            f" FROM unnest(%s::{column.key_type}[], %s::bytea[]) AS renewed (key, value)"
            f" WHERE {column.table}.{column.key} = renewed.key",
            [[key for key, _ in renewed], [value for _, value in renewed]],
        )
    return len(rows), len(renewed), rows[-1][0]
