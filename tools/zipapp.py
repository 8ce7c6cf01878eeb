"""
Build dist/budstikke-verify.pyz: `budstikke verify` in one file that needs nothing but python3.

The proof folder and the pure-Python libraries it stands on, as the lock names them: each of their files must be
the one its wheel was installed with. Nothing is fetched. Files are stored in order, uncompressed and without
dates, so that the same commit and lock make the same bytes anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "dist" / "budstikke-verify.pyz"
LOCK = ROOT / "requirements" / "run.lock"
LIBRARIES = ("asn1crypto", "ecdsa", "pypdf", "rfc8785", "six", "tzdata")
# Of the time zones the one in which days are counted here.
_ZONES = frozenset(
    {"tzdata/__init__.py", "tzdata/zoneinfo/__init__.py", "tzdata/zoneinfo/Europe/__init__.py"}
    | {"tzdata/zoneinfo/Europe/Oslo"}
)
_NOT_NEEDED = re.compile(
    r"(^|/)(test_[^/]*|conftest\.py|[^/]*\.pyc|py\.typed|[^/]*\.pyi|RECORD|INSTALLER|REQUESTED|direct_url\.json|uv_cache\.json)$"
)
_DATE = (1980, 1, 1, 0, 0, 0)


class CannotBuild(Exception):
    """What is installed is not what the lock names; the message says where they part."""


def build(target: Path = TARGET) -> str:
    """
    Write the zipapp.

    Returns: its SHA-256.
    Raises:  CannotBuild.
    """
    files = {"__main__.py": (ROOT / "tools" / "auditor_main.py").read_bytes()}
    files |= dict(_ours())
    for name in LIBRARIES:
        files |= dict(_library(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        stream.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            for name in sorted(files):
                entry = zipfile.ZipInfo(name, _DATE)
                entry.create_system, entry.external_attr = 3, 0o644 << 16
                archive.writestr(entry, files[name])
    target.chmod(0o755)
    return hashlib.sha256(target.read_bytes()).hexdigest()


def _ours() -> Iterator[tuple[str, bytes]]:
    source = ROOT / "src" / "budstikke"
    for path in (source / "__init__.py", *sorted((source / "proof").rglob("*"))):
        if path.is_file() and path.suffix in (".py", ".json"):
            yield f"budstikke/{path.relative_to(source).as_posix()}", path.read_bytes()
    yield "LICENSE", (ROOT / "LICENSE").read_bytes()


def _library(name: str) -> Iterator[tuple[str, bytes]]:
    installed = distribution(name)
    locked = re.search(rf"^{re.escape(name)}==(\S+)", LOCK.read_text(), re.MULTILINE)
    if locked is None or locked[1] != installed.version:
        due = locked[1] if locked else "nothing"
        raise CannotBuild(f"{name} {installed.version} is installed; the lock names {due}")
    yield from _files(installed, name)


def _files(installed: Distribution, name: str) -> Iterator[tuple[str, bytes]]:
    for file in installed.files or ():
        place = file.as_posix()
        if place.startswith("..") or _NOT_NEEDED.search(place):
            continue
        if name == "tzdata" and place not in _ZONES and ".dist-info/" not in place:
            continue
        if file.suffix in (".so", ".pyd"):
            raise CannotBuild(f"{name} is not pure Python: {place}")
        content = file.read_binary()
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        if file.hash is None or (file.hash.mode, file.hash.value) != ("sha256", digest):
            raise CannotBuild(f"{place} is not the file that was installed")
        yield place, content


if __name__ == "__main__":
    try:
        made = build()
    except CannotBuild as error:
        sys.exit(f"tools/zipapp.py: {error}")
    sys.stdout.write(f"{made}  {TARGET.relative_to(ROOT)}\n")
