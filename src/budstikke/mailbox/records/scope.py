"""Whose rows may be seen: those of one account, for one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# No account: whoever looks after contents, and sees of all accounts only which are due.
UPKEEP = 0


@contextmanager
def acting_as(account_id: int) -> Iterator[None]:
    """
    Open a transaction in which row-level security shows one account's rows.

    The setting ends with the transaction, because connections outlive requests; without it no row is seen.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('budstikke.account', %s, true)", [str(account_id)])
        yield
