"""
Test letters of our own, through the same doors as everybody's: set them up, send one, carry them, look at them.

The worker sends one every BUDSTIKKE_CANARY_MINUTES and carries them by itself. They are never billed and stand in no
figure of real letters.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import timedelta

from budstikke.cli import post
from budstikke.kit.clock import now, today

HELP = "test letters of our own: set up, send, carry on, list"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    set_up = verbs.add_parser("set-up", help="enter the sender of test letters: the carrier itself")
    set_up.add_argument("--outlet", type=int, required=True, help="unit number of the outlet they go to")
    set_up.add_argument("--prefix", default="RR", help="of their letter numbers")
    set_up.add_argument("--first", type=int, default=99_000_000, metavar="SERIAL")
    set_up.add_argument("--last", type=int, default=99_999_999, metavar="SERIAL")
    verbs.add_parser("send", help="leave the order of one at the EDI door")
    verbs.add_parser("tend", help="carry those under way a step further, and tell of late ones")
    verbs.add_parser("list", help="print those of the last day")


def run(arguments: argparse.Namespace) -> int:
    """Print what was done as JSON; exit code 1 when one is late, or there is no sender for them."""
    post.set_up()
    verbs = {"set-up": _set_up, "send": _send, "tend": _tend, "list": _list}
    return verbs[arguments.verb](arguments)


def _set_up(asked: argparse.Namespace) -> int:
    from django.conf import settings

    from budstikke.kit.installation import write_whole
    from budstikke.post.actions.watching.canaries import (
        CUSTOMER,
        canary_key,
        set_up_canaries,
    )
    from budstikke.post.actions.watching.collect_canary import canary_device
    from budstikke.post.doors.edi.canary import key_file, read_key, secret_file
    from budstikke.post.records.models import Postcode

    try:
        set_up_canaries(
            carrier=settings.CARRIER,
            outlet_id=asked.outlet,
            prefix=asked.prefix,
            first_serial=asked.first,
            last_serial=asked.last,
            today=today(),
        )
    except Postcode.DoesNotExist as nobody:
        print(nobody, file=sys.stderr)
        return 1
    if not read_key() and (key := canary_key(now=now())):
        write_whole(key_file(), key.encode(), mode=0o600)
    secret = canary_device(outlet_id=asked.outlet, now=now())
    write_whole(secret_file(), secret.encode(), mode=0o600)
    print(json.dumps({"customer": CUSTOMER, "outlet": asked.outlet}))
    return 0


def _send(_: argparse.Namespace) -> int:
    from budstikke.post.doors.edi.canary import send_canary
    from budstikke.post.doors.edi.folder import drop_folder

    reference = send_canary(drop_folder())
    if reference is None:
        print("nobody has set canaries up: budstikke canary set-up --outlet UNIT", file=sys.stderr)
        return 1
    print(json.dumps({"sent": reference}))
    return 0


def _tend(_: argparse.Namespace) -> int:
    from budstikke.post.doors.edi.canary import tend_canaries
    from budstikke.post.doors.edi.folder import drop_folder

    late = tend_canaries(drop_folder())
    told = [{"reference": each.reference, "stands": each.stands} for each in late]
    print(json.dumps({"late": told}))
    return 1 if late else 0


def _list(_: argparse.Namespace) -> int:
    from budstikke.post.actions.watching.canaries import canaries_since

    for each in canaries_since(now() - timedelta(days=1)):
        told = {
            "reference": each.reference,
            "ordered_at": each.ordered_at,
            "through_at": each.through_at,
            "alarmed_at": each.alarmed_at,
        }
        print(json.dumps(told, default=str))
    return 0
