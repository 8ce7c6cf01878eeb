"""Names and addresses as sorting keeps them: keyed hashes, so that neither a table nor a machine can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from budstikke.kit.vault import look_up_for
from budstikke.post.actions.sorting.order_facts import ADDRESS, door_of
from budstikke.post.records.published import EVERYBODYS, Hashed
from budstikke.post.terms.forwarding.orders import EVERYBODY
from budstikke.post.terms.forwarding.spans import Row

_KIND = "sorting"


class SortingKeys:
    """Hashes under one look-up key; a snapshot says which. Names and addresses come again and again, so some stay."""

    def __init__(self, key_id: str) -> None:
        self.key_id = key_id
        hasher = look_up_for("post").hasher(bytes.fromhex(key_id), kind=_KIND)
        self.address = lru_cache(maxsize=1 << 16)(hasher)
        self._name = lru_cache(maxsize=1 << 16)(hasher)
        self.door = lru_cache(maxsize=1 << 16)(_door)

    def name(self, name: str) -> bytes:
        """Return the hash of a name's key; everybody's stays what it is."""
        return EVERYBODYS if name == EVERYBODY else self._name(name)

    def hashed(self, rows: Iterable[Row]) -> Iterator[Hashed]:
        """Return rows as they are published."""
        for row in rows:
            to = None if row.to is None else self.address(row.to)
            yield Hashed(self.address(row.address), self.name(row.name), self.door(row.address), row, to)


@lru_cache(maxsize=4)
def keys_of(key_id: str) -> SortingKeys:
    """Return what hashes under a key; raises kit.vault.CannotOpen when it is not here any more."""
    return SortingKeys(key_id)


def _door(address: str) -> bytes:
    return look_up_for("post").hash(door_of(address), kind=ADDRESS)


def current_key_id() -> str:
    """Return the key that is published under from now on."""
    return look_up_for("post").header.hex()
