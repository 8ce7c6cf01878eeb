"""Enter payments that came in: one told by hand, or all of a bank's file; and see to those that do not fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection
from django.db.models import F, Sum

from budstikke.formats import kid as kids
from budstikke.formats.bank.incoming import BankFile, Incoming, Source
from budstikke.law.refusal import Refusal
from budstikke.post.records.models import Invoice, OddPayment, Payment, Sender, ToldPayment
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.incoming import Done, Sameness, odd, told_before, without_invoice
from budstikke.post.terms.refusals import money


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """A payment that somebody has to look at, and why; `entered` says whether it stands on an invoice."""

    where: str
    reference: str
    kid: str
    amount_ore: int
    entered: bool
    why: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What became of a bank's file: payments that are new, those entered before, and the odd ones among both."""

    new: int
    known: int
    odd: tuple[Odd, ...]


def register_payment(
    kid: str, *, amount_ore: int, paid_on: date, reference: str, now: datetime
) -> bool | Refusal:
    """
    Enter a payment by the KID of its invoice; the bank's reference makes a repetition visible.

    Terms:   PUM §13.
    Reading: any amount is entered as it came; too little leaves the invoice open, too much stands in the
    sender's favour.
    Returns: whether it is new; the same payment entered again is the one that stands.
    Refuses: KID_INVALID, KID_UNKNOWN, PAYMENT_KNOWN_OTHERWISE.
    """
    paid = Incoming(where="", reference=reference, kid=kid, amount_ore=amount_ore, paid_on=paid_on)
    with acting_as(CARRIER):
        found = _enter(paid, now=now)
    return found if isinstance(found, Refusal) else found[1]


def register_file(file: BankFile, *, now: datetime) -> Entered:
    """
    Enter every payment of a bank's file; what does not fit is written down for somebody to see to.

    Terms:   PUM §13.
    Reading: a file read twice, or the same payments told by notification and statement, enters nothing twice and finds
    nothing odd anew: a payment is the bank's reference. Told by giro file and by statement it has two references, and
    is the one that was entered first.
    """
    new, known, found = 0, 0, []
    for paid in file.payments:
        with acting_as(CARRIER):
            meant, unsure = _known_as(paid, now=now)
            is_new, why = _take(meant, unsure=unsure, now=now)
        new, known = new + (is_new is True), known + (is_new is False)
        if why is not None:
            found.append(
                Odd(
                    where=paid.where,
                    reference=paid.reference,
                    kid=paid.kid,
                    amount_ore=paid.amount_ore,
                    entered=is_new is not None,
                    why=why,
                )
            )
    return Entered(new=new, known=known, odd=tuple(found))


def odd_payments(*, most: int) -> list[OddPayment]:
    """Return what nobody has seen to yet, the oldest first."""
    with acting_as(CARRIER):
        rows = OddPayment.objects.filter(done_at=None).select_related("payment__invoice")
        return list(rows.order_by("found_at", "id")[:most])


def see_to_odd(odd_id: int, *, how: Done, kid: str = "", clerk: str, now: datetime) -> Refusal | None:
    """
    Write down what was done about an odd payment; to enter it takes the KID of the invoice it is for.

    Terms:   PUM §13.
    Refuses: KID_MISSING, KID_INVALID, KID_UNKNOWN, PAYMENT_KNOWN_OTHERWISE.
    Raises:  OddPayment.DoesNotExist when there is none, or somebody has seen to it.
    """
    with acting_as(CARRIER):
        row = OddPayment.objects.select_for_update().get(id=odd_id, done_at=None)
        if how is Done.ENTERED:
            if not kid:
                return Refusal(money.KID_MISSING)
            paid = Incoming(
                where="", reference=row.reference, kid=kid, amount_ore=row.amount_ore, paid_on=row.paid_on
            )
            found = _enter(paid, now=now)
            if isinstance(found, Refusal):
                return found
            row.payment = found[0]
        row.how, row.done_by, row.done_at = how, clerk, now
        row.save(update_fields=["how", "done_by", "done_at", "payment"])
    return None


