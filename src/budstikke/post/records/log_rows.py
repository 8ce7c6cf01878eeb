"""The log in its tables: appended to by blocks, read by spans."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from budstikke.proof.log import BLOCK, Span, root_of, span_by_blocks

# As with events: first the new ones, then their order.
_UNLOGGED = """
SELECT id, sha256 FROM (
    SELECT id, sha256 FROM evidence WHERE recorded_in >= %(since)s
    AND NOT EXISTS (SELECT 1 FROM log_entry WHERE log_entry.evidence_id = evidence.id) OFFSET 0
) AS fresh ORDER BY id LIMIT %(most)s
"""


def unlogged(*, since: int, most: int) -> list[tuple[int, str]]:
    """Return ids and fingerprints of evidence written by transactions from `since` on that is not in the log."""
    with connection.cursor() as cursor:
        cursor.execute(_UNLOGGED, {"since": since, "most": most})
        return list(cursor.fetchall())


def log_size() -> int:
    """Return how many entries the log has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(index) + 1, 0) FROM log_entry")
        return int(cursor.fetchone()[0])


def append(entries: Sequence[tuple[int, bytes]]) -> None:
    """Append evidence ids with their leaf hashes, and the roots of the blocks that this fills; one caller at a time."""
    size = log_size()
    with connection.cursor() as cursor:
        with cursor.copy("COPY log_entry (index, evidence_id, leaf_hash) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["int8", "int8", "bytea"])
            for place, (evidence_id, leaf) in enumerate(entries):
                copy.write_row((size + place, evidence_id, leaf))
        level, before, after = 0, size, size + len(entries)
        while after // BLOCK > before // BLOCK:
            full = range(before // BLOCK, after // BLOCK)
            cursor.executemany(
                "INSERT INTO log_node (level, nth, hash) VALUES (%s, %s, %s)",
                [(level + 1, nth, root_of(_block(level, nth))) for nth in full],
            )
            level, before, after = level + 1, before // BLOCK, after // BLOCK


def spans() -> Span:
    """Return the spans of the log as it stands; each block is read at most once."""
    return span_by_blocks(_block)


def leaf_hashes(start: int, *, most: int) -> list[bytes]:
    """Return leaf hashes from an entry on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT leaf_hash FROM log_entry WHERE index >= %s AND index < %s ORDER BY index",
            [start, start + most],
        )
        return [bytes(row[0]) for row in cursor.fetchall()]


def _block(level: int, nth: int) -> list[bytes]:
    where = "FROM log_node WHERE level = %(level)s AND nth" if level else "FROM log_entry WHERE index"
    column, key = ("hash", "nth") if level else ("leaf_hash", "index")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} {where} >= %(first)s AND {key} < %(end)s ORDER BY {key}",
            {"level": level, "first": nth * BLOCK, "end": (nth + 1) * BLOCK},
        )
        return [bytes(row[0]) for row in cursor.fetchall()]
