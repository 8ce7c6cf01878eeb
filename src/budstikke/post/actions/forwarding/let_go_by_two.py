"""Let a frozen order go: one at the desk asks, a lead who is not the same confirms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.post.actions.forwarding.settle_objection import settle_objection
from budstikke.post.actions.recorded import recorded
from budstikke.post.records import orders
from budstikke.post.records.models import ForwardingOrder, OrderAct
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.at_the_desk import Settling, may_let_go
from budstikke.post.terms.forwarding.events import FROZEN
from budstikke.post.terms.refusals import forwarding_staff as refusals
from budstikke.post.terms.refusals import watching


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """What came of it: let go, waiting for a second person, or refused and why; a lead's no is neither."""

    done: bool = False
    waits: bool = False
    refusal: Refusal | None = None


def ask_to_let_go(reference: str, *, why: Settling, clerk: str, now: datetime) -> LetGo:
    """
    Ask that a frozen order is let go; it waits for a second person.

    Terms:   Forwarding §1, §7 (decision 0153).
    Refuses: ORDER_NOT_KNOWN, ORDER_NOT_OPEN, SETTLING_WAITS.
    """
    with acting_as(CARRIER):
        order = orders.lock_order(reference)
        if order is None or order.state not in FROZEN:
            return LetGo(refusal=_not_frozen(order))
        waits = OrderAct.objects.filter(order=order, waits=True).exists()
        found, _ = _asked(order, asked_by=clerk, confirmed_by="", waits=waits)
        refusal = next(each for each in found.refusals)
        if refusal.code != refusals.SETTLING_TAKES_TWO.code:
            return LetGo(refusal=refusal)
        OrderAct.objects.create(order=order, why=why, asked_at=now, asked_by=clerk)
    return LetGo(waits=True, refusal=refusal)


def confirm_letting_go(act_id: int, *, agrees: bool, clerk: str, now: datetime) -> LetGo | None:
    """
    Confirm that a frozen order is let go, and let it go; or say no. How it stands now is looked at anew.

    Terms:   Forwarding §1, §7 (decision 0153).
    Returns: None when nothing waits under this id.
    Refuses: SETTLING_SAME_PERSON, ORDER_NOT_OPEN; then it goes on waiting.
    """
    with acting_as(CARRIER):
        reference = OrderAct.objects.filter(id=act_id).values_list("order__reference", flat=True).first()
        # The order first, as everybody else locks it.
        order = orders.lock_order(reference) if reference else None
        act = OrderAct.objects.select_for_update().filter(id=act_id, waits=True).first()
        if order is None or act is None:
            return None
        found, written = _asked(order, asked_by=act.asked_by, confirmed_by=clerk, waits=True)
        if found.refusals:
            return LetGo(refusal=found.refusals[0])
        if agrees:
            settled = settle_objection(
                order.reference, upheld=False, by=clerk, why=act.why, decided=(written,), now=now
            )
            if isinstance(settled, Refusal):
                return LetGo(refusal=settled)
        act.waits, act.confirmed, act.decided_at, act.decided_by = False, agrees, now, clerk
        act.save(update_fields=["waits", "confirmed", "decided_at", "decided_by"])
    return LetGo(done=agrees)


def waiting_to_be_let_go() -> list[OrderAct]:
    """Return what waits for a second person, the oldest first."""
    with acting_as(CARRIER):
        return list(OrderAct.objects.select_related("order").filter(waits=True).order_by("asked_at", "id"))


def _asked(
    order: ForwardingOrder, *, asked_by: str, confirmed_by: str, waits: bool
) -> tuple[Decision, dict[str, object]]:
    asked = {"asked_by": asked_by, "confirmed_by": confirmed_by, "waits": waits}
    found = may_let_go(**asked, edition=FORWARDING_BY_ID[order.edition])  # type: ignore[arg-type]
    return found, recorded(found, **asked)


def _not_frozen(order: ForwardingOrder | None) -> Refusal:
    if order is None:
        return Refusal(watching.ORDER_NOT_KNOWN)
    return Refusal(watching.ORDER_NOT_OPEN, {"state": order.state})
