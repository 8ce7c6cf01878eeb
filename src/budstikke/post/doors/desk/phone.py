"""Storage ordered by telephone: who calls is known by answers; then the form, its days and price, and a yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from budstikke.kit.clock import now, today
from budstikke.law.money import kroner
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.forwarding.foresee_order import OrderForeseen, foresee_order
from budstikke.post.actions.forwarding.identify_caller import Answers, identify_caller
from budstikke.post.actions.forwarding.order_form import FIELDS, OrderRead, read_order
from budstikke.post.actions.forwarding.order_forwarding import SeenInPerson, order_forwarding
from budstikke.post.doors.desk.guard import standing
from budstikke.post.doors.desk.pages import page
from budstikke.post.doors.desk.told import of_refusal, told
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.eligible import services_offered
from budstikke.post.terms.forwarding.kinds import Channel, Customer
from budstikke.post.terms.forwarding.ordering import earliest_start
from budstikke.post.terms.forwarding.role import DOCUMENTS
from budstikke.post.terms.forwarding.words import PROOFS

_ASKED = ("number", "name", "postcode", "mobile", "email", "reference")
_SALT = "desk caller"
_LASTS = timedelta(minutes=30)
_TOO_LATE = Words(
    no="Det er for lenge siden svarene ble gitt. Still spørsmålene igjen.",
    en="The answers were given too long ago. Ask the questions again.",
)
_ORDERED = Words(
    no="Oppbevaring er bestilt: {reference}. Bekreftelsen er på vei.",
    en="Storage is ordered: {reference}. The confirmation is on its way.",
)


@require_http_methods(["GET", "POST"])
def caller(request: HttpRequest) -> HttpResponse:
    """Ask the questions; right answers lead to the form."""
    who = standing(request)
    if request.method != "POST":
        return _page(request, {})
    given = {name: request.POST.get(name, "")[:120].strip() for name in _ASKED}
    found = identify_caller(Answers(**given), clerk=who.clerk, now=now())
    if found.person is None:
        said = of_refusal(found.decision.refusals[0], who.language)
        return _page(request, {"told": said}, status=409)
    known = signing.dumps(
        {"person": str(found.person.ref), "clerk": who.clerk, "written": found.written}, salt=_SALT
    )
    return _page(request, {"known": known, "form": _form({})})


@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Show what happens when and what it costs; after a yes to just that, order."""
    who = standing(request)
    known = _known(request.POST.get("known", ""), clerk=who.clerk)
    if known is None:
        return _page(request, {"told": told("warning", _TOO_LATE.in_(who.language))}, status=409)
    form = {name: request.POST.get(name, "")[:400] for name in FIELDS}
    estate = form["customer"] == Customer.ESTATE_MANAGER
    customer = Customer.ESTATE_MANAGER if estate else Customer.PRIVATE
    shown = {"known": request.POST["known"], "form": _form(form)}
    offered = services_offered(channel=Channel.PHONE, customer=customer, edition=forwarding_on(today()))
    if not offered:
        return _page(request, shown | {"told": of_refusal(_not_offered(), who.language)}, status=409)
    # By telephone nobody orders for others but an estate, and what has a lead time there alone (§1, §4).
    form |= {"service": offered[0], "customer": customer, "covered": "", "not_own": ""}
    read = read_order(
        form,
        orderer=UUID(known["person"]),
        channel=Channel.PHONE,
        identified_by="phone",
        reader=who.clerk,
        now=now(),
    )
    if read.wanted is None:
        faults = {name: words.in_(who.language) for name, words in read.faults.items()}
        return _page(request, shown | {"faults": faults}, status=400)
    foretold = foresee_order(read.wanted, now=now())
    if foretold.answer.refused is not None:
        said = of_refusal(foretold.answer.refused.refusals[0], who.language)
        return _page(request, shown | {"told": said}, status=409)
    if request.POST.get("shown") != foretold.shown_sha256:
        return _page(request, shown | {"foretold": _days(foretold, who.language)})
    return _take(request, read, written=known["written"], shown_sha256=foretold.shown_sha256)


def _take(
    request: HttpRequest, read: OrderRead, *, written: dict[str, object], shown_sha256: str
) -> HttpResponse:
    who = standing(request)
    assert read.wanted is not None, "the form was read"
    wanted = replace(read.wanted, shown_sha256=shown_sha256)
    seen = SeenInPerson(decisions=(written, *((read.role,) if read.role else ())))
    taken = order_forwarding(wanted, seen=seen, actor=who.clerk, now=now())
    if taken.refused:
        return _page(request, {"told": of_refusal(taken.decision.refusals[0], who.language)}, status=409)
    words = _ORDERED.filled({"reference": taken.reference}).in_(who.language)
    return _page(request, {"told": told("success", words)})


def _not_offered() -> Refusal:
    """Return why an estate orders nothing by telephone, under the clause of what it may order."""
    edition = forwarding_on(today())
    service = edition.estate_services[0]
    asked = earliest_start(service=service, channel=Channel.PHONE, ordered_on=today(), edition=edition)
    return asked.refusals[0]


def _days(foretold: OrderForeseen, language: Language) -> dict[str, object]:
    """Return what is said to the caller before they say yes."""
    return {
        "days": [
            {"on": each.on, "words": each.words.in_(language), "clauses": ", ".join(map(str, each.clauses))}
            for each in foretold.days
        ],
        "lines": [
            {
                "words": each.words.in_(language),
                "amount": kroner(each.amount_ore, language=language),
                "clause": str(each.clause),
            }
            for each in foretold.lines
        ],
        "total": kroner(foretold.to_pay_ore, language=language),
        "shown": foretold.shown_sha256,
    }


def _known(text: str, *, clerk: str) -> dict[str, Any] | None:
    """Return whom the answers showed, if it was this clerk who heard them and not too long ago."""
    try:
        known: dict[str, Any] = signing.loads(text, salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return None
    return known if known["clerk"] == clerk else None


def _form(typed: Mapping[str, str]) -> dict[str, object]:
    edition = forwarding_on(today())
    offered = services_offered(channel=Channel.PHONE, customer=Customer.PRIVATE, edition=edition)
    longest = max(edition.max_months(each) for each in offered)
    return {
        "typed": {name: typed.get(name, "") for name in FIELDS},
        "proofs": [(each, PROOFS[each]) for each in DOCUMENTS[Customer.ESTATE_MANAGER]],
        "months": [str(each) for each in range(1, longest + 1)],
    }


def _page(request: HttpRequest, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    return page(request, "desk/forwarding_phone.html", context, here="forwarding", status=status)
