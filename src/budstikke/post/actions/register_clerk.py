"""Enter the clerks of an outlet, and note when they leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from budstikke.post.records.models import Clerk


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownClerk:
    """A clerk who may serve at an outlet."""

    pseudonym: str
    outlet_id: int


def register_clerk(username: str, *, password: str, outlet_id: int, pseudonym: str) -> KnownClerk:
    """Enter a clerk; one who is known gets this outlet and this password."""
    with transaction.atomic():
        user, _ = get_user_model().objects.get_or_create(username=username, defaults={"is_active": True})
        user.set_password(password)
        user.is_active = True
        user.save()
        clerk, _ = Clerk.objects.update_or_create(
            user=user, defaults={"outlet_id": outlet_id, "pseudonym": pseudonym, "left_at": None}
        )
    return KnownClerk(pseudonym=clerk.pseudonym, outlet_id=outlet_id)


def clerk_of(user_id: int) -> KnownClerk | None:
    """Return the clerk an account stands for, or None for one who has left or never was one."""
    row = Clerk.objects.filter(user_id=user_id, left_at=None).first()
    return KnownClerk(pseudonym=row.pseudonym, outlet_id=row.outlet_id) if row else None


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
