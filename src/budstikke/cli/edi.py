"""Order files: read them, acknowledge them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from budstikke.cli.reading import NotReadable, opened
from budstikke.formats.edifact import contrl
from budstikke.formats.edifact.header import Header
from budstikke.formats.edifact.iftmin import Rejected, Verdict, read_interchange
from budstikke.formats.edifact.orders import Booking

HELP = "read, answer, book and send order files (EDIFACT IFTMIN)"
EXAMPLES = (
    "budstikke edi read examples/one-letter.edi",
    "budstikke edi send letters.csv --labels labels.pdf",
    "budstikke edi intake orders.edi",
)

Parts = Iterator[Header | Booking | Rejected | Verdict]


def configure(parser: argparse.ArgumentParser) -> None:
    """
    Add the verbs of this command; each is a function that takes the arguments and returns the exit code.
    """
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    read = verbs.add_parser("read", help="print the bookings and the faults of an order file as JSON")
    read.add_argument("file", help="an order file; - for standard input")
    read.set_defaults(verb_run=_read)
    ack = verbs.add_parser("ack", help="print the acknowledgement (CONTRL) of an order file")
    ack.add_argument("file", help="an order file; - for standard input")
    ack.add_argument("--reference", help="control reference of the acknowledgement (default: from the clock)")
    ack.set_defaults(verb_run=_ack)
    intake = verbs.add_parser("intake", help="book order files, as the drop folder does")
    intake.add_argument("files", nargs="+", metavar="FILE", help="order files; - for standard input")
    intake.set_defaults(verb_run=_intake)
    statuses = verbs.add_parser(
        "statuses", help="write the status messages (IFTSTA) that are due to the senders' folders"
    )
    statuses.set_defaults(verb_run=_statuses)
    from budstikke.cli import edi_send

    send = verbs.add_parser(
        "send",
        help="a sender's program: a table of letters to labels and orders, by SFTP, and back what became of them",
        description=edi_send.__doc__,
    )
    edi_send.configure(send)
    send.set_defaults(verb_run=edi_send.run)


def run(args: argparse.Namespace) -> int:
    """Run the verb asked for."""
    verb: Callable[[argparse.Namespace], int] = args.verb_run
    try:
        return verb(args)
    except NotReadable as trouble:
        print(f"budstikke edi: {trouble}", file=sys.stderr)
        return 2


def _intake(args: argparse.Namespace) -> int:
    from budstikke.cli.edi_traffic import intake

    return intake(args)


def _statuses(args: argparse.Namespace) -> int:
    from budstikke.cli.edi_traffic import statuses

    return statuses(args)


def _parts(stream: BinaryIO) -> Parts:
    from budstikke.post.papers.glyphs import PRINTABLE

    return read_interchange(stream, printable=PRINTABLE)


def _read(args: argparse.Namespace) -> int:
    """Print bookings as they are read; faults wait in a file, so that memory stays flat."""
    with opened(args.file) as stream, TemporaryFile("w+", encoding="utf-8") as faults:
        sys.stdout.write('{"bookings": [')
        bookings = _write_all(_parts(stream), faults)
        sys.stdout.write("\n], " if bookings else "], ")
        sys.stdout.write('"faults": [')
        length = faults.tell()
        faults.seek(0)
        while piece := faults.read(1 << 16):
            sys.stdout.write(piece)
        sys.stdout.write("\n]}\n" if length else "]}\n")
    return 1 if length else 0


def _write_all(parts: Parts, faults: IO[str]) -> int:
    bookings = told = 0
    for part in parts:
        if isinstance(part, Booking):
            sys.stdout.write(",\n" if bookings else "\n")
            sys.stdout.write(json.dumps(part.as_json(), ensure_ascii=False))
            bookings += 1
        elif isinstance(part, Rejected | Verdict):
            for fault in part.faults:
                faults.write(",\n" if told else "\n")
                faults.write(json.dumps(fault.as_json(), ensure_ascii=False))
                told += 1
    return bookings


def _ack(args: argparse.Namespace) -> int:
    from budstikke.kit.clock import now

    at = now()
    reference = args.reference or at.strftime("C%y%m%d%H%M%S")
    rejected = False

    def watched(parts: Parts) -> Parts:
        nonlocal rejected
        for part in parts:
            rejected = rejected or bool(isinstance(part, Rejected | Verdict) and part.faults)
            yield part

    answers = 0
    with opened(args.file) as stream:
        for answer in contrl.acknowledge(watched(_parts(stream)), reference=reference, now=at):
            sys.stdout.buffer.write(answer)
            answers += 1
    if not answers:
        print("budstikke edi: the file holds no interchange that could be answered", file=sys.stderr)
    return 1 if rejected else 0
