"""Claims at the desk: those to settle, one with what the terms make of it, its decision, its answer on paper."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from budstikke.formats import s10
from budstikke.kit.clock import now, today
from budstikke.law.decision import Decision
from budstikke.law.money import kroner
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.helping.look_up import open_letter
from budstikke.post.actions.helping.open_claim import Told, documents_of, open_claim
from budstikke.post.actions.helping.settle_claim import Verdict, comes_to, confirm_claim, settle_claim
from budstikke.post.actions.telling.claim_paper import claim_paper
from budstikke.post.doors.desk.guard import standing
from budstikke.post.doors.desk.letter import letter_page
from budstikke.post.doors.desk.pages import page
from budstikke.post.doors.desk.told import NOT_FILLED_IN, of_helped, of_refusal, told
from budstikke.post.doors.typed import day_of, ore_of
from budstikke.post.records.models import Claim, Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.looking_up import LookUpReason
from budstikke.post.terms.pum.claims import Negligence
from budstikke.post.terms.pum.notices import channel_words
from budstikke.post.terms.pum.settling import (
    CLAIMANTS,
    GROUNDS,
    KINDS,
    STATES,
    Claimant,
    ClaimKind,
    ClaimState,
    Ground,
)

_MOST = 200
_NEGLIGENCE: Mapping[Negligence, Words] = {
    Negligence.NONE: Words(no="Ingen", en="None"),
    Negligence.ORDINARY: Words(no="Vanlig uaktsomhet", en="Ordinary negligence"),
    Negligence.GROSS: Words(no="Grov uaktsomhet", en="Gross negligence"),
}
_GIVEN_BACK = Words(no="Ikke bekreftet. Kravet er åpent igjen.", en="Not confirmed. The claim is open again.")
_COMES_TO = Words(no="Kravet gir NOK {amount}.", en="The claim comes to NOK {amount}.")


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the claims that are not settled, the oldest first, and below them the newest that are."""
    who = standing(request)
    with acting_as(CARRIER):
        rows = Claim.objects.select_related("letter", "sender")
        to_settle = list(rows.filter(settled_at=None).order_by("opened_at", "id")[:_MOST])
        settled = list(rows.filter(settled_at__isnull=False).order_by("-settled_at", "-id")[:20])
    context = {
        "to_settle": [shown_claim(each, who.language) for each in to_settle],
        "settled": [shown_claim(each, who.language) for each in settled],
    }
    return page(request, "desk/claims.html", context, here="claims")


@require_POST
def open_(request: HttpRequest, number: str) -> HttpResponse:
    """
    Open a claim that somebody told the desk of, and lead to it.

    Raises: Http404 for no number of a letter, and for a letter there is not.
    """
    who = standing(request)
    if not s10.is_valid(number):
        raise Http404
    try:
        asked = Told(
            kind=ClaimKind(request.POST.get("kind", "")),
            claimant=Claimant(request.POST.get("claimant", "")),
            told_on=day_of(request, "told_on") or today(),
            discovered_on=day_of(request, "discovered_on"),
            claimed_ore=ore_of(request.POST.get("claimed", "")),
        )
    except ValueError:
        asked = None
    if asked is None or asked.told_on > today():
        said = told("warning", NOT_FILLED_IN.in_(who.language))
        return letter_page(request, number, told=said, status=400)
    try:
        found = open_claim(number, asked, by=who.clerk, now=now())
    except Letter.DoesNotExist:
        raise Http404 from None
    if isinstance(found, Refusal):
        return letter_page(request, number, told=of_refusal(found, who.language), status=409)
    return redirect("desk:claim", found.claim.id)


@require_safe
def claim(request: HttpRequest, claim: int) -> HttpResponse:
    """Show a claim with what was told and decided; of its letter only the number."""
    return _claim_page(request, claim)


@require_POST
def decide(request: HttpRequest, claim: int) -> HttpResponse:
    """Compute what a claim comes to, or grant or decline it."""
    who, row = standing(request), _claim(claim)
    try:
        value_ore = ore_of(request.POST.get("value", ""))
        negligence = Negligence(request.POST.get("negligence", "") or Negligence.NONE)
        what = request.POST.get("do", "")
        ground = Ground(request.POST.get("ground", "")) if what == "decline" else None
    except ValueError:
        return _claim_page(request, claim, told=told("warning", NOT_FILLED_IN.in_(who.language)), status=400)
    if what not in {"grant", "decline"}:
        found = comes_to(row, value_ore=value_ore, negligence=negligence)
        return _claim_page(request, claim, told=_computed(found, who.language))
    verdict = Verdict(value_ore=value_ore, negligence=negligence, ground=ground)
    helped = settle_claim(claim, verdict, clerk=who.clerk, today=today(), now=now())
    assert helped is not None, "it is there"
    refused = bool(helped.refusals) and not helped.waits
    return _claim_page(request, claim, told=of_helped(helped, who.language), status=409 if refused else 200)


