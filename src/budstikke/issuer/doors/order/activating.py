"""Activation: order number and code; what hinders it is said in the customer's words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from budstikke.issuer.actions.activate import Activated
from budstikke.issuer.actions.activate import activate as try_code
from budstikke.issuer.doors.asked_from import asked_from
from budstikke.issuer.doors.order.proven import EID, let_set_up
from budstikke.issuer.doors.trusted import trust
from budstikke.issuer.records.models import Eid
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.issuer.terms.product_words import WORDS
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import now, today
from budstikke.kit.look.language import language_of
from budstikke.law.words import Words

_MOST = 40
_WITHIN = Words(
    no="Du har {minutes} minutter. Blir du avbrutt, skriver du ordrenummeret og koden en gang til; kast brevet først"
    " når eID-en er i bruk.",
    en="You have {minutes} minutes. If you are interrupted, type the order number and the code once more; throw the"
    " letter away only when the eID is in use.",
)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST try the code."""
    if request.method != "POST":
        return render(request, "order/activate.html", {})
    number, code = request.POST.get("order", "")[:_MOST], request.POST.get("code", "")[: _MOST + 1]
    answer = try_code(number, code, caller=asked_from(request), trust=trust(), now=now())
    if isinstance(answer, Activated):
        let_set_up(request, answer)
        return redirect("order:activated")
    language = language_of(request)
    shown = {
        "number": number,
        "code": answer.code,
        "fault": answer.person.in_(language),
        "cure": answer.cure.in_(language),
    }
    return render(request, "order/activate.html", shown, status=422)


@never_cache
@require_safe
def activated(request: HttpRequest) -> HttpResponse:
    """Say that it is done, and what comes next."""
    reference = request.session.get(EID)
    eid = Eid.objects.filter(reference=str(reference)).first() if reference else None
    if eid is None:
        return redirect("order:activate")
    product = WORDS[Product(eid.product)].in_(language_of(request))
    minutes = int(eid_terms(today()).set_up_lasts.total_seconds()) // 60
    shown = {
        "product": product,
        "reference": eid.reference,
        "set_up_within": _WITHIN.filled({"minutes": minutes}).in_(language_of(request)),
    }
    return render(request, "order/activated.html", shown)
