"""The document that shows that somebody may order for another: taken and sealed, looked at, and the role settled."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from budstikke.kit.vault import vault_for
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.actions.address_register.persons import note_reading
from budstikke.post.actions.address_register.proofs_held import PURPOSE, about_proof
from budstikke.post.actions.forwarding.forwarding_notices import make_notices
from budstikke.post.actions.forwarding.settle import complete_if_ready, pay_back, role_waits
from budstikke.post.actions.recorded import recorded
from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingEvent, ForwardingOrder, ForwardingProof
from budstikke.post.records.orders import NewOrderEvent
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.events import OrderEvent, OrderState
from budstikke.post.terms.forwarding.kinds import Customer
from budstikke.post.terms.forwarding.role import (
    DOUBTS,
    RoleDoubt,
    ask_for_document,
    media_type_of,
    settle_role,
    take_document,
)
from budstikke.post.terms.refusals import watching as refusals

_NOT_OVER = (
    *(OrderState.ORDERED, OrderState.AGREED, OrderState.RUNNING),
    *(OrderState.FROZEN, OrderState.FROZEN_UNAGREED),
)
_MOST_WAITING = 200
_UNAGREED = (OrderState.ORDERED, OrderState.FROZEN_UNAGREED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofShown:
    """A document that was added, without what is in it."""

    id: int
    media_type: str
    size_bytes: int
    added_at: datetime
    added_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofOpened:
    """What is in a document; kept out of representations, which end up in logs."""

    media_type: str
    content: bytes = field(repr=False)


def add_proof(reference: str, content: bytes, *, by: str, now: datetime) -> Refusal | None:
    """
    Keep a document with an order that is made for a business or an estate; the same one twice is kept once.

    Terms:   Forwarding §1.
    Reading: sealed with the order and erased with it; the event names its hash alone (decision 0172).
    Refuses: ORDER_NOT_KNOWN, ORDER_NOT_OPEN; DOCUMENT_NOT_READABLE, DOCUMENT_TOO_LARGE, TOO_MANY_DOCUMENTS.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if order.state not in _NOT_OVER or order.customer == Customer.PRIVATE:
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        sha256 = hashlib.sha256(content).hexdigest()
        before = ForwardingProof.objects.filter(order=order)
        if before.filter(sha256=sha256).exists():
            return None
        media_type = media_type_of(content)
        told = {
            "media_type": media_type,
            "size_bytes": len(content),
            "sha256": sha256,
            "before": before.count(),
        }
        decision = take_document(**told, edition=FORWARDING_BY_ID[order.edition])  # type: ignore[arg-type]
        if decision.refusals:
            return decision.refusals[0]
        ForwardingProof.objects.create(
            order=order,
            media_type=media_type,
            size_bytes=len(content),
            sha256=sha256,
            document_sealed=vault_for("post").seal(content, context=_context(order, sha256)),
            added_at=now,
            added_by=by,
        )
        added = NewOrderEvent(
            code=OrderEvent.PROOF_ADDED, order_id=order.id, actor=by, decision=recorded(decision, **told)
        )
        orders.write([added], now=now)
    return None


def proofs_of(order: ForwardingOrder) -> tuple[ProofShown, ...]:
    """Return the documents of an order, the oldest first; the caller is in a transaction of the carrier."""
    rows = ForwardingProof.objects.filter(order=order, document_sealed__isnull=False).defer("document_sealed")
    return tuple(
        ProofShown(
            id=each.id,
            media_type=each.media_type,
            size_bytes=each.size_bytes,
            added_at=each.added_at,
            added_by=each.added_by,
        )
        for each in rows.order_by("id")
    )


def roles_waiting() -> list[tuple[ForwardingOrder, int]]:
    """Return the orders whose role waits for the desk with the number of their documents, the first to begin first."""
    with acting_as(CARRIER):
        accepted = ForwardingEvent.objects.filter(code=OrderEvent.ROLE_ACCEPTED).values("order_id")
        rows = (
            ForwardingOrder.objects.filter(role_waits=True, state__in=_UNAGREED)
            .exclude(id__in=accepted)
            .annotate(documents=Count("proofs"))
            .order_by("days", "id")[:_MOST_WAITING]
        )
        return [(each, each.documents) for each in rows]


