"""A sender's claims: one is made, one is read, pages of them; those of its letters' recipients are among them."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Header, Query, Router, Status
from ninja.params import Path

from budstikke.formats import s10
from budstikke.formats.malformed import Fault
from budstikke.kit.clock import now, today
from budstikke.law.refusal import Refusal
from budstikke.post.actions.helping.open_claim import Told, open_claim_once
from budstikke.post.actions.helping.own_claims import OwnClaim, own_claim, own_claims
from budstikke.post.doors.api import shapes, shapes_claims
from budstikke.post.doors.api.asking import Needed, asking
from budstikke.post.doors.api.orders import Key
from budstikke.post.doors.api.problems import Problem, RefusedBy
from budstikke.post.doors.problem_shapes import Words
from budstikke.post.records.answered import Named, OtherRequest
from budstikke.post.records.models import Letter
from budstikke.post.terms.pum.settling import Claimant, ClaimState
from budstikke.post.terms.scopes import Scope

router = Router(tags=["Claims"])
_READ, _WRITE = Needed(Scope.CLAIMS_READ), Needed(Scope.CLAIMS_WRITE)
_PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), shapes.ProblemShape)
_SENDER = "sender"
_Id = Annotated[int, Path(ge=1, lt=1 << 31)]


@router.post(
    "/claims",
    auth=_WRITE,
    response={200: shapes_claims.Claim, 201: shapes_claims.Claim, **_PROBLEMS},
    operation_id="makeClaim",
)
def make_claim(
    request: HttpRequest, made: Body[shapes_claims.ClaimMade], idempotency_key: Header[Key | None] = None
) -> Status[shapes_claims.Claim]:
    """
    Make a claim, within thirty days of hand-in. One of the same kind that is open already is answered with 200.

    The same Idempotency-Key again makes no other claim, also when the first is settled, and is answered alike.
    """
    who, day = asking(request), today()
    number = s10.canonical(made.number)
    if not s10.is_valid(number):
        raise Problem("NOT_FOUND")
    if made.discovered_on is not None and made.discovered_on > day:
        fault = Fault("body.made.discovered_on", "AHEAD", "lies ahead; give the day it was discovered")
        raise Problem("FIELDS", faults=[fault])
    told = Told(
        kind=made.kind,
        claimant=Claimant.SENDER,
        told_on=day,
        discovered_on=made.discovered_on,
        claimed_ore=made.claimed_ore,
        documents=made.documents or "",
    )
    try:
        found = open_claim_once(
            number,
            told,
            named=_named(request, idempotency_key),
            by=_SENDER,
            now=now(),
            sender_id=who.sender_id,
        )
    except Letter.DoesNotExist:
        raise Problem("NOT_FOUND") from None
    except OtherRequest:
        raise Problem("KEY_USED") from None
    if isinstance(found, Refusal):
        raise Problem("CLAIM_REFUSED", refusals=[_refused(found)])
    return Status(201 if found.new else 200, _shown(_claim(found.claim.id, sender_id=who.sender_id)))


@router.get("/claims", auth=_READ, response={200: shapes_claims.Claims, **_PROBLEMS}, operation_id="claims")
def claims(
    request: HttpRequest,
    before: Annotated[int | None, Query(ge=1, lt=1 << 31)] = None,
    most: Annotated[int, Query(ge=1, le=500)] = 50,
    state: Query[ClaimState | None] = None,
) -> shapes_claims.Claims:
    """Page through the claims about your letters, the newest first."""
    found = own_claims(asking(request).sender_id, before=before, state=state, most=most + 1)
    return shapes_claims.Claims(
        claims=[_shown(each) for each in found[:most]], next=found[most - 1].id if len(found) > most else None
    )


@router.get(
    "/claims/{id}", auth=_READ, response={200: shapes_claims.Claim, **_PROBLEMS}, operation_id="claim"
)
def claim(request: HttpRequest, id: _Id) -> shapes_claims.Claim:  # noqa: A002  (the name is the address's)
    """Read one claim, and once it is decided every reason with its clauses."""
    return _shown(_claim(id, sender_id=asking(request).sender_id))


def _named(request: HttpRequest, key: str | None) -> Named | None:
    # A key is its address's own, as with orders.
    return Named(f"claims-{key}", hashlib.sha256(request.body).hexdigest()) if key else None


def _claim(claim_id: int, *, sender_id: int) -> OwnClaim:
    found = own_claim(claim_id, sender_id=sender_id)
    if found is None:
        raise Problem("NOT_FOUND")
    return found


def _shown(claim: OwnClaim) -> shapes_claims.Claim:
    return shapes_claims.Claim(
        id=claim.id,
        number=claim.number,
        kind=claim.kind,
        claimant=claim.claimant,
        state=claim.state,
        told_on=claim.told_on,
        discovered_on=claim.discovered_on,
        claimed_ore=claim.claimed_ore,
        amount_ore=claim.amount_ore,
        settled_on=claim.settled_on,
        credit_note=claim.credit_note,
        reasons=[
            shapes.Because(
                rule=each.rule,
                clauses=list(each.clauses),
                words=Words(no=each.words.no, en=each.words.en),
            )
            for each in claim.reasons
        ],
    )


def _refused(refusal: Refusal) -> RefusedBy:
    return RefusedBy(
        code=refusal.code,
        clauses=tuple(map(str, refusal.clauses)),
        words=refusal.staff,
        cure=refusal.cure,
    )
