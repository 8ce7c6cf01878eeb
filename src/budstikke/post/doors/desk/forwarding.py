"""Orders of forwarding at the desk: found with a reason, shown with clauses, helped; what gives mail away takes two."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from budstikke.kit.clock import now, today
from budstikke.law.decision import Decision
from budstikke.law.money import kroner
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.forwarding.cancel_forwarding import cancel_forwarding, stop_forwarding
from budstikke.post.actions.forwarding.complain_forwarding import (
    Complaint,
    close_complaint,
    complain_forwarding,
)
from budstikke.post.actions.forwarding.extend_forwarding import extend_forwarding, order_interim_delivery
from budstikke.post.actions.forwarding.find_orders import find_orders, open_order
from budstikke.post.actions.forwarding.let_go_by_two import LetGo, ask_to_let_go, confirm_letting_go
from budstikke.post.actions.forwarding.object_to_order import object_to_order
from budstikke.post.actions.forwarding.prove_role import (
    add_proof,
    ask_for_proof,
    open_proof,
    roles_waiting,
    settle_declared_role,
)
from budstikke.post.actions.forwarding.settle_objection import settle_objection
from budstikke.post.doors.desk.forwarding_shown import choices, line, page_of, reasons_of, waiting_role
from budstikke.post.doors.desk.guard import standing
from budstikke.post.doors.desk.helping import waiting_page
from budstikke.post.doors.desk.home import REASON
from budstikke.post.doors.desk.pages import page
from budstikke.post.doors.desk.told import NOT_FILLED_IN, of_refusal, told
from budstikke.post.doors.forwarding.document import document_answer
from budstikke.post.doors.typed import day_of, months_of, ore_of
from budstikke.post.terms.forwarding.at_the_desk import WITHDRAWING, Settling
from budstikke.post.terms.forwarding.kinds import Channel
from budstikke.post.terms.forwarding.role import RoleDoubt
from budstikke.post.terms.looking_up import BY, FOR_FORWARDING, REASONS, LookUpBy, LookUpReason

_LONGEST = 120
_DONE = Words(no="Gjort.", en="Done.")
_WAITS = Words(
    no="Det venter på at en leder som ikke er deg, bekrefter.",
    en="It waits until a lead who is not you confirms.",
)
_KEPT_FROZEN = Words(no="Avslått. Bestillingen er fortsatt stanset.", en="Declined. The order stays frozen.")
_GONE = Words(no="Det venter ikke lenger.", en="It does not wait any more.")
_NOTHING_TYPED = Words(no="Skriv det du vil søke etter.", en="Type what you want to search for.")
_NO_REASON = Words(no="Velg hvorfor du søker.", en="Choose why you search.")
_PAYS = Words(no="Klagen gir NOK {amount}.", en="The complaint comes to NOK {amount}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What an act at the desk came to, as its page tells it."""

    told: dict[str, object]
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked about which order, by whom, when."""

    request: HttpRequest
    reference: str
    clerk: str
    language: Language
    at: datetime


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search."""
    return _home(request, typed={"by": LookUpBy.FORWARDING, "reason": request.session.get(REASON, "")})


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Search, once there is a reason; what is searched for is in no address and in no log."""
    who = standing(request)
    typed = {name: request.POST.get(name, "")[:_LONGEST].strip() for name in ("by", "text", "reason")}
    fault = None
    if not typed["text"] or typed["by"] not in FOR_FORWARDING:
        fault = _NOTHING_TYPED
    elif typed["reason"] not in list(LookUpReason):
        fault = _NO_REASON
    if fault is not None:
        return _home(request, typed=typed, fault=fault.in_(who.language), status=400)
    request.session[REASON] = typed["reason"]
    found = find_orders(
        LookUpBy(typed["by"]),
        typed["text"],
        reason=LookUpReason(typed["reason"]),
        clerk=who.clerk,
        now=now(),
    )
    # A number is not shown back.
    kept = typed if typed["by"] == LookUpBy.FORWARDING else typed | {"text": ""}
    return _home(request, typed=kept, found=[line(each, who.language) for each in found])


@require_safe
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an order; who comes without a reason gives one first, unless its role waits for the desk."""
    waiting = (row.reference for row, _ in roles_waiting())
    if not request.session.get(REASON) and reference in waiting:
        request.session[REASON] = LookUpReason.ROLE_WAITS
    return order_page(request, reference)


