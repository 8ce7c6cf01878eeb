"""
Rings of secret keys: the newest closes, every one that is kept opens what it once closed.

A ring is one file in `keys/`, in which each key lies wrapped (AES-256-GCM) by the service's wrapping key; the
wrapping keys are a ring of their own, which may lie on another disk (BUDSTIKKE_WRAPPING_KEYS). Files are replaced
as a whole and looked at before every use, so that what runs takes up a new key without being started again.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from budstikke.kit.database import Service
from budstikke.kit.installation import data_folder, write_whole

ID_BYTES = 4
_SECRET_BYTES = 32
_NONCE_BYTES = 12
_TRIES = 5
_LOCK = ".rings.lock"

Purpose = Literal["data", "look-up", "tokens"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


class NoKey(Exception):
    """A ring cannot be read: a key is missing, its file damaged, or its wrapping key elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One secret of 32 bytes, and when it was made; a first key that nobody asked for carries no date."""

    id: bytes
    secret: bytes = field(repr=False)
    made_at: str = ""

    @property
    def name(self) -> str:
        """The id as it is shown."""
        return self.id.hex()


class Ring:
    """The keys of one purpose, the newest last; `under` is the ring of the keys that wrap them."""

    def __init__(self, path: Path, *, under: Ring | None) -> None:
        self._path, self._under = path, under
        self._seen: tuple[int, int, int] | None = None
        self._keys: dict[bytes, Key] = {}
        self._current: Key | None = None

    @property
    def current(self) -> Key:
        """The key that closes from now on; made at the first use."""
        self._look()
        if self._current is None:
            raise NoKey(f"{self._path.name} holds no key")
        return self._current

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every key, the oldest first."""
        self._look()
        return tuple(self._keys.values())

    def key(self, key_id: bytes) -> Key | None:
        """Return the key of an id; None when there is none any more."""
        found = self._keys.get(key_id)
        if found is None:
            self._look()
            found = self._keys.get(key_id)
        return found

    def add(self, *, now: datetime) -> Key:
        """Make a new key the current one."""
        with self._alone():
            made = _new_key(now.isoformat(timespec="seconds"))
            self._write((*self._read(), made))
        return made

    def drop(self, *ids: bytes) -> None:
        """Take keys out for good; the current one stays."""
        with self._alone():
            keys = self._read()
            self._write(tuple(key for key in keys if key.id not in ids or key is keys[-1]))

    def wrap_again(self) -> None:
        """Wrap every key under the wrapping key that is current now; the caller holds the lock of the folder."""
        self._write(self._read())

    def _look(self) -> None:
        """Read the file if it is not the one read last."""
        seen = self._stat()
        if seen == self._seen and seen is not None:
            return
        if seen is None:
            self._make()
        keys = self._read()
        # In this order: another thread that sees the new current key must find it among the keys.
        self._keys = {key.id: key for key in keys}
        self._current = keys[-1] if keys else None
        self._seen = seen

    def _stat(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _make(self) -> None:
        with self._alone():
            if not self._path.exists():
                self._write((_new_key(""),))

    def _read(self) -> tuple[Key, ...]:
        for _ in range(_TRIES):
            try:
                rows = json.loads(self._path.read_bytes())["keys"]
                return tuple(self._opened(row) for row in rows)
            except (ValueError, KeyError, InvalidTag):
                # It may have been wrapped anew between one reading and the other.
                continue
        raise NoKey(f"{self._path.name} is damaged, or was wrapped by a wrapping key that is not here")

    def _opened(self, row: dict[str, str]) -> Key:
        key_id, secret = bytes.fromhex(row["id"]), base64.b64decode(row["secret"])
        if self._under is not None:
            wrapping = self._under.key(bytes.fromhex(row["wrapped_by"]))
            if wrapping is None:
                raise KeyError(row["wrapped_by"])
            nonce, wrapped = secret[:_NONCE_BYTES], secret[_NONCE_BYTES:]
            secret = AESGCM(wrapping.secret).decrypt(nonce, wrapped, self._bound(key_id))
        return Key(id=key_id, secret=secret, made_at=row["made_at"])

    def _row(self, key: Key) -> dict[str, str]:
        row = {"id": key.name, "made_at": key.made_at}
        if self._under is None:
            return {**row, "secret": base64.b64encode(key.secret).decode()}
        wrapping, nonce = self._under.current, os.urandom(_NONCE_BYTES)
        wrapped = nonce + AESGCM(wrapping.secret).encrypt(nonce, key.secret, self._bound(key.id))
        return {**row, "wrapped_by": wrapping.name, "secret": base64.b64encode(wrapped).decode()}

    def _bound(self, key_id: bytes) -> bytes:
        return f"{self._path.name}:".encode() + key_id

    def _write(self, keys: tuple[Key, ...]) -> None:
        rows = {"keys": [self._row(key) for key in keys]}
        write_whole(self._path, json.dumps(rows, indent=1).encode())

    def _alone(self) -> AbstractContextManager[None]:
        # One lock for all that is wrapped: no key may be wrapped by what is just being taken away.
        return alone(self._path.with_name(".wrapping.lock" if self._under is None else _LOCK))


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock that processes and threads of this machine, and of others over a shared folder, wait for."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@lru_cache(maxsize=16)
def ring(service: Service, purpose: Purpose) -> Ring:
    """Return a service's ring for one purpose; its first key is made at the first use."""
    return Ring(data_folder() / "keys" / f"{service}-{purpose}.ring", under=wrapping_ring(service))


@lru_cache(maxsize=4)
def wrapping_ring(service: Service) -> Ring:
    """Return the ring of the keys that wrap a service's other keys."""
    named = os.environ.get("BUDSTIKKE_WRAPPING_KEYS")
    folder = Path(named) if named else data_folder() / "keys"
    return Ring(folder / f"{service}-wrapping.ring", under=None)


def rotate_wrapping(service: Service, *, now: datetime) -> Key:
    """
    Make a new wrapping key, wrap the service's keys under it, and forget the old one.

    Reading: no row is touched. Broken off halfway, both wrapping keys are kept until it is done again.
    """
    rings = [ring(service, purpose) for purpose in PURPOSES]
    for each in rings:
        _ = each.current  # made now, if nobody has used it yet
    wrapping = wrapping_ring(service)
    with alone(data_folder() / "keys" / _LOCK):
        made = wrapping.add(now=now)
        for each in rings:
            each.wrap_again()
        wrapping.drop(*(key.id for key in wrapping.keys if key.id != made.id))
    return made


def _new_key(made_at: str) -> Key:
    return Key(
        id=secrets.token_bytes(ID_BYTES), secret=AESGCM.generate_key(_SECRET_BYTES * 8), made_at=made_at
    )
