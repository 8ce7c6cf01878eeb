"""The order form: product, person, way to prove who one is, consent; and the receipt with the order number."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from budstikke.formats import national_number
from budstikke.issuer.actions.maintenance import maintenance_windows
from budstikke.issuer.actions.place_order import Wanted, place_order
from budstikke.issuer.channels import chosen
from budstikke.issuer.doors.asked_from import asked_from
from budstikke.issuer.doors.maintenance.told import resumes_at
from budstikke.issuer.doors.order.status import SEEN
from budstikke.issuer.doors.order.ways import closed_to, closed_ways
from budstikke.issuer.records.models import Order
from budstikke.issuer.terms.channels import ROWS, Channel, needed
from budstikke.issuer.terms.edition import BY_ID, IssuerEdition, edition_of
from budstikke.issuer.terms.maintenance import Window
from budstikke.issuer.terms.ordering import number_fault, particulars_faults, tidy
from budstikke.issuer.terms.product_words import WORDS
from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.refusals import NO_CONSENT, POSTCODE_UNKNOWN
from budstikke.kit.clock import now, today
from budstikke.kit.installation import is_test
from budstikke.kit.look.language import language_of
from budstikke.law.money import short_kroner
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words

_PLACED, _CHOSEN = "placed_order", "chosen_channel"
_MOST = 20
_Kind = TypeVar("_Kind", bound=StrEnum)
# What a field asks for, said when it was left empty or cannot be used.
_ASKS: Mapping[str, Words] = {
    "given_names": Words(
        no="Skriv alle fornavnene, med latinske bokstaver.", en="Type all given names, in Latin letters."
    ),
    "surname": Words(
        no="Skriv etternavnet, med latinske bokstaver.", en="Type the surname, in Latin letters."
    ),
    "national_number": Words(no="Skriv de elleve sifrene.", en="Type the eleven digits."),
    "street": Words(no="Skriv gate og nummer.", en="Type street and number."),
    "postcode": Words(no="Skriv fire sifre.", en="Type four digits."),
    "city": Words(no="Skriv poststedet.", en="Type the town."),
    "mobile": Words(no="Skriv nummeret med bare sifre.", en="Type the number in digits only."),
    "email": Words(
        no="Skriv en adresse med @, eller la feltet stå tomt.",
        en="Type an address with @, or leave it empty.",
    ),
}
_UNUSABLE = Words(no="Dette kan vi ikke bruke.", en="We cannot use this.")
# Name, label, how a browser fills it in, which keys it shows, most characters.
_FIELDS: tuple[tuple[str, Words, str, str, int], ...] = (
    ("given_names", Words(no="Fornavn, alle slik de står i legitimasjonen",
           en="Given names, all as in your identity document"),
     "given-name", "text", 80),
    ("surname", Words(no="Etternavn", en="Surname"), "family-name", "text", 80),
    ("national_number", Words(no="Fødselsnummer eller D-nummer", en="National identity number or D number"),
     "off", "numeric", 13),
    ("street", Words(no="Gateadresse der du bor", en="Street address where you live"), "street-address", "text", 100),
    ("postcode", Words(no="Postnummer", en="Postcode"), "postal-code", "numeric", 4),
    ("city", Words(no="Poststed", en="Town"), "address-level2", "text", 35),
    ("mobile", Words(no="Mobilnummer", en="Mobile number"), "tel", "tel", 20),
    ("email", Words(no="E-post (valgfritt)", en="E-mail (optional)"), "email", "email", 100),
)  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST place the order, or show the form with every fault at its field."""
    language, given = language_of(request), request.POST
    if request.method != "POST":
        return render(request, "order/order.html", _page(given, {}, language))
    product, channel = _one_of(Product, given.get("product")), _one_of(Channel, given.get("channel"))
    if product is None or channel is None:
        unchosen = {name for name, one in (("product", product), ("channel", channel)) if one is None}
        faults = {**_worded(_besides(given), given), **dict.fromkeys(unchosen, _CHOOSE)}
        return render(request, "order/order.html", _page(given, faults, language), status=422)
    placed = place_order(
        Wanted(
            product=product,
            channel=channel,
            conditions=given.get("conditions", "")[:_MOST],
            national_number=given.get("national_number", ""),
            particulars=tidy(given),
            consents=given.get("consent") == "yes",
            language=language,
        ),
        caller=asked_from(request),
        now=now(),
        closed=closed_to(channel),
        postcodes=chosen.postcodes(),
    )
    if not isinstance(placed, Order):
        return render(request, "order/order.html", _page(given, _worded(placed, given), language), status=422)
    request.session[_PLACED] = request.session[SEEN] = placed.number
    request.session[_CHOSEN] = channel.value
    return redirect("order:receipt")


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the number of the order just placed, and what happens next."""
    placed = Order.objects.filter(number=request.session.get(_PLACED, "")).first()
    if placed is None:
        return redirect("order:order")
    language = language_of(request)
    shown = {
        "order": placed,
        "product": WORDS[Product(placed.product)].in_(language),
        "needs": needed(Channel(placed.channel), edition=BY_ID[placed.edition]).in_(language),
        "fell_back": request.session.get(_CHOSEN, placed.channel) != placed.channel,
        "by_letter": placed.channel == Channel.LETTER,
        "price": short_kroner(placed.price_ore, language=language),
    }
    return render(request, "order/receipt.html", shown)


_CHOOSE = Words(no="Velg én.", en="Choose one.")


def _one_of(kind: type[_Kind], value: str | None) -> _Kind | None:
    return kind(value) if value in set(kind) else None


def _besides(given: Mapping[str, str]) -> dict[str, Refusal]:
    """Say what else is wrong with a form in which something was not chosen, so that it is said at once."""
    faults = particulars_faults(tidy(given))
    number = national_number.canonical(given.get("national_number", ""))
    if fault := number_fault(number, synthetic=is_test()):
        faults["national_number"] = fault
    if given.get("consent") != "yes":
        faults["consent"] = Refusal(NO_CONSENT)
    return faults


def _worded(faults: Mapping[str, Refusal], given: Mapping[str, str]) -> dict[str, Words]:
    return {name: _said(name, refusal, given.get(name, "")) for name, refusal in faults.items()}


def _said(name: str, refusal: Refusal, value: str) -> Words:
    if name not in _ASKS or refusal.code == POSTCODE_UNKNOWN.code:
        return Words(no=f"{refusal.person.no} {refusal.cure.no}", en=f"{refusal.person.en} {refusal.cure.en}")
    asks = _ASKS[name]
    if not value.strip():
        return asks
    wrong = refusal.person if name == "national_number" else _UNUSABLE
    return Words(no=f"{wrong.no} {asks.no}", en=f"{wrong.en} {asks.en}")


def _page(given: Mapping[str, str], faults: Mapping[str, Words], language: Language) -> dict[str, object]:
    edition, at = edition_of(today()), now()
    windows, closed = maintenance_windows(at=at), closed_ways()
    picked = given.get("product", "")
    return {
        "products": [_product(each, edition, windows, picked, language) for each in Product],
        "channels": [
            {
                "code": row.channel.value,
                "words": row.words.in_(language),
                "needs": needed(row.channel, edition=edition).in_(language),
                "chosen": given.get("channel", Channel.LETTER) == row.channel,
            }
            for row in ROWS.values()
            if row.channel in edition.channels and row.channel not in closed
        ],
        "fields": [
            {
                "name": name,
                "label": label.in_(language),
                "fills": fills,
                "keys": keys,
                "most": most,
                # Asked for anew: a number is not sent back to be read over a shoulder.
                "value": "" if name == "national_number" else given.get(name, ""),
                "required": name != "email",
                "fault": faults[name].in_(language) if name in faults else "",
            }
            for name, label, fills, keys, most in _FIELDS
        ],
        "faults": {name: words.in_(language) for name, words in faults.items()},
        "whole": faults[""].in_(language) if "" in faults else "",
        # Other conditions than those that were ticked are not ticked.
        "consents": given.get("consent") == "yes" and given.get("conditions") == edition.id,
        "conditions": edition,
    }


def _product(
    product: Product, edition: IssuerEdition, windows: tuple[Window, ...], picked: str, language: Language
) -> dict[str, object]:
    return {
        "code": product.value,
        "words": WORDS[product].in_(language),
        "price": short_kroner(edition.prices_ore[product], language=language),
        "paused_until": resumes_at(windows, product=product, at=now()),
        "chosen": picked == product,
    }
