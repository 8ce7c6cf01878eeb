"""The command `renew`: a report stamped again, and never one that does not hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests import own_process
from tests.proof.specimen import SEALED_AT

from budstikke.kit import clock
from budstikke.post.channels.seal import LocalSealer

ROOT = Path(__file__).parents[2]


@pytest.fixture
def site(tmp_path: Path, sealed: bytes, sealer: LocalSealer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a report, its roots, and an installation whose clock shows the year 2030."""
    monkeypatch.setenv("BUDSTIKKE_DATA", str(tmp_path / "data"))
    clock.move_to(datetime(2030, 1, 1, tzinfo=UTC))  # a Tuesday
    (tmp_path / "report.pdf").write_bytes(sealed)
    (tmp_path / "roots.pem").write_bytes(sealer.trust_pem(now=SEALED_AT))
    return tmp_path


def _renew(*arguments: Path | str) -> tuple[int, dict[str, object], str]:
    done = own_process.command("renew", *arguments)
    return done.returncode, json.loads(done.stdout or "{}"), done.stderr


def _stamps(file: Path) -> int:
    fields = PdfReader(file).trailer["/Root"]["/AcroForm"]["/Fields"]  # type: ignore[index]
    return sum(field.get_object()["/V"].get_object().get("/Type") == "/DocTimeStamp" for field in fields)


def test_a_report_is_stamped_again(site: Path, sealed: bytes) -> None:
    """By this installation's authority, over a seal of another one, and the file holds under both roots."""
    out = site / "renewed.pdf"
    code, verdict, said = _renew(site / "report.pdf", "--out", out, "--trust", site / "roots.pem")
    assert (code, verdict.get("renewed"), verdict.get("holds")) == (0, True, True), said
    assert _stamps(out) == 2
    assert out.read_bytes().startswith(sealed)
    assert (site / "report.pdf").read_bytes() == sealed


def test_without_another_place_the_file_itself_is_replaced(site: Path) -> None:
    """As a whole; and it can be done again."""
    for stamps in (2, 3):
        assert _renew(site / "report.pdf", "--trust", site / "roots.pem")[0] == 0
        assert _stamps(site / "report.pdf") == stamps


@pytest.mark.parametrize("broken", [True, False])
def test_what_does_not_hold_is_not_renewed(site: Path, sealed: bytes, broken: bool) -> None:
    """A changed byte, or a root nobody trusts: the file stays as it is."""
    data = bytearray(sealed)
    if broken:
        data[3000] ^= 1
    (site / "report.pdf").write_bytes(data)
    code, verdict, _ = _renew(site / "report.pdf", *(["--trust", site / "roots.pem"] if broken else []))
    assert (code, verdict["renewed"]) == (1, False)
    assert (site / "report.pdf").read_bytes() == data


def test_from_standard_input_a_place_must_be_named(site: Path) -> None:
    """Standard output is the verdict's."""
    assert _renew("-")[0] == 2
