"""Give a sender's programs keys, know them again, and take keys back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import connection

from budstikke.post.records.models import ApiKey, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.roles import Role

_MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKey:
    """A key that was known again: whose it is, and what it may do."""

    id: int
    uid: str
    sender_id: int
    customer_number: str
    sender_name: str
    roles: frozenset[Role]


def register_api_key(
    customer_number: str, *, uid: str, label: str, roles: Iterable[Role], now: datetime
) -> str | None:
    """Enter a key and return it, which is kept nowhere; None when nobody has the customer number."""
    # 122 random bits in the form that clients of the carrier's older APIs know.
    key = str(uuid4())
    with acting_as(CARRIER):
        sender = Sender.objects.filter(customer_number=customer_number).first()
        if sender is None:
            return None
        ApiKey.objects.create(
            sender=sender,
            uid=uid.strip().lower(),
            key_sha256=_hash_of(key),
            label=label,
            roles=" ".join(sorted(set(roles))),
            created_at=now,
        )
    return key


def api_key_of(key: str, *, uid: str | None = None) -> KnownKey | None:
    """
    Return what is known of a key, in one statement; None for a wrong or revoked one, or one of another uid.

    `uid` None: whoever asks does not say under which name.
    """
    if len(key) > _MOST_CHARACTERS or (uid is not None and len(uid) > _MOST_CHARACTERS):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM api_key_of(%s)", [_hash_of(key)])
        row = cursor.fetchone()
    if row is None or (uid is not None and uid.strip().lower() != row[1]):
        return None
    key_id, known_as, roles, sender_id, customer_number, sender_name = row
    return KnownKey(
        id=key_id,
        uid=known_as,
        sender_id=sender_id,
        customer_number=customer_number,
        sender_name=sender_name,
        roles=frozenset(map(Role, roles.split())),
    )


def api_keys_of_sender(customer_number: str) -> list[ApiKey]:
    """Return a sender's keys, the newest first."""
    with acting_as(CARRIER):
        return list(ApiKey.objects.filter(sender__customer_number=customer_number).order_by("-id"))


def revoke_api_key(key_id: int, *, now: datetime) -> bool:
    """Take a key back, if it is there and was not taken back before."""
    with acting_as(CARRIER):
        return bool(ApiKey.objects.filter(id=key_id, revoked_at=None).update(revoked_at=now))


def _hash_of(key: str) -> bytes:
    # A key is random and long, so a plain hash is enough; nobody can guess what it is of.
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
