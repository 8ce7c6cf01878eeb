"""Hold back forgetting of a customer, or of a case, while something about it is disputed, and let it go on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from budstikke.issuer.actions.audit import audited
from budstikke.issuer.actions.eid_history import write_of_person
from budstikke.issuer.records.models import Customer, Hold, Inquiry, Order, Staff
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eids import Happening
from budstikke.issuer.terms.keeping import HeldFor, hold_ends, keeping_terms
from budstikke.issuer.terms.staff import LIFTS_HOLD, PLACES_HOLD, roles_of
from budstikke.kit.clock import local_day
from budstikke.law.refusal import Refusal


def place_hold(
    staff: Staff, held: Customer | Inquiry, *, reason: HeldFor, until_on: date, now: datetime
) -> Hold | Refusal:
    """
    Have nothing of a customer, or of a case, erased up to a day.

    Terms:   eID §11.
    Reading: placed again for the same reason, it is one hold, and the later day counts.
    Refuses: HOLD_DAY, and NOT_IN_THIS_STATE to who may not, or where nothing is left to hold.
    """
    if roles_of(staff.roles).isdisjoint(PLACES_HOLD):
        return refuse("NOT_IN_THIS_STATE")
    today = local_day(now)
    last = hold_ends(keeping_terms(today), today=today)
    if not today < until_on <= last:
        return refuse("HOLD_DAY", last=last.isoformat())
    with transaction.atomic():
        if not _still_there(held):
            return refuse("NOT_IN_THIS_STATE")
        of = {"customer": held} if isinstance(held, Customer) else {"case": held}
        hold = Hold.objects.filter(**of, reason=reason, lifted_at=None).first()
        if hold is None:
            hold = Hold.objects.create(
                **of, reason=reason, until_on=until_on, placed_at=now, placed_by=staff.pseudonym
            )
        elif hold.until_on < until_on:
            hold.until_on = until_on
            hold.save(update_fields=["until_on"])
        _told("placed", hold, by=staff.pseudonym, now=now)
    return hold


def lift_hold(staff: Staff, hold_id: int, *, now: datetime) -> Refusal | None:
    """
    Let go of what was held; what is over by then goes the next night.

    Refuses: NOT_IN_THIS_STATE to who is no lead, and for a hold that was lifted.
    """
    if roles_of(staff.roles).isdisjoint(LIFTS_HOLD):
        return refuse("NOT_IN_THIS_STATE")
    with transaction.atomic():
        hold = Hold.objects.select_for_update(of=("self",)).get(pk=hold_id)
        if hold.lifted_at is not None:
            return refuse("NOT_IN_THIS_STATE")
        hold.lifted_at, hold.lifted_by = now, staff.pseudonym
        hold.save(update_fields=["lifted_at", "lifted_by"])
        _told("lifted", hold, by=staff.pseudonym, now=now)
    return None


def _still_there(held: Customer | Inquiry) -> bool:
    """Lock what is held: whoever erases locks it too, and either sees the hold or came before it."""
    if isinstance(held, Inquiry):
        row = Inquiry.objects.select_for_update(no_key=True).get(pk=held.pk)
        return row.content_sealed is not None
    found = Customer.objects.select_for_update(no_key=True).get(pk=held.pk)
    list(Order.objects.select_for_update(no_key=True).filter(customer=found).values_list("id").order_by("id"))
    return found.number_sealed is not None


def _told(what: str, hold: Hold, *, by: str, now: datetime) -> None:
    facts: dict[str, Any] = {"reason": hold.reason, "until": hold.until_on.isoformat()}
    if hold.case is not None:
        audited(f"hold.{what}", actor=by, now=now, case=hold.case.number, **facts)
        return
    assert hold.customer is not None, "one of both is held"
    audited(f"hold.{what}", actor=by, now=now, customer=hold.customer.reference, **facts)
    code = Happening.HOLD_PLACED if what == "placed" else Happening.HOLD_LIFTED
    write_of_person(hold.customer, code, now=now, actor=by, reason=hold.reason)
