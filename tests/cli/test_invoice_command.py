"""`budstikke invoice`: run, show, pdf, ubl, credit, pay, statement, and what they say when it cannot be."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import django
import pytest

django.setup()

from tests.actions.line import CUSTOMER, book, bring_to_outlet, file_of, number, order  # noqa: E402
from tests.formats.bank_files import camt, entry, ocr, transaction  # noqa: E402

from budstikke.cli.main import main  # noqa: E402
from budstikke.formats import ubl  # noqa: E402
from budstikke.kit import clock  # noqa: E402

pytestmark = pytest.mark.usefixtures("installation", "december")


@pytest.fixture
def december(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the first of December."""
    from budstikke.cli import invoice

    day = date(2026, 12, 1)  # Tuesday
    monkeypatch.setattr(invoice, "today", lambda: day)
    monkeypatch.setattr(invoice, "now", lambda: clock.midnight(day))


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict]:
    """The exit code of a command and the JSON it printed."""
    code = main(["invoice", *arguments])
    return code, json.loads(capsys.readouterr().out or "{}")


def test_a_month_from_run_to_statement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two letters: invoiced, printed, one credited, the other paid."""
    book(file_of([order(1), order(2, reference="2")]))
    bring_to_outlet([1, 2])
    assert ran(capsys, "run") == (0, {"month": "2026-11", "invoices": ["F000001"]})
    assert ran(capsys, "run", "--month", "2026-11") == (0, {"month": "2026-11", "invoices": []})
    code, shown = ran(capsys, "show", "F000001", "--letters")
    assert (code, shown["gross_ore"], shown["due_on"]) == (0, 37_250, "2026-12-15")
    assert {each["letter"] for each in shown["letters"]} == {number(1), number(2)}
    for kind, begins in (("pdf", b"%PDF"), ("ubl", b"<?xml")):
        out = tmp_path / f"F000001.{kind}"
        assert main(["invoice", kind, "F000001", "--out", str(out)]) == 0
        assert out.read_bytes().startswith(begins)
    assert ubl.judge((tmp_path / "F000001.ubl").read_bytes()) == ()
    assert ran(capsys, "credit", "F000001", number(1), "--reason", "complaint") == (
        0,
        {"credit_note": "K000001"},
    )
    paid = ("pay", shown["kid"], "--ore", "18625", "--on", "2026-12-01", "--reference", "R1")
    assert ran(capsys, *paid) == (0, {"new": True})
    assert ran(capsys, *paid) == (0, {"new": False})
    code, stated = ran(capsys, "statement", CUSTOMER)
    assert (code, stated["balance_ore"], stated["open"]) == (0, 0, [])
    assert [each["posting"] for each in stated["entries"]] == ["invoice", "credit_note", "payment"]


@pytest.mark.parametrize(
    ("arguments", "refused"),
    [
        (["run", "--month", "2026-12"], "MONTH_NOT_OVER"),
        (["show", "F000001"], "INVOICE_UNKNOWN"),
        (["pdf", "F000001", "--out", "-"], "INVOICE_UNKNOWN"),
        (["ubl", "K000001", "--out", "-"], "INVOICE_UNKNOWN"),
        (["credit", "F000001", "--reason", "complaint"], "INVOICE_UNKNOWN"),
        (["pay", "12345", "--ore", "1", "--on", "2026-12-01", "--reference", "R"], "KID_INVALID"),
    ],
)
def test_a_refusal_names_its_clause_and_cure(
    arguments: list[str], refused: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the command exits 1."""
    code, said = ran(capsys, *arguments)
    assert (code, said["refused"]["code"], said["refused"]["clauses"]) == (1, refused, ["PUM §13"])
    assert said["refused"]["cure"]["no"] != said["refused"]["cure"]["en"]


def test_a_number_that_is_no_letters_is_asked_wrongly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Read from standard input, as lists are."""
    book(file_of([order(1)]))
    bring_to_outlet([1])
    main(["invoice", "run"])
    monkeypatch.setattr("sys.stdin", io.StringIO("XX\n"))
    assert main(["invoice", "credit", "F000001", "-", "--reason", "complaint"]) == 2
    assert "S10_LENGTH" in capsys.readouterr().err


@pytest.mark.parametrize("amount", ["0", "-5", "1.5", "x"])
def test_a_payment_is_more_than_nothing(amount: str) -> None:
    """In whole øre."""
    with pytest.raises(SystemExit):
        main(["invoice", "pay", "12345", "--ore", amount, "--on", "2026-12-01", "--reference", "R"])


def test_nobodys_account_is_not_stated(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown customer number is no empty account."""
    assert main(["invoice", "statement", "10000000000"]) == 1
    assert "customer number" in capsys.readouterr().err


def test_a_banks_file_is_entered_and_what_is_odd_ends_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first file pays; the second is of a stranger; the third is none."""
    book(file_of([order(1), order(2, reference="2")]))
    bring_to_outlet([1, 2])
    ran(capsys, "run")
    kid = ran(capsys, "show", "F000001")[1]["kid"]
    file = tmp_path / "paid"
    file.write_bytes(ocr((kid, 37_250)))
    whole = {"format": "ocr-giro", "new": 1, "known": 0, "passed_over": 0, "odd": []}
    assert ran(capsys, "payments", str(file)) == (0, whole)
    file.write_bytes(camt(entry("1.00", transaction("1.00", reference="A"))))
    code, told = ran(capsys, "payments", str(file))
    assert (code, [each["code"] for each in told["odd"]]) == (1, ["KID_UNKNOWN"])
    file.write_bytes(b"<a/>")
    code, told = ran(capsys, "payments", str(file))
    assert (code, [each["code"] for each in told["faults"]]) == (1, ["WRONG_ROOT"])
    assert main(["invoice", "payments", str(tmp_path / "none")]) == 2
