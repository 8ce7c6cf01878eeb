"""
Take over the postcode register that the carrier publishes (tab-separated, UTF-8 or ISO 8859-1).

It takes the place of the edition before it, from a day on, in one step: a register with a fault changes nothing. Codes
that it no longer has are kept, and marked as gone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import asdict

from budstikke.cli import post
from budstikke.cli.reading import NotReadable, day, opened
from budstikke.formats.malformed import Malformed
from budstikke.formats.postcodes import read
from budstikke.kit.clock import now, today

HELP = "import the postcode register"
EXAMPLES = ("budstikke postcodes import postnummerregister-ansi.txt --from 2026-12-01",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=("import",), help="what to do with it")
    parser.add_argument("file", metavar="FILE", help="the register, or - for standard input")
    parser.add_argument("--from", dest="valid_from", type=day, metavar="DATE", help="valid from (else today)")
    parser.add_argument("--much-gone", action="store_true", help="take it though many codes are missing")


def run(arguments: argparse.Namespace) -> int:
    """Import; a register with a fault changes nothing, and every fault is named."""
    try:
        with opened(arguments.file) as stream:
            content = stream.read()
        rows = read(content)
        post.set_up()
        from budstikke.post.actions.outlets.import_postcodes import import_postcodes

        taken = import_postcodes(
            rows,
            valid_from=arguments.valid_from or today(),
            sha256=hashlib.sha256(content).hexdigest(),
            now=now(),
            much_gone=arguments.much_gone,
        )
    except NotReadable as reason:
        print(reason, file=sys.stderr)
        return 2
    except Malformed as malformed:
        for fault in malformed.faults:
            print(f"{fault.where}: {fault.text} ({fault.code})", file=sys.stderr)
        return 1
    print(json.dumps({"read": len(rows), **asdict(taken)}))
    return 0
