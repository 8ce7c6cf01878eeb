"""
What a visitor's orders are, and what is done about them at once.

Who ordered cancels, stops and extends; who is named in an order confirms, collects, or objects: as on the web.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from budstikke.kit.clock import now, today
from budstikke.kit.installation import is_test
from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.counter.collect_stored import collect_stored
from budstikke.post.actions.counter.visit import Visit
from budstikke.post.actions.forwarding.cancel_forwarding import cancel_forwarding, stop_forwarding
from budstikke.post.actions.forwarding.confirm_cover import confirm_cover
from budstikke.post.actions.forwarding.extend_forwarding import extend_forwarding, order_interim_delivery
from budstikke.post.actions.forwarding.lock_person import lock_person
from budstikke.post.actions.forwarding.object_to_order import object_to_order
from budstikke.post.actions.forwarding.orders_of_person import OrderOfPerson, is_locked, orders_of_person
from budstikke.post.actions.forwarding.prove_role import add_proof
from budstikke.post.actions.forwarding.receipts import receipt_of
from budstikke.post.actions.invoicing.invoice_documents import seller_now
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.visit import visit_here, visit_page
from budstikke.post.doors.forwarding.views import tone_of
from budstikke.post.doors.typed import day_of, months_of
from budstikke.post.records.models import ForwardingPayment
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.kinds import Channel, Service
from budstikke.post.terms.forwarding.words import SERVICES, STATES

_DONE = Words(no="Gjort.", en="Done.")
# What an act came to: nothing more to say, a decision that may refuse, or a refusal.
Came = Refusal | Decision | None


@require_safe
def listed(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Show the visitor's orders and what can be done about each."""
    found = visit_here(request, nonce)
    if found is None:
        return redirect("counter:forwarding")
    if found.person is None:
        return redirect("counter:visit_document", nonce)
    return orders_page(request, found)


