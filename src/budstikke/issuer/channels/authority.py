"""
The issuer's own certificate authority: a root that signs issuing keys, which sign cards, lists and who answers.

Each issuing key has a number, a revocation list of its own and keys that answer about what it issued, so that after
a rotation all that was issued before goes on being listed and answered about by the key it was issued under. The root's
key lies here on a test installation only; elsewhere its certificate, its list and the issuing certificates it gave are
brought in (authority_root.py). An installation whose authority is elsewhere puts its own in place of this by its
settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from budstikke.issuer.channels.authority_keys import AuthorityKeys, Held, Listed
from budstikke.issuer.channels.root import (
    authority_key,
    begun,
    list_at,
    make_root,
    named,
    sign_issuing,
    usage,
)
from budstikke.kit.installation import is_test
from budstikke.kit.vault import vault_for

# A test installation's clock walks; what is issued holds a little before the hour it is issued at.
_BACKDATED = timedelta(hours=1)
_YEAR = timedelta(days=365)
# An answering key is believed without asking about it, so its time is short.
_ANSWERS_LAST = _YEAR
CRL_LASTS = timedelta(days=2)
ANSWER_LASTS = timedelta(hours=8)
Rotated = Literal["issuing", "answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A certificate, and the number of the issuing key it was signed by."""

    certificate: x509.Certificate
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """One line of the revocation list; `reason` as RFC 5280 spells it, words joined by an underscore."""

    serial: int
    at: datetime
    reason: str


class RootIsElsewhere(Exception):
    """What was asked for takes the root's key, which does not lie here."""

    def __init__(self) -> None:
        super().__init__(
            "the root's key is kept elsewhere: `budstikke keys request issuer-issuing`, have it signed there by"
            " `budstikke issuer-root sign`, and `budstikke keys bring` what it gives (docs/key-ceremony.md)"
        )


