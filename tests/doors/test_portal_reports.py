"""Reports: what is counted is what happened, in a constant number of questions, drawn and in tables."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from tests.actions import line
from tests.doors.portal import OTHER_CUSTOMER, at_portal, other_sender

from budstikke.post.terms.roles import Role

PERIOD = f"?from={line.TODAY - timedelta(days=7)}&to={line.TODAY + timedelta(days=7)}"


@pytest.fixture
def week_later(installation: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a week after everything happened."""
    monkeypatch.setattr("budstikke.post.doors.sender.reports.today", lambda: line.TODAY + timedelta(days=7))


def handed_in(on: date, *serials: int) -> None:
    """Say that letters were handed in on another day than the one they came to the outlet."""
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        numbers = [line.number(serial) for serial in serials]
        assert Letter.objects.filter(number__in=numbers).update(handed_in_on=on) == len(numbers)


def rows_of(client, figure: str) -> list[list[str]]:
    """A figure's whole table, without its head."""
    content = client.get(f"/sender/reports/{figure}.csv{PERIOD}").content.decode("utf-8-sig")
    return [row.split(";") for row in content.splitlines()[1:]]


def test_what_is_counted_is_what_happened(week_later: None) -> None:
    """Three letters: one handed over, one turned away, one waiting; days by the calendar of the terms."""
    line.wait_for_recipient(1, 2, 3)
    line.give(1, line.check(1).check_id)
    line.turn_away(2)
    handed_in(date(2026, 11, 18), 1)  # Wednesday
    handed_in(date(2026, 11, 16), 2, 3)  # Monday
    client = at_portal(Role.REPORTS)
    assert rows_of(client, "outcomes") == [
        ["Venter på mottakeren", "2", "67 %"],
        ["Utlevert", "1", "33 %"],
    ]
    assert [row[:2] for row in rows_of(client, "to-outlet") if row[1] != "0"] == [
        ["3 virkedager", "1"],
        ["5 virkedager", "2"],
    ]
    assert [row[:2] for row in rows_of(client, "to-recipient") if row[1] != "0"] == [["3 virkedager", "1"]]
    ((reason, clauses, many),) = rows_of(client, "refused")
    assert reason and "PUM §" in clauses and many == "1"
    assert rows_of(client, "outlets") == [["Bergen postkontor SPECIMEN, BERGEN", "1", "0", "2", "3"]]
    text = client.get(f"/sender/reports/{PERIOD}").text
    assert "1 av 3 brev tok høyst 3 virkedager" in text
    assert "5 virkedager – over normal tid" in text


def test_each_figure_is_drawn_and_has_its_table(week_later: None) -> None:
    """A picture with a name, the same figures below, and both downloads."""
    line.wait_for_recipient(1)
    line.turn_away(1)
    client = at_portal(Role.REPORTS)
    text = client.get(f"/sender/reports/{PERIOD}").text
    figures = re.findall(r'id="([a-z-]+)-drawn"', text)
    assert figures == ["outcomes", "to-outlet", "refused", "outlets"]
    for figure in figures:
        assert f"/sender/reports/{figure}.csv{PERIOD.replace('&', '&amp;')}" in text
        book = openpyxl.load_workbook(
            io.BytesIO(client.get(f"/sender/reports/{figure}.xlsx{PERIOD}").content)
        )
        told = [list(map(str, row)) for row in book.active.iter_rows(min_row=2, values_only=True)]
        assert told == rows_of(client, figure)
    assert "Reports" in client.get("/sender/reports/?language=en").text


@pytest.mark.parametrize(
    "asked",
    [
        "from=x&to=y",
        "from=2026-11-23&to=2026-11-01",
        "from=2020-01-01&to=2026-01-01",
        "from=2026-11-23",
        "from=0001-01-01&to=0001-01-02",
        "from=2026-11-23&to=9999-12-31",
    ],
)
def test_a_period_that_is_none_is_said_to_be(week_later: None, asked: str) -> None:
    """The last thirty days are shown instead; nothing is downloaded."""
    client = at_portal(Role.REPORTS)
    assert client.get(f"/sender/reports/?{asked}").status_code == 422
    assert client.get(f"/sender/reports/outcomes.csv?{asked}").status_code == 404


def test_there_is_no_figure_or_form_but_those_there_are(week_later: None) -> None:
    """Whatever stands in the address."""
    client = at_portal(Role.REPORTS)
    assert client.get(f"/sender/reports/people.csv{PERIOD}").status_code == 404
    assert client.get(f"/sender/reports/outcomes.pdf{PERIOD}").status_code == 404


def test_nobody_counts_anothers_letters(week_later: None) -> None:
    """Of another sender every figure is empty."""
    line.wait_for_recipient(1)
    line.turn_away(1)
    other_sender()
    client = at_portal(Role.OWNER, customer=OTHER_CUSTOMER)
    for figure in ("outcomes", "to-outlet", "to-recipient", "refused", "outlets"):
        assert rows_of(client, figure) == [], figure


def test_a_report_asks_as_often_however_many_letters(week_later: None) -> None:
    """One statement for each figure, and those of every page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(client) -> int:
        with CaptureQueriesContext(connection) as questions:
            assert client.get(f"/sender/reports/{PERIOD}").status_code == 200
        return len(questions.captured_queries)

    client = at_portal(Role.REPORTS)
    client.get(f"/sender/reports/{PERIOD}")
    none = asked(client)
    line.wait_for_recipient(*range(1, 30))
    line.turn_away(1)
    assert asked(client) == none
