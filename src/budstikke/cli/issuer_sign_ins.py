"""
Make the sign-ins of the issuer to try, and print them: a customer with eIDs in use, and staff in their roles.

For test installations only. A code is good for half a minute and once; asked again, the command says the next.
"""

from __future__ import annotations

import argparse
import json
import os
import sys

from budstikke.cli import post
from budstikke.kit.installation import is_test

HELP = "the issuer's sign-ins to try, with the codes of this half minute"
EXAMPLES = ("budstikke issuer-sign-ins",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare no arguments: they are the same at every installation to try."""


def run(arguments: argparse.Namespace) -> int:  # noqa: ARG001  (a command is given its arguments)
    """Print one line of JSON for each; 2 on an installation that is no test."""
    if not is_test():
        print("this is no test installation; people there are real", file=sys.stderr)
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "budstikke.wiring.issuer"
    post.set_up_django()
    from budstikke.cli.seeding_issuer_people import as_json, seed_issuer_people

    for each in seed_issuer_people():
        print(json.dumps(as_json(each), ensure_ascii=False))
    return 0
