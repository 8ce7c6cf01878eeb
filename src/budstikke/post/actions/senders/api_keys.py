"""Give a sender's programs keys, know them again, and take keys back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection

from budstikke.post.records.ceilings import LEASE, LEASES, share_of
from budstikke.post.records.models import ApiKey, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.roles import Role

MOST_CHARACTERS = 200
_KNOWN = "SELECT * FROM api_key_of(%(hash)s)"
# Known and counted in one statement; a key nobody has is not counted, and leaves no row.
_KNOWN_AND_LEASED = f"""
WITH known AS ({_KNOWN}), leased AS (
    {LEASE.format(rows="SELECT %(caller)s, %(second)s, %(wanted)s FROM known")}
)
SELECT known.*, leased.used FROM known LEFT JOIN leased ON true
"""


class TooMany(Exception):
    """A key asks more often than it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for with a key, this second, and how often a second that may be."""

    what: str
    second: int
    most: int


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
            key_sha256=hash_of(key),
            label=label,
            roles=" ".join(sorted(set(roles))),
            created_at=now,
        )
    return key


def api_key_of(key: str, *, uid: str | None = None, asked: Asked | None = None) -> KnownKey | None:
    """
    Return what is known of a key, in one statement; None for a wrong or revoked one, or one of another uid.

    `uid` None: whoever asks does not say under which name. `asked`: counted, if it is a key.
    Raises: TooMany when what is asked for has been asked too often this second.
    """
    if len(key) > MOST_CHARACTERS or (uid is not None and len(uid) > MOST_CHARACTERS):
        return None
    row, let_in = _look_up(hash_of(key), asked)
    if row is None or (uid is not None and uid.strip().lower() != row[1]):
        return None
    if not let_in:
        raise TooMany
    key_id, known_as, roles, sender_id, customer_number, sender_name = row[:6]
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


def revoke_api_key(key_id: int, *, sender_id: int | None = None, now: datetime) -> bool:
    """Take a key back, if it is there (and this sender's, where one asks) and was not taken back before."""
    with acting_as(CARRIER):
        rows = ApiKey.objects.filter(id=key_id, revoked_at=None)
        return bool((rows if sender_id is None else rows.filter(sender_id=sender_id)).update(revoked_at=now))


def _look_up(digest: bytes, asked: Asked | None) -> tuple[tuple[Any, ...] | None, bool]:
    """Return what the database knows of a key, and whether the request is let in."""
    caller = caller_of(digest, asked.what) if asked else ""
    leased = asked is None or LEASES.take(caller, second=asked.second)
    with connection.cursor() as cursor:
        if leased:
            cursor.execute(_KNOWN, {"hash": digest})
            return cursor.fetchone(), True
        assert asked is not None
        given: dict[str, Any] = {
            "hash": digest,
            "caller": caller,
            "second": asked.second,
            "wanted": share_of(asked.most),
        }
        cursor.execute(_KNOWN_AND_LEASED, given)
        row = cursor.fetchone()
    if row is None:
        return None, True
    return row, LEASES.bring(caller, second=asked.second, used=row[6], most=asked.most)


def hash_of(key: str) -> bytes:
    """Return the hash by which a key is known again."""
    # A key is random and long, so a plain hash is enough; nobody can guess what it is of.
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


def caller_of(digest: bytes, what: str) -> str:
    """Return under which name the requests of a key are counted."""
    return f"{digest.hex()}:{what}"
