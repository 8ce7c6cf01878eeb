"""
Make an auditor's copy of a report or of evidence: chosen personal values shown, the others as salted hashes.

What is written is an evidence file (JSON) that `verify` judges like any other: signatures and log proofs hold.
Without --keep nothing personal is shown. --list says what the file shows.
"""

from __future__ import annotations

import argparse
import json
import sys

from budstikke.cli.reading import NotReadable, opened
from budstikke.proof.pdf import NotAReport
from budstikke.proof.redaction import NotThere, redacted, shown_in
from budstikke.proof.shape import NotEvidence
from budstikke.proof.verify import LARGEST_FILE

HELP = "make a copy of evidence that shows only chosen personal values"
EXAMPLES = (
    "budstikke redact report.pdf --list",
    "budstikke redact report.pdf --keep report/idtype,report/gyldigtil > shown.json",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Name the file and what is to be kept."""
    parser.add_argument(
        "file", metavar="FILE", help="a report (PDF) or evidence (JSON); - for standard input"
    )
    parser.add_argument(
        "--keep",
        metavar="FIELD,...",
        default="",
        help="what stays shown, such as report/fnr,report/idtype; nothing personal when left out",
    )
    parser.add_argument("--list", action="store_true", help="print what the file shows, and write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Print the redacted evidence file; returns 1 when the file or a field cannot be read."""
    try:
        with opened(arguments.file) as stream:
            data = stream.read(LARGEST_FILE)
        if arguments.list:
            print(json.dumps({"shown": [path.removeprefix("/") for path in shown_in(data)]}))
            return 0
        keep = {f"/{field.strip().removeprefix('/')}" for field in arguments.keep.split(",") if field.strip()}
        made = redacted(data, keep=keep)
    except NotThere as fault:
        print(f"{fault}; it shows {', '.join(fault.shown) or 'nothing personal'}", file=sys.stderr)
        return 1
    except (NotReadable, NotAReport, NotEvidence) as fault:
        print(fault, file=sys.stderr)
        return 1
    sys.stdout.buffer.write(made)
    return 0
