"""`budstikke keep` on an installation with one letter handed over."""

from __future__ import annotations

import io
import json
import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.actions import line
from tests.actions.keeping import SAFE, delivered

from budstikke.cli.main import main
from budstikke.post.doors.old_files import forget_files


@pytest.fixture
def kept(installation: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One letter handed over, the day after its safety period."""
    from budstikke.cli import keep

    delivered()
    monkeypatch.setattr(keep, "today", lambda: SAFE)
    monkeypatch.setattr(keep, "now", lambda: line.at(SAFE))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    """Run the command; its exit code and what it printed."""
    code = main(["keep", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_a_hold_is_placed_and_lifted_and_then_it_is_erased(
    kept: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same words the worker acts on."""
    number = line.number(1)
    nothing = {"erased": {"particulars": 0, "rest": 0}}
    assert told(capsys, "hold", "--reason", "court", number, line.number(9)) == (
        1, {"held": 1, "unknown": [line.number(9)]},
    )  # fmt: skip
    assert told(capsys, "erase") == (0, nothing)
    assert told(capsys, "lift", "--reason", "court", number) == (0, {"lifted": 1})
    assert told(capsys, "erase") == (0, {"erased": {"particulars": 1, "rest": 0}})


def test_a_relationship_is_told_from_a_list(
    kept: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers on standard input; a refusal is told in words with its clause, and the exit code says so."""
    asked = ["relationship", "--sender", line.CUSTOMER, "--ended-on"]
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{line.number(1)}\n\n"))
    code, answer = told(capsys, *asked, str(SAFE), "-")
    assert (code, answer["letters"][line.number(1)]["answer"]["erase_from"]) == (
        0,
        "2031-12-25",
    )  # a Thursday
    code, answer = told(capsys, *asked, str(SAFE + timedelta(days=1)), line.number(1))
    said = answer["letters"][line.number(1)]
    assert (code, said["outcome"], said["clauses"]) == (1, "refused", ["PUM §12"])


def test_what_is_no_letter_number_is_told_before_anything_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the hand."""
    assert main(["keep", "lift", "--reason", "claim", "RR1"]) == 2
    assert "RR1" in capsys.readouterr().err


def test_files_go_once_they_are_old(tmp_path: Path) -> None:
    """At any depth; what was changed since stays."""
    old, new = tmp_path / "out" / "991825827" / "old.edi", tmp_path / "out" / "new.edi"
    for path in (old, new):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"UNA")
    os.utime(old, (1, 1))
    assert forget_files([tmp_path / "out", tmp_path / "not there"], before_s=1000.0) == 1
    assert (old.exists(), new.exists()) == (False, True)
