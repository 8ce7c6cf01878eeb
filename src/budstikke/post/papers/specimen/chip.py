"""Chips of invented documents: their files, signed by an invented state, and wrong on purpose where asked."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from asn1crypto import algos, cms, core
from PIL import Image, ImageDraw

from budstikke.post.papers.specimen.chip_state import (
    REVOKED_SERIAL,
    Algorithm,
    Signer,
    SpecimenState,
    new_key,
)

_LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
_BAR_CODE_SIGNER = "2.23.136.1.1.14.2"
_HASH = "sha256"
# A signer's key is used in its first months.
_SIGNER_BEGAN_BEFORE = timedelta(days=30)
# Beyond any today, and within the years of the certificates.
_LATER = timedelta(days=10 * 365)
_TOO_LARGE = 1024 * 1024 + 1


class Wrong(StrEnum):
    """What can be wrong with a specimen, by name; CODES says what a reading finds."""

    LINES_CHANGED = "lines_changed"
    FACE_SWAPPED = "face_swapped"
    FACE_MISSING = "face_missing"
    LINES_UNREADABLE = "lines_unreadable"
    DG1_MISSING = "dg1_missing"
    DG2_MISSING = "dg2_missing"
    DG2_TOO_LARGE = "dg2_too_large"
    DG11_UNLISTED = "dg11_unlisted"
    SOD_MISSING = "sod_missing"
    SOD_CUT = "sod_cut"
    CONTENT = "content"
    ALGORITHM = "algorithm"
    SIGNATURE = "signature"
    SIGNED_LATER = "signed_later"
    SIGNER_MISSING = "signer_missing"
    SIGNER_USE = "signer_use"
    SIGNER_EXPIRED = "signer_expired"
    SIGNER_FORGED = "signer_forged"
    REVOKED = "revoked"
    COUNTRY = "country"
    ISSUER = "issuer"
    CSCA_UNKNOWN = "csca_unknown"


CODES: Mapping[Wrong, str] = {
    Wrong.LINES_CHANGED: "CHIP_HASH",
    Wrong.FACE_SWAPPED: "CHIP_HASH",
    Wrong.FACE_MISSING: "CHIP_FACE",
    Wrong.LINES_UNREADABLE: "CHIP_DG1_UNREADABLE",
    Wrong.DG1_MISSING: "CHIP_DG1_MISSING",
    Wrong.DG2_MISSING: "CHIP_DG2_MISSING",
    Wrong.DG2_TOO_LARGE: "CHIP_TOO_LARGE",
    Wrong.DG11_UNLISTED: "CHIP_GROUP_UNLISTED",
    Wrong.SOD_MISSING: "CHIP_SOD_MISSING",
    Wrong.SOD_CUT: "CHIP_SOD_UNREADABLE",
    Wrong.CONTENT: "CHIP_CONTENT",
    Wrong.ALGORITHM: "CHIP_ALGORITHM",
    Wrong.SIGNATURE: "CHIP_SIGNATURE",
    Wrong.SIGNED_LATER: "CHIP_SIGNED_LATER",
    Wrong.SIGNER_MISSING: "CHIP_SIGNER_MISSING",
    Wrong.SIGNER_USE: "CHIP_SIGNER_USE",
    Wrong.SIGNER_EXPIRED: "CHIP_SIGNER_TIME",
    Wrong.SIGNER_FORGED: "CHIP_CSCA_SIGNATURE",
    Wrong.REVOKED: "CHIP_REVOKED",
    Wrong.COUNTRY: "CHIP_COUNTRY",
    Wrong.ISSUER: "CHIP_COUNTRY",
    Wrong.CSCA_UNKNOWN: "CHIP_CSCA_UNKNOWN",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipValues:
    """What stands on the chip; a full name with all its letters (`NORDMANN<<KARI`) makes a data group 11."""

    mrz_lines: tuple[str, ...]
    face: bytes
    full_name: str | None = None
    personal_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecimenChip:
    """The files of a chip: EF.SOD, and the data groups by number, as a reader delivers them."""

    sod: bytes
    groups: Mapping[int, bytes]


def specimen_chip(
    values: ChipValues,
    *,
    state: SpecimenState,
    signed_at: datetime,
    wrong: Wrong | None = None,
    algorithm: Algorithm | None = None,
    states_time: bool = True,
    version: int = 0,
) -> SpecimenChip:
    """
    Make the files of a chip, signed by a document signer of the state with an algorithm of its own.

    `states_time` says whether the signature tells when it was made; `version` is that of the structure, 0 or 1.
    """
    groups = _groups(values, wrong)
    signer = _signer(state, begins=signed_at - _SIGNER_BEGAN_BEFORE, wrong=wrong, algorithm=algorithm)
    if wrong is Wrong.SIGNED_LATER:
        signed_at += _LATER
    signed = signer.signed_data(
        _security_object(
            {number: each for number, each in groups.items() if number in _listed(wrong)}, version
        ),
        content_type="2.23.136.1.1.2" if wrong is Wrong.CONTENT else _LDS_SECURITY_OBJECT,
        signed_at=signed_at if states_time else None,
        carried=() if wrong is Wrong.SIGNER_MISSING else None,
    )
    return SpecimenChip(
        sod=_delivered(_broken(signed, wrong), wrong), groups=_spoilt(groups, values, wrong=wrong)
    )


def specimen_face(*, shade: int = 0xB9, format: str = "JPEG") -> bytes:  # noqa: A002  (Pillow's word)
    """Return a picture of nobody, as JPEG or JPEG2000."""
    picture = Image.new("L", (240, 320), 0xEE)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((70, 50, 170, 180), fill=shade)
    draw.ellipse((20, 200, 220, 420), fill=shade)
    draw.text((92, 290), "SPECIMEN", fill=0x22)
    out = io.BytesIO()
    picture.save(out, format, quality=85)
    return out.getvalue()


def _listed(wrong: Wrong | None) -> tuple[int, ...]:
    return (1, 2) if wrong is Wrong.DG11_UNLISTED else (1, 2, 11)


def _groups(values: ChipValues, wrong: Wrong | None) -> dict[int, bytes]:
    lines = "".join(values.mrz_lines).encode("ascii")
    if wrong is Wrong.ISSUER:
        # One state's genuine signature over another's document.
        lines = lines[:2] + (b"SWE" if lines[2:5] != b"SWE" else b"NOR") + lines[5:]
    if wrong is Wrong.LINES_UNREADABLE:
        lines = lines.replace(b"<", b" ")
    groups = {
        1: _tlv(0x61, _tlv(0x5F1F, lines)),
        2: _dg2(b"" if wrong is Wrong.FACE_MISSING else values.face),
    }
    more = {0x5F0E: values.full_name, 0x5F10: values.personal_number}
    if wrong is Wrong.DG11_UNLISTED:
        more[0x5F0E] = values.full_name or "SPECIMEN<<UNSIGNED"
    fields = {tag: text.encode("utf-8") for tag, text in more.items() if text}
    if fields:
        tags = b"".join(tag.to_bytes(2, "big") for tag in fields)
        groups[11] = _tlv(0x6B, _tlv(0x5C, tags) + b"".join(_tlv(*each) for each in fields.items()))
    return groups


def _signer(
    state: SpecimenState, *, begins: datetime, wrong: Wrong | None, algorithm: Algorithm | None
) -> Signer:
    if wrong is Wrong.CSCA_UNKNOWN:
        state = SpecimenState.founded(country=state.country, at=begins, algorithm=state.algorithm)
    expired_days = _SIGNER_BEGAN_BEFORE.days - 1
    return state.signer(
        begins=begins,
        algorithm=algorithm,
        country="XX" if wrong is Wrong.COUNTRY else None,
        serial=REVOKED_SERIAL if wrong is Wrong.REVOKED else None,
        extended_usage=_BAR_CODE_SIGNER if wrong is Wrong.SIGNER_USE else None,
        by=new_key(state.algorithm) if wrong is Wrong.SIGNER_FORGED else None,
        **({"days": expired_days} if wrong is Wrong.SIGNER_EXPIRED else {}),
    )


def _broken(signed: bytes, wrong: Wrong | None) -> bytes:
    """Spoil the signature, or say that it was made in a way documents do not use."""
    if wrong not in (Wrong.SIGNATURE, Wrong.ALGORITHM):
        return signed
    outer = cms.ContentInfo.load(signed)
    info = outer["content"]["signer_infos"][0]
    if wrong is Wrong.ALGORITHM:
        info["signature_algorithm"] = {"algorithm": "ed448"}
    else:
        value = info["signature"].native
        info["signature"] = value[:-1] + bytes([value[-1] ^ 1])
    spoilt: bytes = outer.dump(force=True)
    return spoilt


def _delivered(signed: bytes, wrong: Wrong | None) -> bytes:
    sod = _tlv(0x77, signed)
    if wrong is Wrong.SOD_MISSING:
        return b""
    return sod[: len(sod) // 2] if wrong is Wrong.SOD_CUT else sod


def _spoilt(groups: dict[int, bytes], values: ChipValues, *, wrong: Wrong | None) -> dict[int, bytes]:
    """Return the data groups as they reach the reader: what is changed here, is changed after signing."""
    match wrong:
        case Wrong.LINES_CHANGED:
            # The last digits of the lower line: nobody sees the difference, the hash does.
            last = groups[1][-1:]
            groups[1] = groups[1][:-1] + (b"1" if last == b"0" else b"0")
        case Wrong.FACE_SWAPPED:
            groups[2] = _dg2(specimen_face(shade=0x55))
        case Wrong.DG2_TOO_LARGE:
            groups[2] = _dg2(values.face + bytes(_TOO_LARGE))
        case Wrong.DG1_MISSING:
            del groups[1]
        case Wrong.DG2_MISSING:
            del groups[2]
    return groups


def _dg2(face: bytes) -> bytes:
    """Wrap a picture as ISO/IEC 19794-5:2005 has it, with neither feature points nor measurements."""
    size = 14 + 20 + 12 + len(face)
    is_jpeg = face.startswith(b"\xff\xd8")
    record = (
        b"FAC\x00010\x00"
        + size.to_bytes(4, "big")
        + (1).to_bytes(2, "big")
        + (size - 14).to_bytes(4, "big")
        + bytes(16)
        + bytes([1, 0 if is_jpeg else 1])
        + (240).to_bytes(2, "big")
        + (320).to_bytes(2, "big")
        + bytes([1, 2, 0, 0, 0, 0])
        + face
    )
    header = _tlv(0xA1, _tlv(0x81, b"\x02") + _tlv(0x87, b"\x01\x01") + _tlv(0x88, b"\x00\x08"))
    template = _tlv(0x7F60, header + _tlv(0x5F2E, record))
    return _tlv(0x75, _tlv(0x7F61, _tlv(0x02, b"\x01") + template))


class _GroupHash(core.Sequence):
    _fields = [("number", core.Integer), ("value", core.OctetString)]


class _SecurityObject(core.Sequence):
    class _Hashes(core.SequenceOf):
        _child_spec = _GroupHash

    class _VersionInfo(core.Sequence):
        _fields = [("lds", core.PrintableString), ("unicode", core.PrintableString)]

    _fields = [
        ("version", core.Integer),
        ("hash_algorithm", algos.DigestAlgorithm),
        ("hashes", _Hashes),
        ("version_info", _VersionInfo, {"optional": True}),
    ]


def _security_object(groups: Mapping[int, bytes], version: int) -> bytes:
    hashes = [
        {"number": number, "value": hashlib.new(_HASH, content).digest()}
        for number, content in groups.items()
    ]
    value = {"version": version, "hash_algorithm": {"algorithm": _HASH}, "hashes": hashes}
    if version:
        value["version_info"] = {"lds": "0108", "unicode": "040000"}
    written: bytes = _SecurityObject(value).dump()
    return written


def _tlv(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        measured = bytes([length])
    else:
        wide = (length.bit_length() + 7) // 8
        measured = bytes([0x80 | wide]) + length.to_bytes(wide, "big")
    return tag.to_bytes((tag.bit_length() + 7) // 8, "big") + measured + content
