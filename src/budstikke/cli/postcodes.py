"""Take over the postcode register that the carrier publishes (tab-separated, UTF-8 or ISO 8859-1)."""

from __future__ import annotations

import argparse
import json
import sys

from budstikke.cli import post
from budstikke.cli.reading import NotReadable, opened
from budstikke.formats.malformed import Malformed
from budstikke.formats.postcodes import read

HELP = "import the postcode register"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=("import",))
    parser.add_argument("file", metavar="FILE", help="the register, or - for standard input")


def run(arguments: argparse.Namespace) -> int:
    """Import; a register with a fault changes nothing, and every fault is named."""
    try:
        with opened(arguments.file) as stream:
            rows = read(stream.read())
    except NotReadable as reason:
        print(reason, file=sys.stderr)
        return 2
    except Malformed as malformed:
        for fault in malformed.faults:
            print(f"{fault.where}: {fault.text} ({fault.code})", file=sys.stderr)
        return 1
    post.set_up()
    from budstikke.post.actions.import_postcodes import import_postcodes

    changed = import_postcodes(rows)
    print(json.dumps({"read": len(rows), "changed": changed}))
    return 0
