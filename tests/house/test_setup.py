"""Setting up on a machine that lacks something: said clearly, and nothing half-made stays in the way."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_SETUP = Path(__file__).parents[2] / "tools" / "setup"
# Debian's python3 without python3-venv: it makes the folder, then fails for lack of ensurepip.
_PYTHON_WITHOUT_VENV = """#!/bin/sh
[ "$1" = -c ] && exit 0
mkdir -p .venv/bin && ln -sf /bin/false .venv/bin/python
exit 1
"""


def test_a_failed_environment_is_removed_and_the_package_named(tmp_path: Path) -> None:
    """Else the next attempt takes the half-made one for a whole one."""
    (tmp_path / "tools").mkdir()
    shutil.copy(_SETUP, tmp_path / "tools" / "setup")
    python = tmp_path / "python"
    python.write_text(_PYTHON_WITHOUT_VENV)
    python.chmod(0o755)
    ran = subprocess.run(
        [tmp_path / "tools" / "setup", "run"], env={"PATH": "/usr/bin:/bin", "PYTHON": str(python)},
        capture_output=True, text=True, timeout=20,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "apt-get install python3-venv" in ran.stderr
    assert not (tmp_path / ".venv").exists()
