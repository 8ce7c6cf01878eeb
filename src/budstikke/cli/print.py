"""
Notices on paper: `print make` gathers them into batches for the print shop, `print receipt` takes its word for what was
printed, and `print missing` names every sheet that nobody has spoken of for a day.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from budstikke.cli import post
from budstikke.kit.clock import now
from budstikke.kit.installation import data_folder

if TYPE_CHECKING:
    from budstikke.post.actions.telling.print_notices import Printed

HELP = "make print batches of notices, and see that every sheet was printed"
EXAMPLES = (
    "budstikke print make",
    "budstikke print receipt receipt.csv",
    "budstikke print missing",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("make", help="gather the sheets that wait into batches")
    receipt = what.add_parser("receipt", help="take a receipt of the print shop")
    receipt.add_argument(
        "file", metavar="FILE", help='{"batch", "printed": [keys], "spoiled": [keys]}; - for standard input'
    )
    what.add_parser("missing", help="name the sheets nobody has spoken of for a day")


def run(arguments: argparse.Namespace) -> int:
    """Print JSON; exit code 1 when a sheet is missing, or the receipt does not fit its batch."""
    post.set_up()
    return {"make": _make, "receipt": _receipt, "missing": _missing}[arguments.what](arguments)


def _make(arguments: argparse.Namespace) -> int:  # noqa: ARG001  (every part is asked so)
    from budstikke.post.actions.telling.print_notices import make_batches
    from budstikke.post.channels.paper import PrintFolder

    for batch in make_batches(PrintFolder(data_folder() / "print"), now=now()):
        print(json.dumps({"batch": batch.id, "sheets": len(batch.sheets), "file": str(batch.file)}))
    return 0


def _receipt(arguments: argparse.Namespace) -> int:
    content = sys.stdin.read() if arguments.file == "-" else Path(arguments.file).read_text()
    try:
        told = json.loads(content)
        batch, printed, spoiled = str(told["batch"]), told["printed"], told.get("spoiled", [])
        if not all(isinstance(key, str) for key in (*printed, *spoiled)):
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError):
        print('a receipt is {"batch": ..., "printed": [...], "spoiled": [...]}', file=sys.stderr)
        return 2
    found = _noted(batch, printed, spoiled)
    print(
        json.dumps(
            {
                "batch": batch,
                "printed": found.printed,
                "spoiled": found.spoiled,
                "not_in_batch": found.not_in_batch,
                "not_told_of": found.not_told_of,
            }
        )
    )
    return 1 if found.not_in_batch or found.not_told_of else 0


def _noted(batch: str, printed: list[str], spoiled: list[str]) -> Printed:
    from budstikke.post.actions.telling.print_notices import note_printed

    return note_printed(batch, printed=printed, spoiled=spoiled, now=now())


def _missing(arguments: argparse.Namespace) -> int:  # noqa: ARG001  (every part is asked so)
    from budstikke.post.actions.telling.print_notices import not_printed

    missing = not_printed(now=now())
    for sheet in missing:
        print(json.dumps({"key": sheet.key, "batch": sheet.batch, "since": sheet.taken_at.isoformat()}))
    return 1 if missing else 0
