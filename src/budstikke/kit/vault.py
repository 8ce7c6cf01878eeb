"""
The vault: what must not lie readable on a disk or in a database is sealed here before it gets there.

AES-256-GCM under the newest data key of the service's ring; the key's id stands in front of what it sealed, so
that older values open under older keys. A sealed value is bound to its context (a table and a row), so that it
cannot be moved to another row unnoticed. What must be found again without being readable gets a keyed hash.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from budstikke.kit.database import Service
from budstikke.kit.keyring import ID_BYTES, Key, Ring, ring

_VERSION = b"\x02"
_NONCE_BYTES = 12
HEADER_BYTES = len(_VERSION) + ID_BYTES
_HASH_BYTES = 16


# Seals a plaintext to a context.
Seal = Callable[[bytes, bytes], bytes]


class CannotOpen(Exception):
    """The sealed value was changed, moved to another place, or sealed under a key that is not here any more."""


class Vault:
    """Seals under the newest key of a ring, opens under the one a value names."""

    def __init__(self, keys: Ring) -> None:
        self._keys = keys
        self._ciphers: dict[bytes, AESGCM] = {}

    @property
    def header(self) -> bytes:
        """What every value sealed from now on begins with."""
        return _VERSION + self._keys.current.id

    def seal(self, plaintext: bytes, *, context: bytes) -> bytes:
        """Return the plaintext sealed to its context; the same plaintext never seals alike twice."""
        return self._sealed(plaintext, context, self._keys.current)

    def sealing(self) -> Seal:
        """Return what seals a batch, under the key that is newest now; looking for a newer one costs as much again."""
        key = self._keys.current
        return lambda plaintext, context: self._sealed(plaintext, context, key)

    def _sealed(self, plaintext: bytes, context: bytes, key: Key) -> bytes:
        header, nonce = _VERSION + key.id, os.urandom(_NONCE_BYTES)
        return header + nonce + self._cipher(key).encrypt(nonce, plaintext, header + context)

    def open(self, sealed: bytes, *, context: bytes) -> bytes:
        """
        Return what was sealed.

        Raises: CannotOpen when the value or its context is not what was sealed.
        """
        header, content = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
        if header[:1] != _VERSION:
            raise CannotOpen("not a sealed value of this version")
        key = self._keys.key(header[1:])
        if key is None:
            raise CannotOpen(f"the data key {header[1:].hex()} is not here")
        try:
            return self._cipher(key).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], header + context)
        except (InvalidTag, ValueError) as error:
            raise CannotOpen("the sealed value does not belong here or was changed") from error

    def _cipher(self, key: Key) -> AESGCM:
        cipher = self._ciphers.get(key.id)
        if cipher is None:
            cipher = self._ciphers[key.id] = AESGCM(key.secret)
        return cipher


class LookUp:
    """
    Keyed hashes by which a value is found that nobody can read.

    The key's id stands in front here too: while rows are computed anew after a rotation, both hashes are looked for.
    """

    def __init__(self, keys: Ring) -> None:
        self._keys = keys

    @property
    def header(self) -> bytes:
        """What every hash made from now on begins with."""
        return self._keys.current.id

    def hash(self, value: str, *, kind: str) -> bytes:
        """Return the hash that is kept beside a sealed value."""
        return _hashed(self._keys.current, value, kind)

    def hasher(self, key_id: bytes, *, kind: str) -> Callable[[str], bytes]:
        """
        Return what hashes values of a kind under one key, many of them; the key's id is not in front.

        Raises: CannotOpen when the key is not here any more.
        """
        key = self._keys.key(key_id)
        if key is None:
            raise CannotOpen(f"the look-up key {key_id.hex()} is not here")
        secret, start = key.secret, f"{kind}:"

        def hashed(value: str) -> bytes:
            return hmac.digest(secret, (start + value).encode(), "sha256")[:_HASH_BYTES]

        return hashed

    def hashes(self, value: str, *, kind: str) -> list[bytes]:
        """Return every hash under which the value may be found."""
        return [_hashed(key, value, kind) for key in self._keys.keys]


def _hashed(key: Key, value: str, kind: str) -> bytes:
    return key.id + hmac.digest(key.secret, f"{kind}:{value}".encode(), hashlib.sha256)[:_HASH_BYTES]


@lru_cache(maxsize=8)
def vault_for(service: Service) -> Vault:
    """Return the vault of a service; its first key is made at the first use."""
    return Vault(ring(service, "data"))


@lru_cache(maxsize=8)
def look_up_for(service: Service) -> LookUp:
    """Return by what a service finds what it has sealed."""
    return LookUp(ring(service, "look-up"))
