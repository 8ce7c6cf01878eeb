"""The command `budstikke edi`."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from tests.formats.edi_samples import FULL, ORDER, many

from budstikke.cli.main import main


@pytest.fixture
def order_file(tmp_path: Path) -> Path:
    """An order file on disk."""
    path = tmp_path / "order.edi"
    path.write_bytes(ORDER)
    return path


def test_a_good_file_is_printed_as_json(order_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bookings, no faults, exit 0."""
    assert main(["edi", "read", str(order_file)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["faults"] == []
    assert said["bookings"][0]["letters"][0]["number"] == "RR473124829NO"


def test_a_rejected_message_is_exit_1(order_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The good ones are printed, and every fault in the five keys."""
    order_file.write_bytes(many(3).replace(b"GRM:45", b"GRM:x", 1))
    assert main(["edi", "read", str(order_file)]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [booking["message_reference"] for booking in said["bookings"]] == ["2", "3"]
    assert said["faults"] == [
        {
            "message": "1",
            "segment": 16,
            "position": "element 3, component 2",
            "code": "WEIGHT_INVALID",
            "text": "The weight must be a number of at most 100 kg in GRM or KGM.",
        }
    ]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """By the name -; the national number stays hidden."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FULL)))
    assert main(["edi", "read", "-"]) == 0
    out = capsys.readouterr().out
    assert json.loads(out)["bookings"][0]["recipient_national_number"] == "*" * 11
    assert "01815000022" not in out


@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"UNB+UNOC:3+a", b"%PDF-1.7 \xe2\xe3"])
def test_rubbish_is_json_too(data: bytes, order_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No bookings, faults, exit 1."""
    order_file.write_bytes(data)
    assert main(["edi", "read", str(order_file)]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["bookings"] == []
    assert said["faults"]


def test_a_missing_file_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 and a sentence."""
    assert main(["edi", "read", "/nowhere.edi"]) == 2
    assert "cannot read" in capsys.readouterr().err


def test_a_file_is_acknowledged(order_file: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """CONTRL on standard output, under the reference asked for."""
    assert main(["edi", "ack", "--reference", "C7", str(order_file)]) == 0
    sys.stdout.flush()
    out = capfdbinary.readouterr().out
    assert b"UCI+PUM0000001+991825827:30+7080003248381:14+7'" in out
    assert out.endswith(b"UNZ+1+C7'\n")
