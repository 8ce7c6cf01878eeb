"""
Serve an SMS gateway of our own on loopback, for test installations.

It takes what is sent to `BUDSTIKKE_SMS_URL`, keeps it in sent/sms.jsonl, and calls back with receipts.
At five numbers it does otherwise: +4700000001 is refused, +4700000002 finds it down, +4700000003 is taken and never
arrives, +4700000004 gets no receipt, +4700000005 is answered late.
"""

from __future__ import annotations

import argparse
import os
import sys

from budstikke.kit.installation import data_folder, is_test
from budstikke.post.channels.sms_stand_in import SmsStandIn, StandInSettings

HELP = "serve an SMS gateway that delays, refuses and loses, to try with"
EXAMPLES = ("budstikke sms-gateway --receipts http://localhost:8200/notices/receipts/sms",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--port", type=int, default=8226, help="to listen at, on loopback (8226)")
    parser.add_argument("--receipts", metavar="URL", help="where receipts go (the post's own address)")
    parser.add_argument("--slow", type=float, default=5.0, metavar="SECONDS", help="of the late answers (5)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C; the tokens come from the settings of the post."""
    if not is_test():
        print("a production installation sends its SMS by a real gateway", file=sys.stderr)
        return 2
    gateway = stand_in(port=arguments.port, receipts=arguments.receipts, slow_s=arguments.slow)
    print(f"Messages are taken at {gateway.url}", file=sys.stderr, flush=True)
    gateway.serve_forever()
    return 0


def stand_in(*, port: int, receipts: str | None = None, slow_s: float = 5.0) -> SmsStandIn:
    """Return the gateway as the settings of the post would have it; it is not serving yet."""
    file = data_folder() / "sent" / "sms.jsonl"
    file.parent.mkdir(mode=0o700, exist_ok=True)
    post = os.environ.get("BUDSTIKKE_POST_URL", "http://localhost:8200")
    return SmsStandIn(
        StandInSettings(
            token=os.environ.get("BUDSTIKKE_SMS_TOKEN", ""),
            receipts_url=receipts or f"{post}/notices/receipts/sms",
            receipts_token=os.environ.get("BUDSTIKKE_SMS_RECEIPT_TOKEN", ""),
            slow_s=slow_s,
            file=file,
        ),
        port=port,
    )
