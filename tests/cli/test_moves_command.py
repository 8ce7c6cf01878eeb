"""`budstikke forwarding moves`: of whom a wash is told, from the database to the washed register."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.actions import forwarding

from budstikke.cli.main import main
from budstikke.kit.clock import now, today
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.kinds import Service

pytestmark = pytest.mark.usefixtures("post_database")


def _moved(*persons: UUID, service: Service = Service.PERMANENT, street: str = "Nygata 7") -> str:
    """Have persons moved ten days ago."""
    then = now() - timedelta(days=40)
    days = Period(today() - timedelta(days=10), today() + timedelta(days=30))
    if service is Service.PERMANENT:
        days = Period(days.start, days.start + timedelta(days=364))
    asked = forwarding.wanted(persons[0], service=service, period=days, new=forwarding.away(street))
    taken = forwarding.order(replace(asked, covered=persons, seen_in_person=persons), now=then)
    assert not taken.refused, taken.decision
    forwarding.send_all(now=then)
    assert forwarding.state(taken.reference) == "agreed"
    return taken.reference


def _changed(person: UUID, **values: object) -> None:
    from budstikke.post.records.models import Person
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        Person.objects.filter(ref=person).update(**values)


def _washed(folder: Path, moves: Path, *names: str) -> dict[str, str]:
    """Wash a register of names at the old address; gives the new street of each."""
    with (folder / "in.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = [(name, "Lilleveien 2", "5004") for name in names]
        csv.writer(stream).writerows([("name", "street", "postcode"), *rows])
    said = ["wash", str(folder / "in.csv"), "--out", str(folder / "out.csv"), "--moves", str(moves)]
    assert main([*said, "--customer", "99000001", "--basis", "contract", "--agreement", "V-17"]) == 0
    with (folder / "out.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name"]: row["new_street"] for row in csv.DictReader(stream)}


def test_a_wash_is_told_who_moved_and_of_nobody_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not of who reserved, is protected or moved with somebody who is, objected, or is away for a time only."""
    from budstikke.post.actions.forwarding.object_to_order import object_to_order

    names = ("Kari A", "Ola B", "Per C", "Liv D", "Nils E", "Eva F")
    kari, ola, per, liv, nils, eva = (forwarding.person(name) for name in names)
    _moved(kari)
    _moved(ola, street="Nygata 8")
    _moved(per, liv, street="Nygata 9")
    frozen = _moved(nils, street="Nygata 10")
    _moved(eva, service=Service.TEMPORARY, street="Nygata 11")
    _changed(ola, reserved_at=now())
    _changed(liv, protection="confidential")
    object_to_order(reference=frozen, by="desk", now=now())

    moves = tmp_path / "moves.sealed"
    assert main(["forwarding", "moves", "--out", str(moves)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"out": str(moves), "snapshot": 1, "moves": 1}
    assert moves.stat().st_mode & 0o777 == 0o600
    assert b"Nygata" not in moves.read_bytes()

    told = _washed(tmp_path, moves, *names, "Somebody Else")
    assert {name: street for name, street in told.items() if street} == {"Kari A": "Nygata 7"}


def test_who_reserved_is_protected_or_objected_since_is_not_told_of(tmp_path: Path) -> None:
    """The file is older; the register is asked when a wash begins."""
    from budstikke.post.actions.forwarding.object_to_order import object_to_order

    names = ("Kari A", "Ola B", "Per C", "Liv D", "Nils E")
    kari, ola, per, liv, nils = (forwarding.person(name) for name in names)
    _moved(kari)
    _moved(ola, street="Nygata 8")
    _moved(per, liv, street="Nygata 9")
    later_frozen = _moved(nils, street="Nygata 10")
    moves = tmp_path / "moves.sealed"
    assert main(["forwarding", "moves", "--out", str(moves)]) == 0
    _changed(ola, reserved_at=now())
    _changed(liv, protection="confidential")
    object_to_order(reference=later_frozen, by="desk", now=now())
    told = _washed(tmp_path, moves, *names)
    assert {name: street for name, street in told.items() if street} == {"Kari A": "Nygata 7"}


def test_moves_that_cannot_be_written_leave_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asked wrongly is 2, and no part of a file stays that names persons."""
    (tmp_path / "there").mkdir()
    for out in ("there", "/proc/none/moves.sealed"):
        assert main(["forwarding", "moves", "--out", str(tmp_path / out)]) == 2
        said = capsys.readouterr()
        assert not said.out
        assert "cannot write" in said.err
    assert [each.name for each in tmp_path.iterdir()] == ["there"]
