"""
Ordering on the web: which service and for whom, the form, then the days and the price, and only then the order.

Nothing is kept on the way: what was filled in goes from page to page in the form itself. What is said yes to is what
was shown, by its hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from budstikke.kit.clock import now, today
from budstikke.kit.look.language import language_of
from budstikke.law.money import kroner
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.address_register.citizens import own_address
from budstikke.post.actions.forwarding.foresee_order import OrderForeseen, foresee_order
from budstikke.post.actions.forwarding.order_forwarding import UnknownPerson, order_forwarding
from budstikke.post.actions.forwarding.own_orders import made_just_now
from budstikke.post.actions.forwarding.wanted_order import WantedOrder
from budstikke.post.channels import chosen
from budstikke.post.doors.forwarding.countries import countries
from budstikke.post.doors.forwarding.fields import MOST_OTHERS, Field, fields_of, groups_of
from budstikke.post.doors.forwarding.guard import Citizen, citizen, signed_in
from budstikke.post.doors.forwarding.reading import Read, Said, read_form, told
from budstikke.post.doors.forwarding.shown import calendar, cited, lines_shown
from budstikke.post.terms.editions import forwarding_on, forwarding_prices_on, pum_on
from budstikke.post.terms.forwarding.days import period_of
from budstikke.post.terms.forwarding.kinds import AddressKind, Channel, Customer, Service, Zone
from budstikke.post.terms.forwarding.ordering import CLAUSES, first_start
from budstikke.post.terms.forwarding.payment import Audience
from budstikke.post.terms.forwarding.warning import letters_meanwhile
from budstikke.post.terms.forwarding.words import SERVICES
from budstikke.post.terms.refusals import watching as refusals

_DEVICE = "post_device"
_DEVICE_SECONDS = 400 * 24 * 3600
_USUAL_MONTHS = 12
_SLOWER = Words(
    no="Det gikk for fort. Prøv igjen om et minutt.", en="That was too fast. Try again in a minute."
)
ABOUT = {
    Service.PERMANENT: Words(
        no="Du flytter for godt. Posten følger etter fra den gamle adressen.",
        en="You move for good. Mail follows from the old address.",
    ),
    Service.TEMPORARY: Words(
        no="Du er et annet sted en tid. Posten følger etter, og kommer hjem igjen når du gjør det.",
        en="You are elsewhere for a time. Mail follows, and comes home again when you do.",
    ),
    Service.STORAGE: Words(
        no="Du er borte. Posten ligger hos oss til du er tilbake.",
        en="You are away. Mail stays with us until you are back.",
    ),
}
CUSTOMERS = {
    Customer.PRIVATE: Words(
        no="Meg selv, alene eller sammen med andre", en="Myself, alone or together with others"
    ),
    Customer.BUSINESS: Words(no="En virksomhet", en="A business"),
    Customer.ESTATE_MANAGER: Words(
        no="Et bo: jeg styrer boet til en som er død eller konkurs",
        en="An estate: I manage that of somebody who has died or is bankrupt",
    ),
}
assert CUSTOMERS.keys() == set(Customer), "every customer is worded"


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what can be ordered, what it costs from and how soon it can begin; nobody need sign in."""
    language = language_of(request)
    page = {
        "language": language,
        "services": _services(language),
        "signed_in": signed_in(request) is not None,
    }
    return render(request, "forwarding/home.html", page)


