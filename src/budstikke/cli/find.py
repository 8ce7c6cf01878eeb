"""
Find the letters of one person, by the national number their senders gave; for whoever asks what is kept of them.

The number is one line of standard input: it does not belong in arguments, and appears in no answer and no log.
"""

from __future__ import annotations

import argparse
import json
import sys

from budstikke.cli import post

HELP = "find a person's letters by national number"
EXAMPLES = ("budstikke find - < number.txt",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("number", choices=["-"], help="- reads the national number from standard input")


def run(arguments: argparse.Namespace) -> int:
    """Print the letters as JSON; 1 when there is none."""
    del arguments  # there is one way to be asked
    asked = "".join(sys.stdin.readline().split())
    if not asked:
        print("the national number is one line of standard input", file=sys.stderr)
        return 2
    post.set_up()
    from budstikke.post.actions.address_register.find_letters import find_letters

    found = find_letters(asked)
    print(json.dumps(found, default=str))
    return 0 if found else 1
