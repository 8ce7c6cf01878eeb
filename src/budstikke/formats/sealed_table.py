"""
A table that is asked, not read: what stands in it opens only for whoever knows the words it is found by.

    head      one line of JSON: the format and its version, the order of bytes, the salt, and what the writer said
    entries   each sealed by AES-256-GCM under a key of its own, in the order they were given
    index     for each slice of all hashes where it begins (4 bytes each), then by hash: the hashes (8), where the
              entry lies (8), how long it is (4)
    tail      how many entries there are (8), where the index lies (8), SHA-256 of everything before the tail's hash

Of the words an entry is found by there is a hash: BLAKE2b of 40 bytes keyed with the salt, the first 8 to find it, the
other 32 the key it is sealed under. So the file names nothing, but whoever holds a list of all words can ask them all.
It is mapped into memory and nothing of it is read before it is asked for, except once to know that it is whole.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
import sys
from array import array
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from budstikke.formats.malformed import Fault, Malformed

_HASH_BITS = 64
_INT_BYTES, _LONG_BYTES = 4, 8
# Each key seals once, so the nonce may be the same.
_NONCE = bytes(12)
_SALT_BYTES = 32
_LENGTHS = struct.Struct("<QQ")
_DIGEST_BYTES = 32
_TAIL_BYTES = _LENGTHS.size + _DIGEST_BYTES
_MOST_HEAD_BYTES = 4096
_PIECE = 1 << 20


def write_table(
    stream: IO[bytes], entries: Iterable[tuple[str, bytes]], *, kind: str, said: Mapping[str, object]
) -> int:
    """
    Write entries, each with the words it is found by; only hashes and places of them are held meanwhile.

    `kind` names the format with its version; `said` is what everybody may read.
    Returns: how many entries it has.
    Raises:  ValueError when two are found by the same words (our bug).
    """
    salt = os.urandom(_SALT_BYTES)
    out = _Counted(stream)
    out.put(json.dumps({"format": kind, "bytes": sys.byteorder, "salt": salt.hex(), **said}).encode() + b"\n")
    hashes, places, sizes = array("Q"), array("Q"), array("I")
    hasher = _hasher(salt)
    for words, content in entries:
        found, key = _found_by(hasher, words)
        sealed = AESGCM(key).encrypt(_NONCE, content, None)
        hashes.append(found)
        places.append(out.count)
        sizes.append(len(sealed))
        out.put(sealed)
    by_hash = sorted(range(len(hashes)), key=hashes.__getitem__)
    if any(hashes[one] == hashes[other] for one, other in pairwise(by_hash)):
        raise ValueError("two entries are found by the same words")
    index = out.count
    out.put(_slices(hashes).tobytes())
    for column in (hashes, places, sizes):
        out.put(array(column.typecode, (column[nth] for nth in by_hash)).tobytes())
    out.put(_LENGTHS.pack(len(hashes), index))
    out.put(out.digest.digest())
    return len(hashes)


class SealedTable:
    """A table opened, and known to be whole; safe to ask from several threads."""

    __slots__ = ("_content", "_hasher", "_hashes", "_places", "_shift", "_sizes", "_slices", "said")

    def __init__(self, stream: IO[bytes], *, kind: str) -> None:
        """
        Open a table from a file, or from a stream that is no file, which is then held whole.

        Raises: Malformed for a file of another kind or version, or one that was cut off or changed.
        """
        content = memoryview(_content(stream))
        self.said = _head(content, kind=kind)
        if len(content) < _TAIL_BYTES or _digest(content[:-_DIGEST_BYTES]) != content[-_DIGEST_BYTES:]:
            raise _malformed("end", "CHANGED", "cut off, or not as it was published; publish it again")
        self._content = content
        self._hasher = _hasher(bytes.fromhex(self.said["salt"]))
        count, at = _LENGTHS.unpack(content[-_TAIL_BYTES:-_DIGEST_BYTES])
        bits = _slice_bits(count)
        self._shift = _HASH_BITS - bits
        hashes = at + _INT_BYTES * ((1 << bits) + 1)
        places = hashes + _LONG_BYTES * count
        sizes = places + _LONG_BYTES * count
        self._slices = content[at:hashes].cast("I")
        self._hashes = content[hashes:places].cast("Q")
        self._places = content[places:sizes].cast("Q")
        self._sizes = content[sizes : sizes + _INT_BYTES * count].cast("I")

    def __len__(self) -> int:
        return len(self._hashes)

    def __contains__(self, words: str) -> bool:
        hasher = self._hasher.copy()
        hasher.update(words.encode())
        found = int.from_bytes(hasher.digest()[:8], "little")
        part = found >> self._shift
        # What is asked for is mostly not there, and most slices are empty.
        return self._slices[part] != self._slices[part + 1] and self._place(found) >= 0

    def get(self, words: str) -> bytes | None:
        """Open the entry that is found by some words; None: there is none."""
        found, key = _found_by(self._hasher, words)
        nth = self._place(found)
        if nth < 0:
            return None
        place = self._places[nth]
        try:
            return AESGCM(key).decrypt(_NONCE, self._content[place : place + self._sizes[nth]], None)
        except InvalidTag:
            # The file is whole, so these are other words of the same hash.
            return None

    def _place(self, found: int) -> int:
        part = found >> self._shift
        for nth in range(self._slices[part], self._slices[part + 1]):
            if self._hashes[nth] == found:
                return nth
        return -1


class _Counted:
    """A stream that knows how much went into it, and the hash of that."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.digest, self.count = stream, hashlib.sha256(), 0

    def put(self, content: bytes) -> None:
        self._stream.write(content)
        self.digest.update(content)
        self.count += len(content)


def _hasher(salt: bytes) -> Any:
    return hashlib.blake2b(key=salt, digest_size=40)


def _found_by(hasher: Any, words: str) -> tuple[int, bytes]:
    hasher = hasher.copy()
    hasher.update(words.encode())
    digest = hasher.digest()
    return int.from_bytes(digest[:8], "little"), digest[8:]


def _slice_bits(count: int) -> int:
    """Return into how many slices, as a power of two, hashes are parted: so many that most are empty."""
    return count.bit_length() + 1


def _slices(hashes: array[int]) -> array[int]:
    bits = _slice_bits(len(hashes))
    starts = array("I", bytes(_INT_BYTES * ((1 << bits) + 1)))
    for each in hashes:
        starts[(each >> (_HASH_BITS - bits)) + 1] += 1
    for part in range(1, len(starts)):
        starts[part] += starts[part - 1]
    return starts


def _content(stream: IO[bytes]) -> bytes | mmap.mmap:
    try:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return stream.read()


def _head(content: memoryview, *, kind: str) -> dict[str, Any]:
    line = bytes(content[:_MOST_HEAD_BYTES]).partition(b"\n")[0]
    try:
        said = json.loads(line)
        found = said["format"], said["bytes"]
    except (ValueError, TypeError, KeyError):
        found = None
    if found == (kind, sys.byteorder):
        return dict(said)
    text = f"not {kind} as this version and machine write it; publish it again"
    raise _malformed("head", "FORMAT", text)


def _digest(content: memoryview) -> bytes:
    digest = hashlib.sha256()
    for start in range(0, len(content), _PIECE):
        digest.update(content[start : start + _PIECE])
    return digest.digest()


def _malformed(where: str, code: str, text: str) -> Malformed:
    return Malformed((Fault(where, code, text),))
