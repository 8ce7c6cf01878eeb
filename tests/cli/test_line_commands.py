"""The commands that need the post's database: labels, balance, and what they say when there is none."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import django
import pytest
from tests import own_process

django.setup()

from tests.actions.line import CUSTOMER, book, file_of, number, order, states  # noqa: E402

from budstikke.cli.main import main  # noqa: E402
from budstikke.post.records.models import Sender  # noqa: E402
from budstikke.post.records.scope import CARRIER, acting_as  # noqa: E402


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize("form", ["sheet", "single", "c5", "c4"])
def test_labels_are_printed_in_every_form_the_help_names(form: str, tmp_path: Path) -> None:
    """A PDF lies where it was asked for."""
    book(file_of([order(1)]))
    assert main(["labels", "--form", form, "--out", str(tmp_path / "labels.pdf"), number(1)]) == 0
    assert (tmp_path / "labels.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("installation")
def test_a_label_nobody_booked_is_named_and_nothing_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half of what was asked for would look like all of it."""
    book(file_of([order(1)]))
    assert main(["labels", "--out", str(tmp_path / "labels.pdf"), number(1), number(2)]) == 1
    assert number(2) in capsys.readouterr().err
    assert not (tmp_path / "labels.pdf").exists()


@pytest.mark.usefixtures("installation")
def test_two_senders_orders_of_one_reference_are_never_printed_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reference is its sender's own choice; names and addresses of one sender's customers are for it alone."""
    with acting_as(CARRIER):
        other = Sender.objects.get()
        other.pk, other.customer_number, other.edi_id = None, "10008888888", "999999999"
        other.save()
    book(file_of([order(1)], reference="SAME"))
    book(file_of([order(2, customer="10008888888")], reference="SAME", sender="999999999"))
    asked = ["labels", "--form", "zpl", "--out", str(tmp_path / "labels.zpl"), "--order", "SAME"]
    assert main(asked) == 2
    assert "10008888888" in capsys.readouterr().err
    assert not (tmp_path / "labels.zpl").exists()
    assert main([*asked, "--customer", CUSTOMER]) == 0
    assert "1 labels" in capsys.readouterr().err


@pytest.mark.usefixtures("installation")
def test_what_is_no_letter_number_is_asked_wrongly(tmp_path: Path) -> None:
    """A slip of the keyboard gets exit code 2 and a sentence, not a traceback."""
    assert main(["labels", "--out", str(tmp_path / "labels.pdf"), "nonsense"]) == 2
    assert main(["labels", "--out", str(tmp_path / "labels.pdf")]) == 2


@pytest.mark.usefixtures("installation")
def test_the_balance_is_json_for_whatever_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs read it without asking."""
    book(file_of([order(1)]))
    assert main(["balance"]) == 0
    assert json.loads(capsys.readouterr().out)["booked"] == 1


@pytest.mark.usefixtures("installation")
def test_a_recipient_of_blanks_only_is_not_booked() -> None:
    """Nobody can show a document in that name."""
    blank = replace(order(1), recipient=replace(order(1).recipient, name="  "))
    (result,) = book(file_of([blank]))
    assert (result.booked, states()) == (0, {})


@pytest.mark.usefixtures("databases")
@pytest.mark.parametrize("command", [["balance"], ["edi", "statuses"], ["worker", "--once"]])
def test_a_missing_database_is_said_in_one_line(command: list[str]) -> None:
    """A fresh installation is told what to do."""
    ran = own_process.command(*command, env={**os.environ, "BUDSTIKKE_DATABASE_SUFFIX": "_never_made"})
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "budstikke migrate" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1
