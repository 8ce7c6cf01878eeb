"""
Give a sender's programs keys to the APIs, list them and take them back.

A key is printed once and kept nowhere.
"""

from __future__ import annotations

import argparse
import json
import sys

from budstikke.cli import post
from budstikke.kit.clock import now
from budstikke.post.terms.roles import Role

HELP = "give senders' programs keys to the APIs"
EXAMPLES = (
    "budstikke api-key add 10009999991 --uid orders@sender.example",
    "budstikke api-key list 10009999991",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="print a new key of a sender")
    add.add_argument("customer", help="the sender's customer number")
    add.add_argument("--uid", required=True, help="the name it is used under, such as orders@example.no")
    add.add_argument("--label", default="", help="what the sender calls it")
    add.add_argument(
        "--role",
        action="append",
        choices=[role.value for role in Role],
        help="what it may do, as often as wanted (default: owner)",
    )
    verbs.add_parser("list", help="say which keys a sender has").add_argument(
        "customer", help="the sender's customer number"
    )
    verbs.add_parser("revoke", help="take a key back").add_argument(
        "id", type=int, help="the number list prints"
    )


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked and print it as JSON; 1 when there was nothing to do it to."""
    post.set_up()
    verbs = {"add": _add, "list": _list, "revoke": _revoke}
    answer = verbs[arguments.verb](arguments)
    if answer is None:
        print("there is no such sender or key, or it was done before", file=sys.stderr)
        return 1
    print(json.dumps(answer, default=str, ensure_ascii=False))
    return 0


def _add(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.senders.api_keys import register_api_key

    roles = [Role(name) for name in asked.role or [Role.OWNER]]
    key = register_api_key(asked.customer, uid=asked.uid, label=asked.label, roles=roles, now=now())
    return key and {"uid": asked.uid, "key": key, "roles": roles}


def _list(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.senders.api_keys import api_keys_of_sender

    return [
        {
            "id": each.id,
            "uid": each.uid,
            "label": each.label,
            "roles": each.roles.split(),
            "created_at": each.created_at,
            "revoked_at": each.revoked_at,
        }
        for each in api_keys_of_sender(asked.customer)
    ]


def _revoke(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.senders.api_keys import revoke_api_key

    return {"revoked": asked.id} if revoke_api_key(asked.id, now=now()) else None
