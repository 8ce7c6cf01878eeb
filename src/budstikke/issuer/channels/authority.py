"""
The issuer's own certificate authority: a root that signs issuing keys, which sign cards, lists and who answers.

Each issuing key has a number, a revocation list of its own and keys that answer about what it issued, so that after
a rotation all that was issued before goes on being listed and answered about by the key it was issued under. An
installation whose authority is elsewhere puts its own in place of this by its settings.
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
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from budstikke.issuer.channels.authority_keys import AuthorityKeys, Held, Listed
from budstikke.kit.installation import is_test
from budstikke.kit.vault import vault_for

# A test installation's clock walks; what is issued holds a little before the hour it is issued at.
_BACKDATED = timedelta(hours=1)
_YEAR = timedelta(days=365)
# An answering key is believed without asking about it, so its time is short.
_LASTS = {"root": 25 * _YEAR, "issuing": 12 * _YEAR, "answers": _YEAR}
CRL_LASTS = timedelta(days=2)
ANSWER_LASTS = timedelta(hours=8)
Role = Literal["root", "issuing", "answers"]
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


class LocalAuthority:
    """Issues certificates, the list of revoked ones, and answers about single ones."""

    def __init__(self, *, folder: Path, name: str, address: str) -> None:
        self._keys = AuthorityKeys(folder, vault=vault_for("issuer"))
        self._name, self._address = name, address.rstrip("/")

    def root(self, *, now: datetime) -> x509.Certificate:
        """Return the root's certificate."""
        self._present(now)
        return self._keys.certificate("root")

    def issuing(self, number: int | None = None, *, now: datetime) -> x509.Certificate | None:
        """Return the certificate of an issuing key, of the present one where no number is named; None: none has it."""
        present = self._present(now)
        name = f"issuing-{number or present}"
        return self._keys.certificate(name) if self._keys.has(name) else None

    def present(self, *, now: datetime) -> int:
        """Return the number of the issuing key that signs now."""
        return self._present(now)

    def rotate(self, role: Rotated, *, now: datetime) -> list[x509.Certificate]:
        """
        Make a new issuing key with one that answers for it, or a new answering key for every issuing key.

        Returns: the new certificates. What older keys issued stays good, and is listed and answered about by them.
        """
        with self._keys.changing():
            if role == "issuing":
                return [self._keys.certificate(name) for name in self._make_issuing(now)]
            if not self._keys.numbers("issuing"):
                self._make_issuing(now)
            made = [self._make_answers(number, now) for number in self._keys.numbers("issuing")]
            return [self._keys.certificate(name) for name in made]

    def listed(self) -> list[Listed]:
        """Return the certificates of its own keys, but the root's."""
        return self._keys.listed()

    def seal_again(self) -> int:
        """Bring its keys under the newest data key; returns how many were."""
        return self._keys.seal_again()

    def not_sealed_again(self) -> int:
        """Return how many of its keys older data keys are still needed for."""
        return self._keys.not_sealed_again()

    def issue(
        self, *, subject: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, ends_at: datetime
    ) -> Issued:
        """Return a certificate for whoever holds the key: to sign in with, not to sign for others."""
        number = self._present(now, until=ends_at)
        issuing, ours = self._keys.held(f"issuing-{number}"), f"{self._address}/{number}"
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuing.certificate.subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _BACKDATED)
            .not_valid_after(ends_at)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage("digital_signature"), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(_authority_key(issuing), critical=False)
            .add_extension(
                x509.CRLDistributionPoints(
                    [
                        x509.DistributionPoint(
                            [x509.UniformResourceIdentifier(f"{ours}/revoked.crl")], None, None, None
                        )
                    ]
                ),
                critical=False,
            )
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

    def revocation_list(self, revoked: list[Revoked], *, of: int, list_number: int, now: datetime) -> bytes:
        """Return the list of revoked certificates that one issuing key has signed, DER."""
        issuing = self._keys.held(f"issuing-{of}")
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuing.certificate.subject)
            .last_update(now)
            .next_update(now + CRL_LASTS)
            .add_extension(x509.CRLNumber(list_number), critical=False)
            .add_extension(_authority_key(issuing), critical=False)
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
        for number in self._keys.numbers("issuing"):
            if told == _hashes(self._keys.certificate(f"issuing-{number}"), asked.hash_algorithm):
                return number
        return None

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
                issuer=self._keys.certificate(f"issuing-{of}"),
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

    def _present(self, now: datetime, *, until: datetime | None = None) -> int:
        """Return the issuing key in use; a new one is made when there is none, or it would end before `until`."""
        if not self._lasts(until or now):
            with self._keys.changing():
                if not self._lasts(until or now):
                    self._make_issuing(now)
        return self._keys.numbers("issuing")[-1]

    def _lasts(self, until: datetime) -> bool:
        numbers = self._keys.numbers("issuing")
        return bool(numbers) and until <= self._keys.certificate(f"issuing-{numbers[-1]}").not_valid_after_utc

    def _answers(self, of: int, now: datetime) -> Held:
        """Return the key that answers for an issuing key; a new one when the last has grown old."""
        if not self._answers_on(of, now):
            with self._keys.changing():
                if not self._answers_on(of, now):
                    self._make_answers(of, now)
        return self._keys.held(f"answers-{of}-{self._keys.numbers(f'answers-{of}')[-1]}")

    def _answers_on(self, of: int, now: datetime) -> bool:
        numbers = self._keys.numbers(f"answers-{of}")
        if not numbers:
            return False
        return now + ANSWER_LASTS <= self._keys.certificate(f"answers-{of}-{numbers[-1]}").not_valid_after_utc

    def _make_issuing(self, now: datetime) -> list[str]:
        if not self._keys.has("root"):
            self._make("root", "root", above="", now=now)
        number = max(self._keys.numbers("issuing"), default=0) + 1
        self._make("issuing", f"issuing-{number}", above="root", now=now)
        return [f"issuing-{number}", self._make_answers(number, now)]

    def _make_answers(self, of: int, now: datetime) -> str:
        name = f"answers-{of}-{max(self._keys.numbers(f'answers-{of}'), default=0) + 1}"
        self._make("answers", name, above=f"issuing-{of}", now=now)
        return name

    def _make(self, role: Role, name: str, *, above: str, now: datetime) -> None:
        """Make a key and its certificate, signed by the key above it, a root by itself; the caller holds the lock."""
        key = ec.generate_private_key(ec.SECP384R1() if role == "root" else ec.SECP256R1())
        subject = self._subject(name)
        signer = self._keys.held(above) if above else None
        authority = role != "answers"
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(signer.certificate.subject if signer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            # The clock of a test installation may be moved back behind the day this was made on.
            .not_valid_before(now - (_YEAR if is_test() else _BACKDATED))
            .not_valid_after(now + _LASTS[role])
            .add_extension(
                x509.BasicConstraints(ca=authority, path_length=0 if role == "issuing" else None),
                critical=True,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(
                _usage("key_cert_sign", "crl_sign") if authority else _usage("digital_signature"),
                critical=True,
            )
        )
        if signer:
            builder = builder.add_extension(_authority_key(signer), critical=False)
        if role == "answers":
            # Who checks an answer does not ask about the answerer (RFC 6960, 4.2.2.2.1).
            builder = builder.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False
            ).add_extension(x509.OCSPNoCheck(), critical=False)
        made = builder.sign(signer.key if signer else key, hashes.SHA256())
        self._keys.keep(name, Held(key, made))

    def _subject(self, name: str) -> x509.Name:
        """Return a name of its own for each key: whoever looks for the issuer of something finds one, not several."""
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, self._name),
                x509.NameAttribute(NameOID.COMMON_NAME, f"{self._name} {name}"),
            ]
        )


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


def _authority_key(held: Held) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(held.key.public_key())


_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def _usage(*wanted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: name in wanted for name in _USAGES})
