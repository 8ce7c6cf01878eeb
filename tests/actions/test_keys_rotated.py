"""Data and look-up keys are rotated under a database full of life: old rows open, and are brought over."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import timedelta

import psycopg
import pytest
from tests import own_process
from tests.actions import forwarding
from tests.house import lived
from tests.own_process import OwnProcess

from budstikke.cli import key_kinds
from budstikke.cli.main import main
from budstikke.kit import clock
from budstikke.kit.database import address
from budstikke.kit.keyring import ring
from budstikke.kit.reseal_in_background import NotTheOwner, reseal_in_background
from budstikke.kit.resealing_progress import is_due
from budstikke.kit.vault import vault_for
from budstikke.post.channels.mailbox import FakeMailbox
from budstikke.post.records.sensitive import SEALED


@pytest.fixture
def life(installation: None) -> None:
    """Give a database in which every sealed column holds something."""
    # The age of a key is told by this clock, wherever another test left it.
    clock.move_to(clock.real_now())
    lived.live(FakeMailbox())
    forwarding.live()


def _keys(*arguments: str) -> tuple[int, list[dict]]:
    """Run `budstikke keys` in a process of its own, as the tables' owner has to."""
    ran = own_process.command("keys", *arguments)
    sys.stderr.write(ran.stderr)  # shown where a test fails
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.returncode, [json.loads(line) for line in ran.stdout.splitlines()]


def _values() -> dict[str, list[tuple[bytes, str]]]:
    """Every sealed value with its context, column by column."""
    found = {}
    with psycopg.connect(address("post", "owner")) as owner:
        for column in SEALED:
            rows = owner.execute(
                f"SELECT {column.value}, {column.context} FROM {column.table}"
                f" WHERE {column.only} AND {column.value} IS NOT NULL"
                f" ORDER BY {column.key}"
            ).fetchall()
            found[column.name] = [(bytes(value), context) for value, context in rows]
    return found


def _opened(values: dict[str, list[tuple[bytes, str]]]) -> dict[str, list[bytes]]:
    vault = vault_for("post")
    return {
        name: [vault.open(value, context=context.encode()) for value, context in rows]
        for name, rows in values.items()
    }


def test_every_sealed_column_is_sealed_as_its_mark_says(life: None) -> None:
    """Each has a value, and each value opens through the table of marks, bound to its own row."""
    values = _values()
    assert [name for name, rows in values.items() if not rows] == []
    assert _opened(values)
    moved = {name: [(rows[0][0], "letter:0:other")] for name, rows in values.items()}
    for name, rows in moved.items():
        with pytest.raises(Exception, match="does not belong here"):
            _opened({name: rows})


def test_after_a_rotation_every_row_is_brought_over_and_opens(life: None) -> None:
    """The content is the same, the key another, and the old key can be forgotten."""
    before = _values()
    old = ring("post", "data").current
    code, (made, done) = _keys("rotate", "post-data", "--reseal")
    assert (code, done["left"]) == (0, {})
    after = _values()
    assert {value[1:5].hex() for rows in after.values() for value, _ in rows} == {made["id"]}
    assert _opened(after) == _opened(before)
    assert done["done"] == {name: len(rows) for name, rows in after.items()}
    clock.move_to(clock.real_now() + timedelta(hours=2))
    try:
        code, told = _keys("retire", "post-data")
        assert (code, [each["retired"][-1] for each in told]) == (0, [old.name])
    finally:
        clock.move_to(clock.real_now())
    assert _opened(_values())
    assert old.id not in {key.id for key in ring("post", "data").keys}


