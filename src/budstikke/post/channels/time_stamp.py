"""Time stamps (RFC 3161): an authority in this process with its key held, or one elsewhere by its address."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import httpx
from asn1crypto import algos, cms, core, tsp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.timestamps import TimeStamper

from budstikke.kit.authorities import authorities
from budstikke.post.channels.authority import as_asn1
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.key_store import Holder

# The best practices policy of ETSI EN 319 421 is claimed by nobody here: this identifier is a private one.
POLICY = "1.3.6.1.4.1.99999.1.1"
_TIMEOUT_SECONDS = 15.0
_SERIAL_BITS = 64


class LocalTimeStamps:
    """
    The authority in this process.

    What does not change from one stamp to the next (certificate, its fingerprint) is made once; that and the
    key held in memory make a stamp about ten times as cheap as asking a library's test authority.
    """

    def __init__(self, held: Holder) -> None:
        self._key = held.key
        self._certificate = as_asn1(held.certificate)
        fingerprint = _attribute("signing_certificate_v2", as_signing_certificate_v2(self._certificate))
        # As it is read again, it keeps its bytes; as it was made, it would be written anew into every stamp.
        self._signing_certificate = cms.CMSAttribute.load(fingerprint.dump())
        self._seen: dict[str, cms.ContentInfo] = {}

    def at(self, now: datetime) -> TimeStamper:
        """Return a time stamper for one seal, whose clock shows `now`."""
        return _Clocked(self, now, self._seen)

    def answer(self, request: tsp.TimeStampReq, *, now: datetime) -> tsp.TimeStampResp:
        """Return the signed answer to a request."""
        imprint = request["message_imprint"]
        algorithm = imprint["hash_algorithm"]["algorithm"].native
        content = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": POLICY,
                "message_imprint": imprint,
                "serial_number": secrets.randbits(_SERIAL_BITS),
                "gen_time": now.astimezone(UTC).replace(microsecond=0),
                "nonce": request["nonce"],
            }
        ).dump()
        digest = hashes.Hash(hashes.SHA256())
        digest.update(content)
        attributes = cms.CMSAttributes(
            [
                _attribute("content_type", "tst_info"),
                _attribute("message_digest", digest.finalize()),
                self._signing_certificate,
            ]
        )
        signature = self._key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
        token = self._token(content, attributes, signature)
        if algorithm not in ("sha256", "sha384", "sha512"):
            raise Rejected("bad_alg", f"no time stamp over {algorithm}")
        answer = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})
        return tsp.TimeStampResp.load(answer.dump())

    def _token(self, content: bytes, attributes: cms.CMSAttributes, signature: bytes) -> cms.ContentInfo:
        digest = algos.DigestAlgorithm({"algorithm": "sha256"})
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    {
                        "issuer_and_serial_number": {
                            "issuer": self._certificate.issuer,
                            "serial_number": self._certificate.serial_number,
                        }
                    }
                ),
                "digest_algorithm": digest,
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
                "signed_attrs": attributes,
                "signature": signature,
            }
        )
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [digest],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": core.ParsableOctetString(content),
                },
                "certificates": [self._certificate],
                "signer_infos": [signer],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": signed})


def _attribute(kind: str, value: object) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": cms.CMSAttributeType(kind), "values": (value,)})


class _Clocked(TimeStamper):
    def __init__(self, stamps: LocalTimeStamps, now: datetime, seen: dict[str, cms.ContentInfo]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._stamps, self._now = stamps, now
        for algorithm, token in seen.items():
            self._register_dummy(algorithm, token)  # type: ignore[no-untyped-call]
        self._seen = seen

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        if md_algorithm not in self._seen:
            self._seen[md_algorithm] = await super().async_dummy_response(md_algorithm)
        return self._seen[md_algorithm]

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return self._stamps.answer(req, now=self._now)


class RemoteTimeStamps:
    """An authority elsewhere; its time is its own, whatever `now` says."""

    def __init__(self, address: str) -> None:
        self._address = address

    def at(self, now: datetime) -> TimeStamper:  # noqa: ARG002  (the same question as to the local one)
        """Return a time stamper that asks the authority."""
        return _Asking(self._address)


class _Asking(TimeStamper):
    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, verify=authorities()) as client:
                answer = await client.post(
                    self._address,
                    content=req.dump(),
                    headers={"Content-Type": "application/timestamp-query"},
                )
        except httpx.HTTPError as error:
            raise Unreachable(f"the time stamp authority does not answer: {error}") from error
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or answer.status_code in (408, 429):
            raise Unreachable(f"the time stamp authority answers {answer.status_code}")
        if answer.status_code != httpx.codes.OK:
            raise Rejected(str(answer.status_code), f"the time stamp authority answers {answer.status_code}")
        try:
            return tsp.TimeStampResp.load(answer.content, strict=True)
        except ValueError as error:
            raise Rejected("unreadable", "the time stamp authority's answer cannot be read") from error
