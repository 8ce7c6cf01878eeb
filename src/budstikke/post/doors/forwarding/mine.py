"""
One's own orders: where each stands, its days, and what can still be said about it.

Who ordered sees the addresses and the money, extends and ends; who is named confirms, or objects. What is not a
person's own answers as what is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from budstikke.kit.clock import now, today
from budstikke.kit.days import in_full
from budstikke.law.money import kroner
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.forwarding.agree_to_tell import agree_to_tell
from budstikke.post.actions.forwarding.cancel_forwarding import cancel_forwarding
from budstikke.post.actions.forwarding.confirm_cover import confirm_cover
from budstikke.post.actions.forwarding.extend_forwarding import (
    Wanted,
    change_new_address,
    extend_forwarding,
    order_interim_delivery,
)
from budstikke.post.actions.forwarding.object_to_order import object_to_order
from budstikke.post.actions.forwarding.own_orders import OwnOrder, own_order, own_orders
from budstikke.post.actions.forwarding.pay_at_provider import pay_order
from budstikke.post.actions.forwarding.prove_role import add_proof
from budstikke.post.actions.forwarding.receipts import receipt_of
from budstikke.post.channels import chosen
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.doors.forwarding.guard import Citizen, citizen
from budstikke.post.doors.forwarding.shown import answered, refused, summary, whole
from budstikke.post.doors.forwarding.views import STOPPED_NOW
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, OrderEvent
from budstikke.post.terms.forwarding.kinds import Channel

BY = "person"
SLOWER = Words(
    no="Det gikk for fort. Prøv igjen om et minutt.", en="That was too fast. Try again in a minute."
)
_CANNOT_PAY = Words(
    no="Betalingen kan ikke begynne nå. Prøv igjen om litt; ingenting er trukket.",
    en="The payment cannot begin now. Try again in a while; nothing was taken.",
)
_CONFIRMED = Words(no="Takk. Posten din er med.", en="Thank you. Your mail is included.")
_CONFIRMED_BEFORE = Words(no="Du har bekreftet alt.", en="You have confirmed already.")
_AGREED = Words(
    no="Du samtykker i at Folkeregisteret får melding om flyttingen din.",
    en="You agree that the National Registry is told of your move.",
)
_NOT_AGREED = Words(
    no="Folkeregisteret får ikke melding om flyttingen din; er den meldt, kalles meldingen tilbake.",
    en="The National Registry is not told of your move; if it was, the message is taken back.",
)
_TO_PAY = Words(
    no="Det koster {amount} kroner og gjelder når det er betalt.",
    en="It costs NOK {amount} and counts once it is paid.",
)
_ENDED = Words(no="Siste dag er {day}.", en="The last day is {day}.")
_CANCELLED = Words(no="Bestillingen er avbestilt.", en="The order is cancelled.")
_BACK = Words(no="{amount} kroner betales tilbake.", en="NOK {amount} is paid back.")
_NO_DAY = Words(no="Skriv en dag, år-måned-dag.", en="Write a day, year-month-day.")
_NO_MONTHS = Words(
    no="Skriv antall måneder med siffer. Ingenting er endret.",
    en="Write the number of months in figures. Nothing was changed.",
)
_PROVEN = Words(
    no="Dokumentet er tatt imot. Bestillingen bekreftes når kundeservice har godtatt det.",
    en="The document is taken. The order is confirmed once customer service has accepted it.",
)
Answer = dict[str, Any]


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List one's orders, those that wait for one's word first."""
    who = citizen(request)
    rows = [summary(each, who.language) for each in own_orders(who.ref)]
    page = {
        "language": who.language,
        "waiting": [each for each in rows if each["must_confirm"]],
        "orders": [each for each in rows if not each["must_confirm"]],
    }
    return render(request, "forwarding/mine.html", page)


@never_cache
@require_safe
def own(request: HttpRequest, reference: str) -> HttpResponse:
    """
    Show one order.

    Raises: Http404 for what is not one's own.
    """
    return order_page(request, order_of(request, reference))


