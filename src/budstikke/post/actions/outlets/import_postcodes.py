"""Take over an edition of the postcode register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from budstikke.formats.malformed import Fault, Malformed
from budstikke.formats.postcodes import PostcodeRow
from budstikke.post.records.models import PostcodeEdition
from budstikke.post.records.scope import CARRIER, acting_as

# A register changes by a few dozen codes a year; one that lacks more than this was cut off on its way.
MOST_GONE_PERCENT = 5

_VALUES = "city, municipality_number, municipality, category"
_NOW = "postcode.city, postcode.municipality_number, postcode.municipality, postcode.category"
_NEXT = "incoming.city, incoming.municipality_number, incoming.municipality, incoming.category"
_LOCK = "LOCK TABLE postcode IN SHARE ROW EXCLUSIVE MODE"
_MISSING = """
SELECT count(*) FILTER (WHERE incoming.code IS NULL), count(*)
FROM postcode LEFT JOIN incoming USING (code) WHERE postcode.gone_on IS NULL
"""
_KEEP_PAST = f"""
INSERT INTO postcode_past (code, {_VALUES}, since_on, until_on)
SELECT postcode.code, {_NOW}, postcode.since_on, %(on)s::date - 1
FROM postcode LEFT JOIN incoming USING (code)
WHERE postcode.gone_on IS NULL AND postcode.since_on IS DISTINCT FROM %(on)s
    AND (incoming.code IS NULL OR ({_NOW}) IS DISTINCT FROM ({_NEXT}))
"""
_GONE = """
UPDATE postcode SET gone_on = %(on)s
WHERE gone_on IS NULL AND NOT EXISTS (SELECT FROM incoming WHERE incoming.code = postcode.code)
"""
_CHANGE = f"""
UPDATE postcode SET ({_VALUES}, since_on, gone_on) = ({_NEXT}, %(on)s, NULL) FROM incoming
WHERE incoming.code = postcode.code AND (postcode.gone_on IS NOT NULL OR ({_NOW}) IS DISTINCT FROM ({_NEXT}))
"""
_NEW = f"""
INSERT INTO postcode (code, {_VALUES}, since_on)
SELECT code, {_NEXT}, %(on)s FROM incoming
WHERE NOT EXISTS (SELECT FROM postcode WHERE postcode.code = incoming.code)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostcodesTaken:
    """What an edition of the register brought: codes that are new, changed (or back), and gone."""

    new: int
    changed: int
    gone: int


def import_postcodes(
    rows: Sequence[PostcodeRow], *, valid_from: date, sha256: str, now: datetime, much_gone: bool = False
) -> PostcodesTaken:
    """
    Put an edition of the register in the place of the one before it, whole or not at all.

    A code that it no longer has stays and is marked as gone, because letters may still be addressed to it; how each
    code stood before is kept with its days. `much_gone` takes an edition that lacks a large part of the codes.
    Raises: Malformed for an edition that is older than the newest, or that lacks too much.
    """
    with acting_as(CARRIER), connection.cursor() as cursor:
        cursor.execute(_LOCK)
        newest = PostcodeEdition.objects.order_by("-valid_from").values_list("valid_from", flat=True).first()
        if newest is not None and valid_from < newest:
            text = f"the register of {newest} was taken over already; an older one would undo it"
            raise Malformed((Fault("file", "OLDER", text),))
        cursor.execute("CREATE TEMP TABLE incoming (LIKE postcode) ON COMMIT DROP")
        with cursor.copy(f"COPY incoming (code, {_VALUES}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row.code, row.city, row.municipality_number, row.municipality, row.category))
        cursor.execute(_MISSING)
        missing, known = cursor.fetchone()
        if missing * 100 > known * MOST_GONE_PERCENT and not much_gone:
            text = f"{missing} of {known} codes are missing; if that is right, say so with --much-gone"
            raise Malformed((Fault("file", "TOO_FEW", text),))
        counts = {}
        for name, statement in (("past", _KEEP_PAST), ("gone", _GONE), ("changed", _CHANGE), ("new", _NEW)):
            cursor.execute(statement, {"on": valid_from})
            counts[name] = int(cursor.rowcount)
        PostcodeEdition.objects.create(valid_from=valid_from, imported_at=now, rows=len(rows), sha256=sha256)
    return PostcodesTaken(new=counts["new"], changed=counts["changed"], gone=counts["gone"])
