"""The command that judges a file: one and the same under `budstikke verify` and in the auditor's zipapp."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from budstikke.proof.trust import NotTrustMaterial, Trust
from budstikke.proof.verdict import Check, Verdict
from budstikke.proof.verify import LARGEST_FILE, verify

ENVIRONMENT = "BUDSTIKKE_TRUST"


class Judge(Protocol):
    """Whoever gives the verdict on a file."""

    def __call__(self, data: bytes, *, trust: Trust, at: datetime) -> Verdict:
        """Return the verdict."""
        ...


def configure(parser: argparse.ArgumentParser, *, otherwise: str) -> None:
    """Name the file, whom to trust, and the day to judge at; `otherwise` says who is trusted unasked."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help="a sealed report (PDF), evidence or a checkpoint (JSON); - for standard input",
    )
    parser.add_argument(
        "--trust",
        metavar="PEM",
        nargs="+",
        help=f"root certificates and revocation lists; else those {ENVIRONMENT} names (separated by "
        f"{os.pathsep!r}), else {otherwise}",
    )
    parser.add_argument(
        "--at", metavar="DATE", help="judge as on this day (2030-01-31, its end in Oslo) or at this moment"
    )
    parser.add_argument(
        "--language", choices=("no", "en"), default="en", help="of the summary on standard error"
    )


def run(
    args: argparse.Namespace,
    *,
    now: Callable[[], datetime],
    trusted: Callable[[], Iterable[Path]],
    judge: Judge = verify,
) -> int:
    """Print the verdict as JSON and its words for people; returns 0 when all holds, 1 when not, 2 asked wrongly."""
    # What the reader stumbles over is said in words; its own log would say it again in riddles.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        at = now() if args.at is None else _moment(args.at)
    except ValueError:
        sys.stderr.write(f"--at {args.at}: write a day such as 2030-01-31\n")
        return 2
    verdict = _judged(args.file, args.trust, at, trusted, judge)
    sys.stdout.write(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2) + "\n")
    for check in verdict.checks:
        words = check.words.no if args.language == "no" else check.words.en
        sys.stderr.write(f"{'✓' if check.holds else '✗'} {check.name}: {words}\n")
    return 0 if verdict.holds else 1


def _judged(
    file: str,
    named: list[str] | None,
    at: datetime,
    trusted: Callable[[], Iterable[Path]],
    judge: Judge,
) -> Verdict:
    try:
        trust = _trust(named, trusted)
    except (NotTrustMaterial, OSError) as error:
        return Verdict.of(
            [
                Check.failed(
                    "trust", f"Rotsertifikatene kan ikke leses: {error}", f"The roots cannot be read: {error}"
                )
            ]
        )
    try:
        data = _read(file)
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Verdict.of(
            [Check.failed("file", f"Filen kan ikke leses: {why}", f"The file cannot be read: {why}")]
        )
    return judge(data, trust=trust, at=at)


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(LARGEST_FILE + 1)
    with Path(file).open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _trust(named: list[str] | None, trusted: Callable[[], Iterable[Path]]) -> Trust:
    if named is None and (listed := os.environ.get(ENVIRONMENT)):
        named = listed.split(os.pathsep)
    paths = trusted() if named is None else [Path(name) for name in named]
    return Trust.from_pem(*(path.read_bytes() for path in paths))


def _moment(text: str) -> datetime:
    if len(text) == len("2030-01-31"):
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59), ZoneInfo("Europe/Oslo"))
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
