"""Going on in another way to prove who one is, and the reading: begun here, done at the verifier, finished here."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from budstikke.issuer.actions.activate import Activated
from budstikke.issuer.actions.audit import CUSTOMER
from budstikke.issuer.actions.order_status import order_status
from budstikke.issuer.actions.reader import begin_reading, confirm_reading, not_reached
from budstikke.issuer.actions.switch_channel import switch_channel
from budstikke.issuer.channels import chosen
from budstikke.issuer.channels.errors import Rejected, Unreachable
from budstikke.issuer.doors.order.proven import let_set_up
from budstikke.issuer.doors.order.status import SEEN, status_page
from budstikke.issuer.doors.order.ways import closed_to
from budstikke.issuer.records.models import Order, ReaderSession
from budstikke.issuer.terms.channels import Channel, SwitchReason, needed, reasons_for
from budstikke.issuer.terms.edition import BY_ID
from budstikke.issuer.terms.reading import FAULT_WORDS, PROVEN, REFUSED
from budstikke.issuer.terms.refusals import READER_DOUBTED, READER_DOWN
from budstikke.kit.clock import now
from budstikke.kit.look.language import language_of
from budstikke.law.refusal import Refusal

# The session that this browser began, and where the verifier has it: only here does its number count.
_READING, _ADDRESS = "reading", "reading_address"
_MOST = 40


@never_cache
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Change the way of the order that was looked up, for a reason that can be true of it."""
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    order = _order(request)
    if order is None or to not in set(Channel):
        return redirect("order:status")
    offered = reasons_for(Channel(to), so_far=order_status(order, now=now()).so_far)
    why = SwitchReason(reason) if reason in offered else SwitchReason.ASKED
    switched = switch_channel(
        order.number, to=Channel(to), reason=why, actor=CUSTOMER, now=now(), closed=closed_to(Channel(to))
    )
    if isinstance(switched, Refusal):
        return status_page(request, order, fault=switched)
    return redirect("order:status")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """Begin a session with the reader on POST; show how the one that was begun here stands."""
    order = _order(request)
    if order is None:
        return redirect("order:status")
    if request.method != "POST":
        return _reading_page(request, order)
    begun = begin_reading(order.number, now=now())
    if isinstance(begun, Refusal):
        return status_page(request, order, fault=begun)
    try:
        address = chosen.verifier().begin(begun, language=language_of(request))
    except (Unreachable, Rejected) as error:
        not_reached(begun, code=error.code if isinstance(error, Rejected) else "UNREACHABLE", now=now())
        return status_page(request, order, fault=Refusal(READER_DOWN))
    request.session[_READING], request.session[_ADDRESS] = str(begun), address
    return redirect("order:reading")


@never_cache
@sensitive_post_parameters("number")
@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """Take the number that the verifier showed; what it proves is then this browser's to put into use."""
    order = _order(request)
    session = str(request.session.get(_READING, ""))
    if order is None or not session or not ReaderSession.objects.filter(reference=session, order=order):
        return redirect("order:status")
    answer = confirm_reading(UUID(session), request.POST.get("number", "")[:_MOST], now=now())
    if isinstance(answer, Activated):
        let_set_up(request, answer)
        return redirect("order:activated")
    return _reading_page(request, order, fault=answer)


def _order(request: HttpRequest) -> Order | None:
    return Order.objects.select_related("customer").filter(number=request.session.get(SEEN, "")).first()


def _reading_page(request: HttpRequest, order: Order, *, fault: Refusal | None = None) -> HttpResponse:
    reference = request.session.get(_READING)
    row = ReaderSession.objects.filter(reference=reference, order=order).first() if reference else None
    if row is None:
        return redirect("order:status")
    language, minutes = language_of(request), BY_ID[order.edition].reader_minutes
    refused = row.outcome == REFUSED
    said = fault or (Refusal(READER_DOUBTED) if refused else None)
    shown = {
        "session": row.reference,
        "address": request.session.get(_ADDRESS, ""),
        "needs": needed(Channel.READER, edition=BY_ID[order.edition]).in_(language),
        "minutes": minutes,
        "digits": BY_ID[order.edition].reader_number_digits,
        "waits": row.ended_at is None and now() - row.begun_at <= timedelta(minutes=minutes),
        "asks_number": row.outcome == PROVEN and row.number_lookup is not None,
        "refused": refused,
        "why": [FAULT_WORDS[code].in_(language) for code in row.faults],
        "fault": said.person.in_(language) if said else "",
        "cure": said.cure.in_(language) if said else "",
    }
    return render(request, "order/reading.html", shown, status=422 if fault else 200)
