"""What came in by the bank and needs somebody: list it, and write down what was done."""

from __future__ import annotations

from datetime import datetime

from budstikke.formats.bank.incoming import Incoming
from budstikke.law.refusal import Refusal
from budstikke.post.actions.invoicing.register_payment import enter
from budstikke.post.records.models import OddPayment
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.incoming import Done
from budstikke.post.terms.refusals import money


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
            found = enter(paid, now=now)
            if isinstance(found, Refusal):
                return found
            row.payment = found[0]
        row.how, row.done_by, row.done_at = how, clerk, now
        row.save(update_fields=["how", "done_by", "done_at", "payment"])
    return None