def open_proof(
    reference: str, *, proof: int, reader: str, of: UUID | None = None, now: datetime
) -> ProofOpened | None:
    """
    Return what is in a document of an order, and write down who looked; None for what there is not, or not any more.

    `of` is who ordered, where nobody else may look.

    Terms:  Forwarding §1, §7.
    Raises: kit.vault.CannotOpen when the row was changed.
    """
    with acting_as(CARRIER):
        row = (
            ForwardingProof.objects.select_related("order__orderer")
            .filter(id=proof, order__reference=reference, document_sealed__isnull=False)
            .filter(Q() if of is None else Q(order__orderer__ref=of))
            .first()
        )
        if row is None or row.document_sealed is None:
            return None
        if row.order.orderer is not None:
            about = about_proof(reference, proof)
            note_reading(
                [row.order.orderer], reader=reader, purpose=PURPOSE, fields=["proofs"], about=about, now=now
            )
        content = vault_for("post").open(bytes(row.document_sealed), context=_context(row.order, row.sha256))
    return ProofOpened(media_type=row.media_type, content=content)


def settle_declared_role(
    reference: str, *, accepts: bool, why: RoleDoubt | None = None, by: str, now: datetime
) -> Refusal | None:
    """
    Accept the role that somebody declared, and have the order confirmed; or refuse it, and let go what was reserved.

    Terms:   Forwarding §1.
    Refuses: ORDER_NOT_KNOWN, ORDER_NOT_OPEN; NO_DOCUMENT_SEEN.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if order.state not in _UNAGREED or not role_waits(order):
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        if accepts and order.state != OrderState.ORDERED:
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        facts = {"accepts": accepts, "why": why, "documents": len(proofs_of(order))}
        decision = settle_role(**facts, edition=FORWARDING_BY_ID[order.edition])  # type: ignore[arg-type]
        if accepts and decision.refusals:
            return decision.refusals[0]
        code = OrderEvent.ROLE_ACCEPTED if accepts else OrderEvent.ROLE_REFUSED
        settled = NewOrderEvent(code=code, order_id=order.id, actor=by, decision=recorded(decision, **facts))
        orders.write([settled], now=now)
        make_notices(order, (), kinds=("role_accepted" if accepts else "role_refused",), now=now)
        if accepts:
            complete_if_ready(order, actor=by, now=now)
        else:
            pay_back(order, actor=by, now=now)
    return None


def ask_for_proof(reference: str, *, why: RoleDoubt, by: str, now: datetime) -> Refusal | None:
    """
    Ask whoever declared a role for another document, by message; the order waits for it as before.

    Terms:   Forwarding §1.
    Refuses: ORDER_NOT_KNOWN, ORDER_NOT_OPEN; DOCUMENT_ASKED_BEFORE, TOO_MANY_DOCUMENTS.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None:
            return Refusal(refusals.ORDER_NOT_KNOWN)
        if order.state != OrderState.ORDERED or not role_waits(order):
            return Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state})
        facts = {"why": why, "documents": len(proofs_of(order)), "asked_since": bool(document_wanted(order))}
        decision = ask_for_document(**facts, edition=FORWARDING_BY_ID[order.edition])  # type: ignore[arg-type]
        if decision.refusals:
            return decision.refusals[0]
        asked = NewOrderEvent(
            code=OrderEvent.PROOF_ASKED, order_id=order.id, actor=by, decision=recorded(decision, **facts)
        )
        orders.write([asked], now=now)
        times = orders.count_of(order.id, OrderEvent.PROOF_ASKED)
        make_notices(order, (), kinds=("role_document",), ordinal=times, now=now)
    return None


def document_wanted(order: ForwardingOrder) -> Words | None:
    """Return why another document is needed, until one came; the caller is in a transaction of the carrier."""
    both = (OrderEvent.PROOF_ASKED, OrderEvent.PROOF_ADDED)
    last = ForwardingEvent.objects.filter(order=order, code__in=both).order_by("-id").first()
    if last is None or last.code != OrderEvent.PROOF_ASKED or last.decision is None:
        return None
    return DOUBTS[RoleDoubt(last.decision["inputs"]["why"])]


def _context(order: ForwardingOrder, sha256: str) -> bytes:
    return f"proof:{order.id}:{sha256}".encode()
