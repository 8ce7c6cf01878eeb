"""Ask the provider how payments stand that it has told us nothing of: a webhook may be late, or lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from budstikke.law.refusal import Refusal
from budstikke.post.actions.forwarding.pay_at_provider import Settled, payment_settled
from budstikke.post.actions.forwarding.settle import CARD
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.payment import Payments
from budstikke.post.records.models import ForwardingPayment
from budstikke.post.records.scope import CARRIER, acting_as

# A payer takes a minute or two; a provider gives them ten. After some days nothing will come.
ASK_AFTER = timedelta(minutes=10)
_ASK_UNTIL = timedelta(days=3)
_AT_ONCE = 200


def ask_payment(reference: str, *, payments: Payments, now: datetime) -> Settled | Refusal:
    """
    Ask how one payment stands, when its payer comes back; what the webhook told already changes nothing.

    Raises: Unreachable or Rejected from the provider.
    """
    return payment_settled(reference, payments.state(reference), now=now)


def ask_payments(*, payments: Payments, now: datetime) -> int:
    """
    Ask about the payments that have been open for some time, the longest waiting first.

    Returns: how many of them have come to something.
    """
    with acting_as(CARRIER):
        waiting = ForwardingPayment.objects.filter(
            means=CARD,
            state="created",
            made_at__lte=now - ASK_AFTER,
            made_at__gte=now - _ASK_UNTIL,
        )
        references = list(waiting.order_by("made_at").values_list("reference", flat=True)[:_AT_ONCE])
    settled = 0
    for reference in references:
        try:
            found = ask_payment(reference, payments=payments, now=now)
        except Unreachable:
            break
        except Rejected:
            # The provider does not know it: its payer never went there.
            continue
        settled += isinstance(found, Settled) and found.changed
    return settled
