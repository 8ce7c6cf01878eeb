"""Making the issuer of a test installation a customer of its carrier: SFTP, API key, mailbox, print house."""

from __future__ import annotations

import secrets
from pathlib import Path

from budstikke.cli import print_house
from budstikke.cli.processes import Ports
from budstikke.cli.seeding import mailbox_key
from budstikke.kit.clock import now
from budstikke.kit.installation import data_folder, write_once, write_whole

CUSTOMER, ORGNR = "10009999991", "310000019"
_SFTP_USER, _API_UID = "eid", "eid@issuer.example"


def seed_issuer(ports: Ports) -> None:
    """
    Register what the issuer proves itself by at the carrier, and give it what it needs; safe to repeat.

    Reading: in life each of these is agreed on once, by a way both trust.
    """
    import asyncssh

    from budstikke.post.actions.senders.api_keys import register_api_key
    from budstikke.post.actions.senders.sftp_users import register_sftp_user
    from budstikke.post.channels import chosen
    from budstikke.post.doors.edi.sftp_server import host_keys
    from budstikke.post.terms.roles import Role

    folder = data_folder() / "issuer"
    key = folder / "sftp-key"
    if not key.exists():
        write_once(key, asyncssh.generate_private_key("ssh-ed25519").export_private_key())
    fingerprint = asyncssh.read_private_key(str(key)).get_fingerprint()
    register_sftp_user(CUSTOMER, name=_SFTP_USER, password=None, fingerprints=[fingerprint], now=now())
    hosts = "".join(
        f"[{host}]:{ports.sftp} {each.export_public_key().decode()}"
        for each in host_keys()
        for host in ("127.0.0.1", "localhost")
    )
    write_whole(folder / "known_hosts", hosts.encode())
    if not (folder / "api-key").exists():
        made = register_api_key(
            CUSTOMER, uid=_API_UID, label="Eksempel-ID", roles=[Role.ORDERS, Role.REPORTS], now=now()
        )
        assert made is not None, "the example's sender was entered before"
        write_once(folder / "api-key", made.encode())
    _once(folder / "webhook-secret", secrets.token_urlsafe(32))
    _once(folder / "payments-key", secrets.token_urlsafe(32))
    write_whole(folder / "mailbox.pem", mailbox_key(ORGNR).read_bytes())
    write_whole(folder / "print-house.pem", print_house.certificate().encode())
    # In life these roots are taken over once, by a way both trust, and not from whoever seals by them.
    write_whole(folder / "trust" / "carrier.pem", chosen.sealer().trust_pem(now=now()))


def _once(path: Path, content: str) -> None:
    if not path.exists():
        write_once(path, content.encode())
