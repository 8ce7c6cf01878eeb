"""What docs/bring.md shows, a sender can type: every line runs against a service."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
from tests.actions import line
from tests.doors.bring import program
from tests.doors.device_bench import served
from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "bring.md").read_text(encoding="utf-8")
LINES = re.findall(r"^curl .+$", PAGE, re.M)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_every_line_of_the_page_is_answered_well(installation: None) -> None:
    """As it stands there, with an address and a key."""
    asking = program()
    with served() as url:
        environment = {
            **os.environ,
            "POST": url,
            "CUSTOMER": line.CUSTOMER,
            "API_UID": asking.headers["X-MyBring-API-Uid"],
            "API_KEY": asking.headers["X-MyBring-API-Key"],
        }
        for each in LINES:
            said = subprocess.run(
                ["sh", "-c", each], cwd=ROOT, env=environment, capture_output=True, timeout=60
            )
            assert said.returncode == 0, (each, said.stdout)
            assert said.stdout, each
            assert b'"error"' not in said.stdout, each


def test_every_address_of_the_description_is_on_the_page() -> None:
    """As far as it is the same for everybody."""
    from tests.doors.test_bring_described import OPERATIONS

    for _, path, _ in OPERATIONS:
        assert re.split(r"/?\{[a-z]+\}", path)[0] in PAGE, path
