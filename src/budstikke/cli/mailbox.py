"""Open mailboxes for organisations, one JSON line each, in the mailbox service's own database."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping

from budstikke.cli import post
from budstikke.cli.reading import NotReadable, opened
from budstikke.formats.malformed import Fault, Malformed
from budstikke.kit.clock import now

HELP = "open mailboxes for organisations"
EXAMPLES = ("budstikke mailbox open organisations.jsonl",)
_FIELDS = ("sender_id", "organisation_number", "name", "public_key")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", choices=["open"], help="what to do")
    parser.add_argument(
        "file",
        help="JSON lines with sender_id, organisation_number, name, public_key (PEM); - for standard input",
    )


def run(arguments: argparse.Namespace) -> int:
    """Open an account for each line; a line that cannot be used is said and the others are opened."""
    try:
        with opened(arguments.file) as stream:
            lines = [line for line in stream.read().decode().splitlines() if line.strip()]
    except (NotReadable, UnicodeDecodeError) as reason:
        print(reason, file=sys.stderr)
        return 2
    # This command works in the mailbox's database, whatever service the caller's settings name.
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.mailbox"
    post.set_up_django()
    failed = 0
    for number, line in enumerate(lines, start=1):
        try:
            print(json.dumps(_open(line)))
        except Malformed as malformed:
            failed = 1
            print(f"line {number}: {malformed}", file=sys.stderr)
    return failed


def _open(line: str) -> Mapping[str, object]:
    from budstikke.mailbox.actions.open_account import open_account

    given = _read(line)
    new = open_account(
        sender_id=int(str(given["sender_id"])),
        organisation_number=str(given["organisation_number"]),
        name=str(given["name"]),
        public_key_pem=str(given["public_key"]),
        now=now(),
    )
    return {"sender_id": given["sender_id"], "opened": new}


def _read(line: str) -> Mapping[str, object]:
    try:
        given = json.loads(line)
    except json.JSONDecodeError as error:
        raise Malformed((Fault(f"character {error.pos + 1}", "NOT_JSON", "write one JSON object"),)) from None
    if not isinstance(given, dict) or sorted(given) != sorted(_FIELDS):
        raise Malformed((Fault("line", "FIELDS", f"must have exactly {', '.join(_FIELDS)}"),))
    if not str(given["sender_id"]).isdecimal():
        raise Malformed((Fault("sender_id", "BAD_VALUE", "must be a positive whole number"),))
    return given
