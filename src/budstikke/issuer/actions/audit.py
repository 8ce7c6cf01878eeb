"""Writing the audit log: who did what, in codes and numbers of ours."""

from __future__ import annotations

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
