"""
Enter the people of a sender who use the portal, list them, and note when they leave.

A password is read from standard input and kept as a hash; the second factor is made at the first sign-in.
"""

from __future__ import annotations

import argparse
import json
import sys

from budstikke.cli import post
from budstikke.kit.clock import now
from budstikke.post.terms.roles import Role

HELP = "enter the people of a sender who sign in to the portal"
EXAMPLES = (
    "budstikke portal-user add 10009999991 kari --role owner < password.txt",
    "budstikke portal-user list 10009999991",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="enter somebody; the password is one line of standard input")
    add.add_argument("customer", help="the sender's customer number")
    add.add_argument("username", help="the name to sign in under")
    add.add_argument(
        "--role",
        action="append",
        choices=[role.value for role in Role],
        help="what they may do, as often as wanted (default: owner)",
    )
    verbs.add_parser("list", help="say who a sender's people are").add_argument(
        "customer", help="the sender's customer number"
    )
    verbs.add_parser("leave", help="note that somebody has left").add_argument(
        "username", help="the name they sign in under"
    )


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked and print it as JSON; 1 when there was nothing to do it to, 2 when it cannot be."""
    post.set_up()
    from budstikke.post.actions.senders.portal_users import NotAPortalUser

    verbs = {"add": _add, "list": _list, "leave": _leave}
    try:
        answer = verbs[arguments.verb](arguments)
    except NotAPortalUser as fault:
        print(fault, file=sys.stderr)
        return 2
    if answer is None:
        print("there is no such sender or user, or it was done before", file=sys.stderr)
        return 1
    print(json.dumps(answer, default=str, ensure_ascii=False))
    return 0


def _add(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.senders.portal_users import register_portal_user

    roles = [Role(name) for name in asked.role or [Role.OWNER]]
    password = sys.stdin.readline().rstrip("\n")
    if not register_portal_user(asked.customer, username=asked.username, password=password, roles=roles):
        return None
    return {"username": asked.username, "roles": roles}


def _list(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.senders.portal_users import portal_users_of

    return [
        {"username": each.user.get_username(), "roles": each.roles.split(), "left_at": each.left_at}
        for each in portal_users_of(asked.customer)
    ]


def _leave(asked: argparse.Namespace) -> object:
    from budstikke.post.actions.senders.portal_users import portal_user_leaves

    return {"left": asked.username} if portal_user_leaves(asked.username, now=now()) else None
