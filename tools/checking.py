"""What the tools that write files of the repository are asked by: nothing, or --check. Not run by itself."""

from __future__ import annotations

import argparse


def only_checks(arguments: list[str], *, saying: str | None) -> bool:
    """Return whether the files are only looked at; `--help` says `saying`, and an argument nobody knows ends with 2."""
    parser = argparse.ArgumentParser(description=saying, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; say what is out of step (exit 1)"
    )
    return bool(parser.parse_args(arguments).check)
