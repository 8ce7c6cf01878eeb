"""Where this installation keeps its files, and whether it is a test installation."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def is_test() -> bool:
    """
    Say whether this is a test installation: synthetic numbers count, the clock can move, fakes are on.

    A checkout without settings is one; BUDSTIKKE_PRODUCTION=1 makes it a production installation.
    """
    return os.environ.get("BUDSTIKKE_PRODUCTION", "") not in ("1", "true", "yes")


def data_folder() -> Path:
    """
    Return the folder for keys, files and the embedded database; made, readable by its owner only.

    BUDSTIKKE_DATA names it; else it is `var` of the checkout the package runs from; else a folder of the
    user's own.
    """
    named = os.environ.get("BUDSTIKKE_DATA")
    checkout = Path(__file__).resolve().parents[3]
    if named:
        folder = Path(named).absolute()
    elif (checkout / "pyproject.toml").is_file():
        folder = checkout / "var"
    else:
        folder = Path.home() / ".local" / "share" / "budstikke"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_whole(path: Path, content: bytes | Iterable[bytes], *, mode: int = 0o600) -> None:
    """
    Write a file, in pieces if it is long, so that a reader, or a crash, meets either the old content or the new,
    never a part.
    """
    with whole_file(path, mode=mode) as stream:
        stream.writelines((content,) if isinstance(content, bytes) else content)


@contextmanager
def whole_file(path: Path, *, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """Open a file that takes its name when the block ends well; of one that ends badly nothing stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A name of its own: two threads that shared one would write into each other's file, a key for instance.
    part = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_once(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file that no one may replace: of two threads or processes that make it at once, the first's stays."""
    making = path.with_name(f".{path.name}.{secrets.token_hex(6)}.new")
    write_whole(making, content, mode=mode)
    try:
        os.link(making, path)
    except FileExistsError:
        pass
    finally:
        making.unlink()