@require_POST
def confirm(request: HttpRequest, claim: int) -> HttpResponse:
    """Confirm what somebody else granted, or give it back."""
    who = standing(request)
    _claim(claim)
    agrees = request.POST.get("agrees") == "yes"
    helped = confirm_claim(claim, agrees=agrees, clerk=who.clerk, today=today(), now=now())
    if helped is None:
        return _claim_page(request, claim, status=409)
    if not agrees and not helped.refusals:
        return _claim_page(request, claim, told=told("info", _GIVEN_BACK.in_(who.language)))
    status = 409 if helped.refusals else 200
    return _claim_page(request, claim, told=of_helped(helped, who.language), status=status)


@require_safe
def documents(request: HttpRequest, claim: int) -> HttpResponse:
    """
    Show what shows the claim, in the claimant's words; it may name somebody, so that it was read is written down.

    Raises: Http404 where nothing was given, or it was erased.
    """
    who, row = standing(request), _claim(claim)
    if row.documents_sealed is None:
        raise Http404
    open_letter(row.letter.number, reason=LookUpReason.CLAIM, clerk=who.clerk, now=now())
    return _claim_page(request, claim, documents=documents_of(row))


@require_safe
def answer(request: HttpRequest, claim: int, language: str) -> HttpResponse:
    """
    Give the letter that answers a settled claim; it names somebody, so that it was opened is written down.

    Raises: Http404 for another language, and while it is not settled.
    """
    who, row = standing(request), _claim(claim)
    if language not in ("no", "en"):
        raise Http404
    paper = claim_paper(claim, language="no" if language == "no" else "en")
    if paper is None:
        raise Http404
    open_letter(row.letter.number, reason=LookUpReason.CLAIM, clerk=who.clerk, now=now())
    made = HttpResponse(paper, content_type="application/pdf")
    made["Content-Disposition"] = f'inline; filename="claim-{row.id}-{language}.pdf"'
    return made


def shown_claim(row: Claim, language: Language) -> dict[str, object]:
    """Return a claim in words."""
    return {
        "id": row.id,
        "number": row.letter.number,
        "sender": row.sender.name,
        "kind": KINDS[ClaimKind(row.kind)].in_(language),
        "claimant": CLAIMANTS[Claimant(row.claimant)].in_(language),
        "state": STATES[ClaimState(row.state)].in_(language),
        "opened_at": row.opened_at,
        "opened_by": row.opened_by,
        "told_on": row.told_on,
        "discovered_on": row.discovered_on,
        "claimed": kroner(row.claimed_ore, language=language) if row.claimed_ore is not None else "",
        "amount": kroner(row.amount_ore, language=language) if row.amount_ore else "",
        "ground": GROUNDS[Ground(row.ground)].in_(language) if row.ground else "",
        "decided_by": row.decided_by,
        "decided_at": row.decided_at,
        "confirmed_by": row.confirmed_by,
        "settled": row.settled_at is not None,
        "has_documents": row.documents_sealed is not None,
        "open": row.state == ClaimState.OPEN,
        "waits": row.state == ClaimState.WAITS,
    }


def _claim_page(
    request: HttpRequest,
    number: int,
    *,
    told: dict[str, object] | None = None,
    documents: str = "",
    status: int = 200,
) -> HttpResponse:
    who, row = standing(request), _claim(number)
    reasons = [
        {"words": Words(**each["words"]).in_(who.language), "clauses": ", ".join(each["clauses"])}
        for decision in ((row.decision, *row.decision["also"]) if row.decision else ())
        for each in decision["reasons"]
    ]
    context = {
        "claim": shown_claim(row, who.language),
        "reasons": reasons,
        "answer": row.answer,
        "answered_by": channel_words(row.answer.channel).in_(who.language) if row.answer else "",
        "told": told,
        "documents": documents,
        "value": request.POST.get("value", "")[:12],
        "chosen": request.POST.get("negligence", ""),
        "asks_value": row.kind != ClaimKind.FEE_REFUND,
        "asks_negligence": row.kind == ClaimKind.DELAYED,
        "negligences": [
            {"code": each, "words": words.in_(who.language)} for each, words in _NEGLIGENCE.items()
        ],
        "grounds": [{"code": each, "words": words.in_(who.language)} for each, words in GROUNDS.items()],
        "own": row.decided_by == who.clerk,
        "may_confirm": who.may("desk:confirm_claim"),
    }
    return page(request, "desk/claim.html", context, here="claims", status=status)


def _claim(number: int) -> Claim:
    with acting_as(CARRIER):
        found = Claim.objects.select_related("letter", "sender", "answer").filter(id=number).first()
    if found is None:
        raise Http404
    return found


def _computed(found: Decision, language: Language) -> dict[str, object]:
    if found.refusals:
        return of_refusal(found.refusals[0], language)
    amount_ore = found.answer["amount_ore"]
    assert isinstance(amount_ore, int)
    words = _COMES_TO.filled({"amount": kroner(amount_ore, language=language)}).in_(language)
    return told("info", words) | {
        "cure": found.words.in_(language),
        "clauses": ", ".join(map(str, found.clauses)),
    }
