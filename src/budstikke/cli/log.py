"""Prove that evidence is in the log, check such proofs offline, or audit the whole log against its evidence."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from budstikke.cli.reading import NotReadable, day, opened
from budstikke.formats import s10
from budstikke.kit import clock
from budstikke.kit.installation import data_folder
from budstikke.proof import command
from budstikke.proof.log_file import checkpoint_of
from budstikke.proof.shape import NotEvidence
from budstikke.proof.verify import LARGEST_FILE, verify_logged

HELP = "prove, check and audit the log of evidence"
EXAMPLES = (
    "budstikke log prove RR473124829NO > proof.json",
    "budstikke log check proof.json --trust trust.pem",
    "budstikke log audit",
)

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
    export = commands.add_parser(
        "export", help="write an auditor's copy of evidence: chosen personal values shown, all proofs kept"
    )
    export.add_argument(
        "--letter", metavar="LETTER", nargs="+", default=[], help="all evidence of these letters"
    )
    export.add_argument("--since", type=day, metavar="DATE", help="of a period: the first day it was made on")
    export.add_argument("--until", type=day, metavar="DATE", help="the last day of the period")
    export.add_argument(
        "--keep",
        metavar="FIELD,...",
        default="",
        help="what stays shown, such as recipient/name,report/idtype; nothing personal when left out",
    )
    export.add_argument("--out", required=True, metavar="FILE", help="the ZIP file to write")
    export.set_defaults(log_run=_export)


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


def _export(args: argparse.Namespace) -> int:
    from budstikke.cli.log_export import export

    numbers = [s10.canonical(each) for each in args.letter]
    wrong = [each for each in numbers if not s10.is_valid(each)]
    if wrong or bool(numbers) == bool(args.since or args.until):
        print(
            f"not a letter number: {wrong[0][:20]}" if wrong else "name letters or a period", file=sys.stderr
        )
        return 2
    keep = {f"/{field.strip().removeprefix('/')}" for field in args.keep.split(",") if field.strip()}
    return export(numbers, since=args.since, until=args.until, keep=keep, out=args.out)


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
