"""`budstikke print`: batches, the print shop's word, and what is missing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import django
import pytest

django.setup()
from tests.actions import line  # noqa: E402
from tests.actions.test_print_batches import keys, printed_for  # noqa: E402

from budstikke.cli.main import main  # noqa: E402
from budstikke.kit.clock import move_to  # noqa: E402
from budstikke.kit.installation import data_folder  # noqa: E402

pytestmark = pytest.mark.usefixtures("installation")


def test_a_batch_goes_out_and_what_was_not_printed_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    """Exit code 1 while a sheet is missing, 0 once all are printed."""
    move_to(line.NOW)
    for sheet in (data_folder() / "print").glob("*.pdf"):
        sheet.unlink()
    printed_for(data_folder() / "print", 1, 2)
    assert main(["print", "make"]) == 0
    batch = json.loads(capsys.readouterr().out)
    assert batch["sheets"] == 2
    # The batch was made a moment after the clock was set.
    move_to(line.NOW + timedelta(days=2, minutes=1))
    assert main(["print", "missing"]) == 1
    # The oldest first; which of two was sent first is the worker's affair.
    assert sorted(json.loads(row)["key"] for row in capsys.readouterr().out.splitlines()) == keys(1, 2)
    told = tmp_path / "receipt.json"
    told.write_text(json.dumps({"batch": batch["batch"], "printed": keys(1, 2)}))
    assert main(["print", "receipt", str(told)]) == 0
    assert main(["print", "missing"]) == 0
    move_to(line.NOW)


def test_what_is_no_receipt_is_refused(tmp_path: Path) -> None:
    """Asked wrongly."""
    told = tmp_path / "receipt.json"
    told.write_text('{"batch": "1", "printed": [1]}')
    assert main(["print", "receipt", str(told)]) == 2
