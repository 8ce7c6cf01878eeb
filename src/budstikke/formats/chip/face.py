"""Data group 2: where the picture lies in its container (ISO/IEC 19794-5:2005 or ISO/IEC 39794-5:2019)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from budstikke.formats.chip.tlv import Unreadable, leaves, nodes, only

_DG2, _TEMPLATES, _TEMPLATE = 0x75, 0x7F61, 0x7F60
# The first holds a record of 19794-5, the second one of 39794-5.
_RECORD, _RECORD_39794 = 0x5F2E, 0x7F2E
_MOST_TEMPLATES = 8

# ISO/IEC 19794-5:2005, §5: header, facial information, feature points, image information.
_HEADER, _FACIAL, _POINT, _IMAGE = 14, 20, 8, 12
_MOST_FACES, _MOST_POINTS = 16, 255


class FaceFormat(StrEnum):
    """How the picture is written."""

    JPEG = "jpeg"
    JPEG_2000 = "jpeg2000"


_BEGINNINGS = {
    b"\xff\xd8\xff": FaceFormat.JPEG,
    b"\x00\x00\x00\x0cjP  \r\n\x87\n": FaceFormat.JPEG_2000,
    b"\xff\x4f\xff\x51": FaceFormat.JPEG_2000,
}


@dataclass(frozen=True, slots=True)
class Face:
    """The picture's own file, as the issuer made it."""

    content: bytes
    format: FaceFormat


def face(dg2: bytes) -> Face:
    """
    Return the first picture of a data group 2.

    Reading: an issuer may store several; the first is the portrait on the page (Doc 9303-10, §4.7.2).
    Raises: Unreadable when there is no JPEG and no JPEG 2000 where the standard puts one.
    """
    templates = only(only(dg2, tag=_DG2), tag=_TEMPLATES)
    for count, node in enumerate(nodes(templates)):
        if count > _MOST_TEMPLATES:
            break
        if node.tag == _TEMPLATE:
            for found in _pictures(node.content):
                return found
    raise Unreadable("holds no picture")


def _pictures(template: bytes) -> Iterator[Face]:
    for node in nodes(template):
        if node.tag == _RECORD and node.content.startswith(b"FAC\0"):
            parts: Iterator[bytes] = _of_19794(node.content)
        elif node.tag == _RECORD_39794 or (node.tag == _RECORD and node.content[:1] == b"\x65"):
            parts = leaves(node.content)
        else:
            continue
        for part in parts:
            for beginning, format_ in _BEGINNINGS.items():
                if part.startswith(beginning):
                    yield Face(part, format_)


def _of_19794(record: bytes) -> Iterator[bytes]:
    if len(record) < _HEADER or record[4:8] != b"010\0":
        raise Unreadable("is a face record of an unknown edition")
    length, faces = int.from_bytes(record[8:12], "big"), int.from_bytes(record[12:14], "big")
    if length != len(record) or not 0 < faces <= _MOST_FACES:
        raise Unreadable("is a face record of a wrong length")
    at = _HEADER
    for _ in range(faces):
        block = record[at : at + int.from_bytes(record[at : at + 4], "big")]
        points = int.from_bytes(block[4:6], "big")
        start = _FACIAL + _POINT * points + _IMAGE
        if points > _MOST_POINTS or len(block) <= start:
            raise Unreadable("is a face record without a picture")
        yield block[start:]
        at += len(block)
