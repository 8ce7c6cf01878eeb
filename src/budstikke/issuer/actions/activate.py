"""Activate: the code from the letter, and the sealed proof that the letter came into the right hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from budstikke.issuer.actions import queue
from budstikke.issuer.actions.attempts import let_in
from budstikke.issuer.actions.audit import CUSTOMER, SYSTEM, audited
from budstikke.issuer.actions.issue_eid import issue_eid
from budstikke.issuer.actions.letter_history import happened, without_code
from budstikke.issuer.actions.sealed_eids import seal_particulars
from budstikke.issuer.actions.sealed_orders import (
    open_evidence,
    open_report,
    particulars_of,
    pepper_of,
)
from budstikke.issuer.actions.secret_codes import matches
from budstikke.issuer.actions.take_reports import judged_for, report_faults
from budstikke.issuer.records.models import ActivationTry, Customer, Eid, Letter, Order, OrderDecision, Report
from budstikke.issuer.terms import refusals
from budstikke.issuer.terms.activation import Trying
from budstikke.issuer.terms.activation import activate as decide
from budstikke.issuer.terms.codes import read_code
from budstikke.issuer.terms.edition import BY_ID, edition_of
from budstikke.issuer.terms.eids import State as EidState
from budstikke.issuer.terms.letters import Event, State
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import local_day
from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.proof.trust import Trust

_ACTIVATED = "activated"
# A code that may be typed; of a letter that has ended otherwise there is none any more.
_LIVE = (State.PRINTED, State.ON_THE_WAY, State.READY, State.COLLECTED, State.PROVEN, State.DOUBTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Activated:
    """What was activated: the customer's order, and the eID that was issued for it."""

    order: Order
    eid: Eid


def activate(
    order_number: str, typed_code: str, *, caller: str, trust: Trust, now: datetime
) -> Activated | Refusal:
    """
    Try a code; when it is right and the hand-over proven, the order ends and its eID is issued.

    Until the eID is in use the same code lets its holder go on where they were interrupted: nothing is issued anew.
    Terms:   eID §4, §5.
    Reading: an unknown order, one without a code and a wrong code are answered alike, and take as long.
    Refuses: TOO_OFTEN and what terms.activation refuses.
    """
    terms = edition_of(local_day(now))
    within = timedelta(minutes=terms.tries_by_caller_minutes)
    most = terms.tries_by_caller
    if not let_in(caller, kind="activations", most=most, within=within, now=now):
        return Refusal(refusals.TOO_OFTEN)
    with transaction.atomic():
        letter = _letter(order_number)
        pepper = pepper_of(letter) if letter else None
        kept = bytes(letter.code_hash) if letter and letter.code_hash else None
        right = matches(read_code(typed_code, edition=terms), pepper=pepper, kept=kept)
        if letter is None or letter.code_expires_on is None:
            ActivationTry.objects.create(letter=letter, at=now, outcome=refusals.NO_MATCH.code)
            return Refusal(refusals.NO_MATCH)
        decision = _decided(letter, right=right, trust=trust, now=now)
        _written(letter, decision, now=now)
        if decision.refusals:
            _after_refusal(letter, decision.refusals[0], now=now)
            return decision.refusals[0]
        return _begun(letter.order) if letter.state == State.ACTIVATED else _issue(letter, now=now)


def _letter(order_number: str) -> Letter | None:
    rows = Letter.objects.select_for_update(of=("self", "order")).select_related("order__customer")
    open_ones = Q(order__ended_at=None, state__in=_LIVE)
    # Its code is forgotten when the eID is put into use.
    unused = Eid.objects.filter(state=EidState.ISSUED, renews=None).values("order_number")
    interrupted = Q(state=State.ACTIVATED, code_hash__isnull=False, order__number__in=unused)
    found = rows.filter(open_ones | interrupted, order__number=order_number.strip().upper())
    return found.order_by("-id").first()


def _begun(order: Order) -> Activated:
    eid = Eid.objects.get(customer=order.customer, order_number=order.number, renews=None)
    return Activated(order=order, eid=eid)


