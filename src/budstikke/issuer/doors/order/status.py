"""Where an order stands, another letter where one may be had, and the request for money back."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from budstikke.issuer.actions.ask_refund import ask_refund
from budstikke.issuer.actions.attempts import let_in
from budstikke.issuer.actions.audit import CUSTOMER
from budstikke.issuer.actions.order_status import OrderStatus, find_order, order_status
from budstikke.issuer.actions.send_again import send_again
from budstikke.issuer.doors.asked_from import asked_from
from budstikke.issuer.doors.order.ways import closed_ways
from budstikke.issuer.records.models import Letter, Order
from budstikke.issuer.terms.advice import FOR_THE_CLERK, NO_WAY_ROUND
from budstikke.issuer.terms.channels import REASON_WORDS, ROWS, Channel, may_switch, reasons_for
from budstikke.issuer.terms.edition import BY_ID, edition_of
from budstikke.issuer.terms.letters import AFTER_A_LETTER, State
from budstikke.issuer.terms.product_words import WORDS
from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.refusals import TOO_OFTEN
from budstikke.kit.clock import now, today
from budstikke.kit.look.language import language_of
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words

SEEN = "seen_order"
# While the post has something to show or to extend.
_AT_THE_POST = frozenset({State.PRINTED, State.ON_THE_WAY, State.READY, State.RETURNING})
_MOST = 40
_UNKNOWN = Words(
    no="Vi finner ingen bestilling med dette ordrenummeret og postnummeret.",
    en="We find no order with this order number and postcode.",
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """Ask for order number and postcode; then show where the order stands, until the browser is closed."""
    language = language_of(request)
    if request.method == "POST":
        number = request.POST.get("order", "")[:_MOST]
        postcode = request.POST.get("postcode", "")[:_MOST]
        if _too_often(request):
            return _asked_again(request, number, Refusal(TOO_OFTEN).person.in_(language))
        found = find_order(number, postcode=postcode)
        if found is None:
            return _asked_again(request, number, _UNKNOWN.in_(language))
        request.session[SEEN] = found.number
        return redirect("order:status")
    order = Order.objects.filter(number=request.session.get(SEEN, "")).first()
    if order is None or "other" in request.GET:
        return render(request, "order/find.html", {})
    return status_page(request, order)


def status_page(request: HttpRequest, order: Order, *, fault: Refusal | None = None) -> HttpResponse:
    """Show where an order stands, and what was refused just now."""
    language = language_of(request)
    shown = _shown(order_status(order, now=now()), language)
    if fault is not None:
        shown |= {"fault": fault.person.in_(language), "cure": fault.cure.in_(language)}
    return render(request, "order/status.html", shown, status=422 if fault else 200)


@never_cache
@require_POST
def another_letter(request: HttpRequest) -> HttpResponse:
    """Send another letter of the order that was looked up."""
    order = Order.objects.filter(number=request.session.get(SEEN, "")).first()
    if order is not None:
        send_again(order.pk, actor=CUSTOMER, now=now())
    return redirect("order:status")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: HttpRequest) -> HttpResponse:
    """Ask for order number and tracking number, and say what was decided and why."""
    language = language_of(request)
    if request.method != "POST":
        return render(request, "order/refund.html", _of_seen(request))
    number = request.POST.get("order", "")[:_MOST]
    tracking = request.POST.get("tracking", "")[:_MOST]
    shown = _of_seen(request) | {"order": number, "tracking": tracking}
    # The postcode they looked the order up by stands for the number that it never got.
    without = shown["untracked"] and not tracking and number == request.session.get(SEEN)
    asked = None if without else tracking
    answer = Refusal(TOO_OFTEN) if _too_often(request) else ask_refund(number, asked, now=now())
    refusal = answer if isinstance(answer, Refusal) else next(iter(answer.refusals), None)
    if refusal is not None:
        shown |= {"fault": refusal.person.in_(language), "cure": refusal.cure.in_(language)}
        return render(request, "order/refund.html", shown, status=422)
    assert not isinstance(answer, Refusal)
    return render(request, "order/refund.html", {"decided": answer.words.in_(language)})


def _of_seen(request: HttpRequest) -> dict[str, object]:
    """What the form knows of the order that was looked up: its number, and whether the post took its letter."""
    number = request.session.get(SEEN, "")
    letter = Letter.objects.filter(order__number=number).order_by("-id").first() if number else None
    return {"order": number, "untracked": letter is not None and letter.state == State.REJECTED}


def _too_often(request: HttpRequest) -> bool:
    terms = edition_of(today())
    within = timedelta(minutes=terms.tries_by_caller_minutes)
    return not let_in(
        asked_from(request), kind="look-ups", most=terms.tries_by_caller, within=within, now=now()
    )


def _asked_again(request: HttpRequest, number: str, fault: str) -> HttpResponse:
    return render(request, "order/find.html", {"number": number, "fault": fault}, status=422)


def _shown(found: OrderStatus, language: Language) -> dict[str, object]:
    letter = found.letter
    return {
        "order": found.order,
        "product": WORDS[Product(found.order.product)].in_(language),
        "headline": found.status.headline.in_(language),
        "next_step": found.status.next_step.in_(language),
        "activate": found.status.activate,
        "letter": letter,
        "letter_counts": letter is not None and letter.state not in AFTER_A_LETTER,
        "track": settings.ISSUER["track_url"]
        if letter and letter.number and letter.state in _AT_THE_POST
        else "",
        "last_collect_day": found.last_collect_day,
        "lines": [
            {
                "words": line.words.in_(language),
                "at": line.at,
                "reasons": [each.in_(language) for each in line.reasons],
            }
            for line in found.lines
        ],
        "advice": [(each.cause.in_(language), each.cure.in_(language)) for each in found.advice],
        "for_clerk": [each.in_(language) for each in FOR_THE_CLERK]
        if any(each.for_clerk for each in found.advice)
        else [],
        "no_way_round": NO_WAY_ROUND.in_(language) if found.advice else "",
        "may_have_letter": found.may_have_letter,
        "by_reader": found.order.channel == Channel.READER,
        "ended": found.order.ended_at is not None,
        "other_ways": _other_ways(found, language),
        "edition": found.order.edition,
        "in_use": found.order.ended_as == "activated",
    }


def _other_ways(found: OrderStatus, language: Language) -> list[dict[str, object]]:
    """Return the ways the order could go on in instead, each with the reasons that can be true of it."""
    edition, closed = BY_ID[found.order.edition], closed_ways()
    return [
        {
            "to": row.channel.value,
            "words": row.words.in_(language),
            "reasons": [
                (reason.value, REASON_WORDS[reason].in_(language))
                for reason in reasons_for(row.channel, so_far=found.so_far)
            ],
        }
        for row in ROWS.values()
        if row.channel != found.order.channel
        and may_switch(ended=found.order.ended_at is not None, to=row.channel, closed=closed, edition=edition)
        is None
    ]
