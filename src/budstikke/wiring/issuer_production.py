"""What a production installation of the issuer must be told and given before it starts; every fault at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured

_SETTINGS = {
    "BUDSTIKKE_HOSTS": "the host names to answer to",
    "BUDSTIKKE_ISSUER_URL": "the public address of the issuer, in certificates and messages",
    "BUDSTIKKE_ISSUER_NAME": "who the issuer is, on letters and in certificates",
    "BUDSTIKKE_ISSUER_ORGNR": "the issuer's organisation number",
    "BUDSTIKKE_ISSUER_CUSTOMER": "its customer number with the carrier",
    "BUDSTIKKE_ISSUER_STREET": "where what is returned goes",
    "BUDSTIKKE_ISSUER_POSTCODE": "where what is returned goes",
    "BUDSTIKKE_ISSUER_CITY": "where what is returned goes",
    "BUDSTIKKE_POST_URL": "the carrier's public address",
    "BUDSTIKKE_ISSUER_SFTP": "the carrier's SFTP server",
    "BUDSTIKKE_ISSUER_SFTP_USER": "the issuer's name there",
    "BUDSTIKKE_ISSUER_API_UID": "the issuer's name at the carrier's API",
    "BUDSTIKKE_MAILBOX_URL": "the issuer's digital mailbox",
    "BUDSTIKKE_ISSUER_MAILBOX_SENDER": "its account there",
    "BUDSTIKKE_ISSUER_SMS_URL": "the SMS gateway",
    "BUDSTIKKE_ISSUER_SMS_TOKEN": "the SMS gateway's token",
    "BUDSTIKKE_ISSUER_SMS_NAME": "whom an SMS says it is from",
    "BUDSTIKKE_SMTP_HOST": "the mail server",
    "BUDSTIKKE_ISSUER_MAIL_FROM": "the sender's address of mails",
    "BUDSTIKKE_WRAPPING_KEYS": "the folder of the keys that wrap all others, on another disk or a secret mount",
}
_ENCRYPTED = (
    "BUDSTIKKE_ISSUER_URL",
    "BUDSTIKKE_POST_URL",
    "BUDSTIKKE_MAILBOX_URL",
    "BUDSTIKKE_ISSUER_SMS_URL",
)
# Setting, the file's name in the issuer's folder where it names none, what it holds.
_FILES = (
    ("BUDSTIKKE_ISSUER_WEBHOOK_SECRET_FILE", "webhook-secret", "the secret that the carrier's calls are signed with"),
    ("BUDSTIKKE_ISSUER_API_KEY_FILE", "api-key", "the key to the carrier's API"),
    ("BUDSTIKKE_ISSUER_SFTP_KEY", "sftp-key", "the private key to the carrier's server"),
    ("BUDSTIKKE_ISSUER_SFTP_KNOWN_HOSTS", "known_hosts", "the public keys of the carrier's server"),
    ("BUDSTIKKE_ISSUER_MAILBOX_KEY", "mailbox.pem", "the key to the digital mailbox, registered there"),
    ("BUDSTIKKE_ISSUER_PRINT_CERTIFICATE", "print-house.pem", "the print house's certificate"),
)  # fmt: skip
_SECRETS = frozenset({"webhook-secret", "api-key", "sftp-key", "mailbox.pem"})
_SHORTEST_SECRET = 32
# What everything invented is called; and what RFC 2606 and 6761 keep for examples and for one's own machine.
_INVENTED = ("SPECIMEN", "TEST")
_NOWHERE = (".example", ".test", ".invalid", ".localhost", "localhost", "127.0.0.1", "[::1]")


def demand_issuer_settings(folder: Path, environment: Mapping[str, str] = os.environ) -> None:
    """
    Refuse to start with anything missing, open to others, or of a trial; `folder` is the data folder.

    Raises: ImproperlyConfigured that names every fault.
    """
    faults = [
        *_missing(environment),
        *_of_a_trial(environment),
        *_files(folder / "issuer", environment),
        *_certificates(folder, environment),
        *_authority(folder / "keys" / "issuer-authority"),
    ]
    if faults:
        raise ImproperlyConfigured(
            "a production installation of the issuer needs these (docs/operate.md):\n  " + "\n  ".join(faults)
        )


def _missing(environment: Mapping[str, str]) -> Iterator[str]:
    for name, purpose in _SETTINGS.items():
        if not environment.get(name):
            yield f"{name}: {purpose}"


def _of_a_trial(environment: Mapping[str, str]) -> Iterator[str]:
    for name in _SETTINGS:
        value = environment.get(name, "")
        host = urlsplit(value).hostname or value.rpartition("@")[2].partition(":")[0]
        if any(word in value.split() for word in _INVENTED) or (host and host.endswith(_NOWHERE)):
            yield f"{name}: it is one of a trial"
    for name in _ENCRYPTED:
        if environment.get(name) and urlsplit(environment[name]).scheme != "https":
            yield f"{name}: it begins with https"
    wrapping, data = environment.get("BUDSTIKKE_WRAPPING_KEYS"), environment.get("BUDSTIKKE_DATA")
    if wrapping and data and Path(wrapping).absolute().is_relative_to(Path(data).absolute()):
        yield "BUDSTIKKE_WRAPPING_KEYS: it lies beside what it wraps; whoever copies one folder has both"


def _files(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    for setting, name, purpose in _FILES:
        path = Path(environment.get(setting) or folder / name)
        if not path.is_file():
            yield f"{setting}: {purpose} (there is no {path})"
        elif name in _SECRETS and path.stat().st_mode & 0o077:
            yield f"{setting}: {path} is open to others than its owner"
        elif name in ("webhook-secret", "api-key") and len(path.read_bytes().strip()) < _SHORTEST_SECRET:
            yield f"{setting}: {path} holds fewer than {_SHORTEST_SECRET} characters"


def _authority(folder: Path) -> Iterator[str]:
    """Name what the ceremony has not brought in yet, and a root's key that has no business here."""
    for name, what in (
        ("root.pem", "the root's certificate"),
        ("root.crl", "the root's list"),
        ("issuing-1.pem", "an issuing key's certificate"),
    ):
        if not (folder / name).is_file():
            yield f"BUDSTIKKE_DATA: {what}, by `budstikke keys bring` (there is no {folder / name})"
    if (folder / "root.key").exists():
        yield f"BUDSTIKKE_DATA: {folder / 'root.key'} is a root's private key; it is kept elsewhere"


