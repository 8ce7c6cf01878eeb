"""
Compare what was handed over with the reports sent and with what the mailbox has; name each letter that is stuck.

The worker does the same every two minutes. Reports the mailbox has lost and those nobody works on are put on their
way again: the same bytes under the same message id, of which a mailbox keeps one.
"""

from __future__ import annotations

import argparse
import json
import sys

from budstikke.cli import post
from budstikke.kit import clock

HELP = "compare hand-overs, reports and mailbox; name each letter that is stuck"
EXAMPLES = ("budstikke reconcile",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; there are none."""


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001  (every command is asked so)
    """Print how the accounts stand; exit code 1 when a report is stuck."""
    post.set_up()
    from budstikke.post.actions.watching.reconcile import reconcile
    from budstikke.post.channels import chosen

    found = reconcile(mailbox=chosen.mailbox(), now=clock.now())
    stuck = [
        {
            "number": letter.number,
            "where": letter.where,
            "since": letter.since.isoformat(),
            "error": letter.error and {"code": letter.code, "words": letter.error},
            "tried_at": letter.tried_at and letter.tried_at.isoformat(),
            "queued_again": letter.queued_again,
            "cure": letter.cure.as_json(),
        }
        for letter in found.stuck
    ]
    answer = {
        **found.counts._asdict(),
        "under_way": found.under_way,
        "queued_again": found.queued_again,
        "stuck": stuck,
    }
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    for letter in found.stuck:
        print(
            f"{letter.number} {letter.where} since {letter.since:%Y-%m-%d %H:%M} UTC: {letter.cure.en}",
            file=sys.stderr,
        )
    return 0 if found.holds else 1
