"""Putting an eID into use, and registering its means anew: one page, by what kind it is."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from budstikke.issuer.actions import app_codes, cards, code_app, eid_life, fido2
from budstikke.issuer.actions.code_app import AppSecret
from budstikke.issuer.doors.mypage.acts import said
from budstikke.issuer.doors.mypage.qr import qr_code
from budstikke.issuer.doors.signin.guard import to_sign_in
from budstikke.issuer.doors.signin.session import may_set_up, signed_in
from budstikke.issuer.doors.signin.site import site
from budstikke.issuer.doors.signin.views import read_json
from budstikke.issuer.records.models import Eid, Means
from budstikke.issuer.terms import eid_rights
from budstikke.issuer.terms.eid_products import KINDS
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eids import FINAL, State
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import now, real_now
from budstikke.kit.look.language import language_of
from budstikke.law.refusal import Refusal

_CHALLENGE = "set_up_challenge"
_CHALLENGE_BYTES = 32


@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show the next step of putting an eID into use, or take it."""
    row = _eid(request, reference)
    if row is None:
        return _closed(request)
    shown: dict[str, Any] = {"eid": _shown(request, row)}
    refusal = _may_begin(request, row)
    if refusal is None and request.method == "POST":
        told = _STEPS[Product(row.product)](request, row)
        if isinstance(told, Refusal):
            refusal = told
        else:
            shown |= told
    row.refresh_from_db()
    shown |= {"fault": said(refusal, language_of(request)), "in_use": row.state == State.ACTIVE}
    shown["may_ask"] = row.product == Product.CODE_APP and app_codes.may_ask_for_code(row, now=now())
    begun = row.means.filter(ready_at=None, ended_at=None).first()
    if begun is not None:
        shown |= {"app_id": bytes(begun.public_id).decode(), "code_sent": begun.code_lookup is not None}
    return render(request, "mypage/set_up.html", shown, status=400 if refusal else 200)


@require_POST
def key_options(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Return what the browser asks a new FIDO2 key."""
    row = _eid(request, reference)
    if row is None or _may_begin(request, row):
        return JsonResponse({"fault": "sign-in"}, status=403)
    challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    request.session[_CHALLENGE] = bytes_to_base64url(challenge)
    return JsonResponse(fido2.registration_options(row, challenge=challenge, site=site()))


@require_POST
def key(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take a new FIDO2 key."""
    row, challenge = _eid(request, reference), request.session.pop(_CHALLENGE, "")
    if not challenge or row is None or _may_begin(request, row):
        return JsonResponse({"fault": "sign-in"}, status=403)
    refusal = fido2.register_key(
        row.pk,
        credential=read_json(request),
        challenge=base64url_to_bytes(challenge),
        site=site(),
        now=now(),
    )
    if refusal:
        language = language_of(request)
        words = f"{refusal.person.in_(language)} {refusal.cure.in_(language)}"
        return JsonResponse({"fault": refusal.code, "words": words}, status=400)
    return JsonResponse({"to": reverse("mypage:set_up", args=[reference]) + "?done=1"})


def _card(request: HttpRequest, row: Eid) -> dict[str, Any] | Refusal:
    if not settings.TEST_INSTALLATION:
        # The key of a real card is made in its chip, never here.
        return refuse("NO_CARD_READER")
    made = cards.activate_card(row.pk, pin=_typed(request, "pin"), now=now())
    if isinstance(made, Refusal):
        return made
    return {"card_number": made[0], "puk": made[1]}


def _code_app(request: HttpRequest, row: Eid) -> dict[str, Any] | Refusal:
    step = _typed(request, "step")
    if step == "send":
        begun = app_codes.begin_app(row.pk, now=now())
        if isinstance(begun, Refusal):
            return begun
        link = settings.PUBLIC_URL + reverse("mypage:set_up", args=[row.reference])
        return app_codes.send_code(row.pk, link=link, now=now()) or {}
    if step == "code":
        made = code_app.take_sms_code(
            row.pk, code=_typed(request, "code"), pin=_typed(request, "pin"), name=site().name, now=now()
        )
        if not isinstance(made, AppSecret):
            return made
        return {"secret": made.base32, "address": made.address, "qr": qr_code(made.address), "first": True}
    refusal = code_app.confirm_app(row.pk, code=_typed(request, "code"), now=now(), clock_at=real_now())
    return refusal or {"finished": True}


def _mobile(request: HttpRequest, row: Eid) -> dict[str, Any] | Refusal:
    begun = app_codes.begin_app(row.pk, now=now())
    if not isinstance(begun, Means):
        return begun
    code = app_codes.code_to_show(row.pk, now=now())
    if isinstance(code, Refusal):
        return code
    return {"pairing": code}


def _fido2(request: HttpRequest, row: Eid) -> dict[str, Any] | Refusal:
    return {}


_STEPS = {
    Product.SMART_CARD: _card,
    Product.ENTERPRISE: _card,
    Product.CODE_APP: _code_app,
    Product.MOBILE: _mobile,
    Product.FIDO2: _fido2,
}


def _may_begin(request: HttpRequest, row: Eid) -> Refusal | None:
    """An eID in use is registered anew only as the rules of a reset let it; one not in use at once."""
    if row.state == State.ISSUED:
        return None
    known = signed_in(request)
    facts = eid_life.facts_of(row, signed_in_with=known.eid.pk if known else None)
    if known is None:
        # By a grant an eID is put into use once; what comes after takes a sign-in.
        return None if request.method == "GET" else refuse("NEEDS_ANOTHER_EID")
    if KINDS[facts.product].certified and request.method == "GET":
        return None
    return eid_rights.may_reset(facts)


def _eid(request: HttpRequest, reference: UUID) -> Eid | None:
    """Return an eID that this browser may put into use; somebody else's is answered like one that nobody has."""
    row = Eid.objects.select_related("customer").filter(reference=reference).exclude(state__in=FINAL).first()
    return row if row is not None and may_set_up(request, row) else None


def _closed(request: HttpRequest) -> HttpResponse:
    known = signed_in(request)
    if known is not None and known.proved:
        raise Http404
    return to_sign_in(request)


def _shown(request: HttpRequest, row: Eid) -> dict[str, object]:
    kind = KINDS[Product(row.product)]
    language = language_of(request)
    return {
        "reference": row.reference,
        "product": row.product,
        "words": kind.words.in_(language),
        "about": kind.about.in_(language),
        "order_number": row.order_number,
    }


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip().replace(" ", "")[:64]
