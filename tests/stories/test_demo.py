"""The demo, played as a stranger plays it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from budstikke.formats import picture


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demo's folder and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    ran = subprocess.run(
        [sys.executable, "-m", "budstikke.cli.main", "demo", "--folder", str(folder)],
        capture_output=True,
        text=True,
        timeout=1200,  # however slow the machine is; it ends by itself
        env={name: value for name, value in os.environ.items() if not name.startswith("BUDSTIKKE")},
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return folder, ran.stdout


def test_every_ending_is_in_the_table(played: tuple[Path, str]) -> None:
    """Delivered, returned, cancelled and lost letters, and refusals by reason."""
    told = played[1]
    assert all(word in told for word in ("delivered", "returned", "cancelled", "lost"))
    assert all(
        code in told for code in ("NAME_MISMATCH", "DOC_EXPIRED", "PASSPORT_REQUIRED", "DOC_NOT_APPROVED")
    )


def test_documents_were_read_in_every_way(played: tuple[Path, str]) -> None:
    """Pictures by the service itself where it can, chips, swiped and typed lines; one picture taken again."""
    told = played[1].partition("How the documents were read")[2].partition("Balance")[0]
    read = {line.split(maxsplit=1)[1]: int(line.split()[0]) for line in told.splitlines() if line.strip()}
    assert read["by chip"] > 10 and read["swiped"] > 10 and read["typed"] > 10
    if not picture.missing():
        assert read["by picture"] > 20
        assert read["readings were doubtful, and confirmed by the clerk"] >= 1
        assert read["pictures had to be taken again"] >= 1
    assert "READINGS_CONTRADICT" in played[1], "the chip of another document was not refused"


def test_the_balance_holds(played: tuple[Path, str]) -> None:
    """Every letter of the order file is somewhere."""
    balance = json.loads((played[0] / "balance.json").read_text())
    assert balance["difference"] == 0 and balance["astray"] == [] and balance["booked"] >= 120


def test_the_promised_papers_lie_there(played: tuple[Path, str]) -> None:
    """Acknowledgement, labels, a notice, a refusal with its clause, a report, status messages."""
    folder = played[0]
    for pattern in (
        "1-acknowledgements/*CONTRL*.edi",
        "1-acknowledgements/*.faults.json",
        "2-labels/*.pdf",
        "3-notices/*.pdf",
        "4-refusals/slip-no.pdf",
        "5-reports/report.pdf",
        "5-reports/refusal.json",
        "5-reports/checkpoint.json",
        "6-status-messages/*.edi",
        "7-documents/no_passport.jpg",
        "7-documents/no_driving_licence.jpg",
    ):
        assert list(folder.glob(pattern)), pattern
    decisions = json.loads((folder / "4-refusals/decisions.json").read_text())
    assert any(row["what"] == "Turned away at the counter" and row["clauses"] for row in decisions)


def test_the_report_verifies_by_the_command_it_prints(played: tuple[Path, str]) -> None:
    """Typed as it stands, outside the demo and by the machine's own clock."""
    (line,) = (line for line in played[1].splitlines() if ".venv/bin/budstikke verify" in line)
    ran = subprocess.run(
        [sys.executable, "-m", "budstikke.cli.main", *shlex.split(line)[1:]],
        capture_output=True,
        text=True,
        timeout=60,
        env={name: value for name, value in os.environ.items() if not name.startswith("BUDSTIKKE")},
    )
    assert ran.returncode == 0, ran.stderr


def test_the_order_files_faults_are_all_told(played: tuple[Path, str]) -> None:
    """One of every kind of fault in the file is named, and only those."""
    (listed,) = played[0].glob("1-acknowledgements/*.faults.json")
    codes = {
        fault["code"] for interchange in json.loads(listed.read_text()) for fault in interchange["faults"]
    }
    assert codes >= {
        "WEIGHT", "NORWAY_ONLY", "RETURN_ADDRESS", "POSTCODE_UNKNOWN", "SERVICE_NOT_OFFERED", "UNKNOWN_CUSTOMER",
        "NUMBER_IN_USE", "CHARACTER_NOT_PRINTABLE", "MARK_CHECK_DIGIT", "VALUE_TOO_LONG", "SEGMENT_MISSING",
        "WEIGHT_INVALID", "ORDER_UNKNOWN", "UNZ_MISSING",
    }  # fmt: skip


def test_an_eid_is_activated_by_its_code_only_after_the_sealed_hand_over(played: tuple[Path, str]) -> None:
    """Ordered at the issuer's pages, its letter by EDI, collected at the counter; a thief's try came to nothing."""
    told = played[1].partition("An eID of the issuer")[2]
    assert "before the letter was collected: We have no proof" in told
    assert "after its sealed report was verified: Your eID is activated" in told


def test_no_personal_data_is_in_the_logs(played: tuple[Path, str]) -> None:
    """Names, numbers and addresses of the recipients stay out of what the processes log."""
    visits = [
        json.loads(row) for row in Path("examples/visits.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    secret = {str(visit["holder"][name]) for visit in visits for name in ("surname", "national_number")}
    logged = "".join(path.read_text() for path in (played[0] / "installation" / "logs").glob("*.log"))
    assert logged and not [word for word in secret if word and word in logged]
