"""Take over an edition of the postcode register."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from budstikke.formats.postcodes import PostcodeRow
from budstikke.post.records.scope import CARRIER, acting_as

_UPSERT = """
INSERT INTO postcode (code, city, municipality_number, municipality, category)
SELECT code, city, municipality_number, municipality, category FROM incoming
ON CONFLICT (code) DO UPDATE SET (city, municipality_number, municipality, category)
    = (excluded.city, excluded.municipality_number, excluded.municipality, excluded.category)
WHERE (postcode.city, postcode.municipality_number, postcode.municipality, postcode.category)
    IS DISTINCT FROM (excluded.city, excluded.municipality_number, excluded.municipality, excluded.category)
"""


def import_postcodes(rows: Sequence[PostcodeRow]) -> int:
    """
    Write the register; a code that it no longer has stays, because letters may still be addressed to it.

    Returns: how many codes are new or changed.
    """
    with acting_as(CARRIER), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE incoming (LIKE postcode) ON COMMIT DROP")
        with cursor.copy(
            "COPY incoming (code, city, municipality_number, municipality, category) FROM STDIN"
        ) as copy:
            for row in rows:
                copy.write_row((row.code, row.city, row.municipality_number, row.municipality, row.category))
        cursor.execute(_UPSERT)
        return int(cursor.rowcount)