@require_POST
def act(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """
    Do what is asked about one of the visitor's own orders, or about their lock.

    Raises: Http404 for another's order, and for what is not this visitor's to do.
    """
    found = visit_here(request, nonce)
    if found is None or found.person is None:
        return redirect("counter:forwarding")
    reference = request.POST.get("reference", "")[:20]
    done = _ACTS.get(request.POST.get("do", ""))
    own = next((each for each in orders_of_person(found.person) if each.reference == reference), None)
    if done is None or (own is None and done is not _unlock):
        raise Http404
    if done in _OF_ORDERER and (own is None or not own.is_orderer):
        raise Http404
    try:
        came = done(request, found, reference, now())
    except ValueError:
        return orders_page(request, found, told=_told(_NOT_FILLED_IN, standing(request).language), status=400)
    language = standing(request).language
    refused = came if isinstance(came, Refusal) else next(iter(came.refusals), None) if came else None
    if refused is not None:
        return orders_page(request, found, told=told_refusal(refused, language), status=409)
    return orders_page(request, found, told=_told(_DONE, language, tone="success"))


@require_safe
def receipt(request: HttpRequest, nonce: UUID, reference: str) -> HttpResponse:
    """
    Print the receipt of what was ordered in this visit, or before by the visitor.

    Raises: Http404 for what the visitor did not pay.
    """
    found = visit_here(request, nonce)
    if found is None or found.person is None:
        raise Http404
    with acting_as(CARRIER):
        payment = ForwardingPayment.objects.filter(
            reference=reference, order__orderer__ref=found.person
        ).first()
    seller = seller_now()
    paper = payment and receipt_of(
        payment.reference,
        seller=seller["name"],
        organisation_number=seller["organisation_number"],
        test=is_test(),
    )
    if not paper:
        raise Http404
    return HttpResponse(paper, content_type="application/pdf", headers={"Cache-Control": "no-store"})


def orders_page(
    request: HttpRequest,
    found: Visit,
    *,
    told: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the visitor's orders, and on it what came of what was asked for."""
    assert found.person is not None, "a document has shown who it is"
    language = standing(request).language
    rows = [shown_order(each, language) for each in orders_of_person(found.person)]
    with acting_as(CARRIER):
        receipts = list(
            ForwardingPayment.objects.filter(
                order__orderer__ref=found.person, purpose="order", state__in=("invoiced", "captured")
            )
            .exclude(lines=[])
            .order_by("-id")
            .values_list("reference", "order__reference")[:20]
        )
    papers = {order: payment for payment, order in receipts}
    context: dict[str, object] = {
        "orders": [row | {"receipt": papers.get(str(row["reference"]), "")} for row in rows],
        "locked": is_locked(found.person),
        "told": told,
        "today": today(),
    }
    return visit_page(request, found, "counter/visit_orders.html", context, step=3, status=status)


def shown_order(order: OrderOfPerson, language: Language) -> dict[str, object]:
    """Return an order in words; it names nobody and no place."""
    return {
        "reference": order.reference,
        "service": SERVICES[order.service].in_(language),
        "state": STATES[order.state].in_(language),
        "tone": tone_of(order.state),
        "start": order.days.start,
        "last_day": order.days.last_day,
        "persons": order.persons,
        "may_change": order.is_orderer and order.may_change,
        "may_cancel": order.is_orderer and order.may_cancel,
        "may_prove": order.is_orderer and order.for_another and not order.is_over,
        "documents": order.documents,
        "role_waits": order.role_waits,
        "may_interim": order.is_orderer and order.may_change and order.service is Service.STORAGE,
        "may_object": not order.is_orderer and order.may_freeze,
        "to_confirm": order.to_confirm,
        "to_collect": order.to_collect,
    }


def told_refusal(refusal: Refusal, language: Language) -> dict[str, object]:
    """Return why not, with the clause and the cure."""
    return {
        "tone": "warning",
        "words": refusal.staff.in_(language),
        "cure": refusal.cure.in_(language),
        "clauses": ", ".join(str(clause) for clause in refusal.clauses),
    }


_NOT_FILLED_IN = Words(no="Fyll ut feltet som hører til.", en="Fill in the field that belongs to it.")


def _told(words: Words, language: Language, *, tone: str = "warning") -> dict[str, object]:
    return {"tone": tone, "words": words.in_(language)}


def _stop(request: HttpRequest, found: Visit, reference: str, at: datetime) -> Came:
    new_end = date.fromisoformat(request.POST.get("last_day", ""))
    said = stop_forwarding(reference, new_end=new_end, by=found.clerk, now=at)
    return said if isinstance(said, Refusal) else said.decision


def _cancel(request: HttpRequest, found: Visit, reference: str, at: datetime) -> Came:
    said = cancel_forwarding(
        reference, contacted_on=today(), contacted_by=Channel.COUNTER, by=found.clerk, now=at
    )
    return said if isinstance(said, Refusal) else said.decision


def _extend(request: HttpRequest, found: Visit, reference: str, at: datetime) -> Came:
    said = extend_forwarding(
        reference, extra_months=months_of(request), channel=Channel.COUNTER, by=found.clerk, now=at
    )
    return said if isinstance(said, Refusal) else said.decision


def _interim(request: HttpRequest, found: Visit, reference: str, at: datetime) -> Came:
    wanted_on = day_of(request, "interim_on")
    said = order_interim_delivery(
        reference, channel=Channel.COUNTER, by=found.clerk, wanted_on=wanted_on, now=at
    )
    return said if isinstance(said, Refusal) else said.decision


def _prove(request: HttpRequest, found: Visit, reference: str, at: datetime) -> Came:
    file = request.FILES.get("document")
    return add_proof(reference, file.read() if file else b"", by=found.clerk, now=at)


def _confirm(request: HttpRequest, found: Visit, reference: str, at: datetime) -> Came:
    assert found.person is not None, "a document has shown who it is"
    said = confirm_cover(reference, person=found.person, identified_by="document", now=at)
    return said if isinstance(said, Refusal) else None


def _object(request: HttpRequest, found: Visit, reference: str, at: datetime) -> Came:
    said = object_to_order(reference=reference, by=found.clerk, now=at)
    return said if isinstance(said, Refusal) else None


def _collect(request: HttpRequest, found: Visit, reference: str, at: datetime) -> Came:
    assert found.person is not None and found.checked is not None, "a document has shown who it is"
    return collect_stored(reference, person=found.person, identified=found.checked, by=found.clerk, now=at)


def _unlock(request: HttpRequest, found: Visit, reference: str, at: datetime) -> Came:
    assert found.person is not None, "a document has shown who it is"
    said = lock_person(found.person, locked=False, identified_by="document", by=found.clerk, now=at)
    return said if isinstance(said, Refusal) else None


_Act = Callable[[HttpRequest, Visit, str, datetime], Came]
_OF_ORDERER: frozenset[_Act] = frozenset({_stop, _cancel, _extend, _interim, _prove})
_ACTS: Mapping[str, _Act] = {
    "stop": _stop,
    "cancel": _cancel,
    "extend": _extend,
    "interim": _interim,
    "prove": _prove,
    "confirm": _confirm,
    "object": _object,
    "collect": _collect,
    "unlock": _unlock,
}
