"""A complaint about an order one made: every fault at its field, and what was typed stays there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from budstikke.kit.clock import now, today
from budstikke.law.money import kroner
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.forwarding.complain_forwarding import Complaint, complain_forwarding
from budstikke.post.doors.forwarding.guard import citizen
from budstikke.post.doors.forwarding.mine import BY, day_typed, done, order_of, order_page
from budstikke.post.doors.forwarding.shown import refused
from budstikke.post.terms.contracts import FORWARDING

_MOST_WORDS = 4_000
_MOST_NOK = 10_000_000
_FIELDS = ("discovered_on", "claimed", "consequential", "words")
_CLAUSE = str(FORWARDING(8))
_CASE = Words(
    no="Klagen har nummer {case}. Etter vilkårene kan vi betale inntil {amount} kroner.",
    en="The complaint has number {case}. By the terms we can pay up to NOK {amount}.",
)
_NO_DAY = Words(
    no="Skriv dagen feilen ble oppdaget; den kan ikke ligge fram i tid.",
    en="Write the day the error was discovered; it cannot lie ahead.",
)
_NO_AMOUNT = Words(no="Skriv et beløp i hele kroner.", en="Write an amount in whole kroner.")
_MORE = Words(
    no="Dette er en del av kravet, og kan ikke være mer enn det.",
    en="This is a part of the claim, and cannot be more.",
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, reference: str) -> HttpResponse:
    """
    Take a complaint about an order one made.

    Raises: Http404 for what is not one's own.
    """
    order = order_of(request, reference)
    if not order.is_orderer:
        raise Http404
    if request.method != "POST":
        return redirect("forwarding:own", reference)
    typed = {name: request.POST.get(name, "").strip()[:_MOST_WORDS] for name in _FIELDS}
    faults = _faults(typed)
    language = citizen(request).language
    if faults:
        said = {name: words.in_(language) for name, words in faults.items()}
        return order_page(request, order, complaint={"typed": typed, "faults": said}, status=400)
    return done(request, order, lambda: _taken(reference, typed, language))


def _faults(typed: Mapping[str, str]) -> dict[str, Words]:
    """Return every fault, by its field."""
    day, claimed, more = day_typed(typed["discovered_on"]), _ore(typed["claimed"]), _more(typed)
    rows = (
        ("discovered_on", day is None or day > today(), _NO_DAY),
        ("claimed", claimed is None, _NO_AMOUNT),
        ("consequential", more is None, _NO_AMOUNT),
        ("consequential", more is not None and claimed is not None and more > claimed, _MORE),
    )
    return {name: words for name, is_wrong, words in rows if is_wrong}


def _taken(reference: str, typed: Mapping[str, str], language: Language) -> dict[str, Any]:
    day, claimed, more = day_typed(typed["discovered_on"]), _ore(typed["claimed"]), _more(typed)
    assert day is not None and claimed is not None and more is not None, "read before"
    complaint = Complaint(
        channel="web",
        discovered_on=day,
        claimed_ore=claimed,
        consequential_ore=more,
        words=typed["words"],
    )
    found = complain_forwarding(reference, complaint, by=BY, now=now())
    if isinstance(found, Refusal):
        return refused(found, language)
    facts = {"case": found.case, "amount": kroner(found.compensation_ore, language=language)}
    reasons = [each.words.in_(language) for each in (*found.in_time.reasons, *found.paid.reasons)]
    return {"words": [_CASE.filled(facts).in_(language), *reasons], "clauses": _CLAUSE, "granted": True}


def _more(typed: Mapping[str, str]) -> int | None:
    return _ore(typed["consequential"] or "0")


def _ore(text: str) -> int | None:
    """Return whole kroner as øre; None for what is no such amount."""
    if not (text.isascii() and text.isdecimal() and len(text) < 9 and int(text) <= _MOST_NOK):
        return None
    return int(text) * 100
