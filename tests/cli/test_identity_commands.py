"""The commands mrz, name and number: JSON always, exit 0 for a yes and 1 for everything else."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from budstikke.cli.main import main

PASSPORT = "P<NOROESTENBYEN<<AASAMUND<SPECIMEN<<<<<<<<<<\nCCC0022514NOR5604230M3004157<<<<<<<<<<<<<<04\n"


def test_a_sound_zone_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And a faulty one with 1, the same JSON."""
    lines = tmp_path / "lines.txt"
    lines.write_text(PASSPORT)
    assert main(["mrz", "--lines", str(lines)]) == 0
    assert json.loads(capsys.readouterr().out)["accept"] is True
    lines.write_text(PASSPORT.replace("CCC", "CCD"))
    assert main(["mrz", str(lines)]) == 1
    assert json.loads(capsys.readouterr().out)["failed"] == ["document_number", "composite"]


def test_a_picture_is_not_mrz_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said so, and the answer is JSON all the same."""
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(9000))
    assert main(["mrz", str(picture)]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["format"] == "none"
    assert "not MRZ lines" in printed.err


def test_a_missing_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Asked wrongly: exit 2, nothing on standard output."""
    assert main(["mrz", "/does/not/exist"]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("surname", "answer", "code"),
    [("OESTBY", "same", 0), ("OSTBYE", "differs", 1), ("BERG ØSTBY", "same", 0)],
)
def test_names_are_compared(surname: str, answer: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer, its clause, and steps in both languages."""
    assert main(["name", "Kari Østby", "--surname", surname, "--given", "KARI"]) == code
    found = json.loads(capsys.readouterr().out)
    assert (found["answer"], found["clause"]) == (answer, "PUM §5")
    assert all(step["words"]["no"] and step["words"]["en"] for step in found["steps"])


def test_numbers_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line of JSON for each; a test number counts because this is a test installation."""
    monkeypatch.setattr("sys.stdin", io.StringIO("02013299997\n\n209146 95016\n"))
    assert main(["number", "-"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["valid"], each["kind"], each["synthetic"]) for each in answers] == [
        (True, "fnr", False),
        (True, "fnr", True),
    ]


def test_a_test_number_does_not_count_in_production(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same number, refused."""
    monkeypatch.setenv("BUDSTIKKE_PRODUCTION", "1")
    assert main(["number", "20914695016"]) == 1
    assert json.loads(capsys.readouterr().out)["valid"] is False


def test_no_number_at_all_is_no_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty standard input does not pass a check."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["number", "-"]) == 1
