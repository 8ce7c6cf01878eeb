"""Forget: erase what is kept of persons some time after it was over, and leave a receipt in the audit log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, QuerySet, Value

from budstikke.issuer.actions.audit import SYSTEM, audited
from budstikke.issuer.records.models import (
    CaseAnswer,
    CaseFile,
    Customer,
    Eid,
    Hold,
    Inquiry,
    IssuedCertificate,
    Means,
    Order,
    ReaderSession,
    Report,
    Staff,
)
from budstikke.issuer.terms.keeping import CLAUSE, bounds, keeping_terms
from budstikke.kit.clock import local_day, midnight

_AT_ONCE = 100
_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Night:
    """One run: by which bounds of which edition, on which day."""

    before: Mapping[str, datetime]
    edition: str
    today: date
    now: datetime


_Due = Callable[[_Night], QuerySet[Any]]
_Erase = Callable[[Any, _Night], None]


def forget(*, today: date, now: datetime) -> dict[str, int]:
    """
    Erase what is over for long enough; done twice, or by two at once, it is done once.

    Terms:   eID §11.
    Reading: what is left names nobody: numbers, codes, moments, digests, amounts. The receipt in the audit log says
    what went by which number of which edition, and what had held it back. What is held on the day stays whole, with its
    lines of the audit log; an order that ends by itself loses nothing, so it ends all the same.
    Returns: how many cases, orders that ended by themselves, orders, customers and lines of the audit log; and how many
    were due and are held.
    """
    terms = keeping_terms(today)
    before = {rule: midnight(day) for rule, day in bounds(terms, today=today).items()}
    night = _Night(before=before, edition=terms.id, today=today, now=now)
    done = {"held": 0}
    for name, (due, erase) in _KINDS.items():
        done["held"] += due(night).filter(is_held=True).count()
        done[name] = _all(due, erase, night)
    return {**done, "audit": _audit(night)}


def _all(due: _Due, erase: _Erase, night: _Night) -> int:
    count = 0
    while True:
        with transaction.atomic():
            rows = _locked(due(night).filter(is_held=False))
            for row in rows:
                erase(row, night)
        count += len(rows)
        if len(rows) < _AT_ONCE:
            return count


def _holds(night: _Night, **of: object) -> Exists:
    """Say of each row whether a hold that was not lifted has its last day today or later."""
    return Exists(Hold.objects.filter(**of, lifted_at=None, until_on__gte=night.today))


def _cases(night: _Night) -> QuerySet[Inquiry]:
    held = _holds(night, case=OuterRef("pk"))
    rows = Inquiry.objects.filter(content_sealed__isnull=False, closed_at__lt=night.before["case_days"])
    return rows.annotate(is_held=held)


def _forget_case(case: Inquiry, night: _Night) -> None:
    """Who wrote and what, the files and the answers, of a case that was closed."""
    files = CaseFile.objects.filter(case=case).update(name_sealed=None, content_sealed=None)
    answers = CaseAnswer.objects.filter(case=case).update(text_sealed=None)
    case.content_sealed = None
    case.save(update_fields=["content_sealed"])
    had = Hold.objects.filter(case=case)
    _receipt("case", "case_days", night, held=had, case=case.number, files=files, answers=answers)


def _lapsing(night: _Night) -> QuerySet[Order]:
    rows = Order.objects.filter(ended_at=None, placed_at__lt=night.before["order_open_days"])
    return rows.annotate(is_held=Value(value=False))


def _lapse(order: Order, night: _Night) -> None:
    """An order that nobody proved and nobody wanted paid back."""
    order.ended_at, order.ended_as = night.now, "lapsed"
    order.save(update_fields=["ended_at", "ended_as"])
    _receipt("order", "order_open_days", night, order_number=order.number, verb="lapsed")


def _orders(night: _Night) -> QuerySet[Order]:
    held = _holds(night, customer=OuterRef("customer"))
    rows = Order.objects.filter(particulars_sealed__isnull=False, ended_at__lt=night.before["order_days"])
    return rows.annotate(is_held=held)


def _forget_order(order: Order, night: _Night) -> None:
    """What was ordered with: of an order that was activated the customer's own row has it."""
    order.particulars_sealed = None
    order.save(update_fields=["particulars_sealed"])
    had = Hold.objects.filter(customer=order.customer_id)
    _receipt("order", "order_days", night, held=had, order_number=order.number)