class LocalAuthority:
    """Issues certificates, the list of revoked ones, and answers about single ones."""

    def __init__(self, *, folder: Path, name: str, address: str) -> None:
        self.keys = AuthorityKeys(folder, vault=vault_for("issuer"))
        self._name, self._address = name, address.rstrip("/")

    def root(self, *, now: datetime) -> x509.Certificate:
        """Return the root's certificate."""
        if not self.keys.has("root"):
            self._present(now)
        return self.keys.certificate("root")

    def issuing(self, number: int | None = None, *, now: datetime) -> x509.Certificate | None:
        """Return the certificate of an issuing key, of the present one where no number is named; None: none has it."""
        name = f"issuing-{number or self.present(now=now)}"
        return self.keys.certificate(name) if self.keys.has(name) else None

    def present(self, *, now: datetime) -> int:
        """Return the number of the issuing key that signs now; of the newest where the next has to be brought in."""
        numbers = self.keys.numbers("issuing")
        return numbers[-1] if numbers and not self.keys.holds("root") else self._present(now)

    def rotate(self, role: Rotated, *, now: datetime) -> list[x509.Certificate]:
        """
        Make a new issuing key with one that answers for it, or a new answering key for every issuing key.

        Returns: the new certificates. What older keys issued stays good, and is listed and answered about by them.
        Raises:  RootIsElsewhere, for an issuing key where only the root's certificate lies here.
        """
        with self.keys.changing():
            if role == "issuing":
                return [self.keys.certificate(name) for name in self._make_issuing(now)]
            if not self.keys.numbers("issuing"):
                self._make_issuing(now)
            numbers = [number for number in self.keys.numbers("issuing") if self.answers_for(number)]
            made = [self._make_answers(number, now) for number in numbers]
            return [self.keys.certificate(name) for name in made]

    def answer_for(self, number: int, *, now: datetime) -> None:
        """Make what answers for an issuing key whose certificate was brought in, unless it is there."""
        self._answers(number, now)

    def retire_answers(self) -> list[str]:
        """Destroy every answering key but the newest of each issuing key; each answer carries its certificate."""
        with self.keys.changing():
            older = [row.name for row in self.keys.listed() if row.name.startswith("answers-")]
            gone = [row for row in older if self.keys.holds(row) and not self._answers_now(row)]
            for name in gone:
                self.keys.destroy(name)
        return gone

    def retire_issuing(self, number: int, revoked: list[Revoked], *, now: datetime) -> list[str]:
        """Destroy an older issuing key with all that answers for it, its last list signed; returns their names."""
        name = f"issuing-{number}"
        left = self.keys.certificate(name).not_valid_after_utc - now
        last = self.revocation_list(
            revoked, of=number, list_number=int(now.timestamp()), now=now, lasts=max(left, CRL_LASTS)
        )
        with self.keys.changing():
            self.keys.keep_list(name, x509.load_der_x509_crl(last))
            gone = [name, *(f"answers-{number}-{each}" for each in self.keys.numbers(f"answers-{number}"))]
            gone = [each for each in gone if self.keys.holds(each)]
            for each in gone:
                self.keys.destroy(each)
        return gone

    def _answers_now(self, name: str) -> bool:
        stem, _, number = name.rpartition("-")
        return self.keys.numbers(stem)[-1] == int(number)

    def listed(self) -> list[Listed]:
        """Return the certificates of its own keys, but the root's."""
        return self.keys.listed()

    def seal_again(self) -> int:
        """Bring its keys under the newest data key; returns how many were."""
        return self.keys.seal_again()

    def not_sealed_again(self) -> int:
        """Return how many of its keys older data keys are still needed for."""
        return self.keys.not_sealed_again()

    def issue(
        self, *, subject: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, ends_at: datetime
    ) -> Issued:
        """
        Return a certificate for whoever holds the key: to sign in with, not to sign for others.

        Raises: RootIsElsewhere where the issuing key ends before, or was withdrawn, and the next has to be brought in.
        """
        number = self._present(now, until=ends_at)
        issuing, ours = self.keys.held(f"issuing-{number}"), f"{self._address}/{number}"
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuing.certificate.subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _BACKDATED)
            .not_valid_after(ends_at)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage("digital_signature"), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(authority_key(issuing), critical=False)
            .add_extension(list_at(f"{ours}/revoked.crl"), critical=False)
            .add_extension(
                x509.AuthorityInformationAccess(
                    [
                        x509.AccessDescription(
                            x509.oid.AuthorityInformationAccessOID.OCSP,
                            x509.UniformResourceIdentifier(f"{self._address}/ocsp"),
                        ),
                        x509.AccessDescription(
                            x509.oid.AuthorityInformationAccessOID.CA_ISSUERS,
                            x509.UniformResourceIdentifier(f"{ours}/issuing.pem"),
                        ),
                    ]
                ),
                critical=False,
            )
        )
        return Issued(certificate=builder.sign(issuing.key, hashes.SHA256()), number=number)

    def revocation_list(
        self,
        revoked: list[Revoked],
        *,
        of: int,
        list_number: int,
        now: datetime,
        lasts: timedelta = CRL_LASTS,
    ) -> bytes:
        """Return the list of revoked certificates that one issuing key has signed, DER; of a destroyed one its last."""
        kept = self.keys.list_of(f"issuing-{of}")
        if kept is not None:
            return kept.public_bytes(Encoding.DER)
        issuing = self.keys.held(f"issuing-{of}")
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuing.certificate.subject)
            .last_update(now)
            .next_update(now + lasts)
            .add_extension(x509.CRLNumber(list_number), critical=False)
            .add_extension(authority_key(issuing), critical=False)
        )
        for line in revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(line.serial)
                .revocation_date(line.at)
                .add_extension(x509.CRLReason(x509.ReasonFlags[line.reason]), critical=False)
                .build()
            )
        return builder.sign(issuing.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def asked_of(self, asked: ocsp.OCSPRequest) -> int | None:
        """Return the number of the issuing key that a question is about; None where it is about none of ours."""
        told = asked.issuer_key_hash, asked.issuer_name_hash
        for number in self.keys.numbers("issuing"):
            if told == _hashes(self.keys.certificate(f"issuing-{number}"), asked.hash_algorithm):
                return number
        return None

    def answers_for(self, number: int) -> bool:
        """Say whether it answers about what an issuing key has signed; once that was destroyed, nobody does."""
        return self.keys.holds(f"issuing-{number}")

    def answer(
        self,
        asked: ocsp.OCSPRequest,
        *,
        of: int,
        certificate: x509.Certificate,
        revoked: Revoked | None,
        now: datetime,
    ) -> bytes:
        """Return the signed answer about one certificate that an issuing key has signed, DER; a nonce is given back."""
        answers = self._answers(of, now)
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=certificate,
                issuer=self.keys.certificate(f"issuing-{of}"),
                algorithm=asked.hash_algorithm,
                cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
                this_update=now,
                next_update=now + ANSWER_LASTS,
                revocation_time=revoked.at if revoked else None,
                revocation_reason=x509.ReasonFlags[revoked.reason] if revoked else None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, answers.certificate)
            .certificates([answers.certificate])
        )
        for extension in asked.extensions:
            if isinstance(extension.value, x509.OCSPNonce):
                builder = builder.add_extension(extension.value, critical=False)
        return builder.sign(answers.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def withdrawn(self, number: int) -> bool:
        """Say whether the root's list names an issuing key: nothing that it has signed counts any more."""
        listed, name = self.keys.list_of("root"), f"issuing-{number}"
        if listed is None or not self.keys.has(name):
            return False
        serial = self.keys.certificate(name).serial_number
        return listed.get_revoked_certificate_by_serial_number(serial) is not None

    def _present(self, now: datetime, *, until: datetime | None = None) -> int:
        """Return the issuing key in use; a new one is made when there is none, or it would end before `until`."""
        in_use = self._in_use(now, until or now)
        if in_use is None:
            with self.keys.changing():
                in_use = self._in_use(now, until or now)
                if in_use is None:
                    self._make_issuing(now)
        return in_use or self.keys.numbers("issuing")[-1]

    def _in_use(self, now: datetime, until: datetime) -> int | None:
        """Return the newest issuing key that has begun, if it holds until then; a trial's clock may be moved back."""
        for number in reversed(self.keys.numbers("issuing")):
            certificate = self.keys.certificate(f"issuing-{number}")
            if certificate.not_valid_before_utc <= now:
                holds = until <= certificate.not_valid_after_utc and not self.withdrawn(number)
                return number if holds else None
        return None

    def _answers(self, of: int, now: datetime) -> Held:
        """Return the key that answers for an issuing key; a new one when the last has grown old."""
        if not self._answers_on(of, now):
            with self.keys.changing():
                if not self._answers_on(of, now):
                    self._make_answers(of, now)
        return self.keys.held(f"answers-{of}-{self.keys.numbers(f'answers-{of}')[-1]}")

    def _answers_on(self, of: int, now: datetime) -> bool:
        numbers = self.keys.numbers(f"answers-{of}")
        if not numbers:
            return False
        return now + ANSWER_LASTS <= self.keys.certificate(f"answers-{of}-{numbers[-1]}").not_valid_after_utc

    def _make_issuing(self, now: datetime) -> list[str]:
        """Make an issuing key and what answers for it, by the root that lies here; the caller holds the lock."""
        backdated = _backdated()
        if not self.keys.has("root") and is_test():
            self.keys.keep("root", make_root(name=self._name, now=now, backdated=backdated))
        if not self.keys.holds("root"):
            raise RootIsElsewhere
        name = f"issuing-{max(self.keys.numbers('issuing'), default=0) + 1}"
        key = ec.generate_private_key(ec.SECP256R1())
        made = sign_issuing(
            self.keys.held("root"),
            subject=named(self._name, name),
            key=key.public_key(),
            address=self._address,
            now=now,
            backdated=backdated,
        )
        self.keys.keep(name, Held(key, made))
        return [name, self._make_answers(int(name.rpartition("-")[2]), now)]

    def _make_answers(self, of: int, now: datetime) -> str:
        """Make a key that answers for an issuing key; the caller holds the lock."""
        name = f"answers-{of}-{max(self.keys.numbers(f'answers-{of}'), default=0) + 1}"
        key, signer = ec.generate_private_key(ec.SECP256R1()), self.keys.held(f"issuing-{of}")
        built = begun(
            named(self._name, name),
            issuer=signer.certificate.subject,
            key=key.public_key(),
            now=now,
            backdated=_backdated(),
            lasts=_ANSWERS_LAST,
        )
        made = (
            built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage("digital_signature"), critical=True)
            .add_extension(authority_key(signer), critical=False)
            # Who checks an answer does not ask about the answerer (RFC 6960, 4.2.2.2.1).
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
            .add_extension(x509.OCSPNoCheck(), critical=False)
            .sign(signer.key, hashes.SHA256())
        )
        self.keys.keep(name, Held(key, made))
        return name


def _backdated() -> timedelta:
    # The clock of a test installation may be moved back behind the day something was made on.
    return _YEAR if is_test() else _BACKDATED


def _hashes(issuing: x509.Certificate, algorithm: hashes.HashAlgorithm) -> tuple[bytes, bytes]:
    """Return by what a question names an issuer (RFC 6960, 4.1.1): of its key, and of its name."""
    point = issuing.public_key()
    assert isinstance(point, ec.EllipticCurvePublicKey)
    found = []
    for content in (
        point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
        issuing.subject.public_bytes(),
    ):
        digest = hashes.Hash(algorithm)
        digest.update(content)
        found.append(digest.finalize())
    return found[0], found[1]