def test_a_key_that_rows_need_is_not_forgotten(life: None, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor one that was current a moment ago."""
    _keys("rotate", "post-data")
    assert _keys("retire", "post-data") == (1, [])
    clock.move_to(clock.real_now() + timedelta(hours=2))
    try:
        assert _keys("retire", "post-data") == (1, [])
    finally:
        clock.move_to(clock.real_now())
    assert _opened(_values())


def test_what_is_written_after_a_rotation_is_under_the_new_key_in_a_process_that_runs(life: None) -> None:
    """This process was there before; the rotation happens in another."""
    _, (made,) = _keys("rotate", "post-data")
    lived.line.book(lived.line.file_of([lived.order(5)], reference="PUM5"))
    with psycopg.connect(address("post", "owner")) as owner:
        found = owner.execute("SELECT contact_sealed FROM letter ORDER BY id DESC LIMIT 1").fetchone()
    assert found is not None
    assert bytes(found[0])[1:5].hex() == made["id"]


def test_a_resealing_that_was_killed_goes_on_where_it_was(life: None) -> None:
    """Nothing is lost, and nothing is done twice."""
    lived.line.book(
        lived.line.file_of(
            [lived.order(each, national_number="") for each in range(100, 1300)], reference="PUM9"
        )
    )
    before = _opened(_values())
    _keys("rotate", "post-data")
    running = OwnProcess(
        "-m", "budstikke.cli.main", "keys", "reseal", "post-data",
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert running.stderr is not None
    for said in running.stderr:
        if said.startswith("letter.contact_sealed"):
            running.kill()
            break
    assert running.wait(20) == -signal.SIGKILL
    running.close()
    assert _opened(_values()) == before
    code, (done,) = _keys("reseal", "post-data")
    assert (code, done["left"]) == (0, {})
    assert done["done"]["letter.contact_sealed"] < 1203
    assert _opened(_values()) == before


def test_the_timer_reseals_what_a_rotation_left_and_says_how_far_it_is(life: None) -> None:
    """Nobody ran `reseal`: the timed job brings every row over, and looks once more when old transactions are over."""
    from budstikke.post.doors.timer import reseal_a_little

    def told():
        rows = key_kinds.listed(now=clock.now())
        return {row["kind"]: row["resealing"] for row in rows if "resealing" in row}

    before = _opened(_values())
    for kind in ("post-data", "post-look-up"):
        _keys("rotate", kind)
    assert {kind: said["state"] for kind, said in told().items()} == dict.fromkeys(
        ("post-data", "post-look-up"), "not begun"
    )
    reseal_a_little()
    assert {value[1:5] for rows in _values().values() for value, _ in rows} == {
        ring("post", "data").current.id
    }
    assert _opened(_values()) == before
    assert {(said["state"], said["rows"] > 0) for said in told().values()} == {("done", True)}
    assert not is_due("post", "data", now=clock.now())
    assert is_due("post", "data", now=clock.now() + timedelta(hours=2))


def test_a_resealing_cut_short_is_gone_on_with(life: None) -> None:
    """After the first batch its time is over; it is under way, due again, and in the end done."""
    _keys("rotate", "post-data")
    (first,) = _keys("reseal", "post-data", "--seconds", "0")[1]
    assert first["left"] and sum(first["done"].values()) > 0
    for _ in range(3):
        (next_,) = _keys("reseal", "post-data", "--seconds", "0")[1]
        assert next_["left"] and len(next_["left"]) < len(first["left"])
        assert is_due("post", "data", now=clock.now())
        first = next_
    assert not _keys("reseal", "post-data")[1][0]["left"]
    assert not is_due("post", "data", now=clock.now())


def test_without_the_owners_role_it_is_said_what_to_run(life: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that were given the working role's address only change nothing."""
    _keys("rotate", "post-data")
    monkeypatch.setenv("POST_DATABASE_URL", "postgresql://post_app@db.example/post")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with pytest.raises(NotTheOwner, match="budstikke keys reseal post-data"):
        reseal_in_background("post", "data", now=clock.now())


def test_a_row_that_was_tampered_with_is_left_and_counted(life: None) -> None:
    """The others are not kept waiting; the exit code says that something is wrong."""
    with psycopg.connect(address("post", "owner"), autocommit=True) as owner:
        owner.execute(
            "UPDATE id_check SET document_sealed = set_byte(document_sealed, 20, 1 - get_byte(document_sealed, 20) % 2)"
            " WHERE id = (SELECT min(id) FROM id_check)"
        )
    code, (_, done) = _keys("rotate", "post-data", "--reseal")
    assert code == 1
    assert done["left"] == {"id_check.document_sealed": 1}


def test_letters_are_found_by_number_before_during_and_after_a_rotation(life: None) -> None:
    """By whoever knows the number; no other number finds anything."""
    from budstikke.post.actions.address_register.find_letters import find_letters

    def numbers() -> set[object]:
        return {each["number"] for each in find_letters(lived.NUMBER)}

    mine = {lived.line.number(each) for each in (1, 2, 4)}
    assert numbers() == mine
    old = ring("post", "look-up").current
    _, (made,) = _keys("rotate", "post-look-up")
    lived.line.book(lived.line.file_of([lived.order(6)], reference="PUM6"))
    assert numbers() == mine | {lived.line.number(6)}
    code, (done,) = _keys("reseal", "post-look-up")
    hashed = {"letter.national_number_lookup": 3, "person.national_number_lookup": 1}
    hashed |= {"forwarding_order.door_lookup": 2, "forwarding_order.target_lookup": 2}
    assert (code, done["done"], done["left"]) == (0, hashed, {})
    ring("post", "look-up").drop(old.id)
    assert numbers() == mine | {lived.line.number(6)}
    assert find_letters("20914695024") == []
    with psycopg.connect(address("post", "owner")) as owner:
        kept = owner.execute("SELECT national_number_lookup FROM letter WHERE id IS NOT NULL").fetchall()
    assert {bytes(value)[:4].hex() for (value,) in kept if value} == {made["id"]}


def test_the_command_finds_by_standard_input_only(
    life: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer names letters and repeats no number."""
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{lived.NUMBER}\n"))
    assert main(["find", "-"]) == 0
    said = capsys.readouterr()
    assert len(json.loads(said.out)) == 3
    assert lived.NUMBER not in said.out + said.err
    monkeypatch.setattr("sys.stdin", io.StringIO("20914695024\n"))
    assert main(["find", "-"]) == 1
