"""
The root of the authority as far as it lies here: its list, and what is brought in from where its key is kept.

What is brought in is looked at before it is believed: that the root signed it, that it is in force, that it is for a
key of ours, that no list is older than the one before.
"""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from budstikke.issuer.channels.authority import LocalAuthority, RootIsElsewhere
from budstikke.issuer.channels.authority_keys import AuthorityKeys
from budstikke.issuer.channels.root import named, number_of_list, sign_root_list, withdrawn_line


class NotTaken(Exception):
    """What was brought is not taken; the message says why."""


def root_list(keys: AuthorityKeys, *, now: datetime) -> x509.CertificateRevocationList | None:
    """
    Return the list of issuing keys that the root has withdrawn; None where none was brought yet.

    Reading: where the root's key lies here, a list that is not in force on the day is followed by one that is.
    """
    listed = keys.list_of("root")
    if not keys.holds("root") or (listed is not None and _in_force(listed, now)):
        return listed
    with keys.changing():
        return _next_list(keys, keys.list_of("root"), [], now=now)


def withdraw(keys: AuthorityKeys, number: int, *, reason: str, now: datetime) -> int:
    """
    Put an issuing key on the root's list; returns the serial number of its certificate.

    Raises: RootIsElsewhere; NotTaken where there is no such key.
    """
    if not keys.holds("root"):
        raise RootIsElsewhere
    if not keys.has(f"issuing-{number}"):
        raise NotTaken(f"there is no issuing key {number}")
    serial = keys.certificate(f"issuing-{number}").serial_number
    with keys.changing():
        _next_list(keys, keys.list_of("root"), [withdrawn_line(serial, reason=reason, now=now)], now=now)
    return serial


def request_issuing(keys: AuthorityKeys, *, name: str) -> x509.CertificateSigningRequest:
    """Make the next issuing key, which signs nothing yet, and ask for its certificate; asked twice, it is one key."""
    with keys.changing():
        waiting = _waiting(keys)
        if not keys.holds(waiting):
            keys.keep_key(waiting, ec.generate_private_key(ec.SECP256R1()))
    asked = x509.CertificateSigningRequestBuilder().subject_name(named(name, waiting))
    return asked.sign(keys.key(waiting), hashes.SHA256())


def bring(authority: LocalAuthority, content: bytes, *, now: datetime) -> str:
    """
    Take what comes from where the root is kept, PEM or DER: its certificate, an issuing certificate, its list.

    Returns: the name under which it was taken.
    Raises:  NotTaken.
    """
    keys = authority.keys
    made = _read(content)
    if isinstance(made, x509.CertificateRevocationList):
        return _bring_list(keys, made, now=now)
    if made.subject == made.issuer:
        return _bring_root(keys, made, now=now)
    name = _bring_issuing(keys, made, now=now)
    authority.answer_for(int(name.rpartition("-")[2]), now=now)
    return name


def _read(content: bytes) -> x509.Certificate | x509.CertificateRevocationList:
    armoured = content.lstrip().startswith(b"-----")
    readers = (
        (x509.load_pem_x509_certificate, x509.load_pem_x509_crl)
        if armoured
        else (x509.load_der_x509_certificate, x509.load_der_x509_crl)
    )
    for read in readers:
        try:
            return read(content)
        except ValueError:
            continue
    raise NotTaken("it is neither a certificate nor a revocation list")


def _bring_root(keys: AuthorityKeys, made: x509.Certificate, *, now: datetime) -> str:
    if keys.has("root"):
        if keys.certificate("root") == made:
            return "root"
        raise NotTaken("there is another root here; a new one begins in an empty folder")
    _signed_by(made, made)
    _certifies(made, path_length=None, now=now)
    keys.keep_certificate("root", made)
    return "root"


def _bring_issuing(keys: AuthorityKeys, made: x509.Certificate, *, now: datetime) -> str:
    root, listed = _root(keys), keys.list_of("root")
    _signed_by(made, root)
    _certifies(made, path_length=0, now=now)
    if listed is not None and listed.get_revoked_certificate_by_serial_number(made.serial_number):
        raise NotTaken("the root's list names it as withdrawn")
    with keys.changing():
        waiting = _waiting(keys)
        if keys.holds(waiting) and keys.key(waiting).public_key() == made.public_key():
            keys.keep_certificate(waiting, made)
            return waiting
    known = next((row.name for row in keys.listed() if row.certificate == made), "")
    if not known:
        raise NotTaken("it is for no key that was asked for here: `budstikke keys request issuer-issuing`")
    return known


def _bring_list(keys: AuthorityKeys, made: x509.CertificateRevocationList, *, now: datetime) -> str:
    key, before = _root(keys).public_key(), keys.list_of("root")
    assert isinstance(key, ec.EllipticCurvePublicKey), "no others are taken"
    if not made.is_signature_valid(key):
        raise NotTaken("the root did not sign this list")
    if not _in_force(made, now):
        raise NotTaken(f"the list is in force from {made.last_update_utc} to {made.next_update_utc}")
    if before is not None and number_of_list(made) < number_of_list(before):
        raise NotTaken(f"it is older than the list here, number {number_of_list(before)}")
    keys.keep_list("root", made)
    return "root list"


def _root(keys: AuthorityKeys) -> x509.Certificate:
    if not keys.has("root"):
        raise NotTaken("bring the root's own certificate first")
    return keys.certificate("root")


def _signed_by(made: x509.Certificate, root: x509.Certificate) -> None:
    try:
        made.verify_directly_issued_by(root)
    except (InvalidSignature, ValueError, TypeError):
        raise NotTaken("the root did not sign it") from None


def _certifies(made: x509.Certificate, *, path_length: int | None, now: datetime) -> None:
    try:
        may = made.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        may = x509.BasicConstraints(ca=False, path_length=None)
    if (
        not may.ca
        or may.path_length != path_length
        or not isinstance(made.public_key(), ec.EllipticCurvePublicKey)
    ):
        raise NotTaken("it is not a certificate of that kind")
    if not made.not_valid_before_utc <= now <= made.not_valid_after_utc:
        raise NotTaken(f"it holds from {made.not_valid_before_utc} to {made.not_valid_after_utc}")


def _waiting(keys: AuthorityKeys) -> str:
    return f"issuing-{max(keys.numbers('issuing'), default=0) + 1}"


def _in_force(listed: x509.CertificateRevocationList, now: datetime) -> bool:
    return listed.last_update_utc <= now and (listed.next_update_utc is None or now < listed.next_update_utc)


def _next_list(
    keys: AuthorityKeys,
    before: x509.CertificateRevocationList | None,
    more: list[x509.RevokedCertificate],
    *,
    now: datetime,
) -> x509.CertificateRevocationList:
    lines, number = (list(before), number_of_list(before)) if before is not None else ([], 0)
    named_before = {line.serial_number for line in lines}
    lines += [line for line in more if line.serial_number not in named_before]
    made = sign_root_list(keys.held("root"), lines, number=number + 1, now=now)
    keys.keep_list("root", made)
    return made


def as_pem(made: x509.CertificateSigningRequest) -> str:
    """Return a request as it is carried to where the root is kept."""
    return made.public_bytes(Encoding.PEM).decode("ascii")
