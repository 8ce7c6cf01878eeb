"""`budstikke register`: persons entered and found, the registry followed, requests answered; no number is repeated."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import own_process
from tests.actions import registered

from budstikke.cli.main import main
from budstikke.kit.clock import now, today
from budstikke.post.channels.registry_serving import served
from budstikke.post.channels.registry_stand_in import Failure, StandIn

pytestmark = pytest.mark.usefixtures("post_database")

Run = Callable[..., tuple[int, Any, str]]
NAME = [{"erGjeldende": True, "fornavn": "Kari", "mellomnavn": "Lie", "etternavn": "Fjell"}]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a sub-command, with text or bytes on standard input; no answer ever has the national number."""

    def ran(*arguments: str, given: str | bytes = "") -> tuple[int, Any, str]:
        content = given.encode() if isinstance(given, str) else given
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        capsys.readouterr()
        try:
            code = main(["register", *arguments])
        except SystemExit as ended:
            assert isinstance(ended.code, int)
            code = ended.code
        said = capsys.readouterr()
        assert registered.number() not in said.out + said.err
        return code, json.loads(said.out) if said.out else None, said.err

    return ran


def _person(**changed: object) -> str:
    told: dict[str, object] = {
        "given_name": "Kari",
        "surname": "Nordmann",
        "national_number": registered.number(),
        "born_on": registered.BORN_ON.isoformat(),
        "address": {"street": "Lilleveien 1", "postcode": "5004", "city": "BERGEN"},
    }
    return json.dumps(told | changed)


def _open() -> bool:
    from budstikke.post.records.models import RegisterCase
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return RegisterCase.objects.exists()


def _follow(url: str) -> tuple[int, Any, str]:
    said = own_process.command("register", "follow", env={**os.environ, "BUDSTIKKE_REGISTRY_URL": url})
    return said.returncode, json.loads(said.stdout) if said.stdout else None, said.stderr


def test_follow_takes_over_what_happened() -> None:
    """As an operator runs it: the settings name the registry, and a registry that is down is said in a line."""
    stand_in = StandIn(now=now)
    number = registered.entered(stand_in=stand_in)
    with registered.registry(stand_in) as client:
        registered.follow(client)
    with served(stand_in) as url:
        stand_in.happens("endringINavn", number, navn=NAME)
        stand_in.fails(Failure.DOWN)
        code, said, errors = _follow(url)
        assert (code, said, len(errors.splitlines())) == (1, None, 1)
        assert _follow(url)[:2] == (0, {"events": 1, "applied": 1, "gaps": [], "extracting": False})
    assert registered.person().surname == "Fjell"


def test_without_a_registry_nobody_is_followed(run: Run) -> None:
    """What is missing is said by its name."""
    for command in ("follow", "tell"):
        code, said, errors = run(command)
        assert (code, said) == (1, None)
        assert "BUDSTIKKE_REGISTRY_URL" in errors


def test_a_person_is_entered_once_and_found(run: Run, tmp_path: Path) -> None:
    """From a file and from standard input; the reference is what orders name."""
    from budstikke.post.records.scope import CARRIER, acting_as

    (tmp_path / "person.json").write_text(_person())
    code, entered, _ = run("enter", str(tmp_path / "person.json"))
    assert code == 0
    assert run("enter", "-", given=_person(surname="Another"))[:2] == (0, entered)
    assert run("find", "-", given=f"{registered.number()}\n")[:2] == (0, entered)
    assert registered.person().surname == "Nordmann"
    with acting_as(CARRIER):
        assert registered.person().addresses.count() == 1


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ("{", "the file"),
        ("[]", "person"),
        (_person(surname=None), "person.surname"),
        (_person(surname=" "), "person.surname"),
        (_person(national_number=registered.number()[::-1]), "person.national_number"),
        (_person(born_on="1984"), "person.born_on"),
        (_person(address="Lilleveien 1"), "person.address"),
        (_person(address={"street": "Lilleveien 1"}), "person.address.city"),
    ],
)
def test_a_person_that_is_none_is_named_by_the_place(run: Run, given: str, where: str) -> None:
    """Nothing told is repeated, and nobody is entered."""
    from budstikke.post.records.models import Person
    from budstikke.post.records.scope import CARRIER, acting_as

    code, said, errors = run("enter", "-", given=given)
    assert (code, said) == (2, None)
    assert f"{where}:" in errors
    assert "Lilleveien" not in errors
    with acting_as(CARRIER):
        assert not Person.objects.exists()


