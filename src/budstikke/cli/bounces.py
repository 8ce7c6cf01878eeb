"""
Read mails that came back, and have the recipients told on the next channel.

A mail server hands each over by a pipe (`budstikke bounces -`), or puts them into a Maildir, which is emptied. A mail
that is only late changes nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from budstikke.cli import post
from budstikke.formats.bounce import read_bounce
from budstikke.formats.malformed import Malformed
from budstikke.kit.clock import now

HELP = "read mails that came back, and tell the recipients otherwise"
EXAMPLES = (
    "budstikke bounces /var/mail/bounces",
    "budstikke bounces - < mail.eml",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a mail, a Maildir, or - for standard input")


def run(arguments: argparse.Namespace) -> int:
    """Print what became of each, a line of JSON each; exit code 1 if one cannot be read or is none of ours."""
    post.set_up()
    well = True
    for named in arguments.files:
        for mail, content in _mails(named):
            told = _noted(content)
            print(json.dumps(told), flush=True)
            well = well and "error" not in told and bool(told["known"])
            if mail is not None:
                # Read mails lie in `cur`; whoever keeps the Maildir empties it.
                mail.rename(mail.parent.parent / "cur" / f"{mail.name}:2,S")
    return 0 if well else 1


def _mails(named: str) -> Iterator[tuple[Path | None, bytes]]:
    if named == "-":
        yield None, sys.stdin.buffer.read()
    elif (waiting := Path(named) / "new").is_dir():
        for mail in sorted(waiting.iterdir()):
            yield mail, mail.read_bytes()
    else:
        yield None, Path(named).read_bytes()


def _noted(content: bytes) -> dict[str, object]:
    from budstikke.post.actions.telling.note_receipt import Receipt, note_receipt
    from budstikke.post.channels.bounce_address import is_ours

    try:
        bounce = read_bounce(content)
    except Malformed as bad:
        return {"error": str(bad)}
    if not is_ours(bounce.key, tag=bounce.tag):
        # Anybody can write a notification; only who had our mail knows the address it returns to.
        return {"key": bounce.key, "error": "the address it came back to is not of our making"}
    told = {"key": bounce.key, "action": bounce.action, "status": bounce.status}
    if bounce.action not in ("failed", "delivered"):
        return {**told, "known": True}
    receipt = Receipt(
        key=bounce.key,
        channel="email",
        delivered=bounce.action == "delivered",
        code=bounce.status if bounce.action == "failed" else "",
    )
    return {**told, "known": note_receipt(receipt, now=now())}
