"""Passive authentication: the files of a chip to what they say, and whether their state signed it."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from budstikke.formats.chip import countries, data_groups, face
from budstikke.formats.chip.face import FaceFormat
from budstikke.formats.chip.findings import Finding, Weight, found
from budstikke.formats.chip.security_object import SecurityObject, WrongContent, security_object, unwrapped
from budstikke.formats.chip.signatures import UnknownAlgorithm, digest_of
from budstikke.formats.chip.signed_data import SignedData
from budstikke.formats.chip.tlv import WRONG_BYTES, Unreadable
from budstikke.formats.chip.trust import Trust

# Security objects have some 2,000 bytes, pictures some 20,000; files of other groups are only compared.
_MOST_BYTES_OF_SOD = 64 * 1024
_MOST_BYTES = {1: 256, 11: 16 * 1024}
_MOST_BYTES_OF_A_GROUP = 1024 * 1024
_MRZ, _FACE, _PARTICULARS = 1, 2, 11
# Issuers write local times as if they were UTC.
_AHEAD = timedelta(days=1)

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipReading:
    """
    What the files of a chip say, and everything found about them.

    The values are what stands in the files, to be believed only where the reading is `authentic`. `judged_at` is
    the moment certificates were judged at: when the chip says it was signed, else the day its signer's
    certificate began. `sealed_groups` are the data groups the state has signed, whether they were read or not.
    """

    mrz_lines: tuple[str, ...] = field(default=(), repr=False)
    face: bytes | None = field(default=None, repr=False)
    face_format: FaceFormat | None = None
    full_name: str | None = field(default=None, repr=False)
    personal_number: str | None = field(default=None, repr=False)
    signed_at: datetime | None = None
    judged_at: datetime | None = None
    sealed_groups: tuple[int, ...] = ()
    algorithm: str | None = None
    country: str | None = None
    signer_sha256: str | None = None
    authority_sha256: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def authentic(self) -> bool:
        """Whether the state signed the lines and the picture, and nothing stands against it."""
        return not self.faults

    @property
    def weight(self) -> Weight:
        """The gravest of what was found; REMARK for an authentic chip."""
        found = {each.weight for each in self.findings}
        return next((each for each in Weight if each in found), Weight.REMARK)

    @property
    def names(self) -> tuple[str, str] | None:
        """Surname and given names of `full_name`, None where the issuer does not say which is which."""
        surname, parted, given = (self.full_name or "").partition("<<")
        if not parted:
            return None
        return " ".join(surname.split("<")).strip(), " ".join(given.split("<")).strip()

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What stops; the other findings are remarks."""
        return tuple(each for each in self.findings if each.stops)

    def as_json(self) -> dict[str, object]:
        """Return what was found as plain JSON values, without anything about the holder."""
        return {
            "authentic": self.authentic,
            "weight": str(self.weight),
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "judged_at": self.judged_at.isoformat() if self.judged_at else None,
            "sealed_groups": list(self.sealed_groups),
            "algorithm": self.algorithm,
            "country": self.country,
            "signer_sha256": self.signer_sha256,
            "authority_sha256": self.authority_sha256,
            "face_format": self.face_format,
            "findings": [each.as_json() for each in self.findings],
        }


def read(*, sod: bytes, groups: Mapping[int, bytes], trust: Trust, now: datetime) -> ChipReading:
    """
    Read the files of a chip and judge them as of the time of signing; never raises, whatever the bytes.

    `groups` are the data groups by number, each whole with its tag; every one given is compared with its hash,
    and 1, 2 and 11 are read. EF.COM is signed by nobody and is not asked for.
    Reading: without a time of signing the certificates are judged as of the day the signer's began, because
    document signers sign in their first months. A document's own expiry is for the lines to say.
    """
    groups = dict(sorted(groups.items()))
    findings: list[Finding] = []
    for number, content in list(groups.items()):
        if len(content) > _MOST_BYTES.get(number, _MOST_BYTES_OF_A_GROUP):
            findings.append(found("CHIP_TOO_LARGE", file=f"DG{number}"))
            del groups[number]
    reading = _values(groups, findings)
    if not sod:
        findings.append(found("CHIP_SOD_MISSING"))
    elif len(sod) > _MOST_BYTES_OF_SOD:
        findings.append(found("CHIP_TOO_LARGE", file="EF.SOD"))
    else:
        reading = _judged(reading, findings, sod=sod, groups=groups, trust=trust, now=now)
    return replace(reading, findings=tuple(findings))


