"""The files of the house, as the house tests look at them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "budstikke"
# Where people write code by hand. Migrations are written by Django; samples are other people's.
FOLDERS = ("src", "tests", "bench", "tools")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project that is there: those in version control, or about to be."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        # An unpacked archive has no version control; then everything that lies there counts, less what is made.
        made = {".venv", "var", ".git", "__pycache__"}
        return tuple(
            path for path in sorted(ROOT.rglob("*")) if path.is_file() and not made & set(path.parts)
        )
    return tuple(path for name in listed if name and (path := ROOT / name).is_file())


@cache
def python_files(*, tests: bool = True) -> tuple[Path, ...]:
    """Every Python file written by hand, with or without the tests."""
    return tuple(
        path
        for path in tracked()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in FOLDERS
        and "migrations" not in path.parts
        and (tests or SRC in path.parents)
    )


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file's syntax tree, gone through once however many tests ask."""
    return tuple(ast.walk(parsed(path)))


def name_of(path: Path) -> str:
    """A file's name in the project; what a failing test prints."""
    return str(path.relative_to(ROOT))


@cache
def imported_names(path: Path) -> frozenset[str]:
    """Everything a file imports, in full: `budstikke.kit.clock.now` for `from budstikke.kit.clock import now`."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)
