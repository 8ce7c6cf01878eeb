"""Washing a customer's file: what it is told, what is written down, and that no death of a process shows in it."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from budstikke.cli.main import main
from budstikke.formats.postal_address import address_key, name_key
from budstikke.kit.clock import now
from budstikke.post.doors.washing import job
from budstikke.post.terms.forwarding.moves_file import Move, PrintedAddress, write_moves
from budstikke.post.terms.forwarding.spans import NEVER

KARI, OLA = UUID(int=1), UUID(int=2)
OLD, NEW = address_key("Storgata 5", postcode="0155"), address_key("Nyveien 1", postcode="5004")
MANY, A_PART = 42_000, 2_800
# The command, in smaller parts, so that there are enough to be killed between.
IN_PARTS = f"""
import sys
from budstikke.cli.main import main
from budstikke.post.doors.washing import job
job.RECORDS_A_PART = {A_PART}
sys.exit(main(sys.argv[1:]))
"""


def _move(name: str, person: UUID) -> Move:
    # Thursday 1 January 2026.
    start = date(2026, 1, 1)
    return Move(
        address=OLD,
        name=name_key(name),
        from_on=start,
        until_on=NEVER,
        since=start,
        to=NEW,
        order=f"order of {name}",
        person=str(person),
        among=(str(person),),
    )


@pytest.fixture
def moves(tmp_path: Path, post_database: None) -> Path:
    """Publish where Kari moved, and Ola, who is protected since."""
    from budstikke.post.records.models import Snapshot
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        Snapshot.objects.create(number=7, made_at=now(), upto_transaction=0, rows=2, changed=2)
    _person(OLA, protection="confidential")
    path = tmp_path / "moves.sealed"
    printed = PrintedAddress("Nyveien 1", "5004", "BERGEN")
    with path.open("wb") as stream:
        told = [(_move("Kari Testesen", KARI), printed), (_move("Ola Testesen", OLA), printed)]
        write_moves(stream, told, number=7)
    return path


def _person(ref: UUID, **more: str) -> None:
    from budstikke.post.records.models import Person
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        Person.objects.create(
            ref=ref, given_name="Kari", surname="Testesen", entered_at="2026-01-01T00:00Z", **more
        )


def _arguments(tmp_path: Path, moves: Path) -> list[str]:
    return [
        *("wash", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv"), "--moves", str(moves)),
        *("--customer", "99000001", "--basis", "contract", "--agreement", "V-17"),
    ]


def _file(tmp_path: Path, *records: tuple[str, str, str]) -> None:
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("name", "street", "postcode"), *records])


def _rows(tmp_path: Path) -> list[list[str]]:
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


def test_a_register_is_told_moves_and_nothing_of_the_others(
    tmp_path: Path, moves: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A protected person is answered as one nobody knows; what cannot be read is named with row and column."""
    _file(
        tmp_path,
        ("KARI TESTESEN", "Storgt. 5", "0155"),
        ("Ola Testesen", "Storgata 5", "0155"),
        ("Siri Ukjent", "Storgata 5", "0155"),
        ("Kari Testesen", "Storgata 5", "155"),
    )
    assert main(_arguments(tmp_path, moves)) == 1
    nothing = ["00", "", "", "", ""]
    assert [row[3:] for row in _rows(tmp_path)] == [
        ["A", "Nyveien 1", "5004", "BERGEN", "NO"],
        nothing,
        nothing,
        ["99", "", "", "", ""],
    ]
    said = json.loads(capsys.readouterr().out)
    assert (said["records"], said["told"], said["unread"], said["faults"]) == (4, 1, 1, 1)
    assert "row 4, column postcode" in (tmp_path / "out.csv.faults.csv").read_text()
    assert not (tmp_path / "out.csv.wash").exists()
    assert (tmp_path / "out.csv").stat().st_mode & 0o077 == 0


def test_the_ground_is_written_down_and_with_each_person_that_they_were_told_of(
    tmp_path: Path, moves: Path
) -> None:
    """A person who asks learns of it; nobody is written down who was not told of."""
    from budstikke.post.records.models import RegisterRead, Wash
    from budstikke.post.records.scope import CARRIER, acting_as

    _person(KARI)
    _file(tmp_path, *[("Kari Testesen", "Storgata 5", "0155"), ("Ola Testesen", "Storgata 5", "0155")] * 2)
    assert main(_arguments(tmp_path, moves)) == 0
    with acting_as(CARRIER):
        wash = Wash.objects.get()
        (read,) = RegisterRead.objects.select_related("person")
    assert (wash.basis, wash.agreement, wash.moves, wash.records, wash.told) == ("contract", "V-17", 7, 4, 2)
    assert (read.person.ref, read.reader, read.purpose, read.about) == (
        KARI,
        "99000001",
        "wash",
        str(wash.ref),
    )


