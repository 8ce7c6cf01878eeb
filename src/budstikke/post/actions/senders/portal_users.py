"""Enter the people of a sender who use the portal, know them again, and note when they leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model

from budstikke.post.records.models import Clerk, PortalUser, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.roles import Role

LEAST_CHARACTERS = 12


class NotAPortalUser(ValueError):
    """What was given makes no user of the portal; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPortalUser:
    """Somebody who works for a sender, and in which roles."""

    user_id: int
    sender_id: int
    customer_number: str
    sender_name: str
    roles: frozenset[Role]


def register_portal_user(
    customer_number: str, *, username: str, password: str, roles: Iterable[Role]
) -> bool:
    """
    Enter somebody, or give a known one of the same sender this password and these roles.

    Returns: whether somebody has the customer number.
    Raises:  NotAPortalUser for a password that is too short, for no role, and for a name that is taken.
    """
    with acting_as(CARRIER):
        sender = Sender.objects.filter(customer_number=customer_number).first()
        if sender is None:
            return False
        enter(username, sender=sender, password=password, roles=roles)
    return True


def enter(username: str, *, sender: Sender, password: str, roles: Iterable[Role]) -> None:
    """
    Enter somebody, or give a known one of the sender this password and these roles, in the caller's transaction.

    Raises: NotAPortalUser for a password that is too short, for no role, and for a name that is taken.
    """
    given = sorted(set(roles))
    if len(password) < LEAST_CHARACTERS:
        raise NotAPortalUser(f"a password has at least {LEAST_CHARACTERS} characters")
    if not given:
        raise NotAPortalUser("a user has at least one role")
    user, made = get_user_model().objects.select_for_update().get_or_create(username=username)
    known = PortalUser.objects.filter(user=user).first()
    if known is not None and known.sender_id != sender.id:
        raise NotAPortalUser("the name is taken")
    if known is None and (not made or Clerk.objects.filter(user=user).exists()):
        raise NotAPortalUser("the name is taken")
    user.set_password(password)
    user.is_active = True
    user.save()
    PortalUser.objects.update_or_create(
        user=user, defaults={"sender": sender, "roles": " ".join(given), "left_at": None}
    )


def portal_user_of(user_id: int) -> KnownPortalUser | None:
    """Return whom an account stands for, or None for one who has left or never was one."""
    with acting_as(CARRIER):
        row = PortalUser.objects.select_related("sender").filter(user_id=user_id, left_at=None).first()
    if row is None:
        return None
    return KnownPortalUser(
        user_id=user_id,
        sender_id=row.sender_id,
        customer_number=row.sender.customer_number,
        sender_name=row.sender.name,
        roles=frozenset(map(Role, row.roles.split())),
    )


def portal_users_of(customer_number: str) -> list[PortalUser]:
    """Return a sender's people, those who have left too."""
    with acting_as(CARRIER):
        rows = PortalUser.objects.select_related("user").filter(sender__customer_number=customer_number)
        return list(rows.order_by("user__username"))


def portal_user_leaves(username: str, *, now: datetime) -> bool:
    """Note that somebody no longer works there, if they did; the account opens nothing any more."""
    with acting_as(CARRIER):
        rows = PortalUser.objects.filter(user__username=username, left_at=None)
        if not rows.update(left_at=now):
            return False
        get_user_model().objects.filter(username=username).update(is_active=False)
    return True


def change_roles(user_id: int, *, sender_id: int, roles: Iterable[Role]) -> bool:
    """
    Give one of a sender's people other roles; False when there is nobody such.

    Raises: NotAPortalUser for no role, and where nobody would be left who owns the agreement.
    """
    given = frozenset(roles)
    if not given:
        raise NotAPortalUser("a user has at least one role")
    with acting_as(CARRIER):
        working = _working(sender_id)
        if user_id not in working:
            return False
        _keep_an_owner(working, without=user_id if Role.OWNER not in given else None)
        return bool(PortalUser.objects.filter(user_id=user_id).update(roles=" ".join(sorted(given))))


def leaves_sender(user_id: int, *, sender_id: int, now: datetime) -> bool:
    """
    Note that one of a sender's people no longer works there; False when there is nobody such.

    Raises: NotAPortalUser where nobody would be left who owns the agreement.
    """
    with acting_as(CARRIER):
        working = _working(sender_id)
        if user_id not in working:
            return False
        _keep_an_owner(working, without=user_id)
        PortalUser.objects.filter(user_id=user_id).update(left_at=now)
        get_user_model().objects.filter(id=user_id).update(is_active=False)
    return True


def _working(sender_id: int) -> dict[int, list[str]]:
    # Locked together, so that two owners do not send each other away at the same moment.
    rows = (
        PortalUser.objects.select_for_update().filter(sender_id=sender_id, left_at=None).order_by("user_id")
    )
    return {row.user_id: row.roles.split() for row in rows}


def _keep_an_owner(working: dict[int, list[str]], *, without: int | None) -> None:
    if not any(Role.OWNER in roles for user_id, roles in working.items() if user_id != without):
        raise NotAPortalUser("somebody has to own the agreement")
