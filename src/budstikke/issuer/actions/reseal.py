"""Bring all that the issuer has sealed, and every keyed hash, under the newest keys; say what is not there yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager

from django.db import transaction

from budstikke.issuer.channels import chosen
from budstikke.issuer.records.sensitive import KEYED, SEALED
from budstikke.kit.resealing import hash_again, left, reseal
from budstikke.kit.vault import look_up_for, vault_for

# The authority's keys are files, sealed by the same key as the rows; a data key that one needs is not retired.
_AUTHORITY = "keys of the authority"


def reseal_rows() -> Iterator[tuple[str, int]]:
    """Seal rows under the current data key; yields column and rows, batch after batch, each committed."""
    for column in SEALED:
        for count in reseal(column, vault=vault_for("issuer"), scope=_batch):
            yield column.name, count
    if count := chosen.authority().seal_again():
        yield _AUTHORITY, count


def hash_rows() -> Iterator[tuple[str, int]]:
    """Compute keyed hashes under the current look-up key; yields column and rows, batch after batch."""
    for column in KEYED:
        for count in hash_again(
            column, vault=vault_for("issuer"), look_up=look_up_for("issuer"), scope=_batch
        ):
            yield column.name, count


def not_resealed() -> dict[str, int]:
    """Return how many rows of each column older data keys are still needed for."""
    header = vault_for("issuer").header
    counted = {column.name: left(column, header=header, scope=_batch) for column in SEALED}
    counted[_AUTHORITY] = chosen.authority().not_sealed_again()
    return {name: count for name, count in counted.items() if count}


def not_hashed() -> dict[str, int]:
    """Return how many rows of each column older look-up keys are still needed for."""
    header = look_up_for("issuer").header
    counted = {column.name: left(column, header=header, scope=_batch) for column in KEYED}
    return {name: count for name, count in counted.items() if count}


def _batch() -> AbstractContextManager[None]:
    return transaction.atomic()
