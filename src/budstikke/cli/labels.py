"""Print address labels as PDF (sheet of eight, single, C5, C4) or ZPL, for letters or for a whole order file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from budstikke.cli import post
from budstikke.kit.installation import write_whole

if TYPE_CHECKING:
    from budstikke.post.papers.label import Label, ReturnLabel

HELP = "print address labels"
EXAMPLES = (
    "budstikke labels --order EXAMPLE1 --out labels.pdf",
    "budstikke labels RR473124829NO --form zpl --out -",
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("numbers", nargs="*", metavar="NUMBER", help="letter numbers")
    parser.add_argument(
        "--order", metavar="REFERENCE", help="every letter of the interchange with this reference"
    )
    parser.add_argument(
        "--customer", metavar="NUMBER", help="whose order, where several senders chose the same reference"
    )
    parser.add_argument("--returns", action="store_true", help="every letter that goes back to its sender")
    parser.add_argument(
        "--form", choices=("sheet", "single", "c5", "c4", "zpl"), default="sheet", help="how (sheet)"
    )
    parser.add_argument("--out", required=True, metavar="FILE", help="where they go; - is standard output")


def run(arguments: argparse.Namespace) -> int:
    """Write the labels to a file, sorted by postcode where they are of a whole order."""
    if not arguments.numbers and not arguments.order and not arguments.returns:
        print("name the letters, or their --order, or --returns", file=sys.stderr)
        return 2
    post.set_up()
    if arguments.returns:
        from budstikke.post.actions.booking.print_labels import labels_of_returns

        return _written(labels_of_returns(), arguments)
    from budstikke.formats.malformed import Malformed
    from budstikke.post.actions.booking.print_labels import labels_of, labels_of_order

    try:
        labels = (
            labels_of_order(arguments.order, customer_number=arguments.customer)
            if arguments.order
            else labels_of(arguments.numbers)
        )
    except Malformed as malformed:
        print(malformed, file=sys.stderr)
        return 2
    senders = sorted({label.customer_number for label in labels})
    if arguments.order and len(senders) > 1:
        # One sender's labels carry the names and addresses of its customers: they are for nobody else.
        print(
            f"several senders have an order {arguments.order}; name one by --customer: {', '.join(senders)}",
            file=sys.stderr,
        )
        return 2
    missing = set(arguments.numbers) - {label.number for label in labels} if not arguments.order else set()
    if missing or not labels:
        # Half of what was asked for would look like all of it.
        print("no such letters:", ", ".join(sorted(missing)) or arguments.order, file=sys.stderr)
        return 1
    return _written(labels, arguments)


def _written(labels: Sequence[Label | ReturnLabel], arguments: argparse.Namespace) -> int:
    if not labels:
        print("no letter is on its way back", file=sys.stderr)
        return 1
    content = _drawn(labels, form=arguments.form)
    try:
        if arguments.out == "-":
            sys.stdout.buffer.write(content)
        else:
            write_whole(Path(arguments.out), content)
    except OSError as error:
        print(f"cannot write {arguments.out}: {error.strerror}", file=sys.stderr)
        return 2
    print(f"{len(labels)} labels in {arguments.out}", file=sys.stderr)
    return 0


def _drawn(labels: Sequence[Label | ReturnLabel], *, form: str) -> bytes:
    from budstikke.post.papers import label_forms
    from budstikke.post.papers.label import render_pdf
    from budstikke.post.papers.label_zpl import render_zpl

    if form == "zpl":
        return render_zpl(labels)
    forms = {
        "sheet": label_forms.SHEET,
        "single": label_forms.SINGLE,
        "c5": label_forms.C5,
        "c4": label_forms.C4,
    }
    return render_pdf(labels, form=forms[form])
