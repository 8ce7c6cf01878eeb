"""Work through the issuer's jobs: order files, letters, reports, reminders. Many workers may run at once."""

from __future__ import annotations

import argparse
import os

from budstikke.cli import worker

HELP = "work through the issuer's jobs until stopped"
EXAMPLES = (
    "budstikke issuer-worker",
    "budstikke issuer-worker --once",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    worker.configure(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run a worker of the issuer's own queue."""
    # This command works in the issuer's database, whatever service the caller's settings name.
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.issuer"
    return worker.run(arguments)
