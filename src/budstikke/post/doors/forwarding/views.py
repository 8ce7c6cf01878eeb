"""
What a message's link opens: the order without its addresses, and one button that stops it.

Opening changes nothing, for programs open links, too. Nobody confirms here: a link can be read by whoever shares the
telephone, and a confirmation moves mail (decision 0122).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from budstikke.kit.clock import now
from budstikke.kit.look.language import language_of
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.forwarding.object_to_order import object_to_order
from budstikke.post.actions.forwarding.order_told import OrderedBy, OrderTold, OwnWord, Reader, order_told
from budstikke.post.terms.forwarding.events import FROZEN, OPEN, ORDER_EVENTS, OrderEvent, OrderState
from budstikke.post.terms.forwarding.words import SERVICES, STATES

_SLOWER = Words(
    no="Det gikk for fort. Prøv igjen om et minutt.", en="That was too fast. Try again in a minute."
)
SENT_TO: Mapping[Reader, Words] = {
    Reader.OLD_ADDRESS: Words(
        no="Meldingen gikk til adressen posten er bestilt flyttet eller holdt tilbake fra.",
        en="The message went to the address from which mail was ordered away or held back.",
    ),
    Reader.COVERED: Words(
        no="Meldingen gikk til en bestillingen gjelder.",
        en="The message went to a person the order is about.",
    ),
    Reader.ORDERER: Words(
        no="Meldingen gikk til den som bestilte.", en="The message went to whoever placed the order."
    ),
}
ORDERED_BY: Mapping[OrderedBy, Words] = {
    OrderedBy.READER: Words(no="Deg som fikk meldingen", en="You who were sent the message"),
    OrderedBy.SOMEBODY_COVERED: Words(
        no="En av dem bestillingen gjelder", en="One of those the order is about"
    ),
    OrderedBy.SOMEBODY_ELSE: Words(
        no="En som bestillingen ikke selv gjelder", en="Somebody the order itself is not about"
    ),
    OrderedBy.BUSINESS: Words(no="En virksomhet", en="An organisation"),
}
OWN_WORD: Mapping[OwnWord, Words] = {
    OwnWord.GIVEN: Words(no="Bekreftet: posten din er med", en="Confirmed: your mail is included"),
    OwnWord.MISSING: Words(no="Ikke bekreftet ennå", en="Not confirmed yet"),
    OwnWord.LEFT_OUT: Words(
        no="Ikke bekreftet: posten din er ikke med", en="Not confirmed: your mail is not included"
    ),
}
WORD_OF_ANOTHER: Mapping[OwnWord, Words] = {
    OwnWord.GIVEN: Words(no="Bekreftet: posten er med", en="Confirmed: the mail is included"),
    OwnWord.MISSING: Words(no="Ikke bekreftet ennå", en="Not confirmed yet"),
    OwnWord.LEFT_OUT: Words(
        no="Ikke bekreftet: posten er ikke med", en="Not confirmed: the mail is not included"
    ),
}
STOPPED_NOW = (
    Words(
        no="Bestillingen er stanset for alle den gjelder.",
        en="The order is stopped for everybody it is about.",
    ),
    Words(
        no="Posten leveres igjen som adressert, fra neste sending som sorteres.",
        en="Mail is delivered as addressed again, from the next item that is sorted.",
    ),
    Words(
        no="Den som bestilte, får vite at noen sa nei; meldingen sier ikke hvem.",
        en="Whoever ordered is told that somebody said no; the message does not say who.",
    ),
)


@never_cache
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, token: str) -> HttpResponse:
    """Show the order, or stop it and say what now happens; an unknown link answers 404, too many tries 429."""
    language = language_of(request)
    # A link has too many letters to be guessed: it is the button that is counted.
    if request.method == "POST" and not ratelimit.consume(request, action="stop_order"):
        fault = {"language": language, "fault": _SLOWER.in_(language)}
        return render(request, "forwarding/unknown.html", fault, status=429)
    told = order_told(token)
    if told is None:
        return render(request, "forwarding/unknown.html", {"language": language}, status=404)
    answer, status = None, 200
    if request.method == "POST":
        found = object_to_order(token=token, by=told.mark, now=now())
        answer = _refused(found, language) if isinstance(found, Refusal) else _stopped(language)
        status = 409 if isinstance(found, Refusal) else 200
        told = order_told(token) or told
    page = {"language": language, "answer": answer, "order": shown(told, language)}
    return render(request, "forwarding/order.html", page, status=status)


def shown(told: OrderTold, language: Language) -> dict[str, Any]:
    """Return the order as the template shows it."""
    may_be_stopped = told.state in OPEN
    return {
        "reference": told.reference,
        "service": SERVICES[told.service].in_(language),
        "state": STATES[told.state].in_(language),
        "tone": tone_of(told.state),
        "start": told.days.start,
        "last_day": told.days.last_day,
        "ordered_by": ORDERED_BY[told.ordered_by].in_(language),
        "sent_to": SENT_TO[told.reader].in_(language),
        "own_word": OWN_WORD[told.own_word].in_(language) if told.own_word else "",
        "asked_to_confirm": may_be_stopped and told.own_word in (OwnWord.MISSING, OwnWord.LEFT_OUT),
        "may_be_stopped": may_be_stopped,
        "is_stopped": told.state in FROZEN,
        "stop_clauses": _clauses(OrderEvent.OBJECTED),
        "confirm_clauses": _clauses(OrderEvent.COVER_CONFIRMED),
    }


def tone_of(state: OrderState) -> str:
    """Return the colour of the mark beside a state's words, on every page that shows an order."""
    return "warning" if state in FROZEN else "info"


def _stopped(language: Language) -> dict[str, Any]:
    words = [each.in_(language) for each in STOPPED_NOW]
    return {"words": words, "clauses": _clauses(OrderEvent.OBJECTED), "granted": True}


def _refused(refusal: Refusal, language: Language) -> dict[str, Any]:
    words = [refusal.person.in_(language), refusal.cure.in_(language)]
    return {"words": words, "clauses": ", ".join(map(str, refusal.clauses)), "granted": False}


def _clauses(code: OrderEvent) -> str:
    return ", ".join(str(each) for each in ORDER_EVENTS[code].clauses)
