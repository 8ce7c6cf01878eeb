"""What the bank's files tell, written down once, so that a payment told by both kinds of file is one."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from budstikke.formats.bank.incoming import Incoming, Source
from budstikke.post.records.models import ToldPayment
from budstikke.post.terms.pum.incoming import Sameness, told_before


def tell(paid: Incoming, *, now: datetime) -> ToldPayment:
    """
    Write down a payment as a file tells it, unless it was told by this reference before.

    Returns: the first telling by its reference, which says whether it repeats one by the other kind of file.
    """
    assert paid.source is not None, "a file tells which kind it is"
    hold_told()
    row = ToldPayment.objects.select_related("same_as").filter(reference=paid.reference).first()
    if row is not None:
        return row
    alike = ToldPayment.objects.filter(
        kid=paid.kid, amount_ore=paid.amount_ore, same_as=None, repeated_by=None
    ).exclude(source=paid.source)
    earlier = {as_told(each): each for each in alike.order_by("id")}
    found, sameness = told_before(paid, list(earlier))
    return ToldPayment.objects.create(
        reference=paid.reference,
        source=paid.source,
        account=paid.account,
        archive=paid.archive,
        kid=paid.kid,
        amount_ore=paid.amount_ore,
        paid_on=paid.paid_on,
        booked_on=paid.booked_on,
        taken_back=paid.taken_back,
        same_as=earlier[found] if found else None,
        unsure=sameness is Sameness.MAYBE,
        bundle=paid.bundle,
        entry=paid.entry,
        entry_payments=paid.entry_payments,
        told_at=now,
    )


def hold_told() -> None:
    """Wait for whoever else reads a bank's file: of two files at once the second sees what the first told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('payments told'))")


def as_told(row: ToldPayment) -> Incoming:
    """Return a payment as the file told it."""
    return Incoming(
        where="",
        reference=row.reference,
        kid=row.kid,
        amount_ore=row.amount_ore,
        paid_on=row.paid_on,
        taken_back=row.taken_back,
        source=Source(row.source),
        account=row.account,
        booked_on=row.booked_on,
        archive=row.archive,
        bundle=row.bundle,
        entry=row.entry,
        entry_payments=row.entry_payments,
    )
