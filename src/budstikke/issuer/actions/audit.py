"""Writing the audit log: who did what, in codes and numbers of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from budstikke.issuer.records.models import AuditRow

CUSTOMER, SYSTEM = "customer", "system"


def audited(
    verb: str,
    *,
    actor: str,
    now: datetime,
    customer: UUID | None = None,
    order_number: str = "",
    **facts: Any,
) -> None:
    """Append one line; `facts` hold nothing of a person and nothing of a code."""
    AuditRow.objects.create(
        at=now, actor=actor, verb=verb, customer=customer, order_number=order_number, facts=facts
    )


def all_audited(verb: str, rows: Iterable[Mapping[str, Any]], *, actor: str, now: datetime) -> None:
    """Append a line for each of many orders: its `order_number` and, beside it, facts as above."""
    AuditRow.objects.bulk_create(
        AuditRow(
            at=now,
            actor=actor,
            verb=verb,
            order_number=row["order_number"],
            facts={name: value for name, value in row.items() if name != "order_number"},
        )
        for row in rows
    )
