"""Judge a sealed report or signed evidence, offline; prints JSON, and exits 0 only when everything holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from budstikke.kit import clock
from budstikke.kit.installation import data_folder
from budstikke.proof import command
from budstikke.proof.trust import Trust

HELP = "judge a sealed report or signed evidence, offline"


def configure(parser: argparse.ArgumentParser) -> None:
    """Name the file, whom to trust, and the day to judge at."""
    command.configure(parser, otherwise="the installation's own trust folder")


def run(args: argparse.Namespace) -> int:
    """Print the verdict; returns 0 when all holds, 1 when not, 2 asked wrongly."""
    return command.run(args, now=clock.now, trusted=_own)


def whom_to_trust(named: list[str] | None) -> Trust:
    """
    Return the roots and lists named, else those of the environment, else the installation's own.

    Raises: NotTrustMaterial or OSError when one cannot be read.
    """
    return command.whom_to_trust(named, _own)


def _own() -> list[Path]:
    return sorted((data_folder() / "trust").glob("*.pem"))
