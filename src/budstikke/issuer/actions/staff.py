"""What the issuer's staff do for customers: look up with a reason, block at once, and what takes two of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from budstikke.issuer.actions import eid_life
from budstikke.issuer.actions.eid_history import write_of_person
from budstikke.issuer.actions.sealed_eids import customer_by_number
from budstikke.issuer.records.models import Customer, Eid, Staff, TwoPersonRequest
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eid_rights import BlockedFor, may_close, may_unblock
from budstikke.issuer.terms.eids import Happening
from budstikke.issuer.terms.staff import ACTS, Act, LookUpReason, StaffRole, roles_of
from budstikke.kit.clock import local_day
from budstikke.law.refusal import Refusal


def make_staff(customer: Customer, *, pseudonym: str, roles: frozenset[StaffRole], now: datetime) -> Staff:
    """
    Let a customer work here; they sign in with an eID of their own.

    Reading: for installations to try and for tests. Elsewhere people are invited (actions/staff_people.py).
    """
    return Staff.objects.create(
        customer=customer, pseudonym=pseudonym, roles=" ".join(sorted(roles)), since_at=now
    )


def staff_of(customer_id: int) -> Staff | None:
    """Return who of the staff a customer is."""
    return Staff.objects.filter(customer_id=customer_id, left_at=None).first()


def look_up(
    staff: Staff, *, number: str, order_number: str, reason: LookUpReason, now: datetime
) -> Customer | None:
    """
    Return the customer of a national number or an order; it is written where the customer reads it.

    Reading: staff look up nobody without a trace, themselves and colleagues included.
    """
    customer = None
    if number:
        customer = customer_by_number(number)
    elif order_number:
        eid = Eid.objects.filter(order_number=order_number).select_related("customer").first()
        customer = eid.customer if eid else None
    if customer is not None:
        with transaction.atomic():
            write_of_person(customer, Happening.LOOKED_UP, now=now, actor=staff.pseudonym, reason=reason)
    return customer


def block_for(staff: Staff, eid_id: int, *, why: BlockedFor, now: datetime) -> Refusal | None:
    """Block an eID on a customer's word, or on a suspicion of ours: one is enough, in a role that may."""
    if roles_of(staff.roles).isdisjoint(ACTS[Act.BLOCK].asks):
        return refuse("NOT_IN_THIS_STATE")
    return eid_life.block(eid_id, why=why, now=now, actor=staff.pseudonym)


def ask_for(
    staff: Staff,
    act: Act,
    *,
    customer: Customer,
    eid: Eid | None,
    reason: LookUpReason,
    now: datetime,
) -> TwoPersonRequest | Refusal:
    """
    Ask for what a second person has to confirm; asked for twice, it is one request.

    Refuses: OWN_CASE, for of two who agree neither may be the customer.
    """
    if customer.pk == staff.pk:
        return refuse("OWN_CASE")
    if roles_of(staff.roles).isdisjoint(ACTS[act].asks):
        return refuse("NOT_IN_THIS_STATE")
    refusal = _still(act, eid)
    if refusal:
        return refusal
    terms = eid_terms(local_day(now))
    with transaction.atomic():
        Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
        open_ones = TwoPersonRequest.objects.filter(act=act, customer=customer, eid=eid, decided_at=None)
        waiting = open_ones.select_related("asked_by").first()
        if waiting and waiting.expires_at > now and waiting.asked_by.left_at is None:
            return waiting
        if waiting:
            waiting.decided_at, waiting.agreed = now, False
            waiting.save(update_fields=["decided_at", "agreed"])
        made = TwoPersonRequest.objects.create(
            act=act,
            customer=customer,
            eid=eid,
            reason=reason,
            asked_by=staff,
            asked_at=now,
            expires_at=now + terms.two_decide_within,
        )
        write_of_person(customer, Happening.ASKED_FOR_TWO, now=now, actor=staff.pseudonym, reason=act)
    return made


def decide(staff: Staff, request_id: int, *, agrees: bool, now: datetime) -> Refusal | None:
    """
    Confirm or decline what another asked for; confirmed, it is done in the same transaction.

    Refuses: SECOND_PERSON, OWN_CASE, TOO_LATE also when whoever asked works here no more, NOT_IN_THIS_STATE.
    """
    with transaction.atomic():
        rows = TwoPersonRequest.objects.select_for_update(of=("self",), no_key=True)
        asked = rows.select_related("asked_by").get(pk=request_id)
        act = Act(asked.act)
        if asked.asked_by_id == staff.pk:
            return refuse("SECOND_PERSON")
        if asked.customer_id == staff.pk:
            return refuse("OWN_CASE")
        left = asked.asked_by.left_at is not None
        if asked.decided_at is not None or asked.expires_at <= now or left:
            return refuse("TOO_LATE")
        if roles_of(staff.roles).isdisjoint(ACTS[act].confirms):
            return refuse("NOT_IN_THIS_STATE")
        if agrees and (refusal := _done(asked, act, by=staff, now=now)):
            return refusal
        asked.decided_by, asked.decided_at, asked.agreed = staff, now, agrees
        asked.save(update_fields=["decided_by", "decided_at", "agreed"])
        if not agrees:
            write_of_person(
                asked.customer, Happening.TWO_DECLINED, now=now, actor=staff.pseudonym, reason=act
            )
    return None


def _still(act: Act, eid: Eid | None) -> Refusal | None:
    """Say whether it could be done as things stand."""
    if act is Act.EXPORT:
        return None
    if eid is None:
        return refuse("NOT_IN_THIS_STATE")
    facts = eid_life.facts_of(eid)
    return may_close(facts) if act is Act.CLOSE else may_unblock(facts, by_two=True)


def _done(asked: TwoPersonRequest, act: Act, *, by: Staff, now: datetime) -> Refusal | None:
    who = f"{asked.asked_by.pseudonym}+{by.pseudonym}"
    if act is Act.CLOSE and asked.eid_id is not None:
        return eid_life.close(asked.eid_id, now=now, actor=who)
    if act is Act.UNBLOCK and asked.eid_id is not None:
        return eid_life.unblock(asked.eid_id, now=now, by_two=who)
    return None
