"""Letters that go back travel under a label of their own."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.actions import line


def test_a_letter_that_goes_back_gets_a_label_to_its_sender(installation: None) -> None:
    """The return address, the reason and the letter's number stand on it; the recipient does not."""
    from budstikke.post.actions.booking.print_labels import labels_of_returns
    from budstikke.post.actions.moving.sweep import return_uncollected
    from budstikke.post.papers.label import render_pdf
    from budstikke.post.papers.label_forms import SINGLE
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    line.book(line.file_of([line.order(1)]))
    line.bring_to_outlet([1])
    with acting_as(CARRIER):
        Letter.objects.update(notified_on=line.TODAY, last_collect_day=line.TODAY)
    assert labels_of_returns() == []
    return_uncollected(today=line.TODAY + timedelta(days=1), now=line.NOW + timedelta(days=1))
    (label,) = labels_of_returns()
    assert (label.letter_number, label.sender_name) == (line.number(1), line.SENDER.name)
    assert "Nordmann" not in repr(label)
    assert render_pdf([label], form=SINGLE).startswith(b"%PDF")


def test_the_labels_of_returns_are_refused_kindly_when_there_are_none(
    installation: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """No empty file is written."""
    from budstikke.cli.main import main

    assert main(["labels", "--returns", "--out", "-"]) == 1
    assert "no letter is on its way back" in capsys.readouterr().err


def test_an_outage_is_given_back_from_the_command_line(
    installation: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every waiting letter of the outlet waits as many days longer, once."""
    from budstikke.cli.main import main
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    line.book(line.file_of([line.order(1)]))
    line.bring_to_outlet([1])
    last = line.TODAY + timedelta(days=21)
    with acting_as(CARRIER):
        Letter.objects.update(notified_on=line.TODAY, last_collect_day=last)
    days = ["--first", str(line.TODAY + timedelta(days=1)), "--last", str(line.TODAY + timedelta(days=2))]
    for _ in range(2):
        assert main(["outage", str(line.BERGEN), *days]) == 0
    with acting_as(CARRIER):
        assert Letter.objects.get().last_collect_day == last + timedelta(days=2)
    told = [json.loads(row)["letters"] for row in capsys.readouterr().out.splitlines()]
    assert told == [1, 0]
