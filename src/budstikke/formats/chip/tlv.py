"""Tags, lengths and contents of a data group (ISO/IEC 7816-4, BER-TLV with definite lengths)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

# The deepest container in use (39794-5) has eleven levels.
_DEEPEST = 24
_CONSTRUCTED = 0x20


class Unreadable(ValueError):
    """The bytes are not what they should be; the message never repeats them."""


@dataclass(frozen=True, slots=True)
class Node:
    """One tag with its content; a tag of two bytes is one number (0x5F1F)."""

    tag: int
    is_constructed: bool
    content: bytes


def nodes(content: bytes) -> Iterator[Node]:
    """
    Return the nodes that lie side by side in the bytes.

    Raises: Unreadable where the bytes end too early or a length is not of a definite form.
    """
    at = 0
    while at < len(content):
        first = tag = content[at]
        at += 1
        if first & 0x1F == 0x1F:
            while at < len(content) and tag < 0x1000000:
                tag = tag << 8 | content[at]
                at += 1
                if not tag & 0x80:
                    break
        if at >= len(content):
            raise Unreadable("ends after a tag")
        length = content[at]
        at += 1
        if length > 0x80:
            wide = length & 0x7F
            if wide > 4 or at + wide > len(content):
                raise Unreadable("has a length that cannot be")
            length = int.from_bytes(content[at : at + wide], "big")
            at += wide
        elif length == 0x80:
            raise Unreadable("has an indefinite length")
        if at + length > len(content):
            raise Unreadable("ends before its content does")
        yield Node(tag, bool(first & _CONSTRUCTED), content[at : at + length])
        at += length


def only(content: bytes, *, tag: int) -> bytes:
    """
    Return what one tag holds that is all there is.

    Raises: Unreadable when something else stands there, or something follows.
    """
    found = list(nodes(content))
    if len(found) != 1 or found[0].tag != tag:
        raise Unreadable("is not one node of the tag expected")
    return found[0].content


def first(content: bytes, *, tag: int) -> bytes | None:
    """Return what the first node of a tag holds, None where there is none."""
    return next((node.content for node in nodes(content) if node.tag == tag), None)


def leaves(content: bytes, *, depth: int = 0) -> Iterator[bytes]:
    """Return the contents of all nodes that hold no others, in their order."""
    if depth > _DEEPEST:
        raise Unreadable("is nested too deep")
    for node in nodes(content):
        if node.is_constructed:
            yield from leaves(node.content, depth=depth + 1)
        else:
            yield node.content


# What libraries raise for bytes that are not what they should be; nothing else may escape a reader of chips.
WRONG_BYTES = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    NotImplementedError,
)
