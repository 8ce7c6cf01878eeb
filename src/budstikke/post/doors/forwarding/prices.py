"""What the services cost, from the lists in force: for private persons and for businesses, with VAT and without."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budstikke.kit.clock import today
from budstikke.kit.look.language import language_of
from budstikke.law.money import kroner
from budstikke.law.words import Language, Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.editions import forwarding_prices_on
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.payment import Audience, ForwardingPriceList, price_rows
from budstikke.post.terms.forwarding.words import SERVICES

_WHOSE = {
    Audience.PRIVATE: Words(no="For privatpersoner", en="For private persons"),
    Audience.BUSINESS: Words(no="For virksomheter", en="For businesses"),
}
assert _WHOSE.keys() == set(Audience), "every list is worded"


@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """Show both price lists; nobody need sign in."""
    language = language_of(request)
    lists = [
        _list(forwarding_prices_on(today(), audience=each), words.in_(language), language)
        for each, words in _WHOSE.items()
    ]
    page = {"language": language, "lists": lists, "clause": str(FORWARDING(6))}
    return render(request, "forwarding/prices.html", page)


def _list(prices: ForwardingPriceList, whose: str, language: Language) -> dict[str, Any]:
    return {
        "code": prices.audience.value,
        "whose": whose,
        "since": prices.valid_from,
        "invented": prices.prices_are_invented,
        "without": not prices.vat_included,
        "services": [
            {
                "name": SERVICES[service].in_(language),
                "rows": [
                    {
                        "words": words.in_(language),
                        "listed": kroner(ore, language=language),
                        "with_vat": kroner(_with_vat(ore, prices), language=language),
                    }
                    for words, ore in price_rows(service, prices=prices)
                ],
            }
            for service in Service
        ],
    }


def _with_vat(ore: int, prices: ForwardingPriceList) -> int:
    return ore if prices.vat_included else ore + (ore * prices.vat_percent + 50) // 100
