"""The command: JSON on standard output always, words on standard error, and an exit code to rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.proof.specimen import SEALED_AT

from budstikke.cli.main import main
from budstikke.post.channels.seal import LocalSealer
from budstikke.proof.command import ENVIRONMENT

AT = "2026-11-22"  # a Sunday


@pytest.fixture
def roots(sealer: LocalSealer, tmp_path: Path) -> Path:
    """Give a file with the root and the revocation list."""
    path = tmp_path / "root.pem"
    path.write_bytes(sealer.trust_pem(now=SEALED_AT))
    return path


@pytest.fixture(autouse=True)
def _no_trust_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    monkeypatch.setenv("BUDSTIKKE_DATA", str(tmp_path / "data"))


def _said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    said: dict[str, object] = json.loads(capsys.readouterr().out)
    return said


def test_a_sealed_report_exits_0(sealed_file: Path, roots: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the roots named on the command line."""
    assert main(["verify", str(sealed_file), "--trust", str(roots), "--at", AT]) == 0
    assert _said(capsys)["holds"] is True


def test_roots_are_found_in_the_environment(
    sealed_file: Path, roots: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Several, separated as paths are."""
    monkeypatch.setenv(ENVIRONMENT, f"{roots}{os.pathsep}{roots}")
    assert main(["verify", str(sealed_file), "--at", AT]) == 0
    assert _said(capsys)["holds"] is True


def test_roots_are_found_in_the_trust_folder(
    sealed_file: Path, roots: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The installation's own."""
    (tmp_path / "data" / "trust").mkdir(parents=True)
    (tmp_path / "data" / "trust" / "post.pem").write_bytes(roots.read_bytes())
    assert main(["verify", str(sealed_file), "--at", AT]) == 0
    assert _said(capsys)["holds"] is True


def test_without_roots_it_exits_1_and_says_so(sealed_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the language asked for."""
    assert main(["verify", str(sealed_file), "--at", AT, "--language", "no"]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["holds"] is False
    assert "Ingen rotsertifikater er gitt" in captured.err


@pytest.mark.parametrize("name", ["missing.pdf", "."])
def test_a_file_that_cannot_be_read_gets_a_verdict(
    name: str, roots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON all the same."""
    assert main(["verify", name, "--trust", str(roots)]) == 1
    assert _said(capsys)["checks"][0]["name"] == "file"  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"Dear sir or madam\n", "The file is neither a report (PDF) nor evidence (JSON)."),
        (b"\x00" * 40, "The file is neither a report (PDF) nor evidence (JSON)."),
        (
            '{"evidence": "bl\u00e5"}'.encode("latin-1"),
            "Not evidence: the document: is not JSON: byte 16 is not UTF-8.",
        ),
        (
            b'{"evidence": 1, "evidence": 2}',
            "Not evidence: the document: is not JSON: a member is named twice.",
        ),
        (b'{"evidence": ]', "Not evidence: the document: is not JSON at line 1, column 14."),
        (b'{"a":' * 200_000, "Not evidence: the document: is nested too deeply."),
        (
            b'{"evidence": ' + b"9" * 5000 + b"}",
            "Not evidence: the document: is not JSON: a number has 5000 digits.",
        ),
        (b'{"checkpoint": {}, "signatures": []}', "Not a checkpoint: checkpoint.made_at: is missing."),
        (b" " * (64 * 1024 * 1024 + 1), "The file is larger than any report."),
    ],
    ids=["empty", "text", "zeros", "latin", "twice", "comma", "deep", "digits", "checkpoint", "huge"],
)
def test_what_is_wrong_with_a_file_is_said_in_plain_words(
    content: bytes, words: str, roots: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No word of the interpreter's."""
    file = tmp_path / "file"
    file.write_bytes(content)
    assert main(["verify", str(file), "--trust", str(roots), "--at", AT]) == 1
    checks = _said(capsys)["checks"]
    assert [each["words"]["en"] for each in checks if not each["holds"]] == [words]  # type: ignore[attr-defined]


def test_roots_that_cannot_be_read_get_a_verdict(
    sealed_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sealed report itself is no root."""
    assert main(["verify", str(sealed_file), "--trust", str(sealed_file)]) == 1
    assert _said(capsys)["checks"][0]["name"] == "trust"  # type: ignore[index]


def test_a_day_that_is_none_exits_2(sealed_file: Path, roots: Path) -> None:
    """Asked wrongly."""
    assert main(["verify", str(sealed_file), "--trust", str(roots), "--at", "yesterday"]) == 2


def test_it_reads_standard_input_and_imports_no_django(sealed: bytes, roots: Path) -> None:
    """As its own process, with a database nowhere."""
    program = (
        "import sys; from budstikke.cli.main import main; code = main(sys.argv[1:]);"
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "verify", "-", "--trust", str(roots), "--at", "2035-11-22"],
        input=sealed,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )  # a Thursday
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["holds"] is True
