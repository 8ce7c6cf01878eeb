"""The house looks at its clock: doors and commands read it, everybody else is told the time."""

from __future__ import annotations

from pathlib import Path

from tests.house.tree import SRC, imported_names, name_of, python_files

_CLOCK = "budstikke.kit.clock"
_READINGS = {f"{_CLOCK}.{name}" for name in ("now", "today", "real_now", "move_to")} | {
    _CLOCK,
    "budstikke.kit.clock",
}
# Doors own the clock, commands are doors, wiring hands the clock on to a channel that has to sign with real time.
_READERS = {"doors", "cli", "wiring"}


def _clock_read_by(path: Path) -> frozenset[str]:
    names = imported_names(path)
    return names & _READINGS or frozenset(
        name for name in names if name == "budstikke.kit.clock" or name.endswith("kit.clock")
    )


def test_the_clock_is_read_by_doors_commands_and_wiring_only() -> None:
    """A rule that read the clock could not be asked about yesterday. (ruff bans every other clock.)"""
    others = [
        path for path in python_files(tests=False) if not set(path.relative_to(SRC).parts[:-1]) & _READERS
    ]
    assert others
    reads = {name_of(path): _clock_read_by(path) for path in others}
    assert {name: read for name, read in reads.items() if read} == {}


def test_the_clock_is_read_somewhere() -> None:
    """The test above would pass on a clock that was renamed."""
    assert any(f"{_CLOCK}.now" in imported_names(path) for path in python_files(tests=False))
