"""The documents held of a person that show they may order for another: which, until when, and who looked at them."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.kit.clock import local_day
from budstikke.post.records.models import (
    ForwardingEvent,
    ForwardingOrder,
    ForwardingProof,
    Person,
    RegisterRead,
)
from budstikke.post.records.orders import period_of
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.days import forgotten_on
from budstikke.post.terms.forwarding.events import OrderEvent

PURPOSE = "role_document"


def about_proof(reference: str, proof: int) -> str:
    """Return what a reading of a document is about, as the register writes it."""
    return f"{reference}-{proof}"


def proofs_held(person: Person) -> list[Mapping[str, str]]:
    """
    Return a row for each document that is held of a person; the caller is in a transaction of the carrier.

    Terms:   Forwarding §7.
    Reading: what is in it is not in the copy, for it names others too, and the copy travels; whoever gave it sees it on
    the order's own page while it is held (decision 0186).
    """
    rows = (
        ForwardingProof.objects.filter(order__orderer=person, document_sealed__isnull=False)
        .select_related("order")
        .defer("document_sealed", "order__addresses_sealed")
        .order_by("id")
    )
    return [
        {
            "order": each.order.reference,
            "kind": _named(each.order),
            "at": each.added_at.isoformat(),
            "by": each.added_by,
            "kept_until": _kept_until(each.order),
            "seen": _seen(person, about_proof(each.order.reference, each.id)),
        }
        for each in rows
    ]


def _named(order: ForwardingOrder) -> str:
    """Return which document was named when the order was made; empty where none was."""
    made = ForwardingEvent.objects.filter(order=order, code=OrderEvent.ORDERED).order_by("id").first()
    decision = (made.decision if made else None) or {}
    asked = (each for each in (decision, *decision.get("also", ())) if each.get("question") == "role")
    return next((str(each["inputs"]["shown"]["by"] or "") for each in asked), "")


def _kept_until(order: ForwardingOrder) -> str:
    return forgotten_on(period_of(order).last_day, edition=FORWARDING_BY_ID[order.edition]).isoformat()


def _seen(person: Person, about: str) -> str:
    reads = RegisterRead.objects.filter(person=person, purpose=PURPOSE, about=about).order_by("id")
    return ", ".join(f"{each.reader} {local_day(each.at).isoformat()}" for each in reads)
