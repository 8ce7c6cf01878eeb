"""What is done about a letter, from its page; and what waits for a second person, on a page for those who confirm."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from budstikke.formats import s10
from budstikke.kit.clock import now, today
from budstikke.law.words import Language, Words
from budstikke.post.actions.forwarding.let_go_by_two import waiting_to_be_let_go
from budstikke.post.actions.helping.help_letter import Wanted, confirm_help, help_letter
from budstikke.post.actions.moving.correct_address import LONGEST, NewAddress, correct
from budstikke.post.doors.desk.claims import shown_claim
from budstikke.post.doors.desk.guard import standing
from budstikke.post.doors.desk.letter import letter_page
from budstikke.post.doors.desk.pages import page
from budstikke.post.doors.desk.told import NOT_FILLED_IN, of_helped, of_refusal
from budstikke.post.doors.desk.told import told as say
from budstikke.post.records.models import Claim, DeskAct, Letter, Outlet
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import ReturnReason
from budstikke.post.terms.forwarding.at_the_desk import LETTING_GO, Settling
from budstikke.post.terms.pum.at_the_desk import HELP, RETURN_REASONS, WHY, Help, Why
from budstikke.post.terms.pum.settling import ClaimState

_SAID_NO = Words(
    no="Avslått. Ingenting er gjort med brevet.", en="Declined. Nothing was done with the letter."
)
_CORRECTED = Words(no="Adressen er rettet.", en="The address has been corrected.")
_GONE = Words(no="Det venter ikke lenger.", en="It does not wait any more.")


@require_POST
def act(request: HttpRequest, number: str) -> HttpResponse:
    """
    Do what is asked about a letter, and show the letter with what came of it.

    Raises: Http404 for no number of a letter, and for a letter there is not.
    """
    who = standing(request)
    if not s10.is_valid(number):
        raise Http404
    wanted = _wanted(request)
    if wanted is None:
        return letter_page(request, number, told=say("warning", NOT_FILLED_IN.in_(who.language)), status=400)
    try:
        helped = help_letter(number, wanted, clerk=who.clerk, today=today(), now=now())
    except Letter.DoesNotExist:
        raise Http404 from None
    except Outlet.DoesNotExist:
        return letter_page(request, number, told=say("warning", NOT_FILLED_IN.in_(who.language)), status=400)
    refused = bool(helped.refusals) and not helped.waits
    return letter_page(request, number, told=of_helped(helped, who.language), status=409 if refused else 200)


@require_POST
def address(request: HttpRequest, number: str) -> HttpResponse:
    """
    Put the letter's address right, and show the letter with what came of it.

    Raises: Http404 for no number of a letter, and for a letter there is not.
    """
    who = standing(request)
    if not s10.is_valid(number):
        raise Http404
    try:
        why = Why(request.POST.get("why", ""))
    except ValueError:
        said = say("warning", NOT_FILLED_IN.in_(who.language))
        return letter_page(request, number, told=said, status=400)
    typed = {name: request.POST.get(name, "")[: LONGEST + 1] for name in ("street", "street2", "postcode")}
    new = NewAddress(**typed)
    try:
        refusals = correct(number, new, why=why, clerk=who.clerk, now=now())
    except Letter.DoesNotExist:
        raise Http404 from None
    if refusals:
        return letter_page(request, number, told=of_refusal(refusals[0], who.language), status=409)
    return letter_page(request, number, told=say("success", _CORRECTED.in_(who.language)))


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for a second person."""
    return waiting_page(request)


@require_POST
def confirm(request: HttpRequest, act: int) -> HttpResponse:
    """Confirm what somebody else asked for, or say no to it."""
    who = standing(request)
    agrees = request.POST.get("agrees") == "yes"
    helped = confirm_help(act, agrees=agrees, clerk=who.clerk, today=today(), now=now())
    if helped is None:
        return waiting_page(request, told=say("info", _GONE.in_(who.language)), status=409)
    if not agrees and not helped.refusals:
        return waiting_page(request, told=say("info", _SAID_NO.in_(who.language)))
    return waiting_page(request, told=of_helped(helped, who.language), status=409 if helped.refusals else 200)


def waiting_page(
    request: HttpRequest, *, told: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """Answer with what waits for a second person, and on it what came of what was asked for there."""
    who = standing(request)
    with acting_as(CARRIER):
        rows = list(DeskAct.objects.select_related("letter").filter(waits=True).order_by("asked_at", "id"))
        claims = Claim.objects.select_related("letter", "sender").filter(state=ClaimState.WAITS)
        granted = list(claims.order_by("decided_at", "id"))
    acts = [shown_act(each, who.language) | {"own": each.asked_by == who.clerk} for each in rows]
    return page(
        request,
        "desk/waiting.html",
        {
            "acts": acts,
            "claims": [shown_claim(each, who.language) for each in granted],
            "letting_go": [
                {
                    "id": each.id,
                    "reference": each.order.reference,
                    "why": LETTING_GO[Settling(each.why)].in_(who.language),
                    "asked_by": each.asked_by,
                    "asked_at": each.asked_at,
                    "own": each.asked_by == who.clerk,
                }
                for each in waiting_to_be_let_go()
            ],
            "told": told,
        },
        here="waiting",
        status=status,
    )


def shown_act(row: DeskAct, language: Language) -> dict[str, object]:
    """Return something done or asked for at the desk, in words."""
    until, reason = row.details.get("until"), row.details.get("return_reason")
    return {
        "id": row.id,
        "number": row.letter.number,
        "what": HELP[Help(row.what)].words.in_(language),
        "why": WHY[Why(row.why)].in_(language),
        "until": date.fromisoformat(until) if until else None,
        "outlet": row.details.get("outlet", ""),
        "return_reason": RETURN_REASONS[ReturnReason(reason)].in_(language) if reason else "",
        "asked_by": row.asked_by,
        "asked_at": row.asked_at,
    }


def _wanted(request: HttpRequest) -> Wanted | None:
    """Return what the form asks for, with what belongs to that kind of help and nothing else; None if it lacks it."""
    try:
        what, why = Help(request.POST.get("what", "")), Why(request.POST.get("why", ""))
        if what is Help.EXTEND:
            return Wanted(what=what, why=why, until=date.fromisoformat(request.POST.get("until", "")))
        if what is Help.MOVE:
            return Wanted(what=what, why=why, outlet_id=int(request.POST.get("outlet", "")[:9]))
        if what is Help.RETURN:
            reason = ReturnReason(request.POST.get("return_reason", ""))
            return Wanted(what=what, why=why, return_reason=reason)
    except ValueError:
        return None
    return Wanted(what=what, why=why)
