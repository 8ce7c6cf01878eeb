"""An invented state that signs chips: its authority, document signers, revocation list and master list."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from asn1crypto import algos, cms, core, keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from budstikke.formats.chip import curves

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_Hash = hashes.SHA1 | hashes.SHA256 | hashes.SHA384 | hashes.SHA512

# The revocation list of every specimen state names this one.
REVOKED_SERIAL = 666
_MASTER_LIST, _MASTER_LIST_SIGNER = "2.23.136.1.1.2", "2.23.136.1.1.3"
_AUTHORITY_DAYS, _SIGNER_DAYS, _LIST_DAYS = 16 * 365, 11 * 365, 90
_RSA_BITS = 2048


class Algorithm(StrEnum):
    """How a specimen is signed; the rows of `_HOW`."""

    RSA = "rsa"
    RSA_PSS = "rsa-pss"
    RSA_SHA1 = "rsa-sha1"
    P256 = "p256"
    P521 = "p521"
    BRAINPOOL = "brainpool"
    BRAINPOOL_EXPLICIT = "brainpool-explicit"
    P384_EXPLICIT = "p384-explicit"


@dataclass(frozen=True, slots=True)
class _How:
    curve: Callable[[], ec.EllipticCurve] | None
    hash: type[_Hash]
    is_pss: bool = False
    is_explicit: bool = False

    def for_certificates(self) -> hashes.SHA256 | hashes.SHA384 | hashes.SHA512:
        """Return the hash certificates are signed with, which is never an old one."""
        used = self.hash()
        return hashes.SHA256() if isinstance(used, hashes.SHA1) else used


_HOW = {
    Algorithm.RSA: _How(None, hashes.SHA256),
    Algorithm.RSA_PSS: _How(None, hashes.SHA256, is_pss=True),
    Algorithm.RSA_SHA1: _How(None, hashes.SHA1),
    Algorithm.P256: _How(ec.SECP256R1, hashes.SHA256),
    Algorithm.P521: _How(ec.SECP521R1, hashes.SHA512),
    Algorithm.BRAINPOOL: _How(ec.BrainpoolP384R1, hashes.SHA384),
    Algorithm.BRAINPOOL_EXPLICIT: _How(ec.BrainpoolP256R1, hashes.SHA256, is_explicit=True),
    Algorithm.P384_EXPLICIT: _How(ec.SECP384R1, hashes.SHA384, is_explicit=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A key with its certificate in DER."""

    key: PrivateKey
    certificate: bytes
    algorithm: Algorithm

    def signed_data(
        self,
        content: bytes,
        *,
        content_type: str,
        signed_at: datetime | None,
        carried: Iterable[bytes] | None = None,
    ) -> bytes:
        """Sign content as CMS; `carried` are the certificates that go along, its own where none is given."""
        digest = hashlib.new(_HOW[self.algorithm].hash.name, content).digest()
        attributes = [("content_type", content_type), ("message_digest", digest)]
        stated = [cms.CMSAttribute({"type": name, "values": [value]}) for name, value in attributes]
        if signed_at is not None:
            time = cms.Time({"utc_time": signed_at})
            stated.append(cms.CMSAttribute({"type": "signing_time", "values": [time]}))
        signed_attributes = cms.CMSAttributes(stated)
        own = asn1_x509.Certificate.load(self.certificate)
        hash_used = {"algorithm": _HOW[self.algorithm].hash.name}
        info = {
            "version": "v1",
            "sid": {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}},
            "digest_algorithm": hash_used,
            "signed_attrs": signed_attributes,
            "signature_algorithm": _algorithm_named(self.algorithm),
            "signature": signature(self.key, signed_attributes.dump(), algorithm=self.algorithm),
        }
        bundle = [self.certificate] if carried is None else carried
        signed = {
            "version": "v3",
            "digest_algorithms": [hash_used],
            "encap_content_info": {"content_type": content_type, "content": content},
            "certificates": [asn1_x509.Certificate.load(each) for each in bundle],
            "signer_infos": [info],
        }
        made: bytes = cms.ContentInfo(
            {"content_type": "signed_data", "content": cms.SignedData(signed)}
        ).dump()
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecimenState(Signer):
    """The authority of an invented state; whoever imports its certificate believes its specimens."""

    country: str

    @classmethod
    def founded(
        cls, *, country: str, at: datetime, algorithm: Algorithm = Algorithm.P256, days: int = _AUTHORITY_DAYS
    ) -> SpecimenState:
        """Make a state with a new key; `country` is its two letters, as certificates carry them."""
        key = new_key(algorithm)
        certificate = _certificate(
            subject=_name(country, "CSCA SPECIMEN"),
            issuer=_name(country, "CSCA SPECIMEN"),
            key=key,
            by=key,
            algorithm=algorithm,
            validity=(at, at + timedelta(days=days)),
            is_authority=True,
        )
        return cls(key=key, certificate=certificate, algorithm=algorithm, country=country)

    @classmethod
    def from_pem(cls, content: bytes) -> SpecimenState:
        """Take a state back from what `as_pem` wrote, so that a device and its server may agree on one."""
        certificate = x509.load_pem_x509_certificate(content)
        key = serialization.load_pem_private_key(content, None)
        assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
        (country,) = certificate.subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)
        return cls(
            key=key,
            certificate=certificate.public_bytes(serialization.Encoding.DER),
            algorithm=Algorithm.P256 if isinstance(key, ec.EllipticCurvePrivateKey) else Algorithm.RSA,
            country=str(country.value),
        )

    def as_pem(self) -> bytes:
        """Return key and certificate of a state that signs with P-256 or RSA; they are worth nothing in earnest."""
        assert self.algorithm in (Algorithm.P256, Algorithm.RSA)
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        certificate = x509.load_der_x509_certificate(self.certificate)
        return key + certificate.public_bytes(serialization.Encoding.PEM)

    def signer(
        self,
        *,
        begins: datetime,
        algorithm: Algorithm | None = None,
        days: int = _SIGNER_DAYS,
        country: str | None = None,
        serial: int | None = None,
        extended_usage: str | None = None,
        by: PrivateKey | None = None,
    ) -> Signer:
        """Issue a document signer; `by` is the key that really signs its certificate, where that is not ours."""
        used = algorithm or self.algorithm
        key = new_key(used)
        certificate = _certificate(
            subject=_name(country or self.country, "Document Signer SPECIMEN"),
            issuer=_name(self.country, "CSCA SPECIMEN"),
            key=key,
            by=by or self.key,
            algorithm=self.algorithm,
            validity=(begins, begins + timedelta(days=days)),
            is_authority=False,
            serial=serial,
            extended_usage=extended_usage,
            authority=self.key,
        )
        if _HOW[used].is_explicit:
            certificate = self._with_explicit_curve(certificate)
        return Signer(key=key, certificate=certificate, algorithm=used)

    def revocation_list(self, *, at: datetime, days: int = _LIST_DAYS) -> bytes:
        """Return the state's revocation list in DER; REVOKED_SERIAL is on it."""
        entry = x509.RevokedCertificateBuilder().serial_number(REVOKED_SERIAL).revocation_date(at).build()
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(_name(self.country, "CSCA SPECIMEN"))
            .last_update(at)
            .next_update(at + timedelta(days=days))
            .add_revoked_certificate(entry)
            .sign(self.key, _HOW[self.algorithm].for_certificates(), rsa_padding=_padding(self.algorithm))
        )
        return made.public_bytes(serialization.Encoding.DER)

    def master_list(self, certificates: Iterable[bytes], *, at: datetime) -> bytes:
        """Return a master list of certificates, signed on behalf of the state (Doc 9303-12, §9)."""
        signer = self.signer(begins=at - timedelta(days=1), extended_usage=_MASTER_LIST_SIGNER)
        listed = _MasterList({"version": 0, "certificates": [core.Any.load(each) for each in certificates]})
        return signer.signed_data(
            listed.dump(),
            content_type=_MASTER_LIST,
            signed_at=at,
            carried=(signer.certificate, self.certificate),
        )

    def _with_explicit_curve(self, certificate: bytes) -> bytes:
        """Write the signer's curve out in numbers, as some states do, and sign the certificate anew."""
        parsed = asn1_x509.Certificate.load(certificate)
        inside = parsed["tbs_certificate"]
        algorithm = inside["subject_public_key_info"]["algorithm"]
        curve = curves.BY_OID[algorithm["parameters"].chosen.dotted]
        algorithm["parameters"] = keys.ECDomainParameters(
            name="specified", value=keys.SpecifiedECDomain(_written_out(curve))
        )
        made: bytes = asn1_x509.Certificate(
            {
                "tbs_certificate": inside,
                "signature_algorithm": parsed["signature_algorithm"],
                "signature_value": signature(self.key, inside.dump(force=True), algorithm=self.algorithm),
            }
        ).dump()
        return made


