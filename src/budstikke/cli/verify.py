"""Judge a sealed report or signed evidence, offline; prints JSON, and exits 0 only when everything holds."""

from __future__ import annotations

import argparse

from budstikke.kit import clock
from budstikke.kit.installation import data_folder
from budstikke.proof import command

HELP = "judge a sealed report or signed evidence, offline"
EXAMPLES = (
    "budstikke verify report.pdf --trust trust.pem",
    "budstikke verify report.pdf --trust trust.pem --at 2035-01-31",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Name the file, whom to trust, and the day to judge at."""
    command.configure(parser, otherwise="the installation's own trust folder")


def run(args: argparse.Namespace) -> int:
    """Print the verdict; returns 0 when all holds, 1 when not, 2 asked wrongly."""
    return command.run(args, now=clock.now, trusted=lambda: sorted((data_folder() / "trust").glob("*.pem")))
