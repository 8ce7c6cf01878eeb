"""
Say whether eleven digits are a Norwegian national number, and of which kind.

Use `-`: personal numbers do not belong in arguments, which other people of the machine can read and shells
write down. From standard input each line is one number and gets one line of JSON. Test numbers count on a
test installation only. `kind` is fnr, dnr, hnr (a health institution's help number) or fhnr (a shared one);
`synthetic` says that it counts as a test number here, `on_documents` whether an identity document may carry it.
Exit 0 when every number is valid, 1 otherwise.
"""

from __future__ import annotations

import argparse
import json

from budstikke.cli.reading import lines_given
from budstikke.formats import national_number
from budstikke.formats.malformed import Malformed
from budstikke.kit.installation import is_test

HELP = "check a national number"
EXAMPLES = ("budstikke number - < numbers.txt",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Say which arguments the command takes."""
    parser.add_argument(
        "number", metavar="N", help="- (recommended) for standard input, or the number itself"
    )


def run(args: argparse.Namespace) -> int:
    """Print one answer for each number; returns 0 when all are valid."""
    given = lines_given() if args.number == "-" else [args.number]
    # Nothing at all is answered too: it is no number.
    numbers = [line for line in map(str.strip, given) if line] or [""]
    answers = [_answer(number, on_test=is_test()) for number in numbers]
    for answer in answers:
        print(json.dumps(answer, ensure_ascii=False))
    return 0 if all(answer["valid"] for answer in answers) else 1


def _answer(typed: str, *, on_test: bool) -> dict[str, object]:
    number = national_number.canonical(typed)
    try:
        kind = national_number.checked(number, synthetic=on_test)
    except Malformed as error:
        faults = [{"code": fault.code, "text": fault.text} for fault in error.faults]
        return {"valid": False, "kind": None, "synthetic": False, "on_documents": False, "faults": faults}
    return {
        "valid": True,
        # A month plus 40 is a help number by its form; some makers of test numbers add 40 too.
        "kind": str(national_number.kind_of(number, synthetic=False) or kind),
        "synthetic": on_test and national_number.is_synthetic(number),
        "on_documents": kind.stands_on_documents,
        "faults": [],
    }
