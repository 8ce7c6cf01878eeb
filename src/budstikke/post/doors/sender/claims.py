"""A sender's claims in the portal: the list, the form to make one, and what was decided of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from budstikke.formats import s10
from budstikke.kit.clock import now, today
from budstikke.law.money import kroner
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.helping.open_claim import Told, open_claim
from budstikke.post.actions.helping.own_claims import OwnClaim, own_claim, own_claims
from budstikke.post.actions.telling.claim_paper import claim_paper
from budstikke.post.doors.sender.guard import standing
from budstikke.post.doors.sender.pages import attached, page
from budstikke.post.doors.typed import ore_of
from budstikke.post.records.models import Letter
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.pum.notices import channel_words
from budstikke.post.terms.pum.settling import CLAIMANTS, KINDS, STATES, Claimant, ClaimKind

_ON_A_PAGE = 50
_HERE = "sender:claims"
# As long as the API takes.
_LONGEST = 4000
_FAULTS = {
    "number": Words(no="Vi har ikke noe slikt brev fra dere.", en="We have no such letter of yours."),
    "kind": Words(no="Velg hva som har skjedd.", en="Choose what has happened."),
    "discovered_on": Words(no="Skriv en dag som ikke ligger fram i tid.", en="Give a day that is not ahead."),
    "claimed": Words(
        no="Skriv et beløp i kroner, som 1500 eller 1500,50.", en="Give an amount in NOK, such as 1500.50."
    ),
    "documents": Words(no="Høyst 4000 tegn.", en="At most 4000 characters."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """A form that was filled in: the letter and what is told of it, or the names of the fields with a fault."""

    number: str
    told: Told | None
    faults: tuple[str, ...] = ()


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the claims about this sender's letters, the newest first."""
    at = standing(request)
    place = request.GET.get("before", "")
    before = int(place) if place.isascii() and place.isdecimal() and len(place) < 10 else None
    found = own_claims(at.sender_id, before=before, most=_ON_A_PAGE + 1)
    shown = {
        "claims": [_shown(each, at.language) for each in found[:_ON_A_PAGE]],
        "following": found[_ON_A_PAGE - 1].id if len(found) > _ON_A_PAGE else "",
        "first": before is None,
        "complaint_days": pum_on(today()).complaint_days,
    }
    return page(request, "sender/claims.html", shown, here=_HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Show the form, or make the claim and lead to it; one of its kind that is open already is the one."""
    at = standing(request)
    if request.method != "POST":
        return _form(request, number=request.GET.get("letter", "")[:40])
    filled = _filled(request)
    if filled.told is None:
        return _form(request, number=filled.number, faults=filled.faults)
    try:
        found = open_claim(filled.number, filled.told, by="sender", now=now(), sender_id=at.sender_id)
    except Letter.DoesNotExist:
        return _form(request, number=filled.number, faults=("number",))
    if isinstance(found, Refusal):
        return _form(request, number=filled.number, refused=found)
    return redirect("sender:claim", found.claim.id)


@require_safe
def claim(request: HttpRequest, claim: int) -> HttpResponse:
    """
    Show one claim: what was told, where it stands, what was decided on which clauses, and where the money is.

    Raises: Http404 for one of another sender as for none.
    """
    at = standing(request)
    found = _of(request, claim)
    reasons = [
        {"words": each.words.in_(at.language), "clauses": ", ".join(each.clauses)} for each in found.reasons
    ]
    shown = {"claim": _shown(found, at.language), "reasons": reasons}
    return page(request, "sender/claim.html", shown, here=_HERE)


@require_safe
def answer(request: HttpRequest, claim: int) -> HttpResponse:
    """
    Give the letter that answered a claim of the sender's own; a recipient's is the recipient's.

    Raises: Http404 for another's claim, and while it is not answered.
    """
    found = _of(request, claim)
    paper = (
        claim_paper(claim, language=standing(request).language) if found.claimant is Claimant.SENDER else None
    )
    if paper is None:
        raise Http404
    return attached(paper, "application/pdf", f"claim-{claim}.pdf")


def _of(request: HttpRequest, claim: int) -> OwnClaim:
    found = own_claim(claim, sender_id=standing(request).sender_id) if claim < 1 << 31 else None
    if found is None:
        raise Http404
    return found


def _filled(request: HttpRequest) -> _Filled:
    def typed(name: str) -> str:
        return request.POST.get(name, "").strip()

    number, day, faults = s10.canonical(typed("letter")[:40]), typed("discovered_on"), []
    kind = typed("kind")
    if not s10.is_valid(number):
        faults.append("number")
    if kind not in set(ClaimKind):
        faults.append("kind")
    discovered_on, claimed_ore = None, None
    try:
        discovered_on = date.fromisoformat(day) if day else None
        if discovered_on and discovered_on > today():
            faults.append("discovered_on")
    except ValueError:
        faults.append("discovered_on")
    try:
        claimed_ore = ore_of(typed("claimed"))
        if claimed_ore == 0:
            faults.append("claimed")
    except ValueError:
        faults.append("claimed")
    if len(typed("documents")) > _LONGEST:
        faults.append("documents")
    if faults:
        return _Filled(number=number, told=None, faults=tuple(faults))
    told = Told(
        kind=ClaimKind(kind),
        claimant=Claimant.SENDER,
        told_on=today(),
        discovered_on=discovered_on,
        claimed_ore=claimed_ore,
        documents=typed("documents"),
    )
    return _Filled(number=number, told=told)


def _form(
    request: HttpRequest, *, number: str, faults: tuple[str, ...] = (), refused: Refusal | None = None
) -> HttpResponse:
    language = standing(request).language
    shown = {
        "number": number,
        "given": request.POST,
        "kinds": [(each.value, words.in_(language)) for each, words in KINDS.items()],
        "faults": {name: _FAULTS[name].in_(language) for name in faults},
        "refused": refused
        and {
            "words": refused.staff.in_(language),
            "cure": refused.cure.in_(language),
            "clauses": ", ".join(map(str, refused.clauses)),
        },
        "today": f"{today()}",
        "longest": _LONGEST,
    }
    status = 422 if faults else 409 if refused else 200
    return page(request, "sender/claim_made.html", shown, here=_HERE, status=status)


def _shown(claim: OwnClaim, language: Language) -> dict[str, object]:
    return {
        "id": claim.id,
        "number": claim.number,
        "kind": KINDS[claim.kind].in_(language),
        "claimant": CLAIMANTS[claim.claimant].in_(language),
        "state": STATES[claim.state].in_(language),
        "tone": {"granted": "success", "declined": "neutral"}.get(claim.state, "info"),
        "told_on": claim.told_on,
        "discovered_on": claim.discovered_on,
        "claimed": kroner(claim.claimed_ore, language=language) if claim.claimed_ore is not None else "",
        "amount": kroner(claim.amount_ore, language=language) if claim.amount_ore else "",
        "settled_on": claim.settled_on,
        "credit_note": claim.credit_note or "",
        "set_off": bool(claim.amount_ore) and not claim.credit_note,
        "answered_at": claim.answered_at,
        "answered_by": channel_words(claim.answered_by).in_(language),
        "own": claim.claimant is Claimant.SENDER,
    }