class _MasterList(core.Sequence):
    class _Certificates(core.SetOf):
        _child_spec = core.Any

    _fields = [("version", core.Integer), ("certificates", _Certificates)]


def new_key(algorithm: Algorithm) -> PrivateKey:
    """Return a new key for an algorithm."""
    curve = _HOW[algorithm].curve
    if curve is not None:
        return ec.generate_private_key(curve())
    return rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)


def signature(key: PrivateKey, message: bytes, *, algorithm: Algorithm) -> bytes:
    """Sign a message."""
    used = _HOW[algorithm].hash()
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, _padding(algorithm) or padding.PKCS1v15(), used)
    return key.sign(message, ec.ECDSA(used))


def _padding(algorithm: Algorithm) -> padding.PSS | None:
    how = _HOW[algorithm]
    return padding.PSS(padding.MGF1(how.hash()), how.hash.digest_size) if how.is_pss else None


def _algorithm_named(algorithm: Algorithm) -> Mapping[str, object]:
    how = _HOW[algorithm]
    if not how.is_pss:
        return {"algorithm": f"{how.hash.name}_{'rsa' if how.curve is None else 'ecdsa'}"}
    parameters = algos.RSASSAPSSParams(
        {
            "hash_algorithm": {"algorithm": how.hash.name},
            "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": how.hash.name}},
            "salt_length": how.hash.digest_size,
        }
    )
    return {"algorithm": "rsassa_pss", "parameters": parameters}


