"""Orders of forwarding as rows: events appended, orders locked, days and hashes looked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from budstikke.post.records.models import ForwardingCover, ForwardingEvent, ForwardingOrder
from budstikke.post.terms.forwarding.days import DAY, Period
from budstikke.post.terms.forwarding.events import TAKES_DAYS, OrderEvent
from budstikke.post.terms.forwarding.kinds import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrderEvent:
    """An event about to be written of an order, or of a person; `decision` is plain JSON."""

    code: OrderEvent
    actor: str
    order_id: int | None = None
    person_id: int | None = None
    days: Period | None = None
    decision: dict[str, object] | None = None


def write(events: Iterable[NewOrderEvent], *, now: datetime) -> None:
    """
    Write events in their order; the orders must be locked.

    Raises: django.db.IntegrityError when one may not come where its order stands, or takes days another has.
    """
    ForwardingEvent.objects.bulk_create(
        ForwardingEvent(
            order_id=each.order_id,
            person_id=each.person_id,
            code=each.code,
            happened_at=now,
            recorded_at=now,
            actor=each.actor,
            days=as_range(each.days) if each.days else None,
            decision=each.decision,
        )
        for each in events
    )


def as_range(period: Period) -> DateRange:
    """Return a period as the database keeps it, half open."""
    return DateRange(period.start, period.first_day_after, "[)")


def period_of(order: ForwardingOrder | ForwardingEvent | ForwardingCover) -> Period:
    """Return the days of a row."""
    days = cast(DateRange, order.days)
    return Period(cast(date, days.lower), cast(date, days.upper) - DAY)


def lock_order(reference: str) -> ForwardingOrder | None:
    """Lock and return an order; None when there is none."""
    return ForwardingOrder.objects.select_for_update().filter(reference=reference).first()


def lock_persons(person_ids: Iterable[int]) -> None:
    """Lock persons in the order of their ids, so that two orders for one wait for each other, not in a ring."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM person WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [sorted(set(person_ids))]
        )


def lock_subject(subject: str) -> None:
    """Let one order at a time be made for a business."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('forwarding'), hashtext(%s))", [subject])


def count_of(order_id: int, code: OrderEvent) -> int:
    """Return how often something has happened to an order."""
    return ForwardingEvent.objects.filter(order_id=order_id, code=code).count()


def taken_days(subject: str, *, doors: Sequence[bytes]) -> list[tuple[ForwardingOrder, Service, Period]]:
    """Return the orders that have days of a subject at a door, under any hash of it."""
    covers = (
        ForwardingCover.objects.filter(
            subject=subject,
            left_out_at=None,
            order__door_lookup__in=doors,
            order__state__in=TAKES_DAYS,
        )
        .select_related("order")
        .order_by("order_id")
    )
    return [(each.order, Service(each.order.service), period_of(each.order)) for each in covers]
