"""Forget: erase what is kept of persons some time after it was over, and leave a receipt in the audit log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, QuerySet

from budstikke.issuer.actions.audit import SYSTEM, audited
from budstikke.issuer.records.models import (
    AuditRow,
    CaseAnswer,
    CaseFile,
    Customer,
    Eid,
    Inquiry,
    IssuedCertificate,
    Means,
    Order,
    ReaderSession,
    Report,
    Staff,
)
from budstikke.issuer.terms.keeping import CLAUSE, bounds, keeping_terms
from budstikke.kit.clock import midnight

_AT_ONCE = 100
_Row = TypeVar("_Row", bound=Model)
_Batch = Callable[[Mapping[str, datetime], str, datetime], int]


def forget(*, today: date, now: datetime) -> dict[str, int]:
    """
    Erase what is over for long enough; done twice, or by two at once, it is done once.

    Terms:   eID §11.
    Reading: what is left names nobody: numbers, codes, moments, digests, amounts. The receipt in the audit log says
    what went by which number of which edition.
    Returns: how many cases, orders that ended by themselves, orders, customers and lines of the audit log.
    """
    terms = keeping_terms(today)
    before = {rule: midnight(day) for rule, day in bounds(terms, today=today).items()}
    batches: dict[str, _Batch] = {
        "cases": _cases,
        "lapsed": _lapsed,
        "orders": _orders,
        "customers": _customers,
    }
    done = {name: _all(batch, before, terms.id, now) for name, batch in batches.items()}
    return {**done, "audit": _audit(before["audit_years"], edition=terms.id, now=now)}


def _all(batch: _Batch, before: Mapping[str, datetime], edition: str, now: datetime) -> int:
    count = 0
    while True:
        with transaction.atomic():
            done = batch(before, edition, now)
        count += done
        if done < _AT_ONCE:
            return count


def _cases(before: Mapping[str, datetime], edition: str, now: datetime) -> int:
    """Who wrote and what, the files and the answers, of cases that were closed."""
    due = _held(Inquiry.objects.filter(content_sealed__isnull=False, closed_at__lt=before["case_days"]))
    for case in due:
        files = CaseFile.objects.filter(case=case).update(name_sealed=None, content_sealed=None)
        answers = CaseAnswer.objects.filter(case=case).update(text_sealed=None)
        case.content_sealed = None
        case.save(update_fields=["content_sealed"])
        _receipt("case", "case_days", edition, now, case=case.number, files=files, answers=answers)
    return len(due)


def _lapsed(before: Mapping[str, datetime], edition: str, now: datetime) -> int:
    """Orders that nobody proved and nobody wanted paid back."""
    due = _held(Order.objects.filter(ended_at=None, placed_at__lt=before["order_open_days"]))
    for order in due:
        order.ended_at, order.ended_as = now, "lapsed"
        order.save(update_fields=["ended_at", "ended_as"])
        _receipt("order", "order_open_days", edition, now, order_number=order.number, verb="lapsed")
    return len(due)


def _orders(before: Mapping[str, datetime], edition: str, now: datetime) -> int:
    """What was ordered with: of an order that was activated the customer's own row has it."""
    due = _held(Order.objects.filter(particulars_sealed__isnull=False, ended_at__lt=before["order_days"]))
    for order in due:
        order.particulars_sealed = None
        order.save(update_fields=["particulars_sealed"])
        _receipt("order", "order_days", edition, now, order_number=order.number)
    return len(due)


def _customers(before: Mapping[str, datetime], edition: str, now: datetime) -> int:
    """Number, particulars, reports, certificates and means of who was a customer as long ago as proof is kept."""

    def theirs(rows: QuerySet[Eid] | QuerySet[Order] | QuerySet[Staff]) -> Exists:
        return Exists(rows.filter(customer=OuterRef("pk")))

    gone = (
        Customer.objects.filter(number_sealed__isnull=False, since_at__lt=before["order_days"])
        .exclude(theirs(Order.objects.filter(ended_at=None)))
        .exclude(theirs(Order.objects.filter(ended_at__gte=before["order_days"])))
        .exclude(theirs(Eid.objects.filter(ended_at=None)))
        .exclude(theirs(Eid.objects.filter(ended_at__gte=before["proof_years"])))
        .exclude(theirs(Staff.objects.filter(left_at=None)))
    )
    due = _held(gone)
    for customer in due:
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
        customer.closed_at = customer.closed_at or now
        customer.save(update_fields=["number_lookup", "number_sealed", "particulars_sealed", "closed_at"])
        _receipt("customer", rule, edition, now, customer=customer.reference, reports=counted)
    return len(due)


def _audit(before_at: datetime, *, edition: str, now: datetime) -> int:
    """Lines of the audit log, by the one function of the database that takes any; the receipt is a line itself."""
    with transaction.atomic():
        rows = AuditRow.objects.filter(at__lt=before_at).count()
        if not rows:
            return 0
        _receipt("audit", "audit_years", edition, now, rows=rows, before=before_at.isoformat())
        with connection.cursor() as cursor:
            cursor.execute("SELECT forget_audit(%s)", [before_at])
            return int(cursor.fetchone()[0])


def _held(rows: QuerySet[_Row]) -> list[_Row]:
    # What somebody works on just now is found by the next run.
    return list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("id")[:_AT_ONCE])


def _receipt(
    what: str,
    rule: str,
    edition: str,
    now: datetime,
    *,
    verb: str = "forgotten",
    customer: UUID | None = None,
    order_number: str = "",
    **facts: object,
) -> None:
    audited(
        f"{what}.{verb}",
        actor=SYSTEM,
        now=now,
        customer=customer,
        order_number=order_number,
        clause=str(CLAUSE),
        rule=rule,
        edition=edition,
        **facts,
    )
