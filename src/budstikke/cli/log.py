"""Prove that evidence is in the log, check such proofs offline, or audit the whole log against its evidence."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from budstikke.cli.reading import NotReadable, opened
from budstikke.kit import clock
from budstikke.kit.installation import data_folder
from budstikke.proof import command
from budstikke.proof.log_file import checkpoint_of
from budstikke.proof.shape import NotEvidence
from budstikke.proof.verify import LARGEST_FILE, verify_logged

HELP = "prove, check and audit the log of evidence"

Command = Callable[[argparse.Namespace], int]


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes; each row adds one sub-command."""
    commands = parser.add_subparsers(dest="log_command", required=True, metavar="COMMAND")
    prove = commands.add_parser("prove", help="print evidence with its place in the log and its chain")
    prove.add_argument(
        "subject", metavar="LETTER|EVIDENCE-ID", help="a letter's number, or the id of evidence"
    )
    prove.set_defaults(log_run=_prove)
    check = commands.add_parser("check", help="check a proof offline: evidence, a checkpoint, or consistency")
    command.configure(check, otherwise="the installation's own trust folder")
    check.set_defaults(log_run=_check)
    audit = commands.add_parser(
        "audit", help="recompute the log from its evidence, and name what was changed"
    )
    audit.add_argument("--kept", metavar="FILE", nargs="+", default=[], help="checkpoints kept elsewhere")
    audit.set_defaults(log_run=_audit)
    for each in (prove, check, audit):
        each.add_argument("--json", action="store_true", help="print JSON, as it always does")


def run(args: argparse.Namespace) -> int:
    """Run the sub-command asked for."""
    asked: Command = args.log_run
    return asked(args)


def _prove(args: argparse.Namespace) -> int:
    from budstikke.cli.log_records import prove

    return prove(args.subject)


def _audit(args: argparse.Namespace) -> int:
    from budstikke.cli.log_records import audit

    try:
        kept = [checkpoint_of(_content(name)) for name in args.kept]
    except (NotReadable, NotEvidence) as error:
        print(f"a kept checkpoint cannot be read: {error}", file=sys.stderr)
        return 2
    return audit(kept)


def _check(args: argparse.Namespace) -> int:
    return command.run(
        args,
        now=clock.now,
        trusted=lambda: sorted((data_folder() / "trust").glob("*.pem")),
        judge=verify_logged,
    )


def _content(name: str) -> bytes:
    with opened(name) as stream:
        return stream.read(LARGEST_FILE + 1)
