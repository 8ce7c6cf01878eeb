"""Of whom nothing may be told any more since moves were published: asked when a wash begins."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from budstikke.post.records.models import Person, Snapshot
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.events import AT_SORTING
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.moves_file import Hushed

# A reservation written by a transaction that ended late is seen all the same.
_OVERLAP = timedelta(minutes=10)
_STOPPED = """
SELECT reference FROM forwarding_order WHERE service = %s AND state <> ALL(%s) AND id IN (
    SELECT order_id FROM forwarding_event WHERE recorded_in >= %s AND order_id IS NOT NULL
)
"""


def hushed_since(number: int) -> Hushed | None:
    """
    Return of whom nothing may be told that was published with a snapshot; None: there is no such snapshot here.

    Terms:   Forwarding §7.
    Reading: an order that was frozen or withdrawn since, whoever reserved since, and every protected person
    (decision 0160).
    """
    with acting_as(CARRIER), connection.cursor() as cursor:
        snapshot = Snapshot.objects.filter(number=number).first()
        if snapshot is None:
            return None
        states = [str(each) for each in AT_SORTING]
        cursor.execute(_STOPPED, [str(Service.PERMANENT), states, snapshot.upto_transaction])
        stopped = frozenset(str(row[0]) for row in cursor.fetchall())
        reserved = Person.objects.filter(reserved_at__gte=snapshot.made_at - _OVERLAP)
        protected = Person.objects.exclude(protection="")
        return Hushed(
            orders=stopped,
            reserved=frozenset(str(ref) for ref in reserved.values_list("ref", flat=True)),
            protected=frozenset(str(ref) for ref in protected.values_list("ref", flat=True)),
        )