@require_POST
def act(request: HttpRequest, reference: str) -> HttpResponse:
    """Do what is asked about an order, and show it with what came of it."""
    who = standing(request)
    do = _ACTS.get(request.POST.get("do", ""))
    try:
        if do is None:
            raise ValueError("nothing of the kind")
        came = do(
            _Asked(request=request, reference=reference, clerk=who.clerk, language=who.language, at=now())
        )
    except ValueError:
        return order_page(
            request, reference, told=told("warning", NOT_FILLED_IN.in_(who.language)), status=400
        )
    return order_page(request, reference, told=came.told, status=came.status)


@require_POST
def confirm(request: HttpRequest, act: int) -> HttpResponse:
    """Confirm that a frozen order is let go, or say no to it."""
    who = standing(request)
    agrees = request.POST.get("agrees") == "yes"
    came = confirm_letting_go(act, agrees=agrees, clerk=who.clerk, now=now())
    if came is None:
        return waiting_page(request, told=told("info", _GONE.in_(who.language)), status=409)
    if came.refusal is not None:
        return waiting_page(request, told=of_refusal(came.refusal, who.language), status=409)
    words = _DONE if came.done else _KEPT_FROZEN
    return waiting_page(request, told=told("success" if came.done else "info", words.in_(who.language)))


@require_safe
def document(request: HttpRequest, reference: str, proof: int) -> HttpResponse:
    """
    Give a document that shows a role, to who may open the order; it is written down that it was opened.

    Raises: Http404 for an order there is not, and a document it does not have, or not any more.
    """
    who = standing(request)
    reason = request.session.get(REASON, "")
    if reason not in list(LookUpReason):
        return redirect("desk:forwarding")
    opened = open_order(reference, reason=LookUpReason(reason), clerk=who.clerk, now=now())
    found = opened and open_proof(reference, proof=proof, reader=who.clerk, now=now())
    if not found:
        raise Http404
    return document_answer(found, name=f"{reference}-{proof}")