@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Ask which service and for whom; go on to the form."""
    who = citizen(request)
    service, customer = request.GET.get("service", ""), request.GET.get("customer", "")
    if service in list(Service) and customer in list(Customer):
        return redirect("forwarding:new", service, customer)
    page = {
        "language": who.language,
        "services": _services(who.language),
        "service": service,
        "customers": [
            {"code": each.value, "words": words.in_(who.language)} for each, words in CUSTOMERS.items()
        ],
    }
    return render(request, "forwarding/choose.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, service: str, customer: str) -> HttpResponse:
    """
    Show the form, every fault at its field; then the days and the price; then order what was shown.

    Raises: Http404 for a service or a customer there is not.
    """
    if service not in list(Service) or customer not in list(Customer):
        raise Http404
    form = _Form(citizen(request), Service(service), Customer(customer))
    if request.method != "POST":
        return form.page(request, form.begun())
    names_others = any(request.POST.get(f"number_{place}") for place in range(1, MOST_OTHERS + 1))
    if names_others and not ratelimit.consume(request, action="name_others"):
        given = {name: str(value) for name, value in request.POST.items()}
        return form.page(request, given, [Said(at="", words=_SLOWER)], status=429)
    device, fresh = _device(request)
    read = read_form(
        request.POST,
        service=form.service,
        customer=form.customer,
        who=form.who,
        device=sha256(device.encode()).hexdigest()[:32],
        registry=chosen.registry(),
        now=now(),
    )
    if request.POST.get("step") == "change" or read.wanted is None:
        shown = () if request.POST.get("step") == "change" else read.faults
        answer = form.page(request, read.given, shown)
    else:
        answer = _went_on(request, form, read, read.wanted)
    if fresh:
        _keep_device(answer, device)
    return answer


class _Form:
    """One form: which service, for which customer, and who fills it in."""

    def __init__(self, who: Citizen, service: Service, customer: Customer) -> None:
        self.who, self.service, self.customer = who, service, customer
        self.fields = fields_of(service, customer)

    def begun(self) -> dict[str, str]:
        """Return what stands in a form nobody has filled in."""
        day, edition = today(), forwarding_on(today())
        start = first_start(service=self.service, channel=Channel.WEB, ordered_on=day, edition=edition)
        given = {"new_country": "NO", "established": "NO", "start": start.isoformat() if start else ""}
        if self.service is Service.PERMANENT and start is not None:
            usual = period_of(start=start, months=_USUAL_MONTHS, edition=edition)
            given["last_day"] = usual.last_day.isoformat()
        known = own_address(self.who.ref, now=now()) if self.customer is Customer.PRIVATE else None
        if known is not None and known.country == "NO":
            given |= {
                "old_street": known.street,
                "old_postcode": known.postcode,
                "old_city": known.city,
            }
        return given

    def page(
        self,
        request: HttpRequest,
        given: Mapping[str, str],
        faults: Sequence[Said] = (),
        *,
        status: int | None = None,
    ) -> HttpResponse:
        """Answer with the form."""
        language = self.who.language
        at: dict[str, list[dict[str, str]]] = {}
        for each in faults:
            cure = f" {each.cure.in_(language)}" if each.cure else ""
            told_so = {"words": f"{each.words.in_(language)}{cure}", "clauses": cited(each.clauses)}
            at.setdefault(each.at, []).append(told_so)
        groups = [
            {
                "name": group.name,
                "legend": group.legend.in_(language),
                "help": group.help.in_(language) if group.help else "",
                "fields": [_field(each, given, at, language) for each in group.fields],
            }
            for group in groups_of(self.service, self.customer)
        ]
        shown = {
            **self.around(request, given),
            "groups": groups,
            "above": at.get("", []),
            "faults": [each for group in groups for each in group["fields"] if each["faults"]],  # type: ignore[index]
        }
        return render(request, "forwarding/form.html", shown, status=status or (422 if faults else 200))

    def around(self, request: HttpRequest, given: Mapping[str, str]) -> dict[str, Any]:
        """Return what both pages of the form have; `again` asks for a posted page once more, in the other language."""
        language = self.who.language
        step = "change" if request.POST.get("step") == "change" else "look"
        return {
            "given": [(name, value) for name in self.fields if (value := given.get(name, ""))],
            "again": step if request.method == "POST" else "",
            "language": language,
            "service": SERVICES[self.service].in_(language),
            "service_code": self.service.value,
            "customer": CUSTOMERS[self.customer].in_(language),
            "customer_code": self.customer.value,
            "about": ABOUT[self.service].in_(language),
            "clause": str(CLAUSES[self.service]),
        }


def _went_on(request: HttpRequest, form: _Form, read: Read, wanted: WantedOrder) -> HttpResponse:
    """Show the days and the price of a form without a fault, or order what was shown."""
    try:
        foreseen = foresee_order(wanted, now=now())
    except UnknownPerson:
        return form.page(request, read.given, told([Refusal(refusals.PERSON_NOT_KNOWN)], fields=form.fields))
    ordered = request.POST.get("step") == "order"
    before = made_just_now(form.who.ref, shown_sha256=foreseen.shown_sha256, now=now()) if ordered else ""
    if before:
        return redirect("forwarding:own", before)
    as_shown = request.POST.get("shown") == foreseen.shown_sha256
    if ordered and as_shown:
        # A refusal is written down, too.
        kept = replace(wanted, shown_sha256=foreseen.shown_sha256)
        taken = order_forwarding(kept, actor="person", now=now())
        if not taken.refused:
            return redirect("forwarding:own", taken.reference)
        return form.page(request, read.given, _no(foreseen, form) or told(taken.decision.refusals, fields=()))
    if foreseen.answer.refused is not None:
        return form.page(request, read.given, _no(foreseen, form))
    return _preview(request, form, read, foreseen, changed=ordered)


def _no(foreseen: OrderForeseen, form: _Form) -> list[Said]:
    """Return every refusal of every rule, once."""
    found = {each.code: each for decision in foreseen.answer.decisions for each in decision.refusals}
    return told(found.values(), fields=form.fields)


def _preview(
    request: HttpRequest, form: _Form, read: Read, foreseen: OrderForeseen, *, changed: bool
) -> HttpResponse:
    language = form.who.language
    payment = foreseen.answer.named("payment")
    shown = {
        **form.around(request, read.given),
        "summary": [
            {"legend": group.legend.in_(language), "rows": rows}
            for group in groups_of(form.service, form.customer)
            if (rows := list(_summary(group.fields, read.given, language)))
        ],
        "names": [
            name
            for place in range(1, MOST_OTHERS + 1)
            if form.customer is Customer.PRIVATE and (name := read.given.get(f"name_{place}", ""))
        ],
        "calendar": calendar(foreseen.days, language),
        "lines": lines_shown(foreseen.lines, language),
        "total": kroner(foreseen.to_pay_ore, language=language),
        "business": form.customer is Customer.BUSINESS,
        "letters": _of_letters(read.wanted, language)
        if read.wanted and form.customer is Customer.PRIVATE
        else None,
        "means": payment.words.in_(language),
        "means_clauses": cited(payment.clauses),
        "role_waits": bool(foreseen.answer.named("role").answer["waits"]),
        "shown": foreseen.shown_sha256,
        "changed": changed,
    }
    return render(request, "forwarding/preview.html", shown)


def _of_letters(wanted: WantedOrder, language: Language) -> dict[str, str] | None:
    """Return what becomes of letters for personal delivery that do not follow the order."""
    stays = letters_meanwhile(
        service=wanted.service,
        abroad=wanted.zone(forwarding_on(today())) is not Zone.NO,
        new_kind=wanted.new.kind if wanted.new else AddressKind.RESIDENTIAL,
        pum=pum_on(today()),
    )
    if stays is None:
        return None
    words = f"{stays.person.in_(language)} {stays.cure.in_(language)}"
    return {"words": words, "clauses": cited(stays.clauses)}


def _summary(
    fields: Iterable[Field], given: Mapping[str, str], language: Language
) -> Iterable[tuple[str, str]]:
    """Yield what was filled in as it is read back: the field's name and its value in words; no numbers of persons."""
    for each in fields:
        value = given[each.name]
        if not value or each.name.startswith("number_") or each.kind == "date":
            continue
        chosen_words = dict(each.choices).get(value)
        if each.kind == "checkbox":
            value = "Ja" if language == "no" else "Yes"
        elif each.kind == "country":
            value = dict(countries(language)).get(value, value)
        elif chosen_words is not None:
            value = chosen_words.in_(language)
        yield each.label.in_(language), value


