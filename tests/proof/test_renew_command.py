"""The command `renew`: a report stamped again, and never one that does not hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "examples" / "report"


def _renew(tmp_path: Path, *arguments: str) -> tuple[int, dict[str, object] | None, str]:
    done = subprocess.run(
        [sys.executable, "-m", "budstikke.cli.main", "renew", *arguments],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "BUDSTIKKE_DATA": str(tmp_path / "data")},
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr.decode()


def _stamps(file: Path) -> int:
    fields = PdfReader(file).trailer["/Root"]["/AcroForm"]["/Fields"]  # type: ignore[index]
    return sum(field.get_object()["/V"].get_object().get("/Type") == "/DocTimeStamp" for field in fields)


def test_a_report_is_stamped_again(tmp_path: Path) -> None:
    """By this installation's authority, over a seal of another one, and the file holds under both roots."""
    out = tmp_path / "renewed.pdf"
    code, verdict, said = _renew(
        tmp_path, str(REPORT / "report.pdf"), "--out", str(out), "--trust", str(REPORT / "trust.pem")
    )
    assert (code, verdict and verdict["renewed"], verdict and verdict["holds"]) == (0, True, True), said
    assert _stamps(out) == _stamps(REPORT / "report.pdf") + 1
    assert out.read_bytes().startswith((REPORT / "report.pdf").read_bytes())


def test_without_another_place_the_file_itself_is_replaced(tmp_path: Path) -> None:
    """As a whole; and it can be done again."""
    copy = tmp_path / "report.pdf"
    copy.write_bytes((REPORT / "report.pdf").read_bytes())
    for stamps in (2, 3):
        assert _renew(tmp_path, str(copy), "--trust", str(REPORT / "trust.pem"))[0] == 0
        assert _stamps(copy) == stamps


@pytest.mark.parametrize("broken", [True, False])
def test_what_does_not_hold_is_not_renewed(tmp_path: Path, broken: bool) -> None:
    """A changed byte, or a root nobody trusts: the file stays as it is."""
    data = bytearray((REPORT / "report.pdf").read_bytes())
    if broken:
        data[3000] ^= 1
    copy = tmp_path / "report.pdf"
    copy.write_bytes(data)
    trust = ["--trust", str(REPORT / "trust.pem")] if broken else []
    code, verdict, _ = _renew(tmp_path, str(copy), *trust)
    assert (code, verdict and verdict["renewed"]) == (1, False)
    assert copy.read_bytes() == data


def test_from_standard_input_a_place_must_be_named(tmp_path: Path) -> None:
    """Standard output is the verdict's."""
    assert _renew(tmp_path, "-")[0] == 2