def _certificates(folder: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Name certificates of a trial, which anybody can make who has this program."""
    trust = Path(environment.get("BUDSTIKKE_ISSUER_TRUST") or folder / "issuer" / "trust")
    roots = sorted(trust.glob("*.pem"))
    if not roots:
        yield f"BUDSTIKKE_ISSUER_TRUST: the carrier's roots, got by a way you trust (none in {trust})"
    printing = environment.get("BUDSTIKKE_ISSUER_PRINT_CERTIFICATE") or folder / "issuer" / "print-house.pem"
    named = [
        *(("BUDSTIKKE_ISSUER_TRUST", path) for path in roots),
        ("BUDSTIKKE_ISSUER_PRINT_CERTIFICATE", Path(printing)),
        ("BUDSTIKKE_DATA", folder / "keys" / "issuer-authority" / "root.pem"),
    ]
    for setting, path in named:
        if path.is_file() and (fault := _invented(path.read_bytes())):
            yield f"{setting}: {path} {fault}"


def _invented(content: bytes) -> str:
    """Say what is wrong with certificates: not readable as such, or a trial's; empty when nothing is."""
    if b"CERTIFICATE-----" not in content:
        # A revocation list may lie beside the roots.
        return "" if b"X509 CRL-----" in content else "holds no certificate"
    try:
        certificates = x509.load_pem_x509_certificates(content)
    except ValueError:
        return "holds a certificate that cannot be read"
    names = [
        str(each.value)
        for certificate in certificates
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for each in certificate.subject.get_attributes_for_oid(kind)
    ]
    return (
        "is a certificate of a trial"
        if any(word in name.split() for name in names for word in _INVENTED)
        else ""
    )
