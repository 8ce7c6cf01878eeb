"""What was asked for besides an order, judged again when it is paid: by card that may be days later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from budstikke.kit.clock import local_day
from budstikke.law.decision import plain
from budstikke.law.refusal import Refusal
from budstikke.post.actions.recorded import recorded
from budstikke.post.records.models import ForwardingInterim, ForwardingOrder, ForwardingPayment
from budstikke.post.records.orders import period_of
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.events import LIVE
from budstikke.post.terms.forwarding.storing import interim_delivery
from budstikke.post.terms.refusals import watching as refusals

Written = dict[str, Any]


def still_wanted(
    order: ForwardingOrder, payment: ForwardingPayment, *, now: datetime
) -> tuple[bool, Written]:
    """
    Say whether what a payment is for can still be had, and what is written of it: what is bought, or why not.

    Terms:   Forwarding §4 (two working days, before the release), §5 (an order that runs or is to come).
    Reading: by card it counts once the amount is reserved, so the days count from then. Stored mail that was asked for
    as soon as can be then comes so much later; a day that was asked for by name is kept or the money let go (decision
    0183).
    Refuses: ORDER_NOT_OPEN, INTERIM_ASKED_BEFORE; INTERIM_TOO_EARLY, INTERIM_NOT_EARLIER.
    """
    wanted: Written = payment.wanted
    if order.state not in LIVE:
        return False, _refused(Refusal(refusals.ORDER_NOT_OPEN, {"state": order.state}), order)
    if payment.purpose != "interim":
        return True, wanted
    asked_on = wanted["decision"]["inputs"]["wanted_on"]
    days = period_of(order)
    inputs = {
        "requested_on": local_day(now),
        "last_day": days.last_day,
        "start": days.start,
        "wanted_on": date.fromisoformat(asked_on) if asked_on else None,
    }
    decision = interim_delivery(**inputs, edition=FORWARDING_BY_ID[order.edition])  # type: ignore[arg-type]
    written = recorded(decision, **inputs)
    if decision.refusals:
        return False, written
    deliver_on = decision.answer["deliver_on"]
    assert isinstance(deliver_on, date), "it is not refused"
    if ForwardingInterim.objects.filter(order=order, deliver_on=deliver_on).exists():
        return False, _refused(Refusal(refusals.INTERIM_ASKED_BEFORE, {"deliver_on": deliver_on}), order)
    return True, {"decision": written, "deliver_on": plain(deliver_on)}


def _refused(refusal: Refusal, order: ForwardingOrder) -> Written:
    clauses = [str(clause) for clause in refusal.clauses]
    facts: Mapping[str, object] = refusal.facts
    reason = {
        "rule": refusal.code,
        "clauses": clauses,
        "facts": plain(facts),
        "words": refusal.staff.as_json(),
        "cure": refusal.cure.as_json(),
    }
    return {
        "question": "still_wanted",
        "outcome": "refused",
        "edition": order.edition,
        "clauses": clauses,
        "reasons": [reason],
    }
