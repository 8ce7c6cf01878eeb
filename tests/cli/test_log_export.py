"""`budstikke log export`: a pack in which everything can be judged by what lies beside it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from tests.actions.keeping import delivered
from tests.actions.line import NOW, number

from budstikke.cli.main import main
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

pytestmark = pytest.mark.usefixtures("installation")


def pack(out: Path, *arguments: str) -> tuple[int, dict[str, bytes]]:
    """Export; the exit code and the files."""
    code = main(["log", "export", "--out", str(out), *arguments])
    with zipfile.ZipFile(out) as read:
        return code, {name: read.read(name) for name in read.namelist()}


@pytest.mark.parametrize(
    "asked", [["--letter", number(1)], ["--since", "2026-11-23", "--until", "2026-11-23"]]
)
def test_every_file_of_a_pack_holds_and_shows_what_was_chosen(tmp_path: Path, asked: list[str]) -> None:
    """All evidence of a letter, or of a day; each with its place under one checkpoint."""
    delivered()
    code, files = pack(tmp_path / "pack.zip", *asked, "--keep", "report/idtype")
    trust = Trust.from_pem(files["trust.pem"])
    index = json.loads(files["index.json"])
    assert (code, len(index)) == (0, 6)
    for row in index:
        content = files[row["file"]]
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        verdict = verify(content, trust=trust, at=NOW)
        assert verdict.holds, verdict
        assert json.loads(content)["log"]["checkpoint"] == json.loads(files["checkpoint.json"])
    everything = b"".join(files.values())
    assert b"no_passport" in everything or b"Norsk pass" in everything
    assert not any(word in everything for word in (b"Kari", b"20914695016", b"CCC0022514"))


def test_a_pack_of_nothing_says_so(tmp_path: Path) -> None:
    """Another day, another letter."""
    delivered()
    assert pack(tmp_path / "pack.zip", "--since", "2026-11-24")[0] == 1
    assert pack(tmp_path / "pack.zip", "--letter", number(2))[0] == 1


@pytest.mark.parametrize("asked", [[], ["--letter", "RR1"], ["--letter", number(1), "--since", "2026-11-23"]])
def test_a_pack_is_of_letters_or_of_a_period(tmp_path: Path, asked: list[str]) -> None:
    """Neither, both, or no letter number: nothing is written."""
    assert main(["log", "export", "--out", str(tmp_path / "pack.zip"), *asked]) == 2
    assert not list(tmp_path.iterdir())
