"""Sealing: PAdES B-LTA over a report, JWS over evidence. The only place that holds a signing key."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from budstikke.post.channels.authority import CHANGED, CRL_ADDRESS, Authority, as_asn1
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.key_store import Holder, KeyStore
from budstikke.post.channels.renewal import FIELD as ARCHIVE_FIELD
from budstikke.post.channels.renewal import stamped_again
from budstikke.post.channels.signing_period import limits
from budstikke.post.channels.time_stamp import LocalTimeStamps, RemoteTimeStamps
from budstikke.proof.signature import CHECKPOINT, EVIDENCE, Signed, protected_header
from budstikke.proof.trust import Trust

# It warns at every seal that nothing may be fetched; that is how we mean it.
logging.getLogger("pyhanko.sign.signers.pdf_signer").setLevel(logging.ERROR)

FIELD = "Forsegling"
_LARGEST_SIGNATURE = 72  # bytes: DER of two 32-byte numbers
_ES256 = ec.ECDSA(hashes.SHA256())
_COORDINATE_BYTES = 32


# Signs evidence in canonical form: {"protected", "signature"}.
Sign = Callable[[bytes], dict[str, str]]


class Sealer(Protocol):
    """
    Whoever seals for this installation.

    Raises: Unreachable to try again later, Rejected when trying again cannot help.
    """

    def seal_pdf(self, pdf: bytes, *, now: datetime) -> bytes:
        """Return the PDF with a seal, a time stamp, what is needed to judge them, and an archive time stamp."""
        ...

    def renew_pdf(self, pdf: bytes, *, now: datetime) -> bytes:
        """Return the sealed PDF with today's revocation list and one more archive time stamp behind it."""
        ...

    def sign_evidence(self, canonical: bytes, *, now: datetime) -> dict[str, str]:
        """Return one signature over evidence in canonical form: {"protected", "signature"}."""
        ...

    def signing_evidence(self, *, now: datetime) -> Sign:
        """Return what signs a batch of evidence in canonical form; the key is looked for once."""
        ...

    def sign_checkpoint(self, canonical: bytes, *, now: datetime) -> dict[str, str]:
        """Return one signature of the log over a checkpoint in canonical form: {"protected", "signature"}."""
        ...

    def trust_pem(self, *, now: datetime) -> bytes:
        """Return the roots and the newest revocation list by which others judge what was sealed here."""
        ...


