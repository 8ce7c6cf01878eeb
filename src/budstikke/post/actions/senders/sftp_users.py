"""Enter the SFTP users of a sender, know them again, and take them back."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from secrets import token_urlsafe

from django.contrib.auth.hashers import check_password, make_password

from budstikke.post.records.models import Sender, SftpUser
from budstikke.post.records.scope import CARRIER, acting_as

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{1,62}")
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_KEY_KINDS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
)
_MOST_CHARACTERS = 200
_LEAST_CHARACTERS = 12


class NotAnSftpUser(ValueError):
    """What was given makes no SFTP user; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSftpUser:
    """A user who was known again: which sender's folder is open to them."""

    id: int
    name: str
    customer_number: str
    edi_id: str


def register_sftp_user(
    customer_number: str, *, name: str, password: str | None, fingerprints: Sequence[str], now: datetime
) -> bool:
    """
    Enter a user, or give a known one of the same sender this password and these keys instead of the old.

    Returns: whether somebody has the customer number.
    Raises:  NotAnSftpUser for a name, password or fingerprint that cannot be, and for another sender's name.
    """
    if not _NAME.fullmatch(name):
        raise NotAnSftpUser(
            "a name is 2 to 63 of a to z, 0 to 9, _ . and -, and begins with one of the first two"
        )
    if password is not None and not _LEAST_CHARACTERS <= len(password) <= _MOST_CHARACTERS:
        raise NotAnSftpUser(f"a password has {_LEAST_CHARACTERS} to {_MOST_CHARACTERS} characters")
    if not all(map(_FINGERPRINT.fullmatch, fingerprints)):
        raise NotAnSftpUser("a fingerprint is written SHA256: and 43 characters, as ssh-keygen -l prints it")
    if password is None and not fingerprints:
        raise NotAnSftpUser("a user has a password, a key or both")
    with acting_as(CARRIER):
        sender = Sender.objects.filter(customer_number=customer_number).first()
        if sender is None:
            return False
        known = SftpUser.objects.select_for_update().filter(name=name).first()
        if known is not None and known.sender_id != sender.id:
            raise NotAnSftpUser("the name is in use")
        user = known or SftpUser(sender=sender, name=name, created_at=now)
        user.password_hash = "" if password is None else make_password(password)
        user.key_fingerprints = sorted(set(fingerprints))
        user.revoked_at = None
        user.save()
    return True


def user_by_password(name: str, *, password: str) -> KnownSftpUser | None:
    """Return the user whose password this is; a wrong one takes as long as a wrong name."""
    found = _found(name)
    if len(password) > _MOST_CHARACTERS:
        return None
    # Where there is no password, the work of comparing one is done all the same.
    kept = found.password_hash if found and found.password_hash else _nobodys()
    right = check_password(password, kept)
    return _known(found) if found and found.password_hash and right else None


def user_by_key(name: str, *, fingerprint: str) -> KnownSftpUser | None:
    """Return the user to whom a key with this fingerprint belongs; that they hold the key is proved elsewhere."""
    found = _found(name)
    return _known(found) if found and fingerprint in found.key_fingerprints else None


def is_welcome(user_id: int) -> bool:
    """Say whether a user who has signed in was not taken back since."""
    with acting_as(CARRIER):
        return SftpUser.objects.filter(id=user_id, revoked_at=None).exists()


def sftp_users_of_sender(customer_number: str) -> list[SftpUser]:
    """Return a sender's users, the newest first."""
    with acting_as(CARRIER):
        return list(SftpUser.objects.filter(sender__customer_number=customer_number).order_by("-id"))


def revoke_sftp_user(name: str, *, sender_id: int | None = None, now: datetime) -> bool:
    """Take a user back, if there is one (of this sender, where one asks) who was not taken back before."""
    with acting_as(CARRIER):
        rows = SftpUser.objects.filter(name=name, revoked_at=None)
        return bool((rows if sender_id is None else rows.filter(sender_id=sender_id)).update(revoked_at=now))


def fingerprint_of(public_key: str) -> str:
    """
    Return the fingerprint of a public key as OpenSSH writes it into a file; "" for what is none.

    Source: RFC 4253 §6.6 (the key names its own kind).
    """
    parts = public_key.split()
    if len(parts) < 2 or parts[0] not in _KEY_KINDS:
        return ""
    try:
        blob = base64.b64decode(parts[1], validate=True)
    except ValueError:
        return ""
    kind = parts[0].encode()
    if not blob.startswith(len(kind).to_bytes(4) + kind):
        return ""
    return f"SHA256:{base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip('=')}"


def _found(name: str) -> SftpUser | None:
    if not _NAME.fullmatch(name):
        return None
    with acting_as(CARRIER):
        return SftpUser.objects.select_related("sender").filter(name=name, revoked_at=None).first()


def _known(user: SftpUser) -> KnownSftpUser:
    return KnownSftpUser(
        id=user.id,
        name=user.name,
        customer_number=user.sender.customer_number,
        edi_id=user.sender.edi_id,
    )


@cache
def _nobodys() -> str:
    return make_password(token_urlsafe())
