"""One signature in CMS (RFC 5652), as a seal and a time stamp (RFC 3161) carry it: read, and held to its parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from asn1crypto import cms, core, tsp, x509
from asn1crypto.parser import emit, parse, peek

from budstikke.proof import keys
from budstikke.proof.trust import read_certificate

_SIGNED_BY_ISSUER = "issuer_and_serial_number"


class NotSigned(Exception):
    """The bytes are no signature of the kind asked for; the message says why."""


@dataclass(frozen=True)
class Signed:
    """
    One signature: who is named as its signer, what came with it, and the parts it stands for.

    `data` is what was signed elsewhere; for a time stamp it is what the stamp was asked for, and what the
    signature itself covers is the authority's statement about it.
    """

    content: cms.SignedData
    signer: cms.SignerInfo
    leaf: x509.Certificate
    certificates: tuple[x509.Certificate, ...]
    spelled: bytes

    @cached_property
    def stamped_at(self) -> datetime:
        """The moment a time stamp states."""
        moment = self._statement["gen_time"].native
        assert isinstance(moment, datetime)
        return moment

    @cached_property
    def stamp(self) -> Signed | None:
        """The time stamp over this signature, when it carries one."""
        for attribute in self.signer["unsigned_attrs"]:
            if attribute["type"].native == "signature_time_stamp_token" and len(attribute["values"]) == 1:
                return read_signed(attribute["values"][0].dump(), kind="tst_info")
        return None

    def seals(self, data: bytes) -> bool:
        """Say whether this is a whole signature over these bytes, by the certificate it names."""
        return self._covers(data, kind="data") and self._is_genuine()

    def stamps(self, data: bytes) -> bool:
        """Say whether this is a whole time stamp over these bytes, by the certificate it names."""
        imprint = self._statement["message_imprint"]
        hash_name = imprint["hash_algorithm"]["algorithm"].native
        return (
            hash_name in keys.HASHES
            and imprint["hashed_message"].native == keys.HASHES[hash_name](data).digest()
            and self._covers(bytes(self.content["encap_content_info"]["content"]), kind="tst_info")
            and self._is_genuine()
        )

    def is_spelled_once(self) -> bool:
        """
        Say whether the parts that nothing signs say what the signed parts say.

        Reading: nobody could gain by changing them, but a changed byte should be found wherever it is.
        """
        algorithm, named = self.signer["digest_algorithm"].dump(), self.signer["sid"]
        by_issuer = named.name == _SIGNED_BY_ISSUER
        return (
            self.content["version"].native == "v3"
            and [each.dump() for each in self.content["digest_algorithms"]] == [algorithm]
            and self.signer["version"].native == ("v1" if by_issuer else "v3")
            and (not by_issuer or named.chosen["issuer"].dump() == self.leaf.issuer.dump())
        )

    @property
    def _statement(self) -> tsp.TSTInfo:
        return self.content["encap_content_info"]["content"].parsed

    def _covers(self, data: bytes, *, kind: str) -> bool:
        """Say whether the signed attributes are of these bytes, of this kind, and of this signer."""
        attributes = dict(self._attributes())
        hash_name = self.signer["digest_algorithm"]["algorithm"].native
        return (
            hash_name in keys.HASHES
            and self.signer["signature_algorithm"].hash_algo == hash_name
            and attributes.get("content_type") == kind
            and attributes.get("message_digest") == keys.HASHES[hash_name](data).digest()
            and self._names_leaf(attributes)
        )

    def _attributes(self) -> Iterator[tuple[str, object]]:
        seen = set()
        for attribute in self.signer["signed_attrs"]:
            name = attribute["type"].native
            if name in seen or len(attribute["values"]) != 1:
                raise NotSigned("a signed attribute stands there twice")
            seen.add(name)
            value = attribute["values"][0]
            yield name, value if name.startswith("signing_certificate") else value.native

    def _names_leaf(self, attributes: dict[str, object]) -> bool:
        """
        Say whether the signed attributes name the certificate by its fingerprint, as PAdES asks (RFC 5035).

        Reading: a time stamp may name it by the older attribute (RFC 2634), whose fingerprint is SHA-1: whoever
        exchanges the certificate would have to find another one of the same authority with the same SHA-1.
        """
        named = attributes.get("signing_certificate_v2")
        if isinstance(named, core.Sequence) and len(named["certs"]):
            first = named["certs"][0]
            hash_name = first["hash_algorithm"]["algorithm"].native
            due = keys.HASHES[hash_name](self.leaf.dump()).digest() if hash_name in keys.HASHES else None
            return bool(first["cert_hash"].native == due)
        older = attributes.get("signing_certificate")
        if self.content["encap_content_info"]["content_type"].native != "tst_info":
            return False
        return (
            isinstance(older, core.Sequence)
            and len(older["certs"]) > 0
            and older["certs"][0]["cert_hash"].native
            == hashlib.sha1(self.leaf.dump(), usedforsecurity=False).digest()
        )

    def _is_genuine(self) -> bool:
        # The attributes are signed as the SET OF they are, not under the tag they travel with.
        return keys.fits(
            self.signer["signature"].native,
            self.signer["signed_attrs"].untag().dump(),
            key=self.leaf.public_key,
            algorithm=self.signer["signature_algorithm"],
        )


def read_signed(spelled: bytes, *, kind: str = "data") -> Signed:
    """
    Return the signature these bytes spell, not yet judged; zeros after it are filling.

    Raises: NotSigned, and ValueError on damage.
    """
    length = peek(spelled)
    if any(spelled[length:]):
        raise NotSigned("something follows the signature")
    spelled = spelled[:length]
    _check_spelling(spelled)
    outer = cms.ContentInfo.load(spelled, strict=True)
    if outer["content_type"].native != "signed_data":
        raise NotSigned("it is no signature")
    content = outer["content"]
    inner = content["encap_content_info"]
    if inner["content_type"].native != kind or (inner["content"].native is None) != (kind == "data"):
        raise NotSigned("it is of another kind")
    if len(content["signer_infos"]) != 1:
        raise NotSigned(f"it has {len(content['signer_infos'])} signers, not one")
    certificates = tuple(
        read_certificate(each.chosen.dump()) for each in content["certificates"] if each.name == "certificate"
    )
    signer = content["signer_infos"][0]
    leaf = next((each for each in certificates if _is_named(each, signer["sid"])), None)
    if leaf is None:
        raise NotSigned("the signer's certificate did not come with it")
    return Signed(content, signer, leaf, certificates, spelled)


def _check_spelling(spelled: bytes) -> None:
    """Hold every length to its one spelling (DER), so that no byte can be changed without being read."""
    ahead = [spelled]
    while ahead:
        rest = ahead.pop()
        while rest:
            _, constructed, _, header, content, trailer = parse(rest)
            if trailer or emit(header[0] >> 6, constructed, header[0] & 31, content) != header + content:
                raise NotSigned("it is not written in the one way (DER)")
            if constructed:
                ahead.append(content)
            rest = rest[len(header) + len(content) :]


def _is_named(certificate: x509.Certificate, named: cms.SignerIdentifier) -> bool:
    if named.name == _SIGNED_BY_ISSUER:
        return bool(
            named.chosen["serial_number"].native == certificate.serial_number
            and named.chosen["issuer"] == certificate.issuer
        )
    return bool(named.chosen.native == certificate.key_identifier)
