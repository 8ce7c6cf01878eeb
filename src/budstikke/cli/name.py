"""
Compare the name on a letter with the names in an identity document: same, ask (the clerk) or differs.

Prints the answer, the steps in Norwegian and English, and the clause as JSON; exit 0 when the names are the
same, 1 otherwise. With `-` the name on the letter is read from standard input.
"""

from __future__ import annotations

import argparse
import json

from budstikke.cli.reading import lines_given, printable
from budstikke.post.terms.pum.names import compare

HELP = "compare the name on a letter with the name on a document"
EXAMPLES = ('budstikke name "Kari Østby" --surname OESTBY --given KARI',)


def configure(parser: argparse.ArgumentParser) -> None:
    """Say which arguments the command takes."""
    parser.add_argument(
        "addressee", metavar="ADDRESSEE", help="the name on the letter, or - for standard input"
    )
    parser.add_argument(
        "--surname", default="", metavar="S", help="the surname in the document, in any spelling"
    )
    parser.add_argument("--given", default="", metavar="G", help="the given names in the document")
    parser.add_argument(
        "--truncated", action="store_true", help="the document's line had no room for all of it"
    )


def run(args: argparse.Namespace) -> int:
    """Print the comparison; returns 0 when the names are the same."""
    addressee = next(lines_given(), "") if args.addressee == "-" else args.addressee
    found = compare(
        addressee=printable(addressee),
        surname=printable(args.surname),
        given=printable(args.given),
        truncated=args.truncated,
    )
    print(json.dumps(found.as_json(), ensure_ascii=False))
    return 0 if found.verdict == "same" else 1
