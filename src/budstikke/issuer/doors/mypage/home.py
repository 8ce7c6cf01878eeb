"""One's eIDs and what is told of them: the pages that only show."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from budstikke.issuer.actions.eid_life import facts_of
from budstikke.issuer.actions.means import in_force
from budstikke.issuer.actions.pins import is_blocked
from budstikke.issuer.actions.sealed_eids import organisation_of
from budstikke.issuer.actions.transfers import transfers_of
from budstikke.issuer.doors.mypage.words import ACTS
from budstikke.issuer.doors.signin.guard import standing
from budstikke.issuer.records.models import Eid, EidEvent
from budstikke.issuer.terms import eid_rights
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.issuer.terms.eid_products import KINDS
from budstikke.issuer.terms.eid_rights import BLOCKS, BlockedFor
from budstikke.issuer.terms.eids import EVENTS, WORDS, Happening, State
from budstikke.issuer.terms.keeping import HELD_WORDS, HeldFor
from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.staff import REASON_WORDS, LookUpReason
from budstikke.kit.clock import now, today
from budstikke.law.money import kroner
from budstikke.law.words import Language

_SHOWN_EVENTS = 100
_COLOURS = {State.ACTIVE: "success", State.BLOCKED: "danger", State.ISSUED: "info"}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """List one's eIDs, those in use first."""
    at = standing(request)
    rows = at.customer.eids.order_by(F("ended_at").desc(nulls_first=True), "-issued_at")
    shown = [shown_eid(row, language=at.language, of=at.eid) for row in rows]
    return render(request, "mypage/home.html", {"eids": shown, "here": "home", "staff": at.staff})


@require_GET
def eid(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show one eID, what can be done with it, and what was."""
    at = standing(request)
    row = own_eid(request, reference)
    events = row.events.order_by("-id")[:_SHOWN_EVENTS]
    return render(
        request,
        "mypage/eid.html",
        {
            "eid": shown_eid(row, language=at.language, of=at.eid),
            "acts": [
                {"code": code, "words": ACTS[code].words.in_(at.language), "danger": ACTS[code].danger}
                for code in acts_of(row, signed_in_with=at.eid.pk)
            ],
            "told": [shown_event(event, language=at.language) for event in events],
            "done": request.GET.get("done") == "1",
            "staff": at.staff,
        },
    )


@require_GET
def use(request: HttpRequest) -> HttpResponse:
    """Show everything that happened to one's eIDs, and who looked one up and why."""
    at = standing(request)
    events = at.customer.eid_events.select_related("eid").order_by("-id")[:_SHOWN_EVENTS]
    told = [shown_event(event, language=at.language) for event in events]
    return render(request, "mypage/use.html", {"told": told, "here": "use", "staff": at.staff})


@require_GET
def money(request: HttpRequest) -> HttpResponse:
    """Show where money to and from player accounts is, and what to do about it."""
    at = standing(request)
    shown = [
        {
            "reference": each.row.reference,
            "to_player": each.row.direction == "to_player",
            "kroner": kroner(each.row.amount_ore, language=at.language),
            "sent_at": each.row.sent_at,
            "advice": each.told.words.in_(at.language),
            "is_late": each.told.advice in ("search", "account"),
        }
        for each in transfers_of(at.customer.pk, now=now())
    ]
    return render(request, "mypage/money.html", {"transfers": shown, "here": "money", "staff": at.staff})


def own_eid(request: HttpRequest, reference: UUID) -> Eid:
    """Return an eID of whoever asks; somebody else's is not there."""
    row = (
        Eid.objects.select_related("customer")
        .filter(reference=reference, customer=standing(request).customer)
        .first()
    )
    if row is None:
        raise Http404
    return row


def acts_of(row: Eid, *, signed_in_with: int) -> list[str]:
    """Return what its holder can do with an eID now, in the order of the table of words."""
    facts = facts_of(row, signed_in_with=signed_in_with)
    means = in_force(row)
    terms = eid_terms(today())
    kind = KINDS[Product(row.product)]
    has_pin = means is not None and means.pin_sealed is not None and row.state == State.ACTIVE
    is_app = has_pin and not kind.puk
    may = {
        "block": eid_rights.may_block(facts) is None,
        "unblock": eid_rights.may_unblock(facts, by_two=False) is None,
        "renew": eid_rights.may_renew(facts, terms=terms, now=now()) is None,
        "pin": has_pin and means is not None and not is_blocked(means, "pin", terms=terms),
        "new-pin": is_app and row.pk != signed_in_with,
        "puk": has_pin and kind.puk,
        "contact": bool(organisation_of(row)) and row.state in (State.ISSUED, State.ACTIVE),
        "reset": means is not None and eid_rights.may_reset(facts) is None,
        "close": eid_rights.may_close(facts) is None,
    }
    return [code for code in ACTS if may[code]]


def shown_eid(row: Eid, *, language: Language, of: Eid) -> dict[str, object]:
    """Return an eID as a page shows it."""
    state, kind = State(row.state), KINDS[Product(row.product)]
    means = in_force(row)
    blocked_for = BLOCKS[BlockedFor(row.blocked_for)].words.in_(language) if row.blocked_for else ""
    return {
        "reference": row.reference,
        "words": kind.words.in_(language),
        "about": kind.about.in_(language),
        "state": WORDS[state].in_(language),
        "colour": _COLOURS.get(state, "neutral"),
        "order_number": row.order_number,
        "expires_at": row.expires_at,
        "blocked_for": blocked_for,
        "is_own": row.pk == of.pk,
        "waits": state is State.ISSUED,
        "is_over": row.ended_at is not None,
        "product": row.product,
        # A key's own name is no number that anybody reads.
        "number": bytes(means.public_id).decode() if means and row.product != Product.FIDO2 else "",
        "pin_blocked": means is not None and is_blocked(means, "pin", terms=eid_terms(today())),
        "puk_blocked": means is not None and is_blocked(means, "puk", terms=eid_terms(today())),
        "organisation": organisation_of(row),
    }


def shown_event(event: EidEvent, *, language: Language) -> dict[str, object]:
    """Return an event as its customer reads it."""

    why = ""
    if event.reason in tuple(LookUpReason):
        why = REASON_WORDS[LookUpReason(event.reason)].in_(language)
    elif event.reason in tuple(BlockedFor):
        why = BLOCKS[BlockedFor(event.reason)].words.in_(language)
    elif event.reason in tuple(HeldFor):
        why = HELD_WORDS[HeldFor(event.reason)].in_(language)
    kind = KINDS[Product(event.eid.product)].words.in_(language) if event.eid else ""
    staff = event.actor if event.actor not in ("self", "system") else ""
    words = EVENTS[Happening(event.code)].words.in_(language)
    return {"words": words, "at": event.at, "why": why, "kind": kind, "staff": staff}
