"""Judge a sealed report or signed evidence, offline; prints JSON, and exits 0 only when everything holds."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

from budstikke.cli.reading import NotReadable, opened
from budstikke.kit import clock
from budstikke.kit.installation import data_folder
from budstikke.proof.trust import NotTrustMaterial, Trust
from budstikke.proof.verdict import Check, Verdict
from budstikke.proof.verify import LARGEST_FILE, verify

HELP = "judge a sealed report or signed evidence, offline"
ENVIRONMENT = "BUDSTIKKE_TRUST"


def configure(parser: argparse.ArgumentParser) -> None:
    """Name the file, whom to trust, and the day to judge at."""
    parser.add_argument(
        "file", metavar="FILE", help="a sealed report (PDF) or evidence (JSON); - for standard input"
    )
    parser.add_argument(
        "--trust",
        metavar="PEM",
        nargs="+",
        help=f"root certificates and revocation lists; else those {ENVIRONMENT} names (separated by "
        f"{os.pathsep!r}), else the installation's own trust folder",
    )
    parser.add_argument(
        "--at", metavar="DATE", help="judge as on this day (2030-01-31, its end in Oslo) or at this moment"
    )
    parser.add_argument(
        "--language", choices=("no", "en"), default="en", help="of the summary on standard error"
    )


def run(args: argparse.Namespace) -> int:
    """Print the verdict as JSON and its words for people; returns 0 when all holds, 1 when not, 2 asked wrongly."""
    # What the readers stumble over is said in words; their own logs would say it again in riddles.
    for name in ("pyhanko", "pyhanko_certvalidator", "pypdf"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        at = clock.now() if args.at is None else _moment(args.at)
    except ValueError:
        print(f"--at {args.at}: write a day such as 2030-01-31", file=sys.stderr)
        return 2
    return judged(_judged(args.file, args.trust, at), language=args.language)


def judged(verdict: Verdict, *, language: str) -> int:
    """Print a verdict as JSON and its words for people; return 0 when all holds, 1 when not."""
    print(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2))
    for check in verdict.checks:
        words = check.words.no if language == "no" else check.words.en
        print(f"{'✓' if check.holds else '✗'} {check.name}: {words}", file=sys.stderr)
    return 0 if verdict.holds else 1


def _judged(file: str, trust_files: list[str] | None, at: datetime) -> Verdict:
    try:
        trust = whom_to_trust(trust_files)
    except (NotTrustMaterial, OSError) as error:
        return Verdict.of(
            [
                Check.failed(
                    "trust", f"Rotsertifikatene kan ikke leses: {error}", f"The roots cannot be read: {error}"
                )
            ]
        )
    try:
        with opened(file) as stream:
            data = stream.read(LARGEST_FILE + 1)
    except (NotReadable, OSError) as error:
        return Verdict.of(
            [Check.failed("file", f"Filen kan ikke leses: {error}", f"The file cannot be read: {error}")]
        )
    return verify(data, trust=trust, at=at)


def whom_to_trust(named: list[str] | None) -> Trust:
    """
    Return the roots and lists named, else those of the environment, else the installation's own.

    Raises: NotTrustMaterial or OSError when one cannot be read.
    """
    if named is None and (listed := os.environ.get(ENVIRONMENT)):
        named = listed.split(os.pathsep)
    if named is not None:
        return Trust.from_pem(*(Path(name).read_bytes() for name in named))
    return Trust.from_pem(*(path.read_bytes() for path in sorted((data_folder() / "trust").glob("*.pem"))))


def _moment(text: str) -> datetime:
    if len(text) == len("2030-01-31"):
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59), clock.OSLO)
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
