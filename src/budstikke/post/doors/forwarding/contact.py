"""One's own ways to be reached: seen masked, and changed by a code that was sent to the new one."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from budstikke.kit.clock import now, today
from budstikke.law.words import Words
from budstikke.post.actions.address_register.own_contact import (
    own_contact,
    send_contact_code,
    type_contact_code,
    well_formed,
)
from budstikke.post.actions.address_register.remove_contact import remove_contact
from budstikke.post.channels import chosen
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.doors.forwarding.guard import citizen
from budstikke.post.doors.forwarding.mine import SLOWER
from budstikke.post.doors.forwarding.shown import answered
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.contact import CODE_MINUTES, UNDO_DAYS, WAYS, Way

_FAULTS = {
    Way.MOBILE: Words(
        no="Skriv et telefonnummer, med landkode om det ikke er norsk.",
        en="Write a telephone number, with its country code if it is not Norwegian.",
    ),
    Way.EMAIL: Words(
        no="Skriv en e-postadresse, som navn@eksempel.no.", en="Write an e-mail address, as name@example.com."
    ),
}
_NOT_SENT = Words(
    no="Koden kom ikke av sted. Se etter om nummeret eller adressen er rett, og prøv igjen om litt.",
    en="The code could not be sent. See whether the number or address is right, and try again in a while.",
)
_NONE_WAITS = Words(no="Ingen kode venter. Be om en ny.", en="No code is waiting. Ask for a new one.")
_CHANGED = Words(no="Endret.", en="Changed.")


@never_cache
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Show how the person is reached, masked, and what can be changed."""
    return _page(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Send a code to a new telephone or e-mail; what is none is told so and stays in its field."""
    way, typed = request.POST.get("way", ""), request.POST.get("value", "")[:300]
    if request.method != "POST" or way not in {*Way}:
        return redirect("forwarding:contact")
    who, meant = citizen(request), Way(way)
    value = well_formed(meant, typed)
    if value is None:
        return _page(request, typed={way: typed}, faults={way: _FAULTS[meant].in_(who.language)}, status=400)
    if not ratelimit.consume(request, action="about_own_order"):
        return _page(request, typed={way: typed}, answer=_said(request, SLOWER), status=429)
    try:
        decision = send_contact_code(
            who.ref, way=meant, value=value, channels=chosen.message_channels(), now=now()
        )
    except (Unreachable, Rejected):
        return _page(request, typed={way: typed}, answer=_said(request, _NOT_SENT), status=503)
    if decision.refusals:
        return _page(request, typed={way: typed}, answer=answered(decision, who.language), status=409)
    return redirect("forwarding:contact")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code that came back."""
    if request.method != "POST":
        return redirect("forwarding:contact")
    if not ratelimit.consume(request, action="about_own_order"):
        return _page(request, answer=_said(request, SLOWER), status=429)
    who = citizen(request)
    decision = type_contact_code(who.ref, code=request.POST.get("code", "")[:40], now=now())
    if decision is None:
        return _page(request, answer=_said(request, _NONE_WAITS), status=409)
    more = () if decision.refusals else (_CHANGED.in_(who.language),)
    answer = answered(decision, who.language, *more)
    return _page(request, answer=answer, status=409 if decision.refusals else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """Remove a telephone or an e-mail."""
    way = request.POST.get("way", "")
    if request.method != "POST" or way not in {*Way}:
        return redirect("forwarding:contact")
    if not ratelimit.consume(request, action="about_own_order"):
        return _page(request, answer=_said(request, SLOWER), status=429)
    who = citizen(request)
    decision = remove_contact(who.ref, way=Way(way), now=now())
    if decision is None:
        return redirect("forwarding:contact")
    return _page(request, answer=answered(decision, who.language), status=409 if decision.refusals else 200)


def _said(request: HttpRequest, words: Words) -> dict[str, Any]:
    return {"words": [words.in_(citizen(request).language)], "clauses": "", "granted": False}


def _page(
    request: HttpRequest,
    *,
    answer: dict[str, Any] | None = None,
    typed: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    who = citizen(request)
    known = own_contact(who.ref, now=now())
    shown = {Way.MOBILE: known.mobile, Way.EMAIL: known.email}
    waits = known.waiting
    page = {
        "language": who.language,
        "answer": answer,
        "quiet_days": forwarding_on(today()).contact_quiet_days,
        "clause": str(FORWARDING(7)),
        "minutes": CODE_MINUTES,
        "undo_days": UNDO_DAYS,
        "waiting": waits and {"words": WAYS[waits.way].in_(who.language), "shown": waits.shown},
        "ways": [
            {
                "code": way,
                "words": words.in_(who.language),
                "shown": shown[way],
                "typed": (typed or {}).get(way, ""),
                "fault": (faults or {}).get(way, ""),
                "mobile": way is Way.MOBILE,
            }
            for way, words in WAYS.items()
        ],
    }
    return render(request, "forwarding/contact.html", page, status=status)
