"""§13: what comes in by the bank: which payments somebody has to look at, though they were entered."""

from __future__ import annotations

from enum import StrEnum

from budstikke.law.refusal import Refusal
from budstikke.post.terms.refusals import money


class Done(StrEnum):
    """What somebody did about a payment that had to be looked at."""

    ENTERED = "entered"
    PAID_BACK = "paid_back"
    LEFT = "left"


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
