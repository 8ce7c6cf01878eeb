"""The first file of the auditor's zipapp: python3 budstikke-verify.pyz FILE --trust ROOTS.PEM"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (nobody checks this for a file that is only handed on)
    sys.exit("budstikke-verify needs Python 3.11 or newer; this is " + sys.version.split()[0])

import argparse
from datetime import UTC, datetime

from budstikke.proof import command


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="budstikke-verify",
        description="Judge a sealed report, evidence or a checkpoint, offline; exits 0 only when everything holds.",
    )
    command.configure(parser, otherwise="nobody")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return command.run(parser.parse_args(), now=lambda: datetime.now(UTC), trusted=lambda: ())


if __name__ == "__main__":
    sys.exit(main())
