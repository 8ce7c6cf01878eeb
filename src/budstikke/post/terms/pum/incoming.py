"""§13: what comes in by the bank: which payments somebody has to look at, though they were entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from budstikke.formats.bank.incoming import Incoming
from budstikke.law.refusal import Refusal
from budstikke.post.terms.refusals import money


class Done(StrEnum):
    """What somebody did about a payment that had to be looked at."""

    ENTERED = "entered"
    PAID_BACK = "paid_back"
    LEFT = "left"
    # By nobody: what the bank told later says what it is.
    OVERTAKEN = "overtaken"


def without_invoice(*, kid: str, taken_back: bool) -> Refusal | None:
    """
    Say why a payment is not even looked for among invoices.

    Terms:   PUM §13.
    Refuses: PAYMENT_TAKEN_BACK, KID_MISSING.
    """
    if taken_back:
        return Refusal(money.PAYMENT_TAKEN_BACK)
    return None if kid else Refusal(money.KID_MISSING)


def odd(*, amount_ore: int, left_ore: int) -> Refusal | None:
    """
    Say what is odd about a payment that was entered, by what was left on its invoice before.

    Terms:   PUM §13.
    Unit:    øre.
    Reading: any amount is entered as it came (A-163, decision 0163); one that is not what was left is looked at by a
    person, who alone knows whether it was a slip, a part or a second time.
    Refuses: PAID_BEFORE, AMOUNT_DIFFERS.
    """
    if left_ore <= 0:
        return Refusal(money.PAID_BEFORE)
    return Refusal(money.AMOUNT_DIFFERS, {"left_ore": left_ore}) if amount_ore != left_ore else None


class Sameness(StrEnum):
    """Whether two tellings are of one payment."""

    SAME = "same"
    MAYBE = "maybe"
    OTHER = "other"


def same_payment(one: Incoming, other: Incoming) -> Sameness:
    """
    Say whether a payment told by one kind of file is one told by the other kind.

    Terms:   PUM §13.
    Reading: the archive reference decides where both have one and it agrees. Without that, account, day, amount and KID
    all agree for one payment; two payments that agree in all of them are told twice by each kind of file, so the
    first is the first and the second the second. Where the archive references differ, or an account is not told, what
    else agrees may be chance: nobody can tell from the files.
    """
    alike = (one.amount_ore, one.kid, one.taken_back) == (other.amount_ore, other.kid, other.taken_back)
    if one.source is None or other.source is None or one.source is other.source or not alike:
        return Sameness.OTHER
    if not days_of(one) & days_of(other) or (one.account and other.account and one.account != other.account):
        return Sameness.OTHER
    both = one.archive and other.archive
    if both and one.archive == other.archive:
        return Sameness.SAME
    if not one.kid:
        return Sameness.OTHER
    return Sameness.MAYBE if both or not one.account or not other.account else Sameness.SAME


def told_before(paid: Incoming, earlier: Sequence[Incoming]) -> tuple[Incoming | None, Sameness]:
    """
    Find the payment among earlier tellings of the other kind of file that have no counterpart yet.

    Terms:   PUM §13.
    Returns: it, and SAME; or None, with MAYBE where one of them may be it.
    """
    judged = [(other, same_payment(paid, other)) for other in earlier]
    same = [other for other, sameness in judged if sameness is Sameness.SAME]
    # One with the same archive reference is it, whatever else looks alike.
    certain = [other for other in same if paid.archive and other.archive == paid.archive]
    if same:
        return (certain or same)[0], Sameness.SAME
    maybe = any(sameness is Sameness.MAYBE for _, sameness in judged)
    return None, Sameness.MAYBE if maybe else Sameness.OTHER


def days_of(paid: Incoming) -> set[date]:
    """Return the days that a payment may be known by: when it counts, and when it was booked."""
    return {paid.paid_on} | ({paid.booked_on} if paid.booked_on else set())
