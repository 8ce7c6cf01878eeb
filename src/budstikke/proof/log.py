"""
The arithmetic of an append-only log: the tree of RFC 6962, its roots, its proofs and how they are judged.

An entry of the log is the fingerprint of a piece of evidence (32 bytes). A root stands for all entries in their
order; an inclusion path leads from one entry to a root, a consistency path from a root to one of a longer log.
Everything is computed from spans: `span(start, stop)` is the root of the entries from start up to stop.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

Span = Callable[[int, int], bytes]
Fetch = Callable[[int, int], Sequence[bytes]]

EMPTY_ROOT = hashlib.sha256(b"").digest()
# Roots of this many entries are kept, and of this many of those, and so on: a proof needs few of them.
BLOCK = 256


def fingerprint_of(canonical: bytes) -> bytes:
    """Return the entry of the log that stands for evidence in its canonical form: its SHA-256."""
    return hashlib.sha256(canonical).digest()


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees side by side (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes, or over the roots of equally long full blocks."""
    growing = Growing()
    for leaf in leaves:
        growing.append(leaf)
    return growing.root


class Growing:
    """A log that is read from its beginning: it keeps one hash for each binary digit of its size."""

    __slots__ = ("_peaks", "size")

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        """Take the next leaf hash."""
        peaks, size = self._peaks, self.size
        while size & 1:
            leaf = node_hash(peaks.pop(), leaf)
            size >>= 1
        peaks.append(leaf)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root over everything taken so far."""
        if not self._peaks:
            return EMPTY_ROOT
        *others, found = self._peaks
        for peak in reversed(others):
            found = node_hash(peak, found)
        return found


def span_by_blocks(fetch: Fetch) -> Span:
    """
    Return the spans of a log kept in blocks.

    `fetch(level, block)` gives the hashes of one block: leaf hashes at level 0, at level n the roots of 256^n
    entries each. Few blocks are asked for, and each once.
    """
    known: dict[tuple[int, int], Sequence[bytes]] = {}

    def at(level: int, place: int) -> bytes:
        key = (level, place // BLOCK)
        if key not in known:
            known[key] = fetch(*key)
        return known[key][place % BLOCK]

    def span(start: int, stop: int) -> bytes:
        size, level, whole = stop - start, 0, 1
        while size > whole * BLOCK or (size == whole * BLOCK and start % (whole * BLOCK) == 0):
            level, whole = level + 1, whole * BLOCK
        if size % whole == 0 and start % whole == 0:
            return root_of([at(level, place) for place in range(start // whole, stop // whole)])
        middle = start + _left_of(size)
        return node_hash(span(start, middle), span(middle, stop))

    return span


def root(size: int, span: Span) -> bytes:
    """Return the root of a log of that size."""
    return span(0, size) if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, span: Span) -> list[bytes]:
    """
    Return the hashes that lead from an entry to the root of a log of that size (RFC 6962 §2.1.1).

    Raises: ValueError when the log of that size has no such entry.
    """
    if not 0 <= index < size:
        raise ValueError(f"a log of {size} entries has no entry {index}")
    path: list[bytes] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _left_of(stop - start)
        if index < middle:
            path.append(span(middle, stop))
            stop = middle
        else:
            path.append(span(start, middle))
            start = middle
    return path[::-1]


def consistency_path(first: int, second: int, span: Span) -> list[bytes]:
    """
    Return the hashes that lead from the root of a log to that of the same log grown longer (RFC 6962 §2.1.2).

    Raises: ValueError when the second is the shorter one.
    """
    if not 0 <= first <= second:
        raise ValueError(f"a log of {second} entries did not grow from one of {first}")
    path: list[bytes] = []
    start, stop, whole = 0, second, True
    while 0 < first < stop:
        middle = start + _left_of(stop - start)
        if first <= middle:
            path.append(span(middle, stop))
            stop = middle
        else:
            path.append(span(start, middle))
            start, whole = middle, False
    if path and not whole:
        path.append(span(start, stop))
    return path[::-1]


def root_by_inclusion(leaf: bytes, *, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root an inclusion path leads to, or None when it is no path of such a log (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = node_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def grew(*, first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Say whether the second log is the first one with more behind it (RFC 9162 §2.1.4.2)."""
    if first == 0 or first == second:
        roots_agree = first_root == (second_root if first == second else EMPTY_ROOT)
        return roots_agree and not path
    if not 0 < first < second:
        return False
    steps = list(path) if first & (first - 1) else [first_root, *path]
    if not steps:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _left_of(size: int) -> int:
    """Return the largest power of two below a size: so many entries lie in the left subtree."""
    return 1 << ((size - 1).bit_length() - 1)
