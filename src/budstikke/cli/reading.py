"""Reading what a command was given: a file by its name, or `-` for standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
