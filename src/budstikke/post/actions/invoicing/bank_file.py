"""Enter all of a bank's file; what does not fit is written down for somebody to see to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from budstikke.formats.bank.incoming import BankFile, Incoming
from budstikke.law.refusal import Refusal
from budstikke.post.actions.invoicing.giro_sums import (
    doubt_sums,
    look_again_at_entries,
    sameness_of_entry,
    seen_to_before,
)
from budstikke.post.actions.invoicing.register_payment import enter
from budstikke.post.actions.invoicing.told_payments import hold_told, tell
from budstikke.post.records.models import OddPayment, Payment, ToldPayment
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.incoming import Sameness, odd, without_invoice
from budstikke.post.terms.refusals import money


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """
    A payment that somebody has to look at, and why; `entered` says whether it stands on an invoice.

    `where` is empty for one of an earlier file, of which this file says something new.
    """

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


def register_file(file: BankFile, *, now: datetime) -> Entered:
    """
    Enter every payment of a bank's file; what does not fit is written down for somebody to see to.

    Terms:   PUM §13.
    Reading: a file read twice, or the same payments told by notification and statement, enters nothing twice and finds
    nothing odd anew: a payment is the bank's reference. Told by giro file and by statement it has two references, and
    is the one that was entered first; told by the statement in one sum with the others of the giro file it is in that.
    """
    told = []
    for paid in file.payments:
        with acting_as(CARRIER):
            told.append(tell(paid, now=now))
    earlier, waiting = _sums(told, now=now)
    new, known, found = 0, 0, [_odd(each, Refusal(money.GIRO_SUM_MAYBE)) for each in earlier]
    for paid, row in zip(file.payments, told, strict=True):
        with acting_as(CARRIER):
            is_new, why = _take(paid, row, waits=row.bundle in waiting, now=now)
        new, known = new + (is_new is True), known + (is_new is False)
        if why is not None:
            found.append(_odd(paid, why, entered=is_new is not None))
    return Entered(new=new, known=known, odd=tuple(found))


def _odd(paid: Incoming, why: Refusal, *, entered: bool = False) -> Odd:
    return Odd(
        where=paid.where,
        reference=paid.reference,
        kid=paid.kid,
        amount_ore=paid.amount_ore,
        entered=entered,
        why=why,
    )


def _sums(told: list[ToldPayment], *, now: datetime) -> tuple[list[Incoming], set[str]]:
    """
    See what a file that was told says of the sums of giro files, before any of its payments is entered.

    Returns: entries of earlier files that may be such a sum; and the bundles whose sum somebody has seen to by hand.
    """
    bundles = {row.bundle for row in told if row.bundle}
    with acting_as(CARRIER):
        hold_told()
        doubted = doubt_sums([row.same_as for row in told if row.same_as], now=now)
        maybe = look_again_at_entries({row.paid_on for row in told if row.bundle}, now=now)
        return doubted + maybe, seen_to_before(bundles)


def _take(
    paid: Incoming, row: ToldPayment, *, waits: bool, now: datetime
) -> tuple[bool | None, Refusal | None]:
    """Enter one payment: whether it is new (None: it was not entered), and what is odd about it."""
    unsure = row.unsure and row.same_as is None
    if row.same_as is not None:
        # The days of the two may differ; what was entered is not entered otherwise.
        paid = replace(paid, reference=row.same_as.reference, paid_on=row.same_as.paid_on)
    hold_told()
    sameness = sameness_of_entry(row, now=now) if row.same_as is None else Sameness.OTHER
    if sameness is Sameness.SAME:
        return False, None
    why = Refusal(money.GIRO_SUM_MAYBE) if sameness is Sameness.MAYBE else None
    why = why or without_invoice(kid=paid.kid, taken_back=paid.taken_back)
    if why is None and (unsure or waits) and not Payment.objects.filter(reference=paid.reference).exists():
        why = Refusal(money.GIRO_SUM_SEEN_TO if waits else money.PAYMENT_MAYBE_KNOWN)
    payment = None
    if why is None:
        found = enter(paid, now=now)
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
