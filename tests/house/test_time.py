"""The house looks at its clock: doors and commands read it, everybody else is told the time."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.house.tree import SRC, imported_names, name_of, parsed, python_files

_CLOCK = "budstikke.kit.clock"
_READINGS = {f"{_CLOCK}.{name}" for name in ("now", "today", "real_now", "move_to")} | {
    _CLOCK,
    "budstikke.kit.clock",
}
# Doors own the clock, commands are doors, wiring hands the clock on to a channel that has to sign with real time.
_READERS = {"doors", "cli", "wiring"}


@pytest.mark.parametrize("path", python_files(tests=False), ids=name_of)
def test_the_clock_is_read_by_doors_commands_and_wiring_only(path: Path) -> None:
    """A rule that read the clock could not be asked about yesterday. (ruff bans every other clock.)"""
    parts = set(path.relative_to(SRC).parts[:-1])
    reads = imported_names(path) & _READINGS or {
        name for name in imported_names(path) if name == "budstikke.kit.clock" or name.endswith("kit.clock")
    }
    if not parts & _READERS:
        assert not reads
    assert parsed(path)


def test_the_clock_is_read_somewhere() -> None:
    """The test above would pass on a clock that was renamed."""
    assert any(f"{_CLOCK}.now" in imported_names(path) for path in python_files(tests=False))
