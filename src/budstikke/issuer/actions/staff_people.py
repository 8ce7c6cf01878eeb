"""
Who works here: invited by the operator, let in by a code of their own and a second person, gone at once.

The code is told once and kept as a keyed hash. Who is invited takes it signed in with an eID of their own, so nobody
is let in who was not proven to be who they are; and a lead who is somebody else confirms.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from budstikke.issuer.actions.attempts import let_in
from budstikke.issuer.actions.audit import audited
from budstikke.issuer.records.models import Customer, Staff, StaffInvitation
from budstikke.issuer.terms.codes import ALPHABET
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.staff import CONFIRMS_STAFF, StaffRole, roles_of
from budstikke.kit.clock import local_day
from budstikke.kit.vault import look_up_for
from budstikke.law.refusal import Refusal

OPERATOR = "operator"
# Five bits each: eighty, for what may be tried ten times.
_CHARACTERS, _KIND = 16, "staff invitation"
_TRIED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation that was made; `code` is told once."""

    pseudonym: str
    roles: frozenset[StaffRole]
    good_until: datetime
    code: str = field(repr=False)


def invite(pseudonym: str, *, roles: frozenset[StaffRole], now: datetime) -> Invited:
    """
    Invite somebody to work here under a pseudonym; one who does already is invited to work in these roles instead.

    Reading: an invitation that waits under the same pseudonym is good no more: the newest counts.
    """
    code = "".join(secrets.choice(ALPHABET) for _ in range(_CHARACTERS))
    until = now + eid_terms(local_day(now)).invitation_lasts
    with transaction.atomic():
        waiting = StaffInvitation.objects.select_for_update().filter(pseudonym=pseudonym, decided_at=None)
        waiting.update(decided_at=now, agreed=False, code_lookup=None)
        StaffInvitation.objects.create(
            pseudonym=pseudonym,
            roles=_kept(roles),
            code_lookup=look_up_for("issuer").hash(code, kind=_KIND),
            invited_at=now,
            expires_at=until,
        )
        audited("staff.invited", actor=OPERATOR, now=now, pseudonym=pseudonym, roles=sorted(roles))
    return Invited(pseudonym=pseudonym, roles=roles, good_until=until, code=code)


def take_invitation(customer: Customer, typed: str, *, now: datetime) -> StaffInvitation | Refusal:
    """
    Take an invitation by its code: it waits for a lead to confirm; where no other lead works here, it counts at once.

    Reading: the first of all has nobody who could confirm. Whoever is invited under a pseudonym that somebody has is
    that somebody, or nobody.
    Refuses: NO_SUCH_INVITATION, for a wrong code, one that is over and one for somebody else alike; TRIED_TOO_OFTEN.
    """
    terms = eid_terms(local_day(now))
    who, most = str(customer.reference), terms.invitation_tries
    if not let_in(who, kind="invitations", most=most, within=_TRIED_WITHIN, now=now):
        return refuse("TRIED_TOO_OFTEN")
    code = "".join(each for each in typed.upper() if each.isalnum())
    with transaction.atomic():
        # All that are open: of two who take at once, the second finds the first at work.
        open_ones = list(StaffInvitation.objects.select_for_update().filter(decided_at=None).order_by("id"))
        hashes = look_up_for("issuer").hashes(code, kind=_KIND)
        found = next((row for row in open_ones if row.code_lookup and bytes(row.code_lookup) in hashes), None)
        if found is None or found.expires_at <= now or not _is_theirs(found, customer):
            return refuse("NO_SUCH_INVITATION")
        found.code_lookup, found.taken_by, found.taken_at = None, customer, now
        found.expires_at = now + terms.invitation_decided_within
        if not _leads_besides(customer):
            _enter(found, now=now)
            found.decided_at, found.agreed = now, True
        found.save(
            update_fields=["code_lookup", "taken_by", "taken_at", "expires_at", "decided_at", "agreed"]
        )
        _told("staff.invitation_taken", found, actor=found.pseudonym, now=now, first=bool(found.agreed))
    return found


