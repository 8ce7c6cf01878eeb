"""A code's hash: slow, and keyed by a pepper of its own that is sealed beside it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

_PEPPER_BYTES, _HASH_BYTES = 32, 32
# 16 MB and some tens of milliseconds for each guess, besides the pepper that a stolen database lacks.
_COST, _BLOCK, _LANES = 1 << 14, 8, 1


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a code: from it nobody learns the code, and without the code nobody makes it."""

    pepper: bytes = field(repr=False)
    hash: bytes = field(repr=False)


def keep(code: str) -> Kept:
    """Return what to keep of a new code."""
    pepper = secrets.token_bytes(_PEPPER_BYTES)
    return Kept(pepper, _hashed(code, pepper))


def matches(code: str | None, *, pepper: bytes | None, kept: bytes | None) -> bool:
    """Say whether a code is the one; as slow when there is nothing to compare with, so that time tells nothing."""
    hashed = _hashed(code or "", pepper or bytes(_PEPPER_BYTES))
    return hmac.compare_digest(hashed, kept or bytes(_HASH_BYTES)) and code is not None and kept is not None


def _hashed(code: str, pepper: bytes) -> bytes:
    return hashlib.scrypt(
        code.encode(), salt=pepper, n=_COST, r=_BLOCK, p=_LANES, dklen=_HASH_BYTES, maxmem=64 << 20
    )
