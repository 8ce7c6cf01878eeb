"""Going on in another way to prove who one is, and the session that the reader is asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from budstikke.issuer.actions.audit import CUSTOMER
from budstikke.issuer.actions.reader import begin_reading
from budstikke.issuer.actions.switch_channel import switch_channel
from budstikke.issuer.doors.order.status import SEEN
from budstikke.issuer.records.models import Order
from budstikke.issuer.terms.channels import ROWS, Channel, SwitchReason
from budstikke.kit.clock import now
from budstikke.kit.look.language import language_of
from budstikke.law.refusal import Refusal


@never_cache
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Change the way of the order that was looked up."""
    to = request.POST.get("to", "")
    order = Order.objects.filter(number=request.session.get(SEEN, "")).first()
    if order is not None and to in set(Channel):
        switch_channel(order.number, to=Channel(to), reason=SwitchReason.ASKED, actor=CUSTOMER, now=now())
    return redirect("order:status")


@never_cache
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Begin a session with the reader, and show its reference to be typed there."""
    order = Order.objects.filter(number=request.session.get(SEEN, "")).first()
    begun = begin_reading(order.number, now=now()) if order else None
    if begun is None or isinstance(begun, Refusal):
        return redirect("order:status")
    needs = ROWS[Channel.READER].needs.in_(language_of(request))
    return render(request, "order/reading.html", {"session": begun, "needs": needs})
