"""
Write the audit pack of an order: how its customer was proven, with the sealed reports and today's verdict on each.

The pack holds personal particulars; that it was made, and by whom, stands in the audit log.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from budstikke.cli import post
from budstikke.kit.clock import now
from budstikke.kit.installation import write_whole

HELP = "write the issuer's audit pack of an order"
EXAMPLES = ("budstikke issuer-pack E7KQ2MX9DP --out pack.zip",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("order", help="the order number")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE.zip", help="where the pack is written"
    )
    parser.add_argument("--actor", default="operator", help="who asks, as the audit log names them")


def run(arguments: argparse.Namespace) -> int:
    """Write the pack, and print where it lies; 1 when there is no such order."""
    # This command works in the issuer's database, whatever service the caller's settings name.
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.issuer"
    post.set_up_django()
    from budstikke.issuer.actions.order_pack import order_pack
    from budstikke.issuer.doors.trusted import trust

    pack = order_pack(arguments.order, actor=arguments.actor, trust=trust(), now=now())
    if pack is None:
        print("there is no such order", file=sys.stderr)
        return 1
    write_whole(arguments.out, pack)
    print(json.dumps({"file": str(arguments.out), "bytes": len(pack)}))
    return 0