def _written_out(curve: curves.Curve) -> Mapping[str, object]:
    def wide(number: int) -> bytes:
        return number.to_bytes(curve.width, "big")

    return {
        "version": "ecdpVer1",
        "field_id": {"field_type": "prime_field", "parameters": curve.prime},
        "curve": {"a": wide(curve.a), "b": wide(curve.b)},
        "base": b"\x04" + wide(curve.x) + wide(curve.y),
        "order": curve.order,
        "cofactor": 1,
    }


def _name(country: str, name: str) -> x509.Name:
    parts = (
        (NameOID.COUNTRY_NAME, country),
        (NameOID.ORGANIZATION_NAME, "SPECIMEN"),
        (NameOID.COMMON_NAME, name),
    )
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


def _certificate(
    *,
    subject: x509.Name,
    issuer: x509.Name,
    key: PrivateKey,
    by: PrivateKey,
    algorithm: Algorithm,
    validity: tuple[datetime, datetime],
    is_authority: bool,
    serial: int | None = None,
    extended_usage: str | None = None,
    authority: PrivateKey | None = None,
) -> bytes:
    unused = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
    )
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
        **unused,
    )
    issued_with = (authority or key).public_key()
    building = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(serial or x509.random_serial_number())
        .not_valid_before(validity[0])
        .not_valid_after(validity[1])
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issued_with), critical=False)
    )
    if is_authority:
        building = building.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    if extended_usage:
        purpose = x509.ExtendedKeyUsage([x509.ObjectIdentifier(extended_usage)])
        building = building.add_extension(purpose, critical=True)
    made = building.sign(by, _HOW[algorithm].for_certificates(), rsa_padding=_padding(algorithm))
    return made.public_bytes(serialization.Encoding.DER)
