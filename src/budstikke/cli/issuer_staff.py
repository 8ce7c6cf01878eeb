"""
Invite people to work for the issuer, list them, and note when they leave.

Whoever is invited takes it on My Page, signed in with an eID of their own, by the code that is printed here once; then
a lead who is somebody else confirms. The first of all has nobody who could, and works here at once. Invited again under
the same pseudonym, somebody works in the roles that are named then.
"""

from __future__ import annotations

import argparse
import json
import os
import sys

from budstikke.cli import post
from budstikke.cli.verbs import add_verbs
from budstikke.issuer.terms.staff import StaffRole
from budstikke.kit.clock import now

HELP = "invite people to work for the issuer, list them, note when they leave"
EXAMPLES = (
    "budstikke issuer-staff invite lead-1 --role lead",
    "budstikke issuer-staff leave support-4",
)
_LONGEST = 40


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    rows = (
        ("invite", _invite, "print the one-time code of an invitation"),
        ("list", _list, "say who works here, in which roles, and who is invited"),
        ("leave", _leave, "note that somebody has left, at once"),
    )
    verbs = add_verbs(parser, rows)
    for name in ("invite", "leave"):
        verbs[name].add_argument(
            "pseudonym", help="what customers and records know them by, such as support-4"
        )
    verbs["invite"].add_argument(
        "--role",
        action="append",
        required=True,
        choices=[role.value for role in StaffRole],
        help="what they may do, as often as wanted",
    )


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked and print it as JSON; 1 when there was nothing to do it to, 2 when it cannot be."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.issuer"
    post.set_up_django()
    return int(arguments.run_verb(arguments))


def _invite(asked: argparse.Namespace) -> int:
    from django.conf import settings

    from budstikke.issuer.actions.staff_people import invite

    if not (asked.pseudonym.isprintable() and 0 < len(asked.pseudonym) <= _LONGEST):
        print(f"a pseudonym has 1 to {_LONGEST} characters that can be printed", file=sys.stderr)
        return 2
    made = invite(asked.pseudonym, roles=frozenset(map(StaffRole, asked.role)), now=now())
    told = {
        "pseudonym": made.pseudonym,
        "roles": sorted(made.roles),
        "code": made.code,
        "address": f"{settings.PUBLIC_URL}/my/invitation/",
        "good_until": made.good_until.isoformat(timespec="minutes"),
    }
    print(json.dumps(told, ensure_ascii=False))
    return 0


def _list(asked: argparse.Namespace) -> int:
    del asked  # nothing is asked
    from budstikke.issuer.actions.staff_people import people

    print(json.dumps(people(now=now()), default=str, ensure_ascii=False, indent=1))
    return 0


def _leave(asked: argparse.Namespace) -> int:
    from budstikke.issuer.actions.staff_people import leave

    if not leave(asked.pseudonym, now=now()):
        print("nobody works here or is invited under that pseudonym", file=sys.stderr)
        return 1
    print(json.dumps({"left": asked.pseudonym}, ensure_ascii=False))
    return 0
