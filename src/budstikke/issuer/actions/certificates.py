"""Certificates of our authority: issued to means, listed when revoked, answered about one by one."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

from budstikke.issuer.actions.sealed_eids import (
    open_certificate,
    organisation_of,
    particulars_of,
    seal_certificate,
)
from budstikke.issuer.channels import chosen
from budstikke.issuer.channels.authority import Revoked
from budstikke.issuer.channels.authority_root import root_list
from budstikke.issuer.records.models import Eid, IssuedCertificate, Means

_PSEUDONYM_DIGITS = 16


def certify(means: Means, *, key: ec.EllipticCurvePublicKey, now: datetime) -> x509.Certificate:
    """Issue the certificate of means that are saved."""
    issued = chosen.authority().issue(
        subject=_subject(means.eid), key=key, now=now, ends_at=means.eid.expires_at
    )
    made = issued.certificate
    serial = f"{made.serial_number:x}"
    IssuedCertificate.objects.create(
        serial=serial,
        means=means,
        issuing_key=issued.number,
        content_sealed=seal_certificate(made.public_bytes(Encoding.DER), serial=serial),
        issued_at=now,
        expires_at=means.eid.expires_at,
    )
    return made


def certificate_of(means: Means) -> tuple[IssuedCertificate, x509.Certificate] | None:
    """Return the newest certificate of means."""
    row = means.certificates.order_by("-id").first()
    return None if row is None else (row, _opened(row))


def revocation_list(of: int | None = None, *, now: datetime) -> bytes | None:
    """
    Return the list of revoked certificates that have not expired, DER; each issuing key has its own.

    `of` is the number of the key, the present one where none is named. Returns None where there is no such key.
    """
    authority = chosen.authority()
    number = of or authority.present(now=now)
    if authority.issuing(number, now=now) is None:
        return None
    # A number that only grows: the seconds of its moment.
    return authority.revocation_list(
        revoked_of(number, now=now), of=number, list_number=int(now.timestamp()), now=now
    )


def revoked_of(number: int, *, now: datetime) -> list[Revoked]:
    """Return what the list of an issuing key holds."""
    listed = IssuedCertificate.objects.filter(
        revoked_at__isnull=False, expires_at__gt=now, issuing_key=number
    )
    return [_line(row) for row in listed.order_by("id")]


def root_revocation_list(*, now: datetime) -> bytes | None:
    """Return the list of issuing keys that the root has withdrawn, DER; None where none was brought in yet."""
    authority = chosen.authority()
    authority.root(now=now)
    listed = root_list(authority.keys, now=now)
    return listed.public_bytes(Encoding.DER) if listed is not None else None


def answer_status(question: bytes, *, now: datetime) -> bytes:
    """
    Return the answer to an OCSP question, DER.

    Reading: about a certificate that we did not issue nothing is said (unauthorized, RFC 6960, 2.3); a guessed serial
    number tells as little.
    """
    try:
        asked = ocsp.load_der_ocsp_request(question)
        serial = f"{asked.serial_number:x}"
    except (ValueError, NotImplementedError):
        return _unsuccessful(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
    authority = chosen.authority()
    row = IssuedCertificate.objects.filter(serial=serial).first()
    if row is None or row.content_sealed is None or authority.asked_of(asked) != row.issuing_key:
        return _unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    if not authority.answers_for(row.issuing_key):
        return _unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    return authority.answer(
        asked,
        of=row.issuing_key,
        certificate=_opened(row),
        revoked=_line(row) if row.revoked_at else None,
        now=now,
    )


def _unsuccessful(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)


def _line(row: IssuedCertificate) -> Revoked:
    assert row.revoked_at is not None
    return Revoked(serial=int(row.serial, 16), at=row.revoked_at, reason=row.revoked_for)


def _opened(row: IssuedCertificate) -> x509.Certificate:
    assert row.content_sealed is not None, "it is not forgotten"
    return x509.load_der_x509_certificate(open_certificate(row.content_sealed, serial=row.serial))


def _subject(eid: Eid) -> x509.Name:
    """
    Return whom a certificate names.

    Reading: a person by name and a number of our own, never the national number: certificates are shown to anybody.
    """
    organisation = organisation_of(eid)
    if organisation:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation["name"]),
                # ETSI EN 319 412-1, 5.1.4: the national trade register, the country, the number.
                x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, f"NTRNO-{organisation['orgnr']}"),
                x509.NameAttribute(NameOID.COMMON_NAME, organisation["name"]),
            ]
        )
    known = particulars_of(eid.customer)
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
            x509.NameAttribute(NameOID.GIVEN_NAME, known["given_names"]),
            x509.NameAttribute(NameOID.SURNAME, known["surname"]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{known['given_names']} {known['surname']}"),
            x509.NameAttribute(
                NameOID.SERIAL_NUMBER, f"UN:NO-{eid.customer.reference.hex[:_PSEUDONYM_DIGITS]}"
            ),
        ]
    )