@pytest.mark.parametrize("given", [b"", b"\n", b"abc\n", b"\xff\xfe\n", b"a\0b\n"])
@pytest.mark.parametrize(
    "command",
    ["find -", "access - --out OUT", "reserve -", "correct - --surname Fjell", "protect - --code 6"],
)
def test_nobody_is_answered_in_a_line(run: Run, tmp_path: Path, command: str, given: bytes) -> None:
    """Whatever was typed; no case is opened."""
    code, said, errors = run(*command.replace("OUT", str(tmp_path / "out")).split(), given=given)
    assert (code, said) == (1, None)
    assert errors == "nobody of that number is known\n"
    assert not _open()


def test_somebody_protected_is_answered_as_nobody(run: Run) -> None:
    """But to who says that the right is there."""
    number = registered.entered()
    found = run("find", "-", given=number)[1]
    assert run("protect", "-", "--code", "6", given=number)[:2] == (0, {"done": True})
    assert run("find", "-", given=number) == (1, None, "nobody of that number is known\n")
    assert run("protect", "-", "--code", "none", given=number)[0] == 1
    assert run("find", "-", "--with-protected", given=number)[:2] == (0, found)
    assert run("protect", "-", "--code", "none", "--with-protected", given=number)[0] == 0
    assert run("find", "-", given=number)[:2] == (0, found)


def test_access_lays_out_the_copy(run: Run, tmp_path: Path) -> None:
    """As JSON and PDF, which nobody else reads."""
    code, said, _ = run("access", "-", "--out", str(tmp_path / "out"), given=registered.entered())
    assert code == 0
    assert registered.number() in Path(said["json"]).read_text()
    assert Path(said["pdf"]).read_bytes().startswith(b"%PDF")
    assert {Path(said[kind]).stat().st_mode & 0o777 for kind in ("json", "pdf")} == {0o600}


def test_no_request_is_closed_that_cannot_be_answered(run: Run, tmp_path: Path) -> None:
    """Where there is no folder to write to, none is opened."""
    (tmp_path / "out").write_text("")
    code, said, errors = run("access", "-", "--out", str(tmp_path / "out"), given=registered.entered())
    assert (code, said) == (2, None)
    assert "cannot write" in errors
    assert not _open()


def test_a_request_by_telephone_is_refused_by_its_clause(run: Run) -> None:
    """In both languages, and 1."""
    code, said, _ = run("reserve", "-", "--channel", "phone", given=registered.entered())
    assert (code, said["clauses"]) == (1, ["Forwarding §7"])
    assert said["reasons"][0]["words"].keys() == {"no", "en"}
    assert not _open()


@pytest.mark.parametrize("days", [timedelta(1), timedelta(300_000), -timedelta(500_000)])
def test_a_request_came_today_or_earlier(run: Run, days: timedelta) -> None:
    """And since there are terms; else it has no deadline."""
    day = (today() + days).isoformat()
    code, said, errors = run("reserve", "-", "--received-on", day, given=registered.entered())
    assert (code, said) == (2, None)
    assert "--received-on" in errors
    assert not _open()


@pytest.mark.parametrize(
    "asked",
    [[], ["--street", "Nygata 7"], ["--surname", ""], ["--given-name", " "], ["--surname", "\udcff"]],
)
def test_a_correction_says_what_is_put_right(run: Run, asked: list[str]) -> None:
    """Nothing, half an address and no name put nothing right; no case is opened."""
    code, said, errors = run("correct", "-", *asked, given=registered.entered())
    assert (code, said) == (2, None)
    assert errors
    assert not _open()


def test_a_correction_is_made(run: Run) -> None:
    """A middle name may go."""
    number = registered.entered()
    for middle in ("Lie", ""):
        code, said, _ = run("correct", "-", "--middle-name", middle, given=number)
        assert (code, said.keys()) == (0, {"case", "due_on"})
        assert registered.person().middle_name == middle
    assert run("cases")[:2] == (0, [])
