"""Reading what a command was given: a file by its name, or `-` for standard input."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO


class NotReadable(Exception):
    """The file cannot be opened; the message says why."""


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """
    Open a file by its name, or standard input for "-", as bytes.

    Raises: NotReadable with a sentence for the user.
    """
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = Path(name).open("rb")
    except OSError as error:
        raise NotReadable(f"cannot read {name}: {error.strerror}") from error
    with stream:
        yield stream


def lines_given() -> Iterator[str]:
    """Yield the lines of standard input; bytes that are no text become the sign for that."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    return iter(sys.stdin)


def printable(argument: str) -> str:
    """Return an argument without the bytes that were no text, which could not be printed again."""
    return argument.encode("utf-8", "replace").decode("utf-8")


def day(argument: str) -> date:
    """
    Return the day an argument names.

    Raises: ArgumentTypeError, which argparse tells with the argument's name.
    """
    try:
        return date.fromisoformat(argument)
    except ValueError:
        raise argparse.ArgumentTypeError("a day is written as 2026-11-23") from None
