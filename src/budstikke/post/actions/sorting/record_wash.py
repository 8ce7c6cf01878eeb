"""Write down a wash of a customer register: before anything is told on what ground, and at its end of whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from budstikke.post.records.models import Wash
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.washing import Basis

# What is written of each person: that their postal address was told, to whom and for which wash.
_PURPOSE, _FIELD = "wash", "postal_address"
_READ = """
INSERT INTO register_read (person_id, at, reader, purpose, fields, about)
SELECT DISTINCT person.id, %s::timestamptz, %s, %s, ARRAY[%s], %s
FROM told JOIN person ON person.ref = told.ref
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WashBegun:
    """What a wash is begun with."""

    ref: UUID
    customer: str
    basis: Basis
    agreement: str
    moves: int
    as_of_on: date
    file_bytes: int
    file_sha256: str


def begin_wash(wash: WashBegun, *, now: datetime) -> None:
    """
    Write down a wash before it tells anything; one that was begun and broke off is there already.

    Terms: Forwarding §7.
    """
    with acting_as(CARRIER):
        Wash.objects.get_or_create(
            ref=wash.ref,
            defaults={
                "customer": wash.customer,
                "basis": str(wash.basis),
                "agreement": wash.agreement,
                "moves": wash.moves,
                "as_of_on": wash.as_of_on,
                "file_bytes": wash.file_bytes,
                "file_sha256": wash.file_sha256,
                "begun_at": now,
            },
        )


def finish_wash(
    ref: UUID,
    *,
    records: int,
    told: int,
    unread: int,
    persons: Iterable[Iterable[str]],
    now: datetime,
) -> int:
    """
    Write down what a wash came to, and with each person told of that it was so; once, however often it is asked.

    `persons` are references, part by part; a household's are joined by plus signs.
    Returns: how many persons the register has that were told of.
    """
    with acting_as(CARRIER), connection.cursor() as cursor:
        wash = Wash.objects.select_for_update().get(ref=ref)
        if wash.finished_at is not None:
            return 0
        cursor.execute("CREATE TEMP TABLE told (ref uuid) ON COMMIT DROP")
        with cursor.copy("COPY told FROM STDIN") as copy:
            for part in persons:
                for joined in part:
                    for one in joined.split("+"):
                        copy.write_row((one,))
        cursor.execute(_READ, [now, wash.customer, _PURPOSE, _FIELD, str(ref)])
        written = int(cursor.rowcount)
        wash.finished_at, wash.records, wash.told, wash.unread = now, records, told, unread
        wash.save(update_fields=["finished_at", "records", "told", "unread"])
    return written
