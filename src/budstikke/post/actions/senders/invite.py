"""Invite somebody to the portal by a link that counts once; take an invitation back; begin with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.contrib.auth import get_user_model

from budstikke.post.actions.senders.portal_users import NotAPortalUser, enter
from budstikke.post.records.models import Clerk, Invitation, PortalUser
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.roles import Role

LASTS = timedelta(days=7)
_MOST_CHARACTERS = 100
_NAME = re.compile(r"[a-zæøå0-9][a-zæøå0-9._@+-]{2,79}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation that stands: whose people somebody would belong to, and under which name."""

    username: str
    sender_name: str


def invite(username: str, *, sender_id: int, roles: Iterable[Role], made_by: int, now: datetime) -> str:
    """
    Return the secret of a link, which is kept nowhere; an earlier link for the same name counts no more.

    For somebody who is one of the sender's people already it gives another password, and these roles.
    Raises: NotAPortalUser for a name that cannot be or is taken, and for no role.
    """
    given = sorted(set(roles))
    if not _NAME.fullmatch(username):
        raise NotAPortalUser("a name is 3 to 80 of a to å, 0 to 9, . _ @ + and -")
    if not given:
        raise NotAPortalUser("a user has at least one role")
    token = token_urlsafe(32)
    with acting_as(CARRIER):
        _refuse_taken(username, sender_id=sender_id)
        standing = Invitation.objects.filter(sender_id=sender_id, username=username, used_at=None)
        standing.filter(withdrawn_at=None).update(withdrawn_at=now)
        Invitation.objects.create(
            sender_id=sender_id,
            username=username,
            roles=" ".join(given),
            token_sha256=_hash_of(token),
            made_by_id=made_by,
            made_at=now,
            expires_at=now + LASTS,
        )
    return token


def invitation_of(token: str, *, now: datetime) -> Invited | None:
    """Return what a link stands for; None for one that was used, taken back, or has run out."""
    with acting_as(CARRIER):
        found = _standing(token, now=now)
    return Invited(username=found.username, sender_name=found.sender.name) if found else None


def accept_invitation(token: str, *, password: str, now: datetime) -> bool:
    """
    Begin: the account gets this password; False when the link counts no more.

    Raises: NotAPortalUser for a password that is too short, and a name that was taken meanwhile.
    """
    with acting_as(CARRIER):
        found = _standing(token, now=now, lock=True)
        if found is None:
            return False
        _refuse_taken(found.username, sender_id=found.sender_id)
        enter(
            found.username,
            sender=found.sender,
            password=password,
            roles=[Role(role) for role in found.roles.split()],
        )
        Invitation.objects.filter(id=found.id).update(used_at=now)
    return True


def invitations_of(sender_id: int, *, now: datetime) -> list[Invitation]:
    """Return the invitations of a sender that stand, the newest first."""
    with acting_as(CARRIER):
        rows = Invitation.objects.filter(sender_id=sender_id, used_at=None, withdrawn_at=None)
        return list(rows.filter(expires_at__gt=now).order_by("-id"))


def withdraw_invitation(invitation_id: int, *, sender_id: int, now: datetime) -> bool:
    """Take an invitation of a sender back, if it stands."""
    with acting_as(CARRIER):
        rows = Invitation.objects.filter(id=invitation_id, sender_id=sender_id, used_at=None)
        return bool(rows.filter(withdrawn_at=None).update(withdrawn_at=now))


def _standing(token: str, *, now: datetime, lock: bool = False) -> Invitation | None:
    if len(token) > _MOST_CHARACTERS:
        return None
    rows = Invitation.objects.select_related("sender")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    return rows.filter(
        token_sha256=_hash_of(token), used_at=None, withdrawn_at=None, expires_at__gt=now
    ).first()


def _refuse_taken(username: str, *, sender_id: int) -> None:
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        return
    own = PortalUser.objects.filter(user=user, sender_id=sender_id).exists()
    if not own or Clerk.objects.filter(user=user).exists():
        raise NotAPortalUser("the name is taken")


def _hash_of(token: str) -> bytes:
    # A token is random and long, so a plain hash is enough.
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
