"""Payments at the desk: what came in by the bank and fits no invoice, or not as expected, and what was done then."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from budstikke.kit.clock import now
from budstikke.law.money import kroner
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.actions.invoicing.invoice_documents import name
from budstikke.post.actions.invoicing.odd_payments import odd_payments, see_to_odd
from budstikke.post.doors.desk.guard import standing
from budstikke.post.doors.desk.pages import page
from budstikke.post.doors.desk.told import NOT_FILLED_IN, of_refusal, told
from budstikke.post.records.models import OddPayment
from budstikke.post.terms.pum.incoming import Done
from budstikke.post.terms.refusals.money import MONEY

_MOST = 200
_REASONS = {reason.code: reason for reason in MONEY}
HOW: Mapping[Done, Words] = {
    Done.ENTERED: Words(no="Før på fakturaen med denne KID", en="Enter on the invoice of this KID"),
    Done.PAID_BACK: Words(no="Betalt tilbake", en="Paid back"),
    Done.LEFT: Words(no="Avklart, blir stående", en="Cleared, stands as it is"),
}
_SEEN_TO = Words(no="Notert.", en="Written down.")
_GONE = Words(no="Noen har sett til den.", en="Somebody has seen to it.")


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show what nobody has seen to, the oldest first."""
    return _listed(request)


@require_POST
def see_to(request: HttpRequest, payment: int) -> HttpResponse:
    """Write down what was done about one of them."""
    who, how = standing(request), request.POST.get("how", "")
    if how not in HOW:
        return _listed(request, told=told("warning", NOT_FILLED_IN.in_(who.language)), status=400)
    kid = "".join(request.POST.get("kid", "").split())[:30]
    try:
        refused = see_to_odd(payment, how=Done(how), kid=kid, clerk=who.clerk, now=now())
    except OddPayment.DoesNotExist:
        return _listed(request, told=told("info", _GONE.in_(who.language)), status=409)
    if refused is not None:
        return _listed(request, told=of_refusal(refused, who.language), status=409)
    return _listed(request, told=told("success", _SEEN_TO.in_(who.language)))


def _listed(
    request: HttpRequest, *, told: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    language = standing(request).language
    rows = []
    for row in odd_payments(most=_MOST):
        why = Refusal(_REASONS[row.why])
        rows.append(
            {
                "id": row.id,
                "reference": row.reference,
                "kid": row.kid,
                "amount": kroner(row.amount_ore, language=language),
                "paid_on": row.paid_on,
                "why": why.staff.in_(language),
                "cure": why.cure.in_(language),
                "invoice": name(row.payment.invoice) if row.payment else "",
                "hows": [
                    {"code": each, "words": words.in_(language)}
                    for each, words in HOW.items()
                    if each is not Done.ENTERED or row.payment is None
                ],
            }
        )
    return page(
        request, "desk/payments.html", {"payments": rows, "told": told}, here="payments", status=status
    )
