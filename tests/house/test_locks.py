"""The house looks at what it installs: hashes for every package, no index, one version of each."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tests.house.tree import ROOT

LOCKS = [ROOT / "requirements" / f"{name}.lock" for name in ("run", "dev", "ocr")]


def _packages(lock: Path) -> dict[str, str]:
    """Each package of a lock with the text that pins it."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if match := re.match(r"([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==(\S+)", line):
            found[match[1]] = found.get(match[1], "") + line
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_pinned_with_hashes(lock: Path) -> None:
    """Whoever installs gets the files that were tested, or nothing."""
    packages = _packages(lock)
    assert len(packages) > (3 if lock.stem == "ocr" else 20)
    assert [name for name, pin in packages.items() if "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_index(lock: Path) -> None:
    """Where packages come from is for whoever installs to say."""
    assert not re.search(
        r"https?://|--(?:extra-)?index-url|--find-links|@ file:", lock.read_text(encoding="utf-8")
    )


def _version(pin: str) -> set[str]:
    return set(re.findall(r"==(\S+)", pin))


def test_what_runs_is_what_was_tested() -> None:
    """A package in both locks has one version."""
    run, dev = (_packages(lock) for lock in LOCKS[:2])
    assert {name: _version(dev[name]) for name in run} == {name: _version(run[name]) for name in run}


def test_the_locks_hold_what_the_project_asks_for() -> None:
    """A package added to pyproject.toml and not locked is missing on the next machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    run, dev, ocr = (_packages(lock) for lock in LOCKS)

    def names(asked: list[str]) -> set[str]:
        return {re.split(r"[\[<>=!; ]", one)[0].lower().replace("_", "-") for one in asked}

    assert names(project["dependencies"]) <= set(run)
    assert names(project["optional-dependencies"]["dev"]) <= set(dev)
    assert names(project["optional-dependencies"]["ocr"]) <= set(ocr)