class LocalSealer:
    """
    Seals with keys in a folder, made at first use.

    The keys are read once and held; certificates and the revocation list follow `now`, so a test installation
    whose clock has walked past their end gets new ones. A time stamp authority elsewhere is set by its address
    and its root certificates (PEM).
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str = "Budstikke TEST",
        store: KeyStore | None = None,
        crl_address: str = CRL_ADDRESS,
        time_stamp_address: str | None = None,
        time_stamp_roots: bytes | None = None,
    ) -> None:
        self._folder, self._name, self._store = folder, name, store
        self._changed = folder / CHANGED
        self._crl_address = crl_address
        self._remote = RemoteTimeStamps(time_stamp_address) if time_stamp_address else None
        self._roots = Trust.from_pem(time_stamp_roots).roots if time_stamp_roots else ()
        self._lock = Lock()
        self._bench: _Bench | None = None

    def seal_pdf(self, pdf: bytes, *, now: datetime) -> bytes:
        """Return the PDF sealed PAdES B-LTA; no change is allowed after but further archive time stamps."""
        bench = self._bench_at(now)
        signer = _PdfSignerAt(
            PdfSignatureMetadata(
                field_name=FIELD,
                md_algorithm="sha256",
                name=self._name,
                subfilter=SigSeedSubFilter.PADES,
                certify=True,
                docmdp_permissions=MDPPerm.NO_CHANGES,
                embed_validation_info=True,
                use_pades_lta=True,
                timestamp_field_name=ARCHIVE_FIELD,
                validation_context=bench.context(now),
                # Without the per-signature index nothing has to be written after the archive time stamp.
                dss_settings=DSSContentSettings(include_vri=False),
            ),
            signer=bench.seal,
            timestamper=bench.time_stamps.at(now),
            new_field_spec=SigFieldSpec(FIELD),
            now=now,
        )
        out = BytesIO()
        try:
            writer = IncrementalPdfFileWriter(BytesIO(pdf))
            asyncio.run(signer.async_sign_pdf(writer, output=out))
        except TimestampRequestError as error:
            raise Unreachable(f"the time stamp authority gave no stamp: {error}") from error
        except (SigningError, PdfError, ValueError) as error:
            raise Rejected("seal", f"the document cannot be sealed: {error}") from error
        return out.getvalue()

    def renew_pdf(self, pdf: bytes, *, now: datetime) -> bytes:
        """Return the sealed PDF stamped again, whoever sealed it; whether its seal holds is not asked here."""
        bench = self._bench_at(now)
        return stamped_again(
            pdf,
            stamper=bench.time_stamps.at(now),
            context=bench.context(now),
            crls=[bench.listed],
            certificates=bench.roots,
        )

    def sign_evidence(self, canonical: bytes, *, now: datetime) -> dict[str, str]:
        """Return a JWS over the canonical evidence, its payload detached."""
        return self.signing_evidence(now=now)(canonical)

    def signing_evidence(self, *, now: datetime) -> Sign:
        """Return what signs a batch of evidence, payloads detached; a newer key is met by the next batch."""
        return partial(self._bench_at(now).evidence.sign, now=now)

    def sign_checkpoint(self, canonical: bytes, *, now: datetime) -> dict[str, str]:
        """Return a JWS over a canonical checkpoint of the log, its payload detached."""
        return self._bench_at(now).log.sign(canonical, now=now)

    def trust_pem(self, *, now: datetime) -> bytes:
        """Return the root certificate and the newest revocation list, for the trust folder of a judge."""
        return self.authority(now).trust_pem(now=now)

    def revoke(self, role: str, *, now: datetime) -> None:
        """Revoke the certificate of a role ("seal", "evidence", "time-stamp"); the next use makes a new one."""
        with self._lock:
            self.authority(now).revoke(role, now=now)
            self._bench = None

    def authority(self, now: datetime) -> Authority:
        """Return the authority whose keys this seals with, for whoever rotates and revokes them."""
        return Authority(
            self._folder,
            name=self._name,
            store=self._store,
            now=now,
            crl_address=self._crl_address,
        )

    def _bench_at(self, now: datetime) -> _Bench:
        with self._lock:
            # Another process may have rotated a key or listed one: it leaves another file then.
            turn = self._turn()
            if self._bench is None or self._bench.turn != turn or not self._bench.serves(now):
                self._bench = self._laid_out(now, turn)
            return self._bench

    def _turn(self) -> tuple[int, int] | None:
        try:
            found = self._changed.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def _laid_out(self, now: datetime, turn: tuple[int, int] | None) -> _Bench:
        authority = self.authority(now)
        evidence = authority.holder("evidence", now=now)
        stamps = authority.holder("time-stamp", now=now)
        sealing = authority.holder("seal", now=now)
        log = authority.holder("log", now=now)
        listed = authority.crl(now=now)
        # Asked of every signature, so looked up once.
        periods = [limits(held.certificate) for held in (evidence, stamps, sealing, log)]
        periods.append((listed.last_update_utc, listed.next_update_utc or listed.last_update_utc))
        return _Bench(
            turn=turn,
            roots=(as_asn1(authority.root), *self._roots),
            crl=listed,
            since=max(since for since, _ in periods),
            until=min(until for _, until in periods),
            evidence=_HeldKeyJws(evidence, EVIDENCE),
            log=_HeldKeyJws(log, CHECKPOINT),
            seal=_HeldKeySigner(sealing, root=authority.root),
            time_stamps=self._remote or LocalTimeStamps(stamps),
        )


@dataclass(frozen=True, slots=True)
class _Bench:
    """Everything a seal needs, laid out once and used until a certificate or the list grows old."""

    turn: tuple[int, int] | None
    roots: tuple[asn1_x509.Certificate, ...]
    crl: x509.CertificateRevocationList
    evidence: _HeldKeyJws
    log: _HeldKeyJws
    seal: _HeldKeySigner
    time_stamps: LocalTimeStamps | RemoteTimeStamps

    since: datetime
    until: datetime

    def serves(self, now: datetime) -> bool:
        return self.since <= now <= self.until

    @property
    def listed(self) -> asn1_crl.CertificateList:
        return asn1_crl.CertificateList.load(self.crl.public_bytes(Encoding.DER))

    def context(self, now: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=list(self.roots),
            crls=[self.listed],
            moment=now,
            best_signature_time=now,
            revocation_mode="hard-fail",
            allow_fetching=False,
        )


class _HeldKeyJws:
    """Signs JSON with a key in memory; the header is the same for everything signed in the same second."""

    def __init__(self, held: Holder, kind: Signed) -> None:
        self._held, self._kind = held, kind
        self._header = lru_cache(maxsize=2)(self._header_at)

    def sign(self, canonical: bytes, *, now: datetime) -> dict[str, str]:
        protected = self._header(now.replace(microsecond=0))
        signed = protected + b"." + base64.urlsafe_b64encode(canonical).rstrip(b"=")
        r, s = decode_dss_signature(self._held.key.sign(signed, _ES256))
        raw = r.to_bytes(_COORDINATE_BYTES) + s.to_bytes(_COORDINATE_BYTES)
        return {
            "protected": protected.decode(),
            "signature": base64.urlsafe_b64encode(raw).rstrip(b"=").decode(),
        }

    def _header_at(self, second: datetime) -> bytes:
        header = protected_header(certificates=(self._held.der,), signed_at=second, kind=self._kind)
        return base64.urlsafe_b64encode(json.dumps(header, separators=(",", ":")).encode()).rstrip(b"=")


class _HeldKeySigner(Signer):
    """Signs with a key in memory; the library's own signer loads and checks the key anew for every seal."""

    def __init__(self, held: Holder, *, root: x509.Certificate) -> None:
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register(as_asn1(root))
        super().__init__(signing_cert=as_asn1(held.certificate), cert_registry=registry)
        self._key = held.key

    async def signed_attrs(self, *told: Any, **said: Any) -> cms.CMSAttributes:
        """Return what is signed as it is read again: it keeps its bytes, which else were made anew at each step."""
        return cms.CMSAttributes.load((await super().signed_attrs(*told, **said)).dump())

    async def unsigned_attrs(self, *told: Any, **said: Any) -> cms.CMSAttributes | None:
        """Return what is added beside, likewise."""
        added = await super().unsigned_attrs(*told, **said)
        return cms.CMSAttributes.load(added.dump()) if added is not None else None

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != "sha256":
            raise SigningError(f"this key signs over SHA-256, not {digest_algorithm}")
        if dry_run:
            return bytes(_LARGEST_SIGNATURE)
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


class _PdfSignerAt(PdfSigner):
    """Seals at the time it is told instead of the machine's."""

    def __init__(
        self,
        meta: PdfSignatureMetadata,
        signer: Signer,
        *,
        timestamper: TimeStamper,
        new_field_spec: SigFieldSpec,
        now: datetime,
    ) -> None:
        super().__init__(meta, signer, timestamper=timestamper, new_field_spec=new_field_spec)
        self._now = now

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._now
        return session
