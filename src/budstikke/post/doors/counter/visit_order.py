"""A new order at the counter: its form, then its days and price with clauses, a signature, and it is ordered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from budstikke.kit.clock import now, today
from budstikke.law.decision import Decision
from budstikke.law.money import kroner
from budstikke.law.words import Language, Words
from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.counter.visit import Visit, fully_identified, keep_signature, keep_wanted
from budstikke.post.actions.forwarding.foresee_order import OrderForeseen, foresee_order
from budstikke.post.actions.forwarding.order_form import FIELDS, OrderRead, read_order
from budstikke.post.actions.forwarding.order_forwarding import OrderTaken, SeenInPerson, order_forwarding
from budstikke.post.doors.counter.form import filled, signed
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.visit import visit_here, visit_page
from budstikke.post.doors.counter.visit_orders import orders_page, told_refusal
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.kinds import AddressKind, Channel, Customer, Service
from budstikke.post.terms.forwarding.words import ADDRESS_KINDS, PROOFS, SERVICES
from budstikke.post.terms.pum.id_check import Signing

CUSTOMERS: Mapping[Customer, Words] = {
    Customer.PRIVATE: Words(no="Seg selv og eventuelt andre", en="Themselves, and others if any"),
    Customer.BUSINESS: Words(no="En virksomhet", en="A business"),
    Customer.ESTATE_MANAGER: Words(no="Et bo", en="An estate"),
}
_ORDERED = Words(
    no="Bestillingen er tatt imot: {reference}. Bekreftelsen er på vei.",
    en="The order is taken: {reference}. The confirmation is on its way.",
)
_WAITS = Words(
    no="Bestillingen er tatt imot: {reference}. {waits_for} voksne må bekrefte selv.",
    en="The order is taken: {reference}. {waits_for} adults must confirm for themselves.",
)
_ASKED_TO_SIGN = ("signature", "strokes", "signature_agrees", "then")
_NOT_SIGNED = Words(no="Det er ikke skrevet under ennå.", en="Nobody has signed yet.")


@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Show the form of an order; one that can be read leads to its days and its price."""
    found = _identified(request, nonce)
    if found is None:
        return redirect("counter:visit", nonce)
    if request.method == "POST":
        form = {name: request.POST.get(name, "")[:400] for name in FIELDS}
        keep_wanted(nonce, form, clerk=found.clerk, now=now())
        found = replace(found, wanted=form)
        read = _read(found)
        if read.wanted is not None:
            return redirect("counter:visit_sign", nonce)
        return _form_page(request, found, faults=read.faults, status=400)
    return _form_page(request, found)


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Show what happens on which day and what it costs; signed, it is ordered."""
    found = _identified(request, nonce)
    if found is None:
        return redirect("counter:visit", nonce)
    read = _read(found)
    if read.wanted is None:
        return redirect("counter:visit_order", nonce)
    told = foresee_order(read.wanted, now=now())
    if request.method == "GET" or told.answer.refused is not None:
        return _sign_page(request, found, told, status=409 if request.method == "POST" else 200)
    # Of the document only the signature is asked for here: whoever it shows has been let in already.
    given = {name: request.POST[name] for name in _ASKED_TO_SIGN if name in request.POST}
    draft = filled(given, before=found.draft, addressee="", today=today()).draft
    draft = signed(given, before=draft)
    if given.get("then") == "again":
        draft = replace(draft, signature=None, strokes="")
    if keep_signature(nonce, draft, clerk=found.clerk, now=now()) is not None:
        return redirect("counter:forwarding")
    found = replace(found, draft=draft)
    if given.get("then") == "again":
        return redirect("counter:visit_sign", nonce)
    if draft.signing is not Signing.NEVER and draft.signature is None:
        fault = _NOT_SIGNED.in_(standing(request).language)
        return _sign_page(request, found, told, faults=(fault,), status=400)
    return _take(request, found, read, told)


def _take(request: HttpRequest, found: Visit, read: OrderRead, told: OrderForeseen) -> HttpResponse:
    """Place the order, once who signs is fully identified; a yes is to just what is shown now."""
    assert read.wanted is not None, "the form was read"
    language = standing(request).language
    decision, written = fully_identified(found, today=today())
    if decision is None or decision.refusals:
        words = [each.staff.in_(language) for each in decision.refusals] if decision else []
        return _sign_page(request, found, told, faults=words, status=409)
    if request.POST.get("shown") != told.shown_sha256:
        return _sign_page(request, found, told, status=409)
    seen = SeenInPerson(
        decisions=(written, *((read.role,) if read.role else ())), signature=found.draft.signature
    )
    wanted = replace(read.wanted, shown_sha256=told.shown_sha256)
    taken = order_forwarding(wanted, seen=seen, actor=found.clerk, now=now())
    if taken.refused:
        return _sign_page(request, found, told, refused=taken.decision, status=409)
    keep_wanted(found.nonce, {}, clerk=found.clerk, now=now())
    kept = replace(found.draft, signature=None, strokes="")
    keep_signature(found.nonce, kept, clerk=found.clerk, now=now())
    return orders_page(request, found, told={"tone": "success", "words": _came(taken, language)})


def _came(taken: OrderTaken, language: Language) -> str:
    words = _WAITS if taken.waits_for else _ORDERED
    return words.filled({"reference": taken.reference, "waits_for": taken.waits_for}).in_(language)


def _identified(request: HttpRequest, nonce: UUID) -> Visit | None:
    found = visit_here(request, nonce)
    return found if found is not None and found.person is not None else None


def _read(found: Visit) -> OrderRead:
    assert found.person is not None, "a document has shown who it is"
    return read_order(
        found.wanted,
        orderer=found.person,
        channel=Channel.COUNTER,
        identified_by="document",
        reader=found.clerk,
        now=now(),
    )


def _form_page(
    request: HttpRequest, found: Visit, *, faults: Mapping[str, Words] | None = None, status: int = 200
) -> HttpResponse:
    language = standing(request).language
    said = {name: words.in_(language) for name, words in (faults or {}).items()}
    context = {"form": shown_form(found.wanted, language), "faults": said}
    return visit_page(request, found, "counter/visit_order.html", context, step=4, status=status)


def shown_form(typed: Mapping[str, str], language: Language) -> dict[str, object]:
    """Return the form of an order as it stands, with what can be chosen."""

    def choices(rows: Mapping[Any, Words], name: str, default: str) -> list[dict[str, object]]:
        chosen = typed.get(name) or default
        return [
            {"code": code, "words": words.in_(language), "chosen": code == chosen}
            for code, words in rows.items()
        ]

    edition = forwarding_on(today())
    longest = max(edition.max_months(each) for each in Service)
    return {
        "typed": {name: typed.get(name, "") for name in FIELDS},
        "services": choices(SERVICES, "service", ""),
        "customers": choices(CUSTOMERS, "customer", Customer.PRIVATE),
        "old_kinds": choices(ADDRESS_KINDS, "old_kind", AddressKind.RESIDENTIAL),
        "new_kinds": choices(ADDRESS_KINDS, "new_kind", AddressKind.RESIDENTIAL),
        "proofs": choices(PROOFS, "role_document", ""),
        "months": [str(each) for each in range(1, longest + 1)],
    }


def shown_days(
    told: OrderForeseen, language: Language, *, refused: Decision | None = None
) -> dict[str, object]:
    """Return what an order would come to in words: its days, its price, and why not."""
    refused = refused or told.answer.refused
    return {
        "days": [
            {"on": each.on, "words": each.words.in_(language), "clauses": ", ".join(map(str, each.clauses))}
            for each in told.days
        ],
        "lines": [
            {
                "words": each.words.in_(language),
                "amount": kroner(each.amount_ore, language=language),
                "clause": str(each.clause),
            }
            for each in told.lines
        ],
        "total": kroner(told.to_pay_ore, language=language),
        "why": _reasons(told.answer.decisions, language),
        "refusals": [told_refusal(each, language) for each in (refused.refusals if refused else ())],
        "shown": told.shown_sha256,
    }


def _reasons(decisions: Sequence[Decision], language: Language) -> list[dict[str, str]]:
    return [
        {"words": reason.words.in_(language), "clauses": ", ".join(map(str, reason.clauses))}
        for decision in decisions
        if not decision.refusals
        for reason in decision.reasons
    ]


def _sign_page(
    request: HttpRequest,
    found: Visit,
    told: OrderForeseen,
    *,
    faults: Sequence[str] = (),
    refused: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    language, draft = standing(request).language, found.draft
    context = {
        "told": shown_days(told, language, refused=refused),
        "service": SERVICES[Service(found.wanted["service"])].in_(language),
        "faults": list(faults),
        "signing": str(draft.signing),
        "signed": draft.signature is not None,
        "compared": _compared(draft),
        "finding": str(draft.findings.signature),
    }
    return visit_page(request, found, "counter/visit_sign.html", context, step=5, status=status)


def _compared(draft: Draft) -> bool:
    return draft.signing is Signing.YES and draft.has_signature and not draft.not_able_to_sign
