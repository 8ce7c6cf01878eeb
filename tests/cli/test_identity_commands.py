"""The commands mrz, name and number: JSON always, exit 0 for a yes and 1 for everything else."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budstikke.cli.main import main
from budstikke.formats.national_number import check_digits

PASSPORT = "P<NOROESTENBYEN<<AASAMUND<SPECIMEN<<<<<<<<<<\nCCC0022514NOR5604230M3004157<<<<<<<<<<<<<<04\n"


def test_a_sound_zone_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And a faulty one with 1, the same JSON."""
    lines = tmp_path / "lines.txt"
    lines.write_text(PASSPORT)
    assert main(["mrz", "--lines", str(lines)]) == 0
    assert json.loads(capsys.readouterr().out)["accept"] is True
    lines.write_text(PASSPORT.replace("CCC", "CCD"))
    assert main(["mrz", str(lines)]) == 1
    assert json.loads(capsys.readouterr().out)["failed"] == ["document_number", "composite"]


def test_a_broken_picture_is_no_zone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said so, and the answer is JSON all the same."""
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(9000))
    assert main(["mrz", str(picture)]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["format"] == "none"
    assert "picture" in printed.err


@pytest.mark.parametrize(
    "content",
    [
        PASSPORT.replace("\n", "\r\n").encode(),
        PASSPORT.replace("\n", "").encode(),
        ("\n\n  " + PASSPORT.replace("\n", " \n\t\n ")).encode(),
        PASSPORT.encode("utf-8-sig"),
        PASSPORT.encode("utf-16"),
    ],
    ids=["crlf", "in one piece", "blanks", "byte order mark", "utf-16"],
)
def test_lines_come_as_devices_and_editors_write_them(
    content: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From standard input, the same zone each time."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert main(["mrz", "--lines", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["fields"]["surname"] == "OESTENBYEN"


@pytest.mark.parametrize(
    ("content", "failed"),
    [
        (b"", ["format"]),
        (b"\n \n", ["format"]),
        (PASSPORT.replace("BYEN", "BØEN").encode("latin-1"), ["characters"]),
        (PASSPORT.lower().encode(), ["characters"]),
        (PASSPORT.encode() * 10_000, ["format"]),
        (b"\xff\xfe\x00", ["format"]),
    ],
    ids=["empty", "blank", "not utf-8", "small letters", "huge", "half a character"],
)
def test_what_is_no_zone_is_answered_all_the_same(
    content: bytes, failed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON and exit 1, never an error."""
    path = tmp_path / "lines.txt"
    path.write_bytes(content)
    assert main(["mrz", str(path)]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["accept"], answer["failed"]) == (False, failed)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(tmp_path: Path, content: bytes) -> None:
    """Whatever a device sends."""
    path = tmp_path / "any"
    path.write_bytes(content)
    with redirect_stdout(io.StringIO()) as printed, redirect_stderr(io.StringIO()):
        assert main(["mrz", str(path)]) == 1
    assert json.loads(printed.getvalue())["accept"] is False


def test_a_name_that_is_no_text_gets_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes that are no text reach a command as halves of characters."""
    assert main(["name", "Kari \udcff", "--surname", "NORDMANN", "--given", "KARI"]) == 1
    assert json.loads(capsys.readouterr().out)["answer"] == "differs"
    assert main(["name", "K" * 100_000, "--surname", "NORDMANN"]) == 1


def test_an_answer_is_utf_8_whatever_the_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the terminal's letters are fewer, the JSON still holds every one."""
    printed = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(printed, encoding="latin-1", write_through=True))
    assert main(["name", "Юлія", "--surname", "Шевченко"]) == 1
    assert "ЮЛІЯ" in printed.getvalue().decode()


def test_a_missing_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Asked wrongly: exit 2, nothing on standard output."""
    assert main(["mrz", "/does/not/exist"]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("surname", "answer", "code"),
    [("OESTBY", "same", 0), ("OSTBYE", "differs", 1), ("BERG ØSTBY", "same", 0)],
)
def test_names_are_compared(surname: str, answer: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer, its clause, and steps in both languages."""
    assert main(["name", "Kari Østby", "--surname", surname, "--given", "KARI"]) == code
    found = json.loads(capsys.readouterr().out)
    assert (found["answer"], found["clause"]) == (answer, "PUM §5")
    assert all(step["words"]["no"] and step["words"]["en"] for step in found["steps"])


def test_numbers_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line of JSON for each; a test number counts because this is a test installation."""
    monkeypatch.setattr("sys.stdin", io.StringIO("02013299997\n\n209146 95016\n"))
    assert main(["number", "-"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["valid"], each["kind"], each["synthetic"]) for each in answers] == [
        (True, "fnr", False),
        (True, "fnr", True),
    ]


def test_a_test_number_does_not_count_in_production(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same number, refused."""
    monkeypatch.setenv("BUDSTIKKE_PRODUCTION", "1")
    assert main(["number", "20914695016"]) == 1
    assert json.loads(capsys.readouterr().out)["valid"] is False


def test_a_month_plus_40_is_told_as_the_help_number_it_is_by_its_form(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a test installation it counts as a test number too, and only as such may a document carry it."""
    number = "135272480" + next(check_digits("135272480"))
    told = []
    for production in ("", "1"):
        monkeypatch.setenv("BUDSTIKKE_PRODUCTION", production)
        assert main(["number", number]) == 0
        answer = json.loads(capsys.readouterr().out)
        told.append((answer["kind"], answer["synthetic"], answer["on_documents"]))
    assert told == [("hnr", True, True), ("hnr", False, False)]


@pytest.mark.parametrize("given", ["", "\n \n"])
def test_no_number_at_all_is_answered_and_is_no_yes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    """Empty standard input does not pass a check, and is told so in JSON like everything else."""
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    assert main(["number", "-"]) == 1
    assert json.loads(capsys.readouterr().out)["valid"] is False
