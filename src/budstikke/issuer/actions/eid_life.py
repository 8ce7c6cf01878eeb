"""Block, unblock, close, renew and end eIDs: by their holder, by staff, or by time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from budstikke.issuer.actions.eid_history import SELF, SYSTEM, write_event
from budstikke.issuer.actions.issue_eid import issue_eid
from budstikke.issuer.actions.maintenance import maintenance_windows
from budstikke.issuer.actions.means import end_means, in_force, locked
from budstikke.issuer.actions.revoke import hold, release
from budstikke.issuer.actions.sealed_eids import organisation_of
from budstikke.issuer.records.models import Eid
from budstikke.issuer.terms import eid_rights
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eid_rights import BLOCKS, BlockedFor, EidFacts
from budstikke.issuer.terms.eids import FINAL, Happening, State
from budstikke.issuer.terms.maintenance import renewal_paused
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import OSLO, local_day
from budstikke.law.refusal import Refusal


def facts_of(eid: Eid, *, signed_in_with: int | None = None) -> EidFacts:
    """Return what the rules know of an eID; `signed_in_with` is the eID the session was begun with."""
    return EidFacts(
        product=Product(eid.product),
        state=State(eid.state),
        expires_at=eid.expires_at,
        blocked_for=BlockedFor(eid.blocked_for) if eid.blocked_for else None,
        renewed=Eid.objects.filter(renews=eid).exists(),
        is_own_key=eid.pk == signed_in_with,
    )


def block(eid_id: int, *, why: BlockedFor, now: datetime, actor: str = SELF) -> Refusal | None:
    """Block an eID at once; its certificates are on hold, and every session it began ends."""
    with locked(eid_id) as eid:
        refusal = eid_rights.may_block(facts_of(eid))
        if refusal:
            return refusal
        assert actor != SELF or BLOCKS[why].by_holder
        means = in_force(eid)
        if means is not None:
            hold(means, now=now)
        write_event(eid, Happening.BLOCKED, now=now, actor=actor, reason=why)
    return None


def unblock(
    eid_id: int, *, now: datetime, signed_in_with: int | None = None, by_two: str = ""
) -> Refusal | None:
    """Unblock an eID: its holder by another one, or two of the staff, named by `by_two`."""
    with locked(eid_id) as eid:
        refusal = eid_rights.may_unblock(facts_of(eid, signed_in_with=signed_in_with), by_two=bool(by_two))
        if refusal:
            return refusal
        means = in_force(eid)
        if means is not None:
            release(means)
        write_event(eid, Happening.UNBLOCKED, now=now, actor=by_two or SELF)
    return None


def close(eid_id: int, *, now: datetime, actor: str = SELF) -> Refusal | None:
    """Close an eID for good; its certificates are revoked."""
    with locked(eid_id) as eid:
        refusal = eid_rights.may_close(facts_of(eid))
        if refusal:
            return refusal
        end_means(eid, reason="cessation_of_operation", now=now)
        write_event(eid, Happening.CLOSED, now=now, actor=actor)
    return None


def renew(eid_id: int, *, now: datetime) -> Eid | Refusal:
    """
    Issue the eID that takes the place of one in its last days; the old one goes on until the new one is in use.

    Reading: whoever signed in with a valid eID is known, so nobody's identity is checked again.
    """
    terms = eid_terms(local_day(now))
    with locked(eid_id) as eid:
        refusal = eid_rights.may_renew(facts_of(eid), terms=terms, now=now)
        if refusal:
            return refusal
        # Read within the transaction that renews: a pause that begins now holds for it.
        window = renewal_paused(maintenance_windows(at=now), product=Product(eid.product), at=now)
        if window:
            until = window.to_at.astimezone(OSLO).strftime("%d.%m.%Y %H:%M")
            return refuse("RENEWAL_PAUSED", until=until)
        new = issue_eid(
            customer_id=eid.customer_id,
            product=Product(eid.product),
            order_number=eid.order_number,
            renews=eid,
            organisation=organisation_of(eid) or None,
            now=now,
        )
        write_event(eid, Happening.RENEWED, now=now)
    return new


def end_what_is_over(*, now: datetime, most: int = 500) -> int:
    """Expire eIDs whose days are over, and close those that nobody put into use in time; returns how many."""
    terms = eid_terms(local_day(now))
    over = Eid.objects.exclude(state__in=FINAL).filter(expires_at__lte=now).values_list("pk", flat=True)
    unused = Eid.objects.filter(state=State.ISSUED, issued_at__lte=now - terms.put_into_use_within)
    done = 0
    for eid_id in list(over[:most]):
        with transaction.atomic(), locked(eid_id) as eid:
            if eid.state not in FINAL:
                end_means(eid, reason="cessation_of_operation", now=now)
                write_event(eid, Happening.EXPIRED, now=now, actor=SYSTEM)
                done += 1
    for eid_id in list(unused.values_list("pk", flat=True)[:most]):
        with transaction.atomic(), locked(eid_id) as eid:
            if eid.state == State.ISSUED:
                end_means(eid, reason="cessation_of_operation", now=now)
                write_event(eid, Happening.CLOSED, now=now, actor=SYSTEM, reason="not_used")
                done += 1
    return done
