"""
Register the programs of a sender's that sign their requests for access, list them and take them back.

Only public keys are taken, as JWK (RFC 7517): one, or a set under `keys`.
"""

from __future__ import annotations

import argparse
import json
import sys
from uuid import UUID

from budstikke.cli import post
from budstikke.cli.reading import NotReadable, opened
from budstikke.kit.clock import now
from budstikke.post.terms.scopes import Scope

HELP = "register programs that sign their requests for access"
EXAMPLES = ("budstikke api-client add 10009999991 --keys public.jwk --scope budstikke:letters.read",)


class _NotDone(Exception):
    pass


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="register a program; prints the client_id it signs with")
    add.add_argument("customer", help="the sender's customer number")
    add.add_argument(
        "--keys", required=True, metavar="FILE", help="its public keys as JSON; - for standard input"
    )
    add.add_argument("--label", default="", help="what the sender calls it")
    add.add_argument(
        "--scope",
        action="append",
        required=True,
        choices=[scope.value for scope in Scope],
        help="what it may ask for, as often as wanted",
    )
    verbs.add_parser("list", help="say which programs a sender has").add_argument(
        "customer", help="the sender's customer number"
    )
    verbs.add_parser("revoke", help="give a program no more tokens").add_argument(
        "client_id", type=UUID, help="as add printed it"
    )


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked and print it as JSON; 1 when there was nothing to do it to."""
    post.set_up()
    try:
        answer = {"add": _add, "list": _list, "revoke": _revoke}[arguments.verb](arguments)
    except (_NotDone, NotReadable) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    print(json.dumps(answer, default=str, ensure_ascii=False))
    return 0


def _add(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.senders.api_clients import NotAClient, register_api_client

    with opened(asked.keys) as stream:
        try:
            said = json.load(stream)
            keys = said.get("keys", [said])
        except (ValueError, AttributeError):
            raise _NotDone("the keys are no JSON object") from None
    try:
        client_id = register_api_client(
            asked.customer, label=asked.label, public_keys=keys, scopes=map(Scope, asked.scope), now=now()
        )
    except NotAClient as error:
        raise _NotDone(str(error)) from None
    if client_id is None:
        raise _NotDone("nobody has this customer number")
    return {"client_id": client_id, "scopes": asked.scope}


def _list(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.senders.api_clients import api_clients_of_sender

    return [
        {
            "client_id": each.client_id,
            "label": each.label,
            "kids": [key["kid"] for key in each.public_keys],
            "scopes": each.scopes.split(),
            "created_at": each.created_at,
            "revoked_at": each.revoked_at,
        }
        for each in api_clients_of_sender(asked.customer)
    ]


def _revoke(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.senders.api_clients import revoke_api_client

    if not revoke_api_client(asked.client_id, now=now()):
        raise _NotDone("there is no such program, or it was done before")
    return {"revoked": asked.client_id}
