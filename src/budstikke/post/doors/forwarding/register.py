"""What the address register holds of whoever is signed in: a copy, what they ask of it, and their security lock."""

from __future__ import annotations

import json
from typing import Any

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from budstikke.kit.clock import now, today
from budstikke.kit.days import in_full
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.actions.address_register.own_register import OwnRegister, own_register
from budstikke.post.actions.address_register.register_access import own_copy
from budstikke.post.actions.address_register.register_cases import Asked, open_register_case, reserve
from budstikke.post.actions.forwarding.lock_person import lock_person
from budstikke.post.doors.forwarding.guard import citizen
from budstikke.post.doors.forwarding.mine import SLOWER
from budstikke.post.doors.forwarding.shown import answered, refused
from budstikke.post.papers.register_copy import render_register_copy
from budstikke.post.records.models import Person
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.cases import CaseKind, Received
from budstikke.post.terms.forwarding.events import ORDER_EVENTS, OrderEvent

_MOST_WORDS = 4_000
_BY = "person"
CASES = {
    CaseKind.RESERVATION: Words(no="Reservasjon", en="Reservation"),
    CaseKind.ACCESS: Words(no="Innsyn", en="Access"),
    CaseKind.CORRECTION: Words(no="Retting", en="Correction"),
}
assert CASES.keys() == set(CaseKind), "every kind of case is worded"
_RESERVED = Words(
    no="Du er reservert: ingen andres register oppdateres med adressen din.",
    en="You are left out: nobody else's register is updated with your address.",
)
_LET_IN = Words(no="Reservasjonen er opphevet.", en="The reservation has ended.")
_ASKED = Words(
    no="Kravet er mottatt. Du får svar senest {day}.",
    en="The request is received. You are answered by {day}.",
)
_NOTHING_SAID = Words(
    no="Skriv hva som er feil, og hva som er riktig.", en="Write what is wrong, and what is right."
)
_LOCKED = Words(
    no="Adressen din er sperret: bestillinger på nettet og per telefon avslås til du møter fram med legitimasjon.",
    en="Your address is locked: orders on the web and by telephone are refused until you come with a document.",
)


@never_cache
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show what can be asked of the register, and how one's own cases stand."""
    return _page(request)


@never_cache
@require_safe
def copy(request: HttpRequest, form: str) -> HttpResponse:
    """
    Give everything the register holds of the person, as PDF or JSON.

    Raises: Http404 for another form.
    """
    who = citizen(request)
    if form not in ("pdf", "json"):
        raise Http404
    if not ratelimit.consume(request, action="about_own_order"):
        return _page(request, answer=_too_fast(request), status=429)
    access = own_copy(_person(request), now=now())
    content = (
        render_register_copy(access.as_paper(), language=who.language)
        if form == "pdf"
        else json.dumps(access.as_json(), ensure_ascii=False, indent=2).encode()
    )
    return HttpResponse(
        content,
        content_type="application/pdf" if form == "pdf" else "application/json",
        headers={"Content-Disposition": f'attachment; filename="register.{form}"'},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take what the person asks of the register; a reservation counts at once, a correction is answered by its day."""
    if request.method != "POST":
        return redirect("forwarding:register")
    if not ratelimit.consume(request, action="about_own_order"):
        return _page(request, answer=_too_fast(request), status=429)
    what, words = request.POST.get("what", ""), request.POST.get("words", "").strip()[:_MOST_WORDS]
    if what in ("reserve", "let_in"):
        answer = _reserved(request, reserved=what == "reserve")
    elif what == "correct":
        answer = _asked(request, CaseKind.CORRECTION, words)
    else:
        return redirect("forwarding:register")
    return _page(request, answer=answer, status=200 if answer["granted"] else 409)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest) -> HttpResponse:
    """Set the security lock; lifting it takes coming in person, and says so."""
    if request.method != "POST":
        return redirect("forwarding:register")
    who, locked = citizen(request), request.POST.get("locked") == "yes"
    found = lock_person(who.ref, locked=locked, identified_by="eid", by=_BY, now=now())
    if isinstance(found, Refusal):
        return _page(request, answer=refused(found, who.language), status=409)
    clauses = ", ".join(str(each) for each in ORDER_EVENTS[OrderEvent.LOCKED].clauses)
    return _page(request, answer={"words": [_LOCKED.in_(who.language)], "clauses": clauses, "granted": True})


def _reserved(request: HttpRequest, *, reserved: bool) -> dict[str, Any]:
    who, moment = citizen(request), now()
    asked = Asked(kind=CaseKind.RESERVATION, channel=Received.WEB)
    person = _person(request)
    with acting_as(CARRIER):
        case, decision = open_register_case(person, asked, opened_by=_BY, received_on=today(), now=moment)
        if case is None:
            return answered(decision, who.language)
        reserve(case, reserved=reserved, actor=_BY, now=moment)
    words = (_RESERVED if reserved else _LET_IN).in_(who.language)
    return {"words": [words], "clauses": str(FORWARDING(7)), "granted": True}


def _asked(request: HttpRequest, kind: CaseKind, words: str) -> dict[str, Any]:
    who = citizen(request)
    if not words:
        return {"words": [_NOTHING_SAID.in_(who.language)], "clauses": str(FORWARDING(7)), "granted": False}
    asked = Asked(kind=kind, channel=Received.WEB, words=words)
    case, decision = open_register_case(
        _person(request), asked, opened_by=_BY, received_on=today(), now=now()
    )
    if case is None:
        return answered(decision, who.language)
    day = in_full(case.due_on, language=who.language)
    return {
        "words": [_ASKED.filled({"day": day}).in_(who.language)],
        "clauses": str(FORWARDING(7)),
        "granted": True,
    }


def _person(request: HttpRequest) -> Person:
    with acting_as(CARRIER):
        return Person.objects.get(ref=citizen(request).ref)


def _too_fast(request: HttpRequest) -> dict[str, Any]:
    return {"words": [SLOWER.in_(citizen(request).language)], "clauses": "", "granted": False}


def _page(request: HttpRequest, *, answer: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    who = citizen(request)
    held: OwnRegister = own_register(who.ref)
    page = {
        "language": who.language,
        "answer": answer,
        "reserved": held.reserved,
        "locked": held.locked,
        "cases": [
            {
                "words": CASES[each.kind].in_(who.language),
                "received_on": each.received_on,
                "due_on": each.due_on,
                "closed": each.closed,
            }
            for each in held.cases
        ],
    }
    return render(request, "forwarding/register.html", page, status=status)
