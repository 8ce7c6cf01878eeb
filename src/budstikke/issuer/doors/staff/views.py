"""The pages of the issuer's staff."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from budstikke.issuer.actions import staff as actions
from budstikke.issuer.actions.audit_pack import audit_pack
from budstikke.issuer.actions.compare_agreement import compared
from budstikke.issuer.actions.sealed_eids import particulars_of
from budstikke.issuer.actions.staff_people import decide_invitation
from budstikke.issuer.doors.mypage.acts import said
from budstikke.issuer.doors.mypage.home import shown_eid, shown_event
from budstikke.issuer.doors.signin.guard import standing
from budstikke.issuer.doors.staff.holding import shown_holds, take_hold
from budstikke.issuer.doors.staff.joining import shown_people
from budstikke.issuer.records.models import Customer, Eid, Staff, StaffInvitation, TwoPersonRequest
from budstikke.issuer.terms.eid_products import KINDS
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eid_rights import BLOCKS, BlockedFor
from budstikke.issuer.terms.eids import State
from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.staff import ACTS, REASON_WORDS, ROLE_WORDS, Act, LookUpReason, roles_of
from budstikke.kit.clock import now, real_now
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words

_LOOKED_UP = "looked_up"
_LOOK_LASTS_S = 30 * 60
_SHOWN = 100


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Look up a customer; the page of one is open to who looked up, for half an hour."""
    fault = ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        if reason not in tuple(LookUpReason):
            fault = "reason"
        else:
            found = actions.look_up(
                _staff(request),
                number=request.POST.get("number", "").strip(),
                order_number=request.POST.get("order_number", "").strip(),
                reason=LookUpReason(reason),
                now=now(),
            )
            if found is not None:
                held = {str(found.reference): [real_now().timestamp() + _LOOK_LASTS_S, reason]}
                request.session[_LOOKED_UP] = held
                return redirect("staff:customer", found.reference)
            fault = "nobody"
    shown = _framed(request, here="home") | {
        "fault": fault,
        "reasons": _chosen(request, REASON_WORDS),
        "compared": compared(),
    }
    return render(request, "staff/home.html", shown, status=400 if fault else 200)


