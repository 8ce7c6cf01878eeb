"""Signed data as security objects and master lists are wrapped (RFC 5652, in the profile of Doc 9303-10 and -12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms
from asn1crypto.parser import emit

from budstikke.formats.chip import signatures
from budstikke.formats.chip.certificates import StateCertificate, name_text
from budstikke.formats.chip.signatures import Checked
from budstikke.formats.chip.tlv import WRONG_BYTES, Unreadable

_SET = 17
_MOST_CERTIFICATES = 8


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SignedData:
    """
    Content with the one signature over it.

    `signer` is the certificate the signature names, None when it did not come along; `signed_at` is what the
    signer says, None when he says nothing.
    """

    content_type: str
    content: bytes
    certificates: tuple[StateCertificate, ...]
    signer: StateCertificate | None
    signed_at: datetime | None
    info: cms.SignerInfo

    def check(self) -> Checked:
        """
        Say whether the signer's key signed the content.

        Raises: UnknownAlgorithm; Unreadable when the signature's own attributes or the key cannot be read.
        """
        if self.signer is None:
            raise Unreadable("lacks its signer's certificate")
        try:
            return self._check(self.signer)
        except WRONG_BYTES as error:
            raise Unreadable("has a signature that cannot be read") from error

    def _check(self, signer: StateCertificate) -> Checked:
        digest = self.info["digest_algorithm"]["algorithm"].native
        attributes = _attributes(self.info)
        stated = attributes.get("content_type"), attributes.get("message_digest")
        expected = signatures.digest_of(self.content, algorithm=digest)
        checked = signatures.check(
            key=signer.key,
            algorithm=self.info["signature_algorithm"],
            digest=digest,
            signature=self.info["signature"].native,
            message=emit(0, 1, _SET, self.info["signed_attrs"].contents),
        )
        if stated[0] is None or stated[0].dotted != self.content_type:
            return Checked(False, checked.algorithm, checked.is_old)
        if stated[1] is None or stated[1].native != expected:
            return Checked(False, checked.algorithm, checked.is_old)
        return checked


def opened(data: bytes) -> SignedData:
    """
    Open signed data; nothing is checked yet.

    Reading: exactly one signature, with signed attributes, as Doc 9303-10 §4.6.2 has it. A signature without
    attributes could be one over attributes of something else.
    Raises: Unreadable when it is anything else.
    """
    try:
        return _opened(data)
    except WRONG_BYTES as error:
        raise Unreadable("is no signed data") from error


def _opened(data: bytes) -> SignedData:
    outer = cms.ContentInfo.load(data, strict=True)
    if outer["content_type"].native != "signed_data":
        raise Unreadable("is no signed data")
    signed = outer["content"]
    infos = signed["signer_infos"]
    if len(infos) != 1:
        raise Unreadable("has not exactly one signature")
    if not len(infos[0]["signed_attrs"]):
        raise Unreadable("has no signed attributes")
    found = [each.chosen.dump() for each in signed["certificates"] or () if each.name == "certificate"]
    certificates = tuple(StateCertificate.of(der) for der in found[:_MOST_CERTIFICATES])
    time = _attributes(infos[0]).get("signing_time")
    signed_at = None if time is None else time.native
    if signed_at is not None and (not isinstance(signed_at, datetime) or signed_at.tzinfo is None):
        raise Unreadable("was signed at a time that cannot be")
    return SignedData(
        content_type=signed["encap_content_info"]["content_type"].dotted,
        content=bytes(signed["encap_content_info"]["content"]),
        certificates=certificates,
        signer=_named(infos[0]["sid"], certificates),
        signed_at=None if signed_at is None else signed_at.astimezone(UTC),
        info=infos[0],
    )


def _attributes(info: cms.SignerInfo) -> dict[str, Any]:
    """Return the signed attributes by name, the one value of each."""
    found: dict[str, Any] = {}
    for attribute in info["signed_attrs"]:
        name = attribute["type"].native
        if name in found:
            raise Unreadable("states an attribute twice")
        if name in ("content_type", "message_digest", "signing_time"):
            if len(attribute["values"]) != 1:
                raise Unreadable("states an attribute twice")
            found[name] = attribute["values"][0]
    return found


def _named(sid: cms.SignerIdentifier, certificates: tuple[StateCertificate, ...]) -> StateCertificate | None:
    for certificate in certificates:
        if sid.name == "subject_key_identifier":
            if sid.chosen.native == certificate.key_id:
                return certificate
        elif (
            sid.chosen["serial_number"].native == certificate.serial
            and name_text(sid.chosen["issuer"]) == certificate.issuer
        ):
            return certificate
    return None
