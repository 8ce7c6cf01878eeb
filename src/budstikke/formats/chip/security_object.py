"""EF.SOD: the hashes of the data groups, signed (Doc 9303-10, §4.6.2)."""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import algos, core

from budstikke.formats.chip.signed_data import SignedData, opened
from budstikke.formats.chip.tlv import WRONG_BYTES, Unreadable, only

_SOD = 0x77
_LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
# What some states wrote before the standard had settled, and one still does.
_EARLIER = ("1.3.27.1.1.1", "1.2.528.1.1006.1.20.1", "1.2.840.113549.1.7.1")
_GROUPS = range(1, 17)


class _GroupHash(core.Sequence):
    _fields = [("number", core.Integer), ("value", core.OctetString)]


class _GroupHashes(core.SequenceOf):
    _child_spec = _GroupHash


class _VersionInfo(core.Sequence):
    _fields = [("lds", core.PrintableString), ("unicode", core.PrintableString)]


class _SecurityObject(core.Sequence):
    _fields = [
        ("version", core.Integer),
        ("hash_algorithm", algos.DigestAlgorithm),
        ("hashes", _GroupHashes),
        ("version_info", _VersionInfo, {"optional": True}),
    ]


class WrongContent(Exception):
    """What is signed is no security object of a document; the message names its type."""


@dataclass(frozen=True, slots=True)
class SecurityObject:
    """The hash of each data group, and how they were made; version 0 or 1 of the structure."""

    version: int
    hash_algorithm: str
    hashes: dict[int, bytes]


def unwrapped(sod: bytes) -> SignedData:
    """
    Return the signed data of an EF.SOD.

    Raises: Unreadable.
    """
    return opened(only(sod, tag=_SOD))


def security_object(signed: SignedData) -> SecurityObject:
    """
    Return what is signed.

    Raises: WrongContent when it says of itself that it is something else; Unreadable.
    """
    if signed.content_type not in (_LDS_SECURITY_OBJECT, *_EARLIER):
        raise WrongContent(signed.content_type)
    try:
        parsed = _SecurityObject.load(signed.content, strict=True)
        version = parsed["version"].native
        pairs = [(each["number"].native, each["value"].native) for each in parsed["hashes"]]
        algorithm = parsed["hash_algorithm"]["algorithm"].native
        # Reading a field is what finds it out of shape.
        _ = parsed["version_info"].native
    except WRONG_BYTES as error:
        raise Unreadable("is no security object") from error
    hashes = dict(pairs)
    if version not in (0, 1) or len(hashes) != len(pairs) or not all(number in _GROUPS for number in hashes):
        raise Unreadable("is no security object")
    return SecurityObject(version, algorithm, hashes)
