"""A production installation takes nothing for granted."""

from __future__ import annotations

import os
from pathlib import Path

from tests import own_process

from budstikke.wiring.production import _POST


def test_a_production_installation_names_every_missing_setting(tmp_path: Path) -> None:
    """Started with one setting of all, it says the others and starts nothing."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BUDSTIKKE")}
    environment |= {
        "BUDSTIKKE_PRODUCTION": "1",
        "BUDSTIKKE_DATA": str(tmp_path),
        "BUDSTIKKE_SMS_URL": "https://sms.example/send",
        "DATABASE_URL": "postgresql://nobody@localhost:1/none",
    }
    ran = own_process.command("balance", env=environment)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert all((name in ran.stderr) == (name != "BUDSTIKKE_SMS_URL") for name in _POST)
