"""
The cache in which tries are counted: what two processes add at once, one of them adds.

Django's own looks for a key first and writes then; of two that find one whose time is over both believe that they
added it. django-allauth takes its locks by adding, so tries that came at once behind a lock that a dead process left
were all let in.
"""

from __future__ import annotations

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

_SWEPT = 10


class CountingCache(DatabaseCache):
    """Django's cache in a table of PostgreSQL, but for `add`, which is one statement."""

    def add(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Put a value there if there is none, or none whose time is not over; say whether it was put."""
        name = self.make_and_validate_key(key, version=version)
        ends = self.get_backend_timeout(timeout)
        content = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii")
        table = connection.ops.quote_name(self._table)  # type: ignore[attr-defined]  # the backend's own
        with connection.cursor() as cursor:
            cursor.execute(
                # What is over goes as new tries come, a few at a time: nobody else sweeps what is only ever added.
                f"WITH gone AS (DELETE FROM {table} WHERE cache_key IN (SELECT cache_key FROM {table}"
                " WHERE expires < statement_timestamp() AND cache_key <> %s"
                f" ORDER BY expires LIMIT {_SWEPT} FOR UPDATE SKIP LOCKED))"
                f" INSERT INTO {table} AS held (cache_key, value, expires) VALUES (%s, %s, %s)"
                " ON CONFLICT (cache_key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires"
                " WHERE held.expires < statement_timestamp()",
                [
                    name,
                    name,
                    content,
                    datetime.max.replace(tzinfo=UTC, microsecond=0)
                    if ends is None
                    else datetime.fromtimestamp(ends, tz=UTC),
                ],
            )
            return bool(cursor.rowcount)