def _field(
    field: Field, given: Mapping[str, str], at: Mapping[str, list[dict[str, str]]], language: Language
) -> dict[str, Any]:
    value = given.get(field.name, "")
    choices = countries(language) if field.kind == "country" else None
    return {
        "name": field.name,
        "label": field.label.in_(language),
        "help": field.help.in_(language) if field.help else "",
        "kind": "select" if choices else field.kind,
        "value": value,
        "required": field.required,
        "autocomplete": field.autocomplete,
        "numeric": field.numeric,
        "choices": choices or [(str(code), words.in_(language)) for code, words in field.choices],
        "faults": at.get(field.name, []),
    }


def _services(language: Language) -> list[dict[str, Any]]:
    day = today()
    edition, prices = forwarding_on(day), forwarding_prices_on(day, audience=Audience.PRIVATE)
    return [
        {
            "code": each.value,
            "name": SERVICES[each].in_(language),
            "about": ABOUT[each].in_(language),
            "from": kroner(prices.prices[each].order_ore, language=language),
            "start": first_start(service=each, channel=Channel.WEB, ordered_on=day, edition=edition),
            "months": edition.max_months(each),
            "clause": str(CLAUSES[each]),
        }
        for each in Service
    ]


def _device(request: HttpRequest) -> tuple[str, bool]:
    """Return a pseudonym of the browser an order comes from, and whether it is new."""
    kept = request.get_signed_cookie(_DEVICE, default="", salt=_DEVICE, max_age=_DEVICE_SECONDS)
    return (kept, False) if kept else (secrets.token_urlsafe(16), True)


def _keep_device(answer: HttpResponse, device: str) -> None:
    answer.set_signed_cookie(
        _DEVICE,
        device,
        salt=_DEVICE,
        max_age=_DEVICE_SECONDS,
        path="/forwarding/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
