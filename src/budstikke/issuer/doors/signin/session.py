"""Who is signed in: by which eID, since when, and when it was last proved; in a cookie of the issuer's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from budstikke.issuer.actions.eid_history import write_event
from budstikke.issuer.actions.means import locked
from budstikke.issuer.actions.staff import staff_of
from budstikke.issuer.records.models import Customer, Eid, Staff
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.issuer.terms.eids import Happening, State
from budstikke.kit.clock import now, real_now, today
from budstikke.kit.look.language import language_of
from budstikke.law.words import Language

_EID, _BEGUN, _SEEN, _PROVED, _SET_UP = "eid", "begun_at", "seen_at", "proved_at", "set_up"
# Whoever works here is known to the help centre's pages by this.
_STAFF = "staff_pseudonym"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who asks, by which eID, and whether they proved it just now; `staff` where they work here."""

    customer: Customer
    eid: Eid
    proved: bool
    staff: Staff | None
    language: Language


def begin(request: HttpRequest, eid: Eid) -> None:
    """Sign somebody in: under a new session key, so that one planted before is worth nothing."""
    granted = request.session.get(_SET_UP)
    request.session.flush()
    moment = real_now().timestamp()
    request.session[_EID] = str(eid.reference)
    request.session[_BEGUN] = request.session[_SEEN] = request.session[_PROVED] = moment
    if granted:
        request.session[_SET_UP] = granted
    staff = staff_of(eid.customer_id)
    if staff is not None:
        request.session[_STAFF] = staff.pseudonym
    _note(eid, Happening.SIGNED_IN)


def prove_again(request: HttpRequest, eid: Eid) -> bool:
    """Note a fresh proof; False when it is somebody else's eID."""
    known = signed_in(request)
    if known is None or known.customer.pk != eid.customer_id:
        return False
    request.session.cycle_key()
    request.session[_EID] = str(eid.reference)
    request.session[_PROVED] = real_now().timestamp()
    _note(eid, Happening.SIGNED_IN)
    return True


def end(request: HttpRequest) -> None:
    """Sign out."""
    known = signed_in(request)
    if known is not None:
        _note(known.eid, Happening.SIGNED_OUT)
    request.session.flush()


def signed_in(request: HttpRequest) -> Standing | None:
    """
    Return who is signed in; None when nobody is, the time is over, or the eID it was begun with is in use no more.
    """
    reference = request.session.get(_EID)
    if not reference:
        return None
    terms = eid_terms(today())
    moment = real_now().timestamp()
    if (
        moment - request.session[_SEEN] > terms.session_idle.total_seconds()
        or moment - request.session[_BEGUN] > terms.session_lasts.total_seconds()
    ):
        request.session.flush()
        return None
    eid = Eid.objects.select_related("customer").filter(reference=UUID(reference)).first()
    if eid is None or eid.state != State.ACTIVE or eid.expires_at <= now():
        request.session.flush()
        return None
    request.session[_SEEN] = moment
    return Standing(
        customer=eid.customer,
        eid=eid,
        proved=moment - request.session[_PROVED] <= terms.proof_lasts.total_seconds(),
        staff=staff_of(eid.customer_id),
        language=language_of(request),
    )


def grant_set_up(request: HttpRequest, eid: Eid) -> None:
    """
    Let this browser put one eID into use, for half an hour, without being signed in.

    Reading: whoever calls has just verified the activation code of its order; a customer without another eID has no
    other way in.
    """
    until = (real_now() + eid_terms(today()).set_up_lasts).timestamp()
    request.session.cycle_key()
    request.session[_SET_UP] = {**request.session.get(_SET_UP, {}), str(eid.reference): until}


def may_set_up(request: HttpRequest, eid: Eid) -> bool:
    """Say whether this browser may make the means of an eID: granted, or its holder with a fresh proof."""
    granted = request.session.get(_SET_UP, {}).get(str(eid.reference), 0)
    if real_now().timestamp() < granted:
        return True
    known = signed_in(request)
    return known is not None and known.proved and known.customer.pk == eid.customer_id


def _note(eid: Eid, code: Happening) -> None:
    moment: datetime = now()
    with locked(eid.pk) as held:
        write_event(held, code, now=moment)
