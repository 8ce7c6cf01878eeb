"""Enter who works for the carrier, at an outlet or at the desk, and note when they leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from budstikke.post.records.models import Clerk
from budstikke.post.terms.roles import StaffRole


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClerk:
    """Somebody who works for the carrier; `outlet_id` is where they serve, and nobody at the desk has one."""

    pseudonym: str
    outlet_id: int | None
    roles: frozenset[StaffRole]


def register_clerk(
    username: str,
    *,
    password: str,
    outlet_id: int | None,
    pseudonym: str,
    roles: Iterable[StaffRole] = (StaffRole.CLERK,),
) -> KnownClerk:
    """
    Enter somebody; who is known gets this outlet, this password and these roles.

    Raises: ValueError for a clerk without an outlet.
    """
    given = frozenset(roles)
    if StaffRole.CLERK in given and outlet_id is None:
        raise ValueError("a clerk serves at an outlet")
    with transaction.atomic():
        user, _ = get_user_model().objects.get_or_create(username=username, defaults={"is_active": True})
        user.set_password(password)
        user.is_active = True
        user.save()
        clerk, _ = Clerk.objects.update_or_create(
            user=user,
            defaults={
                "outlet_id": outlet_id,
                "pseudonym": pseudonym,
                "roles": sorted(given),
                "left_at": None,
            },
        )
    return KnownClerk(pseudonym=clerk.pseudonym, outlet_id=outlet_id, roles=given)


def clerk_of(user_id: int) -> KnownClerk | None:
    """Return the clerk an account stands for, or None for one who has left or never was one."""
    row = Clerk.objects.filter(user_id=user_id, left_at=None).first()
    if row is None:
        return None
    roles = frozenset(StaffRole(each) for each in row.roles)
    return KnownClerk(pseudonym=row.pseudonym, outlet_id=row.outlet_id, roles=roles)


def clerk_leaves(pseudonym: str, *, now: datetime) -> bool:
    """Note that a clerk no longer serves, if one did; the account opens nothing any more."""
    with transaction.atomic():
        row = Clerk.objects.select_for_update().filter(pseudonym=pseudonym, left_at=None).first()
        if row is None:
            return False
        row.left_at = now
        row.save(update_fields=["left_at"])
        get_user_model().objects.filter(id=row.user_id).update(is_active=False)
    return True
