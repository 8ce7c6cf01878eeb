"""Print address labels as PDF (sheet of eight, single, C5, C4) or ZPL, for letters or for a whole order file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from budstikke.cli import post
from budstikke.kit.installation import write_whole

HELP = "print address labels"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("numbers", nargs="*", metavar="NUMBER", help="letter numbers")
    parser.add_argument(
        "--order", metavar="REFERENCE", help="every letter of the interchange with this reference"
    )
    parser.add_argument("--form", choices=("sheet", "single", "c5", "c4", "zpl"), default="sheet")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Write the labels to a file, sorted by postcode where they are of a whole order."""
    post.set_up()
    from budstikke.post.actions.print_labels import labels_of, labels_of_order
    from budstikke.post.papers.label import render_pdf
    from budstikke.post.papers.label_forms import FORMS
    from budstikke.post.papers.label_zpl import render_zpl

    labels = labels_of_order(arguments.order) if arguments.order else labels_of(arguments.numbers)
    if not labels:
        print("no such letters", file=sys.stderr)
        return 1
    content = (
        render_zpl(labels) if arguments.form == "zpl" else render_pdf(labels, form=FORMS[arguments.form])
    )
    write_whole(arguments.out, content)
    print(f"{len(labels)} labels in {arguments.out}", file=sys.stderr)
    return 0
