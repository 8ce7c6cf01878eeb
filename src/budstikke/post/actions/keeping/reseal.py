"""Bring all that is sealed, and every keyed hash, under the newest keys; say what is not there yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager

from budstikke.kit.resealing import hash_again, left, reseal
from budstikke.kit.vault import look_up_for, vault_for
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.records.sensitive import KEYED, SEALED


def reseal_rows() -> Iterator[tuple[str, int]]:
    """
    Seal rows under the current data key; yields column and rows, batch after batch, each committed.

    Reading: the tables' owner does this, not the working role, which may not rewrite history.
    """
    for column in SEALED:
        for count in reseal(column, vault=vault_for("post"), scope=_carrier):
            yield column.name, count


def hash_rows() -> Iterator[tuple[str, int]]:
    """Compute keyed hashes under the current look-up key; yields column and rows, batch after batch."""
    for column in KEYED:
        for count in hash_again(column, vault=vault_for("post"), look_up=look_up_for("post"), scope=_carrier):
            yield column.name, count


def not_resealed() -> dict[str, int]:
    """Return how many rows of each column older data keys are still needed for."""
    header = vault_for("post").header
    counted = {column.name: left(column, header=header, scope=_carrier) for column in SEALED}
    return {name: count for name, count in counted.items() if count}


def not_hashed() -> dict[str, int]:
    """Return how many rows of each column older look-up keys are still needed for."""
    header = look_up_for("post").header
    counted = {column.name: left(column, header=header, scope=_carrier) for column in KEYED}
    return {name: count for name, count in counted.items() if count}


def _carrier() -> AbstractContextManager[None]:
    return acting_as(CARRIER)
