"""Whose rows may be seen: the carrier's own work sees all, a sender's door only that sender's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

CARRIER = "carrier"


@contextmanager
def acting_as(tenant: str) -> Iterator[None]:
    """
    Open a transaction in which row-level security shows one tenant's rows: CARRIER, or str(sender.id).

    The setting ends with the transaction, because connections outlive requests; without it no row is seen.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('budstikke.tenant', %s, true)", [tenant])
        yield


def allow_for_many() -> None:
    """Give the transaction begun here memory to sort and keep what a statement about many letters writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', '128MB', true)")
