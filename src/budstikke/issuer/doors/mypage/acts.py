"""The pages on which something is done with an eID: each says what it means, and does it by an action."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from budstikke.issuer.actions import cards, eid_life
from budstikke.issuer.actions.change_contact import change_contact, change_organisation_contact
from budstikke.issuer.actions.sealed_eids import organisation_of, particulars_of
from budstikke.issuer.doors.mypage.home import acts_of, own_eid, shown_eid
from budstikke.issuer.doors.mypage.words import ACTS
from budstikke.issuer.doors.signin.guard import standing
from budstikke.issuer.records.models import Eid
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eid_rights import BLOCKS, BlockedFor
from budstikke.kit.clock import now
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language

_MOST = 254


def _block(request: HttpRequest, row: Eid, moment: datetime) -> Refusal | None:
    why = request.POST.get("why", "")
    if why not in tuple(BlockedFor) or not BLOCKS[BlockedFor(why)].by_holder:
        return refuse("NO_REASON")
    return eid_life.block(row.pk, why=BlockedFor(why), now=moment)


def _unblock(request: HttpRequest, row: Eid, moment: datetime) -> Refusal | None:
    return eid_life.unblock(row.pk, signed_in_with=standing(request).eid.pk, now=moment)


def _close(request: HttpRequest, row: Eid, moment: datetime) -> Refusal | None:
    return eid_life.close(row.pk, now=moment)


def _renew(request: HttpRequest, row: Eid, moment: datetime) -> Refusal | Eid:
    return eid_life.renew(row.pk, now=moment)


def _pin(request: HttpRequest, row: Eid, moment: datetime) -> Refusal | None:
    return cards.change_pin(row.pk, old=_typed(request, "old"), new=_typed(request, "new"), now=moment)


def _new_pin(request: HttpRequest, row: Eid, moment: datetime) -> Refusal | None:
    return cards.set_pin_by_another_eid(row.pk, new=_typed(request, "new"), now=moment)


def _puk(request: HttpRequest, row: Eid, moment: datetime) -> Refusal | None:
    return cards.unblock_pin(row.pk, puk=_typed(request, "puk"), new=_typed(request, "new"), now=moment)


def _contact(request: HttpRequest, row: Eid, moment: datetime) -> Refusal | None:
    return change_organisation_contact(row.pk, contact=_typed(request, "contact"), now=moment)


_DO: dict[str, Callable[[HttpRequest, Eid, datetime], Refusal | Eid | None]] = {
    "block": _block,
    "unblock": _unblock,
    "close": _close,
    "renew": _renew,
    "pin": _pin,
    "new-pin": _new_pin,
    "puk": _puk,
    "contact": _contact,
}


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, reference: UUID, what: str) -> HttpResponse:
    """Say what an act means, and do it; what is not possible now is not there."""
    at = standing(request)
    row = own_eid(request, reference)
    if what not in acts_of(row, signed_in_with=at.eid.pk):
        if what not in ACTS:
            raise Http404
        return redirect("mypage:eid", reference)
    if what == "reset":
        return redirect("mypage:set_up", reference)
    refusal = None
    if request.method == "POST":
        done = _DO[what](request, row, now())
        if isinstance(done, Eid):
            return redirect("mypage:set_up", done.reference)
        if done is None:
            if row.pk == at.eid.pk and what in ("block", "close"):
                return redirect("front:front")
            return redirect(f"{reverse('mypage:eid', args=[reference])}?done=1")
        refusal = done
    shown = {
        "eid": shown_eid(row, language=at.language, of=at.eid),
        "what": what,
        "act": {
            "words": ACTS[what].words.in_(at.language),
            "means": ACTS[what].means.in_(at.language),
            "danger": ACTS[what].danger,
        },
        "fault": said(refusal, at.language),
        "reasons": [
            {"code": code, "words": each.words.in_(at.language)}
            for code, each in BLOCKS.items()
            if each.by_holder
        ],
        "contact": organisation_of(row).get("contact", ""),
        "staff": at.staff,
        "ends_session": row.pk == at.eid.pk and what in ("block", "close"),
    }
    return render(request, "mypage/act.html", shown, status=400 if refusal else 200)


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Show and change how one is reached."""
    at = standing(request)
    known = particulars_of(at.customer)
    given = {name: known.get(name, "") for name in ("mobile", "email")}
    refusal, kept = None, False
    if request.method == "POST":
        given = {name: _typed(request, name) for name in given}
        refusal = change_contact(at.customer.pk, mobile=given["mobile"], email=given["email"], now=now())
        kept = refusal is None
    shown = {
        "given": given,
        "known": known,
        "fault": said(refusal, at.language),
        "kept": kept,
        "here": "contact",
        "staff": at.staff,
    }
    return render(request, "mypage/contact.html", shown, status=400 if refusal else 200)


def said(refusal: Refusal | None, language: Language) -> dict[str, str] | None:
    """Return a refusal as its holder reads it."""
    if refusal is None:
        return None
    words, cure = refusal.person.in_(language), refusal.cure.in_(language)
    return {"words": words, "cure": cure, "code": refusal.code}


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()[:_MOST]