def decide_invitation(staff: Staff, invitation_id: int, *, agrees: bool, now: datetime) -> Refusal | None:
    """
    Confirm or decline that somebody who took an invitation works here from now on.

    Refuses: OWN_CASE, TOO_LATE, NOT_IN_THIS_STATE to who is no lead.
    """
    with transaction.atomic():
        row = StaffInvitation.objects.select_for_update(no_key=True).get(pk=invitation_id)
        if row.taken_by_id == staff.pk:
            return refuse("OWN_CASE")
        if row.taken_by_id is None or row.decided_at is not None or row.expires_at <= now:
            return refuse("TOO_LATE")
        if roles_of(staff.roles).isdisjoint(CONFIRMS_STAFF):
            return refuse("NOT_IN_THIS_STATE")
        row.decided_by, row.decided_at, row.agreed = staff, now, agrees
        row.save(update_fields=["decided_by", "decided_at", "agreed"])
        if agrees:
            _enter(row, now=now)
        verb = "staff.confirmed" if agrees else "staff.declined"
        _told(verb, row, actor=staff.pseudonym, now=now)
    return None


def leave(pseudonym: str, *, now: datetime) -> bool:
    """
    Note that somebody works here no more, and that an invitation of theirs is good no more.

    Returns: whether either was.
    """
    with transaction.atomic():
        invited = StaffInvitation.objects.select_for_update().filter(pseudonym=pseudonym, decided_at=None)
        withdrawn = invited.update(decided_at=now, agreed=False, code_lookup=None)
        row = Staff.objects.select_for_update(no_key=True).filter(pseudonym=pseudonym, left_at=None).first()
        if row is not None:
            row.left_at = now
            row.save(update_fields=["left_at"])
        if row is not None or withdrawn:
            audited("staff.left", actor=OPERATOR, now=now, pseudonym=pseudonym, worked_here=row is not None)
    return row is not None or bool(withdrawn)


def people(*, now: datetime) -> list[dict[str, object]]:
    """Return everybody who works here, has, or is invited, by pseudonym; nothing that names a person."""
    rows: list[dict[str, object]] = [
        {
            "pseudonym": each.pseudonym,
            "roles": each.roles.split(),
            "state": "left" if each.left_at else "works here",
            "since_at": each.since_at,
            "left_at": each.left_at,
        }
        for each in Staff.objects.order_by("pseudonym")
    ]
    open_ones = StaffInvitation.objects.filter(decided_at=None, expires_at__gt=now).order_by("id")
    return rows + [
        {
            "pseudonym": each.pseudonym,
            "roles": each.roles.split(),
            "state": "waits for a lead" if each.taken_at else "invited",
            "good_until": each.expires_at,
        }
        for each in open_ones
    ]


def _enter(row: StaffInvitation, *, now: datetime) -> None:
    assert row.taken_by is not None, "it was taken"
    Staff.objects.update_or_create(
        customer=row.taken_by,
        defaults={"roles": row.roles, "left_at": None, "since_at": now},
        create_defaults={"roles": row.roles, "since_at": now, "pseudonym": row.pseudonym},
    )


def _is_theirs(row: StaffInvitation, customer: Customer) -> bool:
    """Say whether the pseudonym is nobody's yet, this customer's own, and the only one of theirs."""
    theirs = Staff.objects.filter(customer=customer).first()
    if theirs is not None:
        return theirs.pseudonym == row.pseudonym
    return not Staff.objects.filter(pseudonym=row.pseudonym).exists()


def _leads_besides(customer: Customer) -> bool:
    others = Staff.objects.filter(left_at=None).exclude(customer=customer)
    return any(not roles_of(each.roles).isdisjoint(CONFIRMS_STAFF) for each in others)


def _told(verb: str, row: StaffInvitation, *, actor: str, now: datetime, **facts: Any) -> None:
    assert row.taken_by is not None, "it was taken"
    roles, reference = row.roles.split(), row.taken_by.reference
    audited(verb, actor=actor, now=now, customer=reference, pseudonym=row.pseudonym, roles=roles, **facts)


def _kept(roles: frozenset[StaffRole]) -> str:
    return " ".join(sorted(roles))
