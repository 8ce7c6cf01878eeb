"""
The vault: what must not lie readable on a disk or in a database is sealed here before it gets there.

AES-256-GCM with a key per service, kept in the data folder and never in the database. A sealed value is
bound to its context (a table and a row), so that it cannot be moved to another row unnoticed.
"""

from __future__ import annotations

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from budstikke.kit.installation import data_folder, write_once

_VERSION = b"\x01"
_NONCE_BYTES = 12


class CannotOpen(Exception):
    """The sealed value was changed, moved to another place, or sealed under another key."""


class Vault:
    """Seals and opens bytes under one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plaintext: bytes, *, context: bytes) -> bytes:
        """Return the plaintext sealed to its context; the same plaintext never seals alike twice."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, plaintext, context)

    def open(self, sealed: bytes, *, context: bytes) -> bytes:
        """
        Return what was sealed.

        Raises: CannotOpen when the value or its context is not what was sealed.
        """
        if sealed[:1] != _VERSION:
            raise CannotOpen("not a sealed value of this version")
        nonce, content = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, content, context)
        except InvalidTag as error:
            raise CannotOpen("the sealed value does not belong here or was changed") from error


@lru_cache(maxsize=8)
def vault_for(service: str) -> Vault:
    """Return the vault of a service ("post", "mailbox"); its key is made at the first call."""
    path = data_folder() / "keys" / f"{service}-data.key"
    if not path.exists():
        write_once(path, AESGCM.generate_key(bit_length=256))
    return Vault(path.read_bytes())