def _values(groups: Mapping[int, bytes], findings: list[Finding]) -> ChipReading:
    """Read what the data groups say, signed or not."""
    lines = _read(groups, _MRZ, data_groups.mrz_lines, "CHIP_DG1", findings)
    picture = _read(groups, _FACE, face.face, "CHIP_DG2", findings)
    more = None
    if _PARTICULARS in groups:
        more = _read(groups, _PARTICULARS, data_groups.particulars, "CHIP_DG11", findings)
    return ChipReading(
        mrz_lines=lines or (),
        face=picture.content if picture else None,
        face_format=picture.format if picture else None,
        full_name=more.full_name if more else None,
        personal_number=more.personal_number if more else None,
    )


def _read(
    groups: Mapping[int, bytes],
    number: int,
    reader: Callable[[bytes], _Value],
    code: str,
    findings: list[Finding],
) -> _Value | None:
    if not groups.get(number):
        if not any(each.facts.get("file") == f"DG{number}" for each in findings):
            findings.append(found(f"{code}_MISSING"))
        return None
    try:
        return reader(groups[number])
    except WRONG_BYTES:
        findings.append(found("CHIP_FACE" if number == _FACE else f"{code}_UNREADABLE"))
        return None


def _judged(
    reading: ChipReading,
    findings: list[Finding],
    *,
    sod: bytes,
    groups: Mapping[int, bytes],
    trust: Trust,
    now: datetime,
) -> ChipReading:
    try:
        signed = unwrapped(sod)
        sealed = security_object(signed)
    except WrongContent as error:
        findings.append(found("CHIP_CONTENT", content=str(error)))
        return reading
    except Unreadable:
        findings.append(found("CHIP_SOD_UNREADABLE"))
        return reading
    findings.extend(_of_hashes(sealed, groups))
    reading = replace(reading, signed_at=signed.signed_at, sealed_groups=tuple(sorted(sealed.hashes)))
    if signed.signer is None:
        findings.append(found("CHIP_SIGNER_MISSING"))
        return reading
    algorithm = _of_signature(signed, findings)
    at = signed.signed_at or signed.signer.not_before
    authority, against = trust.judged(signed.signer, at=at, now=now)
    findings.extend(_of_signer(signed, at=at, now=now))
    findings.extend(against)
    if authority is not None:
        findings.extend(_of_country(signed.signer.country, authority.country, reading.mrz_lines))
    return replace(
        reading,
        judged_at=at,
        algorithm=algorithm,
        country=signed.signer.country,
        signer_sha256=signed.signer.sha256,
        authority_sha256=authority.sha256 if authority else None,
    )


def _of_hashes(sealed: SecurityObject, groups: Mapping[int, bytes]) -> Iterator[Finding]:
    for number, content in groups.items():
        expected = sealed.hashes.get(number)
        if expected is None:
            yield found("CHIP_GROUP_UNLISTED", group=number)
            continue
        try:
            actual = digest_of(content, algorithm=sealed.hash_algorithm)
        except UnknownAlgorithm as error:
            yield found("CHIP_ALGORITHM", algorithm=str(error))
            return
        if not hmac.compare_digest(actual, expected):
            yield found("CHIP_HASH", group=number)
    if _PARTICULARS in sealed.hashes and _PARTICULARS not in groups:
        yield found("CHIP_DG11_MISSING")


def _of_signature(signed: SignedData, findings: list[Finding]) -> str | None:
    try:
        checked = signed.check()
    except UnknownAlgorithm as error:
        findings.append(found("CHIP_ALGORITHM", algorithm=str(error)))
        return None
    except Unreadable:
        findings.append(found("CHIP_SIGNATURE"))
        return None
    if not checked.holds:
        findings.append(found("CHIP_SIGNATURE"))
    if checked.is_old:
        findings.append(found("CHIP_OLD_ALGORITHM", algorithm=checked.algorithm))
    return checked.algorithm


def _of_signer(signed: SignedData, *, at: datetime, now: datetime) -> Iterator[Finding]:
    signer = signed.signer
    assert signer is not None
    if not signer.may_sign_documents:
        yield found("CHIP_SIGNER_USE")
    if signed.signed_at is None:
        yield found("CHIP_TIME_UNKNOWN")
    if at > now + _AHEAD:
        yield found("CHIP_SIGNED_LATER", signed_on=f"{at:%Y-%m-%d}")
    elif not signer.in_force(at):
        yield found("CHIP_SIGNER_TIME", signed_on=f"{at:%Y-%m-%d}")


def _of_country(signer: str, authority: str, lines: tuple[str, ...]) -> Iterator[Finding]:
    issuer = lines[0][2:5] if lines else ""
    if signer != authority:
        yield found("CHIP_COUNTRY", signer=signer or "?", issuer=authority or "?")
    elif lines and not countries.may_sign(country=signer, issuing_state=issuer):
        yield found("CHIP_COUNTRY", signer=signer or "?", issuer=issuer)
