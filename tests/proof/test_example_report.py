"""The finished report that lies in examples/: made once by the demo, judged here as a stranger judges it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests import own_process

REPORT = Path(__file__).parents[2] / "examples" / "report"


def _judged(*at: str) -> tuple[int, dict[str, object]]:
    ran = own_process.command("verify", REPORT / "report.pdf", "--trust", REPORT / "trust.pem", *at)
    return ran.returncode, json.loads(ran.stdout)


@pytest.mark.parametrize("at", ["2025-09-28", "2028-06-01", "2031-06-01", "2035-06-01"])
def test_the_example_report_holds_for_years(at: str) -> None:
    """Also after the sealing certificate has ended, with nothing but the file and the root."""
    code, verdict = _judged("--at", at)
    assert code == 0 and verdict["holds"] is True


def test_the_example_report_holds_today() -> None:
    """As the README tells a stranger to judge it: without naming a day."""
    code, verdict = _judged()
    assert code == 0 and verdict["holds"] is True


def test_the_example_report_must_be_renewed_before_its_time_stamps_end() -> None:
    """Eleven years later the archive time stamp proves nothing any more, and the words say what to do."""
    code, verdict = _judged("--at", "2036-12-20")
    assert code == 1 and verdict["holds"] is False
