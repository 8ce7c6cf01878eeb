"""Entries of a bank statement that are the sum of a giro file: found whichever of the two was read first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime

from django.db.models import BigIntegerField, Case, Count, F, Q, Sum, When

from budstikke.formats.bank.incoming import Incoming, Source
from budstikke.post.actions.invoicing.told_payments import as_told
from budstikke.post.records.models import GiroSum, OddPayment, Payment, ToldPayment
from budstikke.post.terms.pum.giro_sums import Bundle, is_certain, sum_told, transmission_of
from budstikke.post.terms.pum.incoming import Done, Sameness, days_of
from budstikke.post.terms.refusals import money

# Who writes down that a later file says what an entry is: nobody at the desk.
_BY = "bank-file"
_SEEN_TO = (Done.ENTERED, Done.PAID_BACK)


def sameness_of_entry(row: ToldPayment, *, now: datetime) -> Sameness:
    """
    Say whether an entry without KID is the sum of a giro file that was read, and write it down if it is.

    Terms:   PUM §13.
    """
    if not row.entry:
        return Sameness.OTHER
    if GiroSum.objects.filter(payment=row).exists():
        return Sameness.SAME
    paid = as_told(row)
    found = _bundles(days_of(paid))
    names = {name for each in found for name in (each.name, transmission_of(each.name))}
    taken = set(GiroSum.objects.filter(bundle__in=names).values_list("bundle", flat=True))
    bundle, sameness = sum_told(paid, found, taken=taken)
    if bundle is not None:
        GiroSum.objects.create(bundle=bundle.name, payment=row, told_at=now)
    return sameness


def look_again_at_entries(days: AbstractSet[date], *, now: datetime) -> list[Incoming]:
    """
    Ask again of entries listed as without KID, once a giro file of their days came; what it explains is off the list.

    Terms:   PUM §13.
    Reading: what somebody entered or paid back meanwhile stays done; `seen_to_before` names its payments.
    Returns: those that may be the giro file's sum, and wait at the desk as such.
    """
    rows = ToldPayment.objects.filter(
        Q(paid_on__in=days) | Q(booked_on__in=days), sum_of=None, same_as=None, kid=""
    )
    maybe = []
    for row in rows.exclude(entry="").order_by("id"):
        sameness = sameness_of_entry(row, now=now)
        missing = OddPayment.objects.filter(reference=row.reference, why=money.KID_MISSING.code)
        if sameness is Sameness.OTHER or not missing.filter(Q(done_at=None) | Q(how__in=_SEEN_TO)).exists():
            continue
        missing.filter(done_at=None).update(done_at=now, done_by=_BY, how=Done.OVERTAKEN)
        if sameness is Sameness.MAYBE and _list_maybe(row, now=now):
            maybe.append(as_told(row))
    return maybe


def doubt_sums(repeated: Iterable[ToldPayment], *, now: datetime) -> list[Incoming]:
    """
    List entries taken for a sum on nothing but day and amount, once a statement tells its payments one by one.

    Terms:   PUM §13.
    Returns: those that wait at the desk.
    """
    names = {name for row in repeated for name in (row.bundle, transmission_of(row.bundle)) if row.bundle}
    listed = []
    for link in GiroSum.objects.filter(bundle__in=names).select_related("payment").order_by("id"):
        paid = as_told(link.payment)
        parts = [
            each for each in _bundles(days_of(paid)) if link.bundle in (each.name, transmission_of(each.name))
        ]
        if not any(is_certain(paid, each) for each in parts) and _list_maybe(link.payment, now=now):
            listed.append(paid)
    return listed


def seen_to_before(bundles: AbstractSet[str]) -> set[str]:
    """Return those whose sum somebody entered, or paid back, from the statement before the giro file came."""
    sums = GiroSum.objects.filter(bundle__in=bundles | {transmission_of(each) for each in bundles})
    named = dict(sums.values_list("payment__reference", "bundle"))
    done = OddPayment.objects.filter(reference__in=named, how__in=_SEEN_TO).values_list(
        "reference", flat=True
    )
    waiting = {named[reference] for reference in done}
    return {each for each in bundles if waiting & {each, transmission_of(each)}}


def _bundles(days: AbstractSet[date]) -> Sequence[Bundle]:
    """Return what the assignments of the giro files of some days come to."""
    signed = Case(
        When(taken_back=True, then=-F("amount_ore")), default=F("amount_ore"), output_field=BigIntegerField()
    )
    rows = ToldPayment.objects.filter(source=Source.GIRO, paid_on__in=days).exclude(bundle="")
    grouped = rows.values("bundle", "account", "paid_on").annotate(
        ore=Sum(signed), payments=Count("id"), by_itself=Count("same_as") + Count("repeated_by")
    )
    return [
        Bundle(
            name=each["bundle"],
            account=each["account"],
            paid_on=each["paid_on"],
            amount_ore=each["ore"],
            payments=each["payments"],
            one_by_one=bool(each["by_itself"]),
        )
        for each in grouped.order_by("bundle")
    ]


def _list_maybe(row: ToldPayment, *, now: datetime) -> bool:
    """List an entry that may be a giro file's sum; say whether it waits at the desk."""
    odd, _ = OddPayment.objects.get_or_create(
        reference=row.reference,
        why=money.GIRO_SUM_MAYBE.code,
        defaults={
            "amount_ore": row.amount_ore,
            "paid_on": row.paid_on,
            "found_at": now,
            "payment": Payment.objects.filter(reference=row.reference).first(),
        },
    )
    return odd.done_at is None
