"""`budstikke ask` and `budstikke terms` as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from budstikke.cli.main import main

QUESTIONS = '{"id": 1, "given": {"op": "pum_return"}}\n'


def test_ask_answers_a_file_and_ends_well(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """One answer per line, exit code 0."""
    file = tmp_path / "questions.jsonl"
    file.write_text(QUESTIONS * 2)
    assert main(["ask", str(file)]) == 0
    assert [json.loads(line)["id"] for line in capsysbinary.readouterr().out.splitlines()] == [1, 1]


def test_ask_ends_with_1_when_a_line_was_no_question(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """All lines are answered first."""
    file = tmp_path / "questions.jsonl"
    file.write_text("?\n" + QUESTIONS)
    assert main(["ask", str(file)]) == 1
    assert len(capsysbinary.readouterr().out.splitlines()) == 2


def test_ask_says_when_there_is_no_such_file(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """On standard error, with exit code 2."""
    assert main(["ask", str(tmp_path / "none.jsonl")]) == 2
    captured = capsysbinary.readouterr()
    assert b"cannot read" in captured.err
    assert not captured.out


def test_ask_takes_the_edition_to_answer_under(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The same question, two weeks instead of three."""
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": 1, "given": {"op": "pum_collect", "notified_on": "2026-09-17"}}\n')  # a Thursday
    assert main(["ask", "--edition", "pum-earlier", str(file)]) == 0
    assert json.loads(capsysbinary.readouterr().out)["last_collect_day"] == "2026-10-01"


def test_terms_diff_says_what_changed_and_where_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    """In words, clause first."""
    assert main(["terms", "diff", "pum-earlier", "pum-present"]) == 0
    assert "PUM §14  collection days: 14 -> 21" in capsys.readouterr().out


def test_terms_diff_tells_the_forwarding_terms_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """The second contract, clause by clause; words of switches as they are asked by."""
    assert main(["terms", "diff", "forwarding-earlier", "forwarding-present"]) == 0
    said = capsys.readouterr().out
    assert "Forwarding §2  permanent lead web days: 5 -> 4" in said
    assert "Forwarding §5  cancel unit: working_day -> day" in said


def test_terms_diff_compares_no_edition_with_another_contract_s(capsys: pytest.CaptureFixture[str]) -> None:
    """Asked wrongly: exit code 2."""
    assert main(["terms", "diff", "pum-present", "forwarding-present"]) == 2
    assert "two contracts" in capsys.readouterr().err


def test_ask_answers_either_contract_under_the_edition_named(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """An edition named for one contract leaves the other's questions under their newest."""
    file = tmp_path / "questions.jsonl"
    asked = '{"service": "permanent", "given": {"op": "earliest_start", "ordered_on": "2026-02-02"}}\n'
    file.write_text(QUESTIONS + asked)  # a Monday
    assert main(["ask", "--edition", "forwarding-earlier", str(file)]) == 0
    pum, forwarding = (json.loads(line) for line in capsysbinary.readouterr().out.splitlines())
    assert (pum["edition"], forwarding["edition"]) == ("pum-present", "forwarding-earlier")
    assert forwarding["earliest_start"] == "2026-02-09"


@pytest.mark.parametrize("typed", [["terms", "--json", "diff"], ["terms", "diff", "--json"]])
def test_terms_diff_prints_json_wherever_it_is_asked_for(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """--json before or after the sub-command."""
    assert main([*typed, "pum-earlier", "pum-present"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert {"field": "collection_days", "clause": "PUM §14", "before": 14, "after": 21} in changes


def test_terms_list_marks_invented_dates(capsys: pytest.CaptureFixture[str]) -> None:
    """In words and in JSON."""
    assert main(["terms", "list"]) == 0
    assert capsys.readouterr().out.count("invented") == 4
    assert main(["terms", "list", "--json"]) == 0
    editions = json.loads(capsys.readouterr().out)["editions"]
    names = ["pum-present", "pum-earlier", "forwarding-present", "forwarding-earlier"]
    assert [one["id"] for one in editions] == names
    assert all(one["dates_are_invented"] for one in editions)


def test_an_unknown_edition_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """Asked wrongly: exit code 2 and the choices."""
    with pytest.raises(SystemExit) as ended:
        main(["terms", "diff", "pum-earlier", "pum-future"])
    assert ended.value.code == 2
    assert "pum-present" in capsys.readouterr().err