@never_cache
@require_safe
def pay(request: HttpRequest, reference: str) -> HttpResponse:
    """
    Send the payer to the provider; begun twice it is one payment.

    Raises: Http404 for what is not one's own.
    """
    order = order_of(request, reference)
    who = citizen(request)
    due = next((each.reference for each in order.payments if each.can_be_paid), "")
    if not due:
        return redirect("forwarding:own", reference)
    back = f"{settings.PUBLIC_URL}{reverse('forwarding:paid', args=[due])}?language={who.language}"
    try:
        sent = pay_order(due, payments=chosen.payments(), return_url=back, now=now())
    except (Unreachable, Rejected):
        answer = {"words": [_CANNOT_PAY.in_(who.language)], "clauses": "Forwarding §6", "granted": False}
        return order_page(request, order, answer=answer, status=503)
    if isinstance(sent, Refusal):
        return order_page(request, order, answer=refused(sent, who.language), status=409)
    return redirect(sent)


@never_cache
@require_safe
def receipt(request: HttpRequest, reference: str, kind: str, payment: str) -> HttpResponse:
    """
    Give the receipt of a payment, or of what was paid back, as PDF.

    Raises: Http404 for what is not one's own, and while there is none.
    """
    order = order_of(request, reference)
    if kind not in ("receipt", "refund") or payment not in {each.reference for each in order.payments}:
        raise Http404
    content = receipt_of(
        payment,
        refund=kind == "refund",
        seller=settings.CARRIER["name"],
        organisation_number=settings.CARRIER["orgnr"],
        test=settings.TEST_INSTALLATION,
    )
    if content is None:
        raise Http404
    name = {"Content-Disposition": f'attachment; filename="{kind}-{payment}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, reference: str) -> HttpResponse:
    """
    Do what a button of the page says, and show the order with the answer.

    Raises: Http404 for what is not one's own, and for a button there is not.
    """
    order = order_of(request, reference)
    if request.method != "POST":
        return redirect("forwarding:own", reference)
    does = _BUTTONS.get(request.POST.get("do", ""))
    if does is None or (does in _OF_ORDERER and not order.is_orderer):
        raise Http404
    return done(request, order, lambda: does(request, order, citizen(request)))


def _extend(request: HttpRequest, order: OwnOrder, who: Citizen) -> Answer:
    typed = request.POST.get("months", "").strip()
    months = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 3 else 0
    if not months:
        return {"words": [_NO_MONTHS.in_(who.language)], "clauses": str(FORWARDING(5)), "granted": False}
    found = extend_forwarding(order.reference, extra_months=months, channel=Channel.WEB, by=BY, now=now())
    return _bought(found, who.language)


def _interim(request: HttpRequest, order: OwnOrder, who: Citizen) -> Answer:
    typed = request.POST.get("interim_on", "")
    day = day_typed(typed)
    if typed and day is None:
        return {"words": [_NO_DAY.in_(who.language)], "clauses": str(FORWARDING(4)), "granted": False}
    found = order_interim_delivery(order.reference, channel=Channel.WEB, by=BY, wanted_on=day, now=now())
    return _bought(found, who.language)


def _bought(found: Wanted | Refusal, language: Language) -> Answer:
    if isinstance(found, Refusal):
        return refused(found, language)
    unpaid = not found.counts and found.to_pay_ore
    facts = {"amount": kroner(found.to_pay_ore, language=language)}
    return answered(found.decision, language, *((_TO_PAY.filled(facts).in_(language),) if unpaid else ()))


def _prove(request: HttpRequest, order: OwnOrder, who: Citizen) -> Answer:
    file = request.FILES.get("document")
    # What is larger than any file we hold is passed by unread, and comes as none.
    said = add_proof(order.reference, file.read() if file else b"", by=BY, now=now())
    if said is not None:
        return refused(said, who.language)
    clauses = _clauses(OrderEvent.PROOF_ADDED)
    return {"words": [_PROVEN.in_(who.language)], "clauses": clauses, "granted": True}


def _end(_: HttpRequest, order: OwnOrder, who: Citizen) -> Answer:
    """Cancel, or stop where it is too late for that: the page said which before."""
    language, day = who.language, today()
    found = cancel_forwarding(order.reference, contacted_on=day, contacted_by=Channel.WEB, by=BY, now=now())
    if isinstance(found, Refusal):
        return refused(found, language)
    words = [each.words.in_(language) for each in found.decision.reasons]
    if found.state == "cancelled":
        words.insert(0, _CANCELLED.in_(language))
    else:
        told = {"day": in_full(found.last_day, language=language)}
        words.insert(0, _ENDED.filled(told).in_(language))
    if found.paid_back_ore:
        words.append(_BACK.filled({"amount": kroner(found.paid_back_ore, language=language)}).in_(language))
    return {"words": words, "clauses": ", ".join(map(str, found.decision.clauses)), "granted": True}


def _target(_: HttpRequest, order: OwnOrder, who: Citizen) -> Answer:
    found = change_new_address(order.reference, by=BY, now=now())
    told = (
        refused(found, who.language) if isinstance(found, Refusal) else answered(found.decision, who.language)
    )
    return {**told, "new_order": True}


def _confirm(request: HttpRequest, order: OwnOrder, who: Citizen) -> Answer:
    tells = bool(request.POST.get("tell_registry"))
    found = confirm_cover(
        order.reference, person=who.ref, identified_by="eid", tell_registry=tells, now=now()
    )
    if isinstance(found, Refusal):
        return refused(found, who.language)
    words = (_CONFIRMED if found else _CONFIRMED_BEFORE).in_(who.language)
    return {"words": [words], "clauses": _clauses(OrderEvent.COVER_CONFIRMED), "granted": True}


def _object(_: HttpRequest, order: OwnOrder, who: Citizen) -> Answer:
    found = object_to_order(reference=order.reference, by=BY, now=now())
    if isinstance(found, Refusal):
        return refused(found, who.language)
    words = [each.in_(who.language) for each in STOPPED_NOW]
    return {"words": words, "clauses": _clauses(OrderEvent.OBJECTED), "granted": True}


def _agree(request: HttpRequest, order: OwnOrder, who: Citizen) -> Answer:
    agrees = request.POST.get("do") == "agree"
    found = agree_to_tell(order.reference, person=who.ref, agrees=agrees, now=now())
    if isinstance(found, Refusal):
        return refused(found, who.language)
    words = (_AGREED if agrees else _NOT_AGREED).in_(who.language)
    return {"words": [words], "clauses": str(FORWARDING(7)), "granted": True}


_Button = Callable[[HttpRequest, OwnOrder, Citizen], Answer]
_OF_ORDERER: frozenset[_Button] = frozenset({_extend, _interim, _prove, _end, _target})
_BUTTONS: Mapping[str, _Button] = {
    "extend": _extend,
    "interim": _interim,
    "prove": _prove,
    "end": _end,
    "target": _target,
    "confirm": _confirm,
    "object": _object,
    "agree": _agree,
    "disagree": _agree,
}


def done(request: HttpRequest, order: OwnOrder, does: Callable[[], Answer]) -> HttpResponse:
    """Do something about an order unless it is done too often, and show the order as it is then."""
    language = citizen(request).language
    if not ratelimit.consume(request, action="about_own_order"):
        fault = {"words": [SLOWER.in_(language)], "clauses": "", "granted": False}
        return order_page(request, order, answer=fault, status=429)
    answer = does()
    return order_page(
        request, order_of(request, order.reference), answer=answer, status=200 if answer["granted"] else 409
    )


def order_of(request: HttpRequest, reference: str) -> OwnOrder:
    """
    Return an order of whoever is signed in.

    Raises: Http404 for what is not their own, as for what there is not.
    """
    found = own_order(reference, person=citizen(request).ref, today=today())
    if found is None:
        raise Http404
    return found


def order_page(
    request: HttpRequest,
    order: OwnOrder,
    *,
    answer: Answer | None = None,
    complaint: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with an order, what came of what was asked for, and a complaint that cannot be read yet."""
    who = citizen(request)
    page = {
        "language": who.language,
        "answer": answer,
        "complaint": complaint or {},
        "order": whole(order, who.language),
        "today": today(),
    }
    return render(request, "forwarding/own.html", page, status=status)


def _clauses(code: OrderEvent) -> str:
    return ", ".join(str(each) for each in ORDER_EVENTS[code].clauses)


def day_typed(text: str) -> date | None:
    """Return the day of a field; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
