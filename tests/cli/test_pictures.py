"""The commands mrz (with a picture) and specimen: JSON, and words where something is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from budstikke.cli.main import main
from budstikke.formats import picture


def _drawn(out: Path, *more: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["specimen", "no_passport", "--out", str(out), *more]) == 0
    said = json.loads(capsys.readouterr().out)
    assert isinstance(said, dict)
    return said


@pytest.mark.skipif(bool(picture.missing()), reason=f"missing: {', '.join(picture.missing())}")
def test_a_drawn_page_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What specimen draws, mrz reads; the strip lies beside it for the eye."""
    page, strip = tmp_path / "page.png", tmp_path / "strip.png"
    drawn = _drawn(page, capsys=capsys)
    assert main(["mrz", str(page), "--strip", str(strip)]) == 0
    read = json.loads(capsys.readouterr().out)
    assert read["lines"] == drawn["lines"]
    assert (read["accept"], read["picture"]["automatic"]) == (True, True)
    assert strip.read_bytes().startswith(b"\x89PNG")


def test_a_machine_without_the_parts_says_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed lines go on working there."""
    page = tmp_path / "page.png"
    _drawn(page, capsys=capsys)
    monkeypatch.setattr("budstikke.formats.picture.installed.missing", lambda: ("tesserocr",))
    assert main(["mrz", str(page)]) == 1
    assert "tesserocr missing" in capsys.readouterr().err


def test_specimen_lists_its_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a kind."""
    assert main(["specimen"]) == 0
    assert {"kind": "no_passport", "zone": "TD3"} in json.loads(capsys.readouterr().out)["kinds"]


@pytest.mark.parametrize("fields", ['{"national_number": "13018412344"}', '{"eyes": "blue"}', "[]", "{"])
def test_fields_that_do_not_fit_are_refused(
    fields: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number that is not synthetic above all."""
    file = tmp_path / "fields.json"
    file.write_text(fields)
    out = tmp_path / "page.png"
    assert main(["specimen", "no_passport", "--out", str(out), "--fields", str(file)]) == 1
    assert not out.exists()
    assert "13018412344" not in capsys.readouterr().err