def order_page(
    request: HttpRequest, reference: str, *, told: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """
    Answer with an order's page, and on it what came of what was asked for there.

    Raises: Http404 for an order there is not, or not any more.
    """
    who = standing(request)
    reason = request.session.get(REASON, "")
    if reason not in list(LookUpReason):
        return redirect("desk:forwarding")
    found = open_order(reference, reason=LookUpReason(reason), clerk=who.clerk, now=now())
    if found is None:
        raise Http404
    context = {
        "order": page_of(found, who.language),
        "told": told,
        "today": today(),
        **choices(who.language),
    }
    return page(request, "desk/forwarding_order.html", context, here="forwarding", status=status)


def _home(
    request: HttpRequest,
    *,
    typed: Mapping[str, str],
    fault: str = "",
    found: list[dict[str, object]] | None = None,
    status: int = 200,
) -> HttpResponse:
    language = standing(request).language
    context = {
        "typed": typed,
        "fault": fault,
        "found": found,
        "waiting_roles": [waiting_role(row, documents, language) for row, documents in roles_waiting()],
        "ways": [{"code": each, "words": BY[each].in_(language)} for each in FOR_FORWARDING],
        "reasons": [{"code": each, "words": words.in_(language)} for each, words in REASONS.items()],
    }
    return page(request, "desk/forwarding.html", context, here="forwarding", status=status)


def _came(said: Refusal | Decision | None, language: Language) -> Came:
    refusal = said if isinstance(said, Refusal) else next(iter(said.refusals), None) if said else None
    if refusal is not None:
        return Came(told=of_refusal(refusal, language), status=409)
    done = told("success", _DONE.in_(language))
    if isinstance(said, Decision):
        done["cure"] = reasons_of(said, language=language)
    return Came(told=done)


def _stop(asked: _Asked) -> Came:
    new_end = day_of(asked.request, "last_day")
    if new_end is None:
        raise ValueError("no day")
    said = stop_forwarding(asked.reference, new_end=new_end, by=asked.clerk, now=asked.at)
    return _came(said if isinstance(said, Refusal) else said.decision, asked.language)


def _cancel(asked: _Asked) -> Came:
    said = cancel_forwarding(
        asked.reference, contacted_on=today(), contacted_by=Channel.PHONE, by=asked.clerk, now=asked.at
    )
    return _came(said if isinstance(said, Refusal) else said.decision, asked.language)


def _extend(asked: _Asked) -> Came:
    months = months_of(asked.request)
    said = extend_forwarding(
        asked.reference, extra_months=months, channel=Channel.PHONE, by=asked.clerk, now=asked.at
    )
    return _came(said if isinstance(said, Refusal) else said.decision, asked.language)


def _interim(asked: _Asked) -> Came:
    said = order_interim_delivery(
        asked.reference,
        channel=Channel.PHONE,
        by=asked.clerk,
        wanted_on=day_of(asked.request, "interim_on"),
        now=asked.at,
    )
    return _came(said if isinstance(said, Refusal) else said.decision, asked.language)


def _prove(asked: _Asked) -> Came:
    file = asked.request.FILES.get("document")
    said = add_proof(asked.reference, file.read() if file else b"", by=asked.clerk, now=asked.at)
    return _came(said, asked.language)


def _accept_role(asked: _Asked) -> Came:
    said = settle_declared_role(asked.reference, accepts=True, by=asked.clerk, now=asked.at)
    return _came(said, asked.language)


def _refuse_role(asked: _Asked) -> Came:
    why = RoleDoubt(asked.request.POST.get("why", ""))
    said = settle_declared_role(asked.reference, accepts=False, why=why, by=asked.clerk, now=asked.at)
    return _came(said, asked.language)


def _ask_document(asked: _Asked) -> Came:
    why = RoleDoubt(asked.request.POST.get("why", ""))
    return _came(ask_for_proof(asked.reference, why=why, by=asked.clerk, now=asked.at), asked.language)


def _freeze(asked: _Asked) -> Came:
    said = object_to_order(reference=asked.reference, by=asked.clerk, now=asked.at)
    return _came(said if isinstance(said, Refusal) else None, asked.language)


def _withdraw(asked: _Asked) -> Came:
    why = Settling(asked.request.POST.get("why", ""))
    if why not in WITHDRAWING:
        raise ValueError("no reason to withdraw")
    said = settle_objection(asked.reference, upheld=True, by=asked.clerk, why=why, now=asked.at)
    return _came(said if isinstance(said, Refusal) else None, asked.language)


def _let_go(asked: _Asked) -> Came:
    why = Settling(asked.request.POST.get("why", ""))
    if why in WITHDRAWING:
        raise ValueError("no reason to let go")
    said: LetGo = ask_to_let_go(asked.reference, why=why, clerk=asked.clerk, now=asked.at)
    if said.waits:
        return Came(told=told("info", _WAITS.in_(asked.language)))
    return _came(said.refusal, asked.language)


def _complain(asked: _Asked) -> Came:
    discovered_on, claimed_ore = (
        day_of(asked.request, "discovered_on"),
        ore_of(asked.request.POST.get("claimed", "")),
    )
    channel = asked.request.POST.get("channel", "")
    if (
        discovered_on is None
        or claimed_ore is None
        or discovered_on > today()
        or channel not in ("phone", "web", "letter")
    ):
        raise ValueError("not filled in")
    complaint = Complaint(
        channel=channel,
        discovered_on=discovered_on,
        claimed_ore=claimed_ore,
        consequential_ore=ore_of(asked.request.POST.get("consequential", "")) or 0,
        carried_by_us=asked.request.POST.get("not_carried") != "on",
        words=asked.request.POST.get("words", "")[:2000],
    )
    said = complain_forwarding(asked.reference, complaint, by=asked.clerk, now=asked.at)
    if isinstance(said, Refusal):
        return _came(said, asked.language)
    words = _PAYS.filled({"amount": kroner(said.compensation_ore, language=asked.language)}).in_(
        asked.language
    )
    return Came(
        told=told("info", words) | {"cure": reasons_of(said.in_time, said.paid, language=asked.language)}
    )


def _close(asked: _Asked) -> Came:
    closed = close_complaint(int(asked.request.POST.get("case", "")[:18]), by=asked.clerk, now=asked.at)
    if not closed:
        return Came(told=told("info", _GONE.in_(asked.language)), status=409)
    return _came(None, asked.language)


_ACTS: Mapping[str, Callable[[_Asked], Came]] = {
    "stop": _stop,
    "cancel": _cancel,
    "extend": _extend,
    "interim": _interim,
    "prove": _prove,
    "accept_role": _accept_role,
    "ask_document": _ask_document,
    "refuse_role": _refuse_role,
    "freeze": _freeze,
    "withdraw": _withdraw,
    "let_go": _let_go,
    "complain": _complain,
    "close": _close,
}
