"""
The root of the issuer's authority, where its key is kept: make it, certify an issuing key, list what is withdrawn.

For a machine without a network, in a ceremony: no database, no settings, no installation is asked for. The passphrase
of the key is one line of standard input. What is to be carried to the issuer are root.pem, root.crl and the
certificates that `sign` writes; `budstikke keys bring` takes them there.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from budstikke.cli.verbs import add_verbs
from budstikke.issuer.channels.authority_keys import Held
from budstikke.issuer.channels.root import (
    make_root,
    number_of_list,
    sign_issuing,
    sign_root_list,
    withdrawn_line,
)
from budstikke.kit.clock import now
from budstikke.kit.installation import write_once, write_whole

HELP = "the issuer's root where its key is kept: make it, sign an issuing key, list what is withdrawn"
EXAMPLES = (
    'budstikke issuer-root make --folder root --name "Eksempel eID AS" < passphrase',
    "budstikke issuer-root list --folder root --withdraw issuing-1.pem < passphrase",
)
_REASONS = ("key_compromise", "superseded", "cessation_of_operation")
_SHORTEST = 12
_BACKDATED = timedelta(hours=1)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    rows = (
        ("make", _make, "make the root's key, its certificate and its first list"),
        ("sign", _sign, "certify an issuing key that `keys request` asked for"),
        ("list", _list, "sign the next list, with what is withdrawn"),
    )
    verbs = add_verbs(parser, rows)
    for each in verbs.values():
        each.add_argument(
            "--folder", type=Path, required=True, help="where root.key, root.pem and root.crl lie"
        )
    verbs["make"].add_argument("--name", required=True, help="who the issuer is, as in its certificates")
    verbs["sign"].add_argument("request", type=Path, help="what `keys request` wrote")
    verbs["sign"].add_argument(
        "--address", required=True, metavar="URL", help="the issuer's public address, where lists are found"
    )
    verbs["sign"].add_argument("--out", type=Path, required=True, metavar="FILE", help="the certificate")
    verbs["list"].add_argument(
        "--withdraw", type=Path, metavar="FILE", help="the certificate of an issuing key"
    )
    verbs["list"].add_argument("--reason", choices=_REASONS, default=_REASONS[0], help="what the list says")


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked and print it as JSON; 1 with the reason where it cannot be."""
    try:
        return int(arguments.run_verb(arguments))
    except (OSError, ValueError, TypeError) as reason:
        print(reason, file=sys.stderr)
        return 1


def _make(asked: argparse.Namespace) -> int:
    key, passphrase = asked.folder / "root.key", _passphrase()
    if len(passphrase) < _SHORTEST:
        raise ValueError(f"the passphrase has fewer than {_SHORTEST} characters")
    if key.exists():
        raise ValueError(f"{key} is there already; a new root begins in an empty folder")
    made = make_root(name=asked.name, now=now(), backdated=_BACKDATED)
    content = made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase))
    write_once(key, content)
    write_whole(asked.folder / "root.pem", made.certificate.public_bytes(Encoding.PEM))
    return _listed(asked.folder, made, [], number=1)


def _sign(asked: argparse.Namespace) -> int:
    root = _root(asked.folder)
    wanted = x509.load_pem_x509_csr(asked.request.read_bytes())
    key = wanted.public_key()
    if not wanted.is_signature_valid or not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("the request is not signed by the key it is for")
    made = sign_issuing(
        root,
        subject=wanted.subject,
        key=key,
        address=f"{asked.address.rstrip('/')}/ca",
        now=now(),
        backdated=_BACKDATED,
    )
    write_whole(asked.out, made.public_bytes(Encoding.PEM))
    told = {"subject": made.subject.rfc4514_string(), "serial": f"{made.serial_number:x}"}
    print(json.dumps({**told, "sha256": made.fingerprint(hashes.SHA256()).hex()}, ensure_ascii=False))
    return 0


def _list(asked: argparse.Namespace) -> int:
    root = _root(asked.folder)
    before = x509.load_der_x509_crl((asked.folder / "root.crl").read_bytes())
    lines = list(before)
    if asked.withdraw:
        named = x509.load_pem_x509_certificate(asked.withdraw.read_bytes())
        named.verify_directly_issued_by(root.certificate)
        if before.get_revoked_certificate_by_serial_number(named.serial_number) is None:
            lines.append(withdrawn_line(named.serial_number, reason=asked.reason, now=now()))
    return _listed(asked.folder, root, lines, number=number_of_list(before) + 1)


def _listed(folder: Path, root: Held, lines: list[x509.RevokedCertificate], *, number: int) -> int:
    made = sign_root_list(root, lines, number=number, now=now())
    write_whole(folder / "root.crl", made.public_bytes(Encoding.DER))
    told = {
        "root": root.certificate.subject.rfc4514_string(),
        "sha256": root.certificate.fingerprint(hashes.SHA256()).hex(),
        "list": number,
        "withdrawn": [f"{line.serial_number:x}" for line in lines],
        "next_list_before": made.next_update_utc.date().isoformat() if made.next_update_utc else None,
    }
    print(json.dumps(told, ensure_ascii=False))
    return 0


def _root(folder: Path) -> Held:
    certificate = x509.load_pem_x509_certificate((folder / "root.pem").read_bytes())
    key = load_pem_private_key((folder / "root.key").read_bytes(), _passphrase())
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError("root.key is not the key of root.pem")
    return Held(key, certificate)


def _passphrase() -> bytes:
    return sys.stdin.readline().rstrip("\n").encode()
