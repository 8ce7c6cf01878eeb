"""Where a payer comes back: how the payment stands, by the provider's word and not by who opens the address."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from budstikke.kit.clock import now
from budstikke.kit.look.language import language_of
from budstikke.law.words import Words
from budstikke.post.actions.forwarding.ask_payments import ask_payment
from budstikke.post.actions.forwarding.pay_at_provider import Settled
from budstikke.post.actions.forwarding.settle import CARD
from budstikke.post.channels import chosen
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.records.models import ForwardingPayment
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.refusals.watching import PAYMENT_REFUSED

_ASKED_EVERY_S = 10
_PAID = (
    Words(no="Betalingen er mottatt", en="The payment is received"),
    Words(
        no="Er det en ny bestilling, sender vi en bekreftelse; avtalen er inngått når den er sendt.",
        en="If it is a new order we send a confirmation; the agreement is made when it is sent.",
    ),
    "success",
)
_WAITS = (
    Words(no="Vi venter på svar om betalingen", en="We wait to hear of the payment"),
    Words(
        no="Har du betalt, trenger du ikke gjøre noe mer. Ikke betal en gang til; last siden på nytt om et minutt.",
        en="If you have paid, you need do no more. Do not pay again; load the page anew in a minute.",
    ),
    "info",
)
_LET_GO = (
    Words(no="Beløpet er ikke trukket", en="The amount was not taken"),
    Words(no="Betalingen er avbrutt eller gitt fri igjen.", en="The payment was broken off or let go again."),
    "warning",
)
# How a payment stands in our records, and what its payer is told; what stands nowhere here is waited for.
PAID: Mapping[str, tuple[Words, Words, str]] = {
    "reserved": _PAID,
    "captured": _PAID,
    "failed": (PAYMENT_REFUSED.person, PAYMENT_REFUSED.cure, "warning"),
    "cancel_due": _LET_GO,
    "cancelled": _LET_GO,
    "refunded": (
        Words(no="Beløpet er betalt tilbake", en="The amount is paid back"),
        Words(no="Det går tilbake samme vei som det ble betalt.", en="It goes back the way it was paid."),
        "info",
    ),
}


@never_cache
@require_safe
def paid(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the provider while nothing is known, and show what it said; a payment nobody began answers 404."""
    language = language_of(request)
    with acting_as(CARRIER):
        payment = (
            ForwardingPayment.objects.select_related("order").filter(reference=reference, means=CARD).first()
        )
    if payment is None:
        return render(request, "forwarding/unknown.html", {"language": language}, status=404)
    state = _asked(reference) if payment.state == "created" else payment.state
    title, words, tone = PAID.get(state, _WAITS)
    page = {
        "language": language,
        "order": payment.order.reference,
        "title": title.in_(language),
        "words": words.in_(language),
        "tone": tone,
    }
    return render(request, "forwarding/paid.html", page)


def _asked(reference: str) -> str:
    """Return what the provider says now; one that is down, knows nothing, or was asked just now is waited for."""
    if not cache.add(f"payment-asked:{reference}", True, timeout=_ASKED_EVERY_S):
        return "created"
    try:
        found = ask_payment(reference, payments=chosen.payments(), now=now())
    except (Unreachable, Rejected):
        return "created"
    return found.payment if isinstance(found, Settled) else "created"