@require_GET
def customer(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show a customer who was looked up just now."""
    found = _looked_up(request, reference)
    return found if isinstance(found, HttpResponse) else _page(request, found)


@require_POST
def act(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Block an eID, or ask for what a second person confirms."""
    found = _looked_up(request, reference)
    if isinstance(found, HttpResponse):
        return found
    what, eid = request.POST.get("act", ""), None
    if what not in tuple(Act):
        raise Http404
    if asked := request.POST.get("eid", ""):
        known = _reference(asked)
        eid = Eid.objects.filter(reference=known, customer=found).first() if known else None
    reason = LookUpReason(request.session[_LOOKED_UP][str(reference)][1])
    refusal: Refusal | None = None
    why = request.POST.get("why", "")
    if Act(what) is Act.BLOCK and eid is not None:
        if why not in tuple(BlockedFor):
            refusal = refuse("NO_REASON")
        else:
            refusal = actions.block_for(_staff(request), eid.pk, why=BlockedFor(why), now=now())
    else:
        told = actions.ask_for(_staff(request), Act(what), customer=found, eid=eid, reason=reason, now=now())
        refusal = told if isinstance(told, Refusal) else None
    if refusal:
        return _page(request, found, refusal=refusal)
    return redirect(f"{reverse('staff:customer', args=[reference])}?done={what}")


@require_POST
def hold(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Hold back the forgetting of a customer who was looked up just now, or let it go on."""
    found = _looked_up(request, reference)
    if isinstance(found, HttpResponse):
        return found
    refusal = take_hold(_staff(request), found, request.POST)
    return _page(request, found, refusal=refusal) if refusal else redirect("staff:customer", reference)


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """List what waits for a second person, and packs that may be fetched."""
    return _waiting(request)


@require_POST
def decide(request: HttpRequest, request_id: int) -> HttpResponse:
    """Confirm or decline what somebody else asked for."""
    if not TwoPersonRequest.objects.filter(pk=request_id).exists():
        raise Http404
    refusal = actions.decide(
        _staff(request), request_id, agrees=request.POST.get("agrees") == "yes", now=now()
    )
    return _waiting(request, refusal=refusal) if refusal else redirect("staff:waiting")


@require_POST
def decide_person(request: HttpRequest, invitation: int) -> HttpResponse:
    """Confirm or decline that somebody works here from now on."""
    if not StaffInvitation.objects.filter(pk=invitation).exists():
        raise Http404
    agrees = request.POST.get("agrees") == "yes"
    refusal = decide_invitation(_staff(request), invitation, agrees=agrees, now=now())
    return _waiting(request, refusal=refusal) if refusal else redirect("staff:waiting")


@require_POST
def export(request: HttpRequest, request_id: int) -> HttpResponse:
    """Give the audit pack that two agreed to export."""
    pack = audit_pack(_staff(request), request_id, now=now())
    if isinstance(pack, Refusal):
        return _waiting(request, refusal=pack)
    named = {"Content-Disposition": f'attachment; filename="audit-pack-{request_id}.json"'}
    return HttpResponse(pack, content_type="application/json", headers=named)


def _page(request: HttpRequest, found: Customer, *, refusal: Refusal | None = None) -> HttpResponse:
    at = standing(request)
    known = particulars_of(found)
    events = found.eid_events.select_related("eid").order_by("-id")[:_SHOWN]
    eids = []
    for row in found.eids.order_by(F("ended_at").desc(nulls_first=True), "-issued_at"):
        shown = shown_eid(row, language=at.language, of=at.eid)
        may = {
            "block": row.state == State.ACTIVE,
            "unblock": row.state == State.BLOCKED,
            "close": not row.ended_at,
        }
        shown["acts"] = [
            {"code": code, "words": ACTS[Act(code)].words.in_(at.language), "two": ACTS[Act(code)].takes_two}
            for code, possible in may.items()
            if possible and not roles_of(_staff(request).roles).isdisjoint(ACTS[Act(code)].asks)
        ]
        eids.append(shown)
    shown_page = _framed(request, here="") | {
        "reference": found.reference,
        "name": f"{known['given_names']} {known['surname']}",
        "known": known,
        "eids": eids,
        "told": [shown_event(event, language=at.language) for event in events],
        "whys": [{"code": code, "words": each.words.in_(at.language)} for code, each in BLOCKS.items()],
        "may_export": not roles_of(_staff(request).roles).isdisjoint(ACTS[Act.EXPORT].asks),
        "holds": shown_holds(found, roles=_staff(request).roles, language=at.language),
        "fault": said(refusal, at.language),
        "done": request.GET.get("done", ""),
    }
    return render(request, "staff/customer.html", shown_page, status=400 if refusal else 200)


def _waiting(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    me, at = _staff(request), standing(request)
    rows = TwoPersonRequest.objects.filter(expires_at__gt=now()).select_related(
        "eid", "asked_by", "decided_by"
    )
    shown = [
        {
            "id": row.pk,
            "act": ACTS[Act(row.act)].words.in_(at.language),
            "eid": KINDS[Product(row.eid.product)].words.in_(at.language) if row.eid else "",
            "order_number": row.eid.order_number if row.eid else "",
            "reason": REASON_WORDS[LookUpReason(row.reason)].in_(at.language),
            "asked_by": row.asked_by.pseudonym,
            "asked_at": row.asked_at,
            "own": row.asked_by_id == me.pk,
            "may": row.customer_id != me.pk
            and not roles_of(me.roles).isdisjoint(ACTS[Act(row.act)].confirms),
            "decided": row.decided_at is not None,
            "pack": bool(row.agreed)
            and row.act == Act.EXPORT
            and me.pk in (row.asked_by_id, row.decided_by_id),
        }
        for row in rows.order_by("-id")[:_SHOWN]
    ]
    told = _framed(request, here="waiting") | {
        "open": [row for row in shown if not row["decided"]],
        "people": shown_people(me, language=at.language),
        "packs": [row for row in shown if row["pack"]],
        "fault": said(refusal, at.language),
    }
    return render(request, "staff/waiting.html", told, status=400 if refusal else 200)


def _looked_up(request: HttpRequest, reference: UUID) -> Customer | HttpResponse:
    """Return a customer whom this session looked up just now; else the way to look them up."""
    held = request.session.get(_LOOKED_UP, {}).get(str(reference))
    if held is None or held[0] < real_now().timestamp():
        return redirect("staff:home")
    return Customer.objects.get(reference=reference)


def _reference(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _staff(request: HttpRequest) -> Staff:
    found = standing(request).staff
    assert found is not None  # the guard
    return found


def _framed(request: HttpRequest, *, here: str) -> dict[str, object]:
    at = standing(request)
    roles = ", ".join(ROLE_WORDS[role].in_(at.language) for role in sorted(roles_of(_staff(request).roles)))
    return {"here": here, "who": _staff(request).pseudonym, "roles": roles}


def _chosen(request: HttpRequest, words: Mapping[LookUpReason, Words]) -> list[dict[str, str]]:
    language: Language = standing(request).language
    return [{"code": code, "words": each.in_(language)} for code, each in words.items()]