def _customers(night: _Night) -> QuerySet[Customer]:
    """Who was a customer as long ago as proof is kept."""

    def theirs(rows: QuerySet[Eid] | QuerySet[Order] | QuerySet[Staff]) -> Exists:
        return Exists(rows.filter(customer=OuterRef("pk")))

    before = night.before
    return (
        Customer.objects.filter(number_sealed__isnull=False, since_at__lt=before["order_days"])
        .exclude(theirs(Order.objects.filter(ended_at=None)))
        .exclude(theirs(Order.objects.filter(ended_at__gte=before["order_days"])))
        .exclude(theirs(Eid.objects.filter(ended_at=None)))
        .exclude(theirs(Eid.objects.filter(ended_at__gte=before["proof_years"])))
        .exclude(theirs(Staff.objects.filter(left_at=None)))
        .annotate(is_held=_holds(night, customer=OuterRef("pk")))
    )


def _forget_customer(customer: Customer, night: _Night) -> None:
    """Number, particulars, reports, certificates and means."""
    rule = "proof_years" if Eid.objects.filter(customer=customer).exists() else "order_days"
    reports = Report.objects.filter(letter__order__customer=customer)
    counted = reports.update(content_sealed=None, evidence_sealed=None)
    ReaderSession.objects.filter(order__customer=customer).update(result_sealed=None)
    IssuedCertificate.objects.filter(means__eid__customer=customer).update(content_sealed=None)
    Means.objects.filter(eid__customer=customer).update(
        secret_sealed=None, pin_sealed=None, puk_sealed=None, code_lookup=None
    )
    Eid.objects.filter(customer=customer).update(organisation_sealed=None)
    customer.number_lookup = customer.number_sealed = customer.particulars_sealed = None
    customer.closed_at = customer.closed_at or night.now
    customer.save(update_fields=["number_lookup", "number_sealed", "particulars_sealed", "closed_at"])
    had = Hold.objects.filter(customer=customer)
    _receipt("customer", rule, night, held=had, customer=customer.reference, reports=counted)


def _audit(night: _Night) -> int:
    """Lines of the audit log, by the one function of the database that takes any; the receipt is a line itself."""
    before_at = night.before["audit_years"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE held IS NULL), count(held) FROM audit_row"
            " LEFT JOIN held_audit(%s) AS held ON held = audit_row.id WHERE at < %s",
            [night.today, before_at],
        )
        rows, held = cursor.fetchone()
        if not rows:
            return 0
        _receipt("audit", "audit_years", night, rows=rows, kept=held, before=before_at.isoformat())
        cursor.execute("SELECT forget_audit(%s, %s)", [before_at, night.today])
        return int(cursor.fetchone()[0])


# In this order: what ends today is forgotten in its own time.
_KINDS: Mapping[str, tuple[_Due, _Erase]] = {
    "cases": (_cases, _forget_case),
    "lapsed": (_lapsing, _lapse),
    "orders": (_orders, _forget_order),
    "customers": (_customers, _forget_customer),
}


def _locked(rows: QuerySet[_Row]) -> list[_Row]:
    # What somebody works on just now is found by the next run. Asked again once they are locked: a hold that was placed
    # while the lock was waited for is seen.
    locked = rows.select_for_update(skip_locked=True, of=("self",)).order_by("id")[:_AT_ONCE]
    return list(rows.filter(pk__in=[row.pk for row in locked]).order_by("id"))


def _receipt(
    what: str,
    rule: str,
    night: _Night,
    *,
    verb: str = "forgotten",
    held: QuerySet[Hold] | None = None,
    customer: UUID | None = None,
    order_number: str = "",
    **facts: object,
) -> None:
    had = [_hold(each) for each in held.order_by("id")] if held is not None else []
    audited(
        f"{what}.{verb}",
        actor=SYSTEM,
        now=night.now,
        customer=customer,
        order_number=order_number,
        clause=str(CLAUSE),
        rule=rule,
        edition=night.edition,
        **({"held": had} if had else {}),
        **facts,
    )


def _hold(hold: Hold) -> dict[str, str]:
    """Return a hold as a receipt has it: why, since when, until when, and whether it was let go before."""
    days = {"from": local_day(hold.placed_at).isoformat(), "until": hold.until_on.isoformat()}
    lifted = {"lifted": local_day(hold.lifted_at).isoformat()} if hold.lifted_at else {}
    return {"reason": hold.reason, **days, **lifted}