def _unwashed(records: int) -> list[tuple[str, str, str]]:
    known = ("Kari Testesen", "Storgata 5", "0155")
    return [
        known if n % 3 == 0 else (f"Nr{n} Ukjent", f"Storgata {n % 90 + 6}", "0155") for n in range(records)
    ]


def _killed_after(parts: int, tmp_path: Path, moves: Path) -> None:
    """Start the command as a process and kill it when so many parts count."""
    command = [sys.executable, "-c", IN_PARTS, *_arguments(tmp_path, moves)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        if len(list((tmp_path / "out.csv.wash").glob("[0-9]*.json"))) >= parts:
            process.send_signal(signal.SIGKILL)
        time.sleep(0.002)
    process.wait(10)


def test_a_wash_killed_twice_ends_as_one_that_was_not(
    tmp_path: Path, moves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No record is lost or there twice, and who was told of is written down once."""
    from budstikke.post.records.models import RegisterRead, Wash
    from budstikke.post.records.scope import CARRIER, acting_as

    monkeypatch.setattr(job, "RECORDS_A_PART", A_PART)
    _person(KARI)
    records = _unwashed(MANY)
    _file(tmp_path, *records)
    for parts in (1, 3):
        _killed_after(parts, tmp_path, moves)
        assert not (tmp_path / "out.csv").exists()
    # What was being written when it died is there, and counts for nothing.
    (tmp_path / "out.csv.wash" / f"{MANY - A_PART + 1:012d}.new").write_text("half a li")
    assert main(_arguments(tmp_path, moves)) == 0
    rows = _rows(tmp_path)
    assert [tuple(row[:3]) for row in rows] == records
    assert [row[3] for row in rows] == ["A" if n % 3 == 0 else "00" for n in range(MANY)]
    with acting_as(CARRIER):
        assert Wash.objects.get().told == MANY // 3
        assert RegisterRead.objects.count() == 1


def test_another_wash_does_not_go_on_with_this_one(
    tmp_path: Path, moves: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half of each would be neither; and a file that is there is not written over."""
    folder = tmp_path / "out.csv.wash"
    folder.mkdir()
    (folder / "job.json").write_text(json.dumps({"ref": str(KARI), "day": "2026-11-20", "basis": "consent"}))
    _file(tmp_path, ("Kari Testesen", "Storgata 5", "0155"))
    assert main(_arguments(tmp_path, moves)) == 2
    assert "belongs to a wash with another" in capsys.readouterr().err
    (tmp_path / "out.csv").write_text("mine")
    assert main(_arguments(tmp_path, moves)) == 2
    assert (tmp_path / "out.csv").read_text() == "mine"


def test_moves_that_are_old_damaged_or_from_elsewhere_are_refused_with_what_to_do(
    tmp_path: Path, moves: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is begun: no folder and no wash."""
    from budstikke.post.records.models import Wash
    from budstikke.post.records.scope import CARRIER, acting_as

    _file(tmp_path, ("Kari Testesen", "Storgata 5", "0155"))
    whole = moves.read_bytes()
    older = b'{"format":"budstikke snapshot 1","number":7,"denied":3}\n'
    for content, said in ((older, "not budstikke moves 2"), (whole[:-9], "cut off"), (b"", "not budstikke")):
        moves.write_bytes(content)
        assert main(_arguments(tmp_path, moves)) == 2
        assert said in capsys.readouterr().err
    with moves.open("wb") as stream:
        write_moves(stream, [], number=8)
    assert main(_arguments(tmp_path, moves)) == 2
    assert "publish them here" in capsys.readouterr().err
    with acting_as(CARRIER):
        assert not Wash.objects.exists()
    assert not (tmp_path / "out.csv").exists()


def test_the_names_of_a_register_are_in_no_message(
    tmp_path: Path, moves: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Progress and faults say rows and columns."""
    _file(tmp_path, ("Kari Testesen", "Storgata 5", "155"), ("Kari Testesen", "", "0155"))
    assert main(_arguments(tmp_path, moves)) == 1
    said = "".join(capsys.readouterr()) + (tmp_path / "out.csv.faults.csv").read_text()
    assert "Testesen" not in said
    assert "Storgata" not in said
