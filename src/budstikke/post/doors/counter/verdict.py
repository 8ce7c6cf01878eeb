"""The verdict: one screen that says hand over, or no, why, and what would cure it, to clerk and recipient."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from budstikke.formats.malformed import Malformed
from budstikke.kit.clock import now, today
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language
from budstikke.post.actions.counter.decide_check import decide_check
from budstikke.post.actions.counter.give_up_check import try_another_document
from budstikke.post.actions.counter.hand_over import Signature, hand_over
from budstikke.post.actions.counter.open_check import Opened
from budstikke.post.actions.counter.under_way import under_way
from budstikke.post.actions.sealing import contact_of
from budstikke.post.actions.telling.tell_recipient import tell_recipient
from budstikke.post.actions.telling.why_refused import why_refused
from budstikke.post.channels import chosen
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.doors.counter import decided
from budstikke.post.doors.counter.guard import standing
from budstikke.post.doors.counter.here import gone, here
from budstikke.post.doors.counter.pages import page
from budstikke.post.records.models import HandOver, IdCheck
from budstikke.post.records.scope import CARRIER, acting_as


@require_POST
def decide_again(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Try once more to have a check decided whose refusal nobody sealed."""
    return gone(request, nonce) if here(request, nonce) is None else decide(request, nonce)


def decide(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Have the check decided, once however often it is asked, and show the verdict."""
    try:
        made = decide_check(
            nonce,
            clerk=standing(request).clerk,
            online=True,  # this very request came over the line
            sealer=chosen.sealer(),
            today=today(),
            now=now(),
        )
    except Malformed:
        # Something was mistyped; the document's page says what.
        return redirect("counter:document", nonce)
    except (Unreachable, Rejected):
        return _not_sealed(request, nonce, giving=False)
    if isinstance(made, Refusal):
        return redirect("counter:check", nonce)
    return redirect("counter:verdict", nonce)


@require_safe
def verdict(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Show what came of a check."""
    return _page(request, nonce)


@require_POST
def give(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Hand the letter over: once, and the same screen for whoever asks twice."""
    at = standing(request)
    check = _check(request, nonce)
    open_one = under_way(nonce=nonce, today=today(), now=now())
    if open_one is not None and open_one.station_id == at.station.id and check.passed:
        draft = open_one.draft
        try:
            decision = hand_over(
                check.letter.number,
                check_id=check.id,
                clerk=at.clerk,
                signature=Signature(picture=draft.signature, strokes=draft.strokes),
                sealer=chosen.sealer(),
                today=today(),
                now=now(),
            )
        except (Unreachable, Rejected):
            return _not_sealed(request, nonce, giving=True)
        if decision.refusals:
            return _page(request, nonce, late=decision.refusals)
    return redirect("counter:verdict", nonce)


@require_POST
def another(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Begin anew with another document of the same person."""
    at = standing(request)
    opened = try_another_document(
        nonce, new_nonce=uuid4(), station_id=at.station.id, clerk=at.clerk, today=today(), now=now()
    )
    if isinstance(opened, Opened):
        return redirect("counter:check", opened.nonce)
    return _page(request, nonce, late=(opened,))


@require_safe
def slip(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """
    Print the reason and its cure for the recipient.

    Raises: Http404 where nothing was refused.
    """
    told = tell_recipient(
        _check(request, nonce).id, by="slip", language=_to(request), channels=chosen.message_channels()
    )
    if isinstance(told, Refusal):
        raise Http404
    return HttpResponse(told.pdf, content_type="application/pdf")


@require_POST
def sms(request: HttpRequest, nonce: UUID) -> HttpResponse:
    """Send the reason and its cure to the recipient's own telephone."""
    check = _check(request, nonce)
    try:
        told = tell_recipient(check.id, by="sms", language=_to(request), channels=chosen.message_channels())
    except (Unreachable, Rejected):
        return _page(request, nonce, sent="failed")
    return _page(request, nonce, sent="failed" if isinstance(told, Refusal) else "sent")


def _to(request: HttpRequest) -> Language:
    """Return the recipient's language: the one chosen on the screen, else the clerk's."""
    asked = request.POST.get("to") or request.GET.get("to")
    return "en" if asked == "en" else "no" if asked == "no" else standing(request).language


def _check(request: HttpRequest, nonce: UUID) -> IdCheck:
    """
    Return the check of this outlet.

    Raises: Http404 for one of another outlet, or none.
    """
    at = standing(request)
    with acting_as(CARRIER):
        row = (
            IdCheck.objects.select_related("letter__outlet", "letter__sender")
            .filter(nonce=nonce, outlet_id=at.station.outlet_id)
            .first()
        )
    if row is None:
        raise Http404
    return row


def _not_sealed(request: HttpRequest, nonce: UUID, *, giving: bool) -> HttpResponse:
    """Answer that nothing was written, because nobody sealed it; trying again is safe."""
    open_one = under_way(nonce=nonce, today=today(), now=now())
    if open_one is None:
        return redirect("counter:verdict", nonce)
    shown = {"nonce": nonce, "number": open_one.letter.number, "giving": giving}
    return page(request, "counter/not_sealed.html", shown, status=503, health=open_one.health)


def _page(
    request: HttpRequest, nonce: UUID, *, late: tuple[Refusal, ...] = (), sent: str = ""
) -> HttpResponse:
    at, to = standing(request), _to(request)
    check = _check(request, nonce)
    with acting_as(CARRIER):
        given = HandOver.objects.filter(id_check=check).first()
        elsewhere = given is None and HandOver.objects.filter(letter_id=check.letter_id).exists()
    refusals = late or why_refused(check)
    return page(
        request,
        "counter/verdict.html",
        {
            "check": check,
            "letter": check.letter,
            "by_sms": bool(contact_of(check.letter).mobile),
            "given": given,
            "elsewhere": elsewhere,
            "passed": check.passed and not late,
            "for_it": decided.in_favour(check, language=at.language),
            "reasons": decided.told(refusals, language=at.language, to_recipient=False),
            "to_recipient": decided.told(refusals, language=to, to_recipient=True),
            "to": to,
            "sent": sent,
            "nonce": nonce,
            "step": 4,
            "decided": True,
        },
        status=409 if late else 200,
    )