def _decided(letter: Letter, *, right: bool, trust: Trust, now: datetime) -> Decision:
    edition, today = BY_ID[letter.order.edition], local_day(now)
    wrong = ActivationTry.objects.filter(letter=letter, outcome=refusals.NO_MATCH.code)
    lately = wrong.filter(at__gt=now - timedelta(minutes=edition.code_try_minutes)).count()
    assert letter.code_expires_on is not None, "it was looked at before"
    trying = Trying(
        code_matches=right,
        tries_before=wrong.count(),
        tries_lately=lately,
        expires_on=letter.code_expires_on,
    )
    if letter.state == State.ACTIVATED:
        # It was proven then.
        report: tuple[str, ...] | None = ()
    else:
        report = _report(letter, trust=trust, now=now) if right else None
    return decide(trying, report=report, edition=edition, today=today)


def _report(letter: Letter, *, trust: Trust, now: datetime) -> tuple[str, ...] | None:
    """
    Judge the newest report anew, from its own bytes.

    Reading: of a report whose seal held when it came, the carrier's signed evidence is judged again, which takes a
    tenth of the time; where that does not hold, or the seal did not, the whole report is.
    """
    report = Report.objects.filter(letter=letter).order_by("-id").first()
    if report is None:
        return None
    evidence = open_evidence(report)
    if evidence is not None and not report.faults:
        judged = judged_for(letter, evidence, evidence=evidence, trust=trust, now=now)
        if not report_faults(letter, judged, now=now):
            return ()
    judged = judged_for(letter, open_report(report), evidence=evidence, trust=trust, now=now)
    return report_faults(letter, judged, now=now)


def _written(letter: Letter, decision: Decision, *, now: datetime) -> None:
    outcome = decision.refusals[0].code if decision.refusals else _ACTIVATED
    ActivationTry.objects.create(letter=letter, at=now, outcome=outcome)
    OrderDecision.objects.create(order=letter.order, at=now, actor=CUSTOMER, decision=decision.as_json())
    audited(
        "activation.tried",
        actor=CUSTOMER,
        now=now,
        customer=letter.order.customer.reference,
        order_number=letter.order.number,
        outcome=outcome,
    )


def _after_refusal(letter: Letter, refusal: Refusal, *, now: datetime) -> None:
    if refusal.code == refusals.CODE_LOCKED.code:
        happened(letter, Event.CODE_LOCKED, at=now, now=now)
        without_code(letter)
    elif refusal.code == refusals.CODE_EXPIRED.code:
        happened(letter, Event.CODE_EXPIRED, at=now, now=now)
        without_code(letter)
    elif refusal.code in (refusals.NOT_HANDED_OVER.code, refusals.HAND_OVER_DOUBTED.code):
        # Whoever has the code and not the letter's proof may be a thief: staff see it at once. Or the report lies in
        # the mailbox already, so it is looked for.
        queue.take_reports()
        audited(
            "activation.alarm", actor=SYSTEM, now=now, order_number=letter.order.number, code=refusal.code
        )


def _issue(letter: Letter, *, now: datetime) -> Activated:
    order = letter.order
    if letter.state != State.PROVEN:
        # It was doubted before, and is proven now.
        happened(letter, Event.REPORT_HOLDS, at=now, now=now, source="report")
    happened(letter, Event.ACTIVATED, at=now, now=now)
    return end_activated(order, now=now)


def end_activated(order: Order, *, now: datetime) -> Activated:
    """End a proven order whose row is locked: the customer is who was proven, and the eID is issued."""
    order.ended_at, order.ended_as = now, _ACTIVATED
    order.save(update_fields=["ended_at", "ended_as"])
    customer = Customer.objects.get(pk=order.customer_id)
    customer.particulars_sealed = seal_particulars(particulars_of(order).as_json(), customer=customer)
    customer.language = order.language
    customer.save(update_fields=["particulars_sealed", "language"])
    eid = issue_eid(
        customer_id=customer.pk, product=Product(order.product), order_number=order.number, now=now
    )
    audited(
        "order.activated", actor=CUSTOMER, now=now, customer=customer.reference, order_number=order.number
    )
    return Activated(order=order, eid=eid)
