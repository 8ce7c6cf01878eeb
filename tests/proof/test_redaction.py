"""An auditor's copy: what is left out is gone, what is shown is what was signed, and everything still holds."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.proof.logged import logged_file
from tests.proof.specimen import SEALED_AT

from budstikke.cli.main import main
from budstikke.post.channels.seal import LocalSealer
from budstikke.post.papers.report import report_pdf
from budstikke.proof.redaction import NotThere, redacted, shown_in
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

SOON = SEALED_AT + timedelta(days=1)
PERSONAL = ("41818012345", "Áile Østby Ďurišová", "Aile Oestby Durisova", "SPECIMEN1", "Kari Nordmann")


@pytest.fixture(scope="module")
def file(sealer: LocalSealer) -> bytes:
    """Give a file with disclosures, a log proof and a chain."""
    return logged_file(sealer)


def test_a_copy_without_anything_personal_holds(file: bytes, trust: Trust) -> None:
    """Signatures, log and chain; and none of the values is in it, nor a salt."""
    copy = redacted(file, keep=())
    verdict = verify(copy, trust=trust, at=SOON)
    assert verdict.holds, [check.words.en for check in verdict.checks if not check.holds]
    assert not [value for value in PERSONAL if value in copy.decode()]
    assert b'"salt":' not in copy
    words = next(check.words.en for check in verdict.checks if check.name == "disclosures")
    assert "Withheld" in words and "/report/fnr" in words


def test_a_chosen_value_stays_and_the_others_go(file: bytes, trust: Trust) -> None:
    """One by one."""
    copy = redacted(file, keep={"/report/idtype"}).decode()
    assert "Pass" in copy
    assert not [value for value in PERSONAL if value in copy]
    assert verify(copy.encode(), trust=trust, at=SOON).holds


@pytest.mark.parametrize("path", ["/report/fnr", "/report/navndokinnehaver"])
def test_a_value_exchanged_in_a_copy_is_found(file: bytes, trust: Trust, path: str) -> None:
    """Shown is only what was signed."""
    content = json.loads(redacted(file, keep={path}))
    content["disclosures"][0]["value"] = "another"
    verdict = verify(json.dumps(content).encode(), trust=trust, at=SOON)
    assert {check.name for check in verdict.checks if not check.holds} >= {"disclosures"}


def test_what_is_left_out_cannot_be_kept_again(file: bytes) -> None:
    """A copy of a copy shows no more than the copy did."""
    with pytest.raises(NotThere) as caught:
        redacted(redacted(file, keep={"/report/idtype"}), keep={"/report/fnr"})
    assert caught.value.shown == ("/report/idtype",)


def test_the_evidence_of_a_sealed_report_is_redacted_out_of_it(
    file: bytes, sealer: LocalSealer, trust: Trust
) -> None:
    """From the PDF itself."""
    sealed = sealer.seal_pdf(report_pdf(file, made_at=SEALED_AT), now=SEALED_AT)
    assert verify(sealed, trust=trust, at=SOON).holds
    assert shown_in(sealed) == shown_in(file)
    assert verify(redacted(sealed, keep=()), trust=trust, at=SOON).holds


def test_the_command_writes_the_copy_and_names_what_it_cannot_keep(
    file: bytes, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """To standard output; fields with or without the first stroke."""
    path = tmp_path / "evidence.json"
    path.write_bytes(file)
    assert main(["redact", str(path), "--keep", "report/idtype, /report/utstedt"]) == 0
    content = json.loads(capfdbinary.readouterr().out)
    assert {each["path"] for each in content["disclosures"]} == {"/report/idtype", "/report/utstedt"}
    assert main(["redact", str(path), "--list"]) == 0
    assert "report/fnr" in json.loads(capfdbinary.readouterr().out)["shown"]
    assert main(["redact", str(path), "--keep", "report/nothing"]) == 1
    assert b"/report/fnr" in capfdbinary.readouterr().err
