"""
Let a sender's programs in by SFTP, list who is let in, and take them back.

A password is one line of standard input; of a key only its fingerprint is kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from budstikke.cli import post
from budstikke.kit.clock import now

HELP = "let senders' programs in by SFTP"
EXAMPLES = (
    "budstikke sftp-user add 10009999991 orders --key id_ed25519.pub",
    "budstikke sftp-user revoke orders",
)


class _NotDone(Exception):
    pass


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="let somebody in; a known name gets what is given here instead")
    add.add_argument("customer", help="the sender's customer number")
    add.add_argument("name", help="the name to sign in under")
    add.add_argument("--password", action="store_true", help="read a password, one line of standard input")
    add.add_argument(
        "--key", action="append", default=[], metavar="FILE", help="a public key as OpenSSH writes it"
    )
    verbs.add_parser("list", help="say whom a sender has let in").add_argument(
        "customer", help="the sender's customer number"
    )
    verbs.add_parser("revoke", help="let somebody in no more").add_argument(
        "name", help="the name it signs in under"
    )


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked and print it as JSON; 1 when there was nothing to do it to."""
    post.set_up()
    try:
        answer = {"add": _add, "list": _list, "revoke": _revoke}[arguments.verb](arguments)
    except _NotDone as trouble:
        print(trouble, file=sys.stderr)
        return 1
    print(json.dumps(answer, default=str, ensure_ascii=False))
    return 0


def _add(asked: argparse.Namespace) -> object:
    import asyncssh

    from budstikke.post.actions.senders.sftp_users import NotAnSftpUser, register_sftp_user

    password = sys.stdin.readline().rstrip("\n") if asked.password else None
    try:
        keys = [
            key
            for file in asked.key
            for key in asyncssh.load_public_keys(Path(file).read_bytes().splitlines())
        ]
        fingerprints = [key.get_fingerprint() for key in keys]
        made = register_sftp_user(
            asked.customer, name=asked.name, password=password, fingerprints=fingerprints, now=now()
        )
    except (OSError, asyncssh.KeyImportError) as error:
        raise _NotDone(f"a public key cannot be read: {error}") from None
    except NotAnSftpUser as error:
        raise _NotDone(str(error)) from None
    if not made:
        raise _NotDone("nobody has this customer number")
    return {"name": asked.name, "password": password is not None, "keys": fingerprints}


def _list(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.senders.sftp_users import sftp_users_of_sender

    return [
        {
            "name": each.name,
            "password": bool(each.password_hash),
            "keys": each.key_fingerprints,
            "created_at": each.created_at,
            "revoked_at": each.revoked_at,
        }
        for each in sftp_users_of_sender(asked.customer)
    ]


def _revoke(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.senders.sftp_users import revoke_sftp_user

    if not revoke_sftp_user(asked.name, now=now()):
        raise _NotDone("there is no such user, or it was done before")
    return {"revoked": asked.name}
