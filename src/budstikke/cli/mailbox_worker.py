"""
Look after the mailbox's contents: renew archive time stamps before they end. Many may run at once.

What is due is found by date in the mailbox's own database, so one that was away for a month does the same afterwards.
The stamps are those of this installation, or of the authority BUDSTIKKE_TIME_STAMP_URL names.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter

from budstikke.cli import post
from budstikke.kit import clock
from budstikke.kit.installation import data_folder
from budstikke.kit.reseal_in_background import reseal_for_a_while
from budstikke.proof.trust import Trust

HELP = "renew the time stamps of what lies in the mailbox, until stopped"
EXAMPLES = ("budstikke mailbox-worker --once",)
_LOOK_SECONDS = 60.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--once", action="store_true", help="stop when nothing is due, and print what was done"
    )


def run(arguments: argparse.Namespace) -> int:
    """Renew what is due; with --once returns 1 when something was refused or no stamp was to be had."""
    # This command works in the mailbox's database, whatever service the caller's settings name.
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.mailbox"
    post.set_up_django()
    from django.db import DatabaseError, connection

    from budstikke.mailbox.actions.renew_contents import NoStamp, Outcome

    while True:
        done: Counter[Outcome] = Counter()
        unstamped = False
        try:
            while found := _round():
                done += found
        except NoStamp as reason:
            unstamped = True
            print(f"not renewed, and tried again: {reason}", file=sys.stderr, flush=True)
        except DatabaseError as error:
            if arguments.once:
                raise
            # Only the kind of fault: a driver's message may repeat what was to be written.
            print(f"the database failed ({type(error).__name__}); tried again", file=sys.stderr, flush=True)
            connection.close()
        if arguments.once:
            print(json.dumps({outcome.value: done[outcome] for outcome in Outcome}))
            return 1 if unstamped or done[Outcome.REFUSED] else 0
        if done:
            print(dict(done), file=sys.stderr, flush=True)
        reseal_for_a_while("mailbox", ["data"], now=clock.now())
        time.sleep(_LOOK_SECONDS)


def _round() -> Counter:  # type: ignore[type-arg]
    from budstikke.mailbox.actions.renew_contents import renew_contents

    return renew_contents(stamp=_stamp, trust=_trust, now=clock.now())


def _stamp(pdf: bytes) -> bytes:
    from budstikke.mailbox.actions.renew_contents import NoStamp, NotStampable
    from budstikke.post.channels import chosen
    from budstikke.post.channels.errors import Rejected, Unreachable

    try:
        return chosen.sealer().renew_pdf(pdf, now=clock.now())
    except Unreachable as error:
        raise NoStamp(str(error)) from error
    except Rejected as error:
        raise NotStampable(str(error)) from error


def _trust() -> Trust:
    from budstikke.post.channels import chosen

    own = chosen.sealer().trust_pem(now=clock.now())
    return Trust.from_pem(
        own, *(path.read_bytes() for path in sorted((data_folder() / "trust").glob("*.pem")))
    )