def _known_as(paid: Incoming, *, now: datetime) -> tuple[Incoming, bool]:
    """Return a payment under the reference it was told by first, and whether nobody can tell if it was."""
    assert paid.source is not None, "a file tells which kind it is"
    with connection.cursor() as cursor:
        # Of two files at once the second sees what the first told.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('payments told'))")
    row = ToldPayment.objects.select_related("same_as").filter(reference=paid.reference).first()
    if row is None:
        alike = ToldPayment.objects.filter(
            kid=paid.kid, amount_ore=paid.amount_ore, same_as=None, repeated_by=None
        ).exclude(source=paid.source)
        earlier = {_told(each): each for each in alike.order_by("id")}
        found, sameness = told_before(paid, list(earlier))
        row = ToldPayment.objects.create(
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
            told_at=now,
        )
    if row.same_as is None:
        return paid, row.unsure
    # The days of the two may differ; what was entered is not entered otherwise.
    return replace(paid, reference=row.same_as.reference, paid_on=row.same_as.paid_on), False


def _told(row: ToldPayment) -> Incoming:
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
    )


def _take(paid: Incoming, *, unsure: bool, now: datetime) -> tuple[bool | None, Refusal | None]:
    """Enter one payment: whether it is new (None: it was not entered), and what is odd about it."""
    why = without_invoice(kid=paid.kid, taken_back=paid.taken_back)
    if why is None and unsure and not Payment.objects.filter(reference=paid.reference).exists():
        why = Refusal(money.PAYMENT_MAYBE_KNOWN)
    payment = None
    if why is None:
        found = _enter(paid, now=now)
        if isinstance(found, Refusal):
            why = found
        else:
            payment, is_new, left_ore = found
            if not is_new:
                return False, None
            why = odd(amount_ore=paid.amount_ore, left_ore=left_ore)
    if why is None:
        return True, None
    _, written = OddPayment.objects.get_or_create(
        reference=paid.reference,
        why=why.code,
        defaults={
            "kid": paid.kid,
            "amount_ore": paid.amount_ore,
            "paid_on": paid.paid_on,
            "found_at": now,
            "payment": payment,
        },
    )
    if payment is not None:
        return True, why
    # Told again: it is odd still, unless somebody has seen to it.
    open_ = (
        written or OddPayment.objects.filter(reference=paid.reference, why=why.code, done_at=None).exists()
    )
    return None, why if open_ else None


def _enter(paid: Incoming, *, now: datetime) -> tuple[Payment, bool, int] | Refusal:
    """Enter a payment; return it, whether it is new, and what was left on its invoice before."""
    if not kids.is_valid(paid.kid):
        return Refusal(money.KID_INVALID)
    invoice = Invoice.objects.filter(kind="invoice", kid=paid.kid).first()
    if invoice is None:
        return Refusal(money.KID_UNKNOWN)
    # Its sender is locked (an invoice never changes), so that of two payments at once the second sees the first.
    Sender.objects.select_for_update().get(id=invoice.sender_id)
    left_ore = _left(invoice)
    payment, new = Payment.objects.get_or_create(
        reference=paid.reference,
        defaults={
            "sender_id": invoice.sender_id,
            "invoice": invoice,
            "amount_ore": paid.amount_ore,
            "paid_on": paid.paid_on,
            "registered_at": now,
        },
    )
    same = (payment.invoice_id, payment.amount_ore, payment.paid_on) == (
        invoice.id,
        paid.amount_ore,
        paid.paid_on,
    )
    return (payment, new, left_ore) if same else Refusal(money.PAYMENT_KNOWN_OTHERWISE)


def _left(invoice: Invoice) -> int:
    credited = Invoice.objects.filter(credits=invoice).aggregate(sum=Sum(F("net_ore") + F("vat_ore")))["sum"]
    paid = Payment.objects.filter(invoice=invoice).aggregate(sum=Sum("amount_ore"))["sum"]
    return invoice.net_ore + invoice.vat_ore - (credited or 0) - (paid or 0)
