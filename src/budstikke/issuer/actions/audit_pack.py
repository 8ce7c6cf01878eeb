"""The audit pack of a customer: every eID and certificate, and all that both logs tell, in the order of time."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from budstikke.issuer.actions.eid_history import chain_holds, write_of_person
from budstikke.issuer.records.models import (
    AuditRow,
    Customer,
    EidEvent,
    IssuedCertificate,
    Order,
    Staff,
    TwoPersonRequest,
)
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eids import Happening
from budstikke.issuer.terms.staff import Act
from budstikke.law.refusal import Refusal


def audit_pack(staff: Staff, request_id: int, *, now: datetime) -> bytes | Refusal:
    """
    Return the pack that two of the staff agreed to export, to either of them, until the request's time is over.

    Reading: it names the customer by our reference; no secret, no national number and no name is in it. Who needs
    those has them by another way, with its own ground.
    """
    asked = TwoPersonRequest.objects.filter(pk=request_id, act=Act.EXPORT, agreed=True).first()
    if asked is None or staff.pk not in (asked.asked_by_id, asked.decided_by_id) or asked.expires_at <= now:
        return refuse("TOO_LATE")
    with transaction.atomic():
        write_of_person(asked.customer, Happening.PACK_EXPORTED, now=now, actor=staff.pseudonym)
        events = list(asked.customer.eid_events.order_by("id"))
        certificates = IssuedCertificate.objects.filter(means__eid__customer=asked.customer).order_by("id")
        pack = {
            "customer": str(asked.customer.reference),
            "made_at": _at(now),
            "asked_by": asked.asked_by.pseudonym,
            "confirmed_by": asked.decided_by.pseudonym if asked.decided_by else "",
            "eids": [
                {
                    "reference": str(eid.reference),
                    "product": eid.product,
                    "order_number": eid.order_number,
                    "state": eid.state,
                    "issued_at": _at(eid.issued_at),
                    "expires_at": _at(eid.expires_at),
                }
                for eid in asked.customer.eids.order_by("id")
            ],
            "certificates": [
                {
                    "serial": row.serial,
                    "issued_at": _at(row.issued_at),
                    "expires_at": _at(row.expires_at),
                    "revoked_at": _at(row.revoked_at) if row.revoked_at else None,
                    "revoked_for": row.revoked_for,
                }
                for row in certificates
            ],
            "history": _history(asked.customer, events),
            "chain_holds": chain_holds(events),
        }
    content = json.dumps(pack, indent=1, ensure_ascii=False)
    whole = hashlib.sha256(content.encode()).hexdigest()
    return json.dumps({"sha256": whole, "pack": content}, ensure_ascii=False).encode()


def _history(customer: Customer, events: list[EidEvent]) -> list[dict[str, Any]]:
    """
    Return what happened to the customer's eIDs and what was done about their orders, by when it was.

    Reading: two logs, for they answer to two. The customer reads the one of their eIDs, and its events bind each other;
    the other is for auditors, of orders, letters, reports and what was forgotten. Here nobody has to lay them side
    by side.
    """
    orders = Order.objects.filter(customer=customer).values("number")
    lines = AuditRow.objects.filter(Q(customer=customer.reference) | Q(order_number__in=orders)).order_by(
        "id"
    )
    told: list[tuple[datetime, dict[str, Any]]] = [
        (
            event.at,
            {
                "log": "eids",
                "what": event.code,
                "eid": event.eid_id,
                "actor": event.actor,
                "reason": event.reason,
                "before_sha256": bytes(event.before_sha256).hex(),
                "sha256": bytes(event.sha256).hex(),
            },
        )
        for event in events
    ]
    told += [
        (
            line.at,
            {
                "log": "orders",
                "what": line.verb,
                "order_number": line.order_number,
                "actor": line.actor,
                "facts": line.facts,
            },
        )
        for line in lines
    ]
    return [{"at": _at(at), **row} for at, row in sorted(told, key=lambda each: each[0])]


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
