"""The drop folder: a file is taken whole, once, and nothing is lost on the way."""

from __future__ import annotations

import json
import os
import signal
import threading
from pathlib import Path

import pytest
from tests import own_process
from tests.actions.line import EDI_ID, file_of, number, order
from tests.own_process import OwnProcess

from budstikke.kit.clock import real_now
from budstikke.post.actions.booking import book as booking
from budstikke.post.doors.edi import intake
from budstikke.post.doors.edi.folder import DropFolder
from budstikke.post.doors.edi.outgoing import put_out
from budstikke.post.records.models import Event, Letter, StatusFile
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")


@pytest.fixture
def folder(tmp_path: Path) -> DropFolder:
    """An empty drop folder."""
    return DropFolder(tmp_path / "edi")


def drop(folder: DropFolder, content: bytes, *, name: str = "orders.edi", age_s: float = 60) -> Path:
    """Put a file into the folder, last changed some seconds ago."""
    path = folder.root / "in" / name
    path.write_bytes(content)
    then = real_now().timestamp() - age_s
    os.utime(path, (then, then))
    return path


def take_in(folder: DropFolder) -> list[intake.Intake]:
    """One round."""
    return list(intake.take_in_waiting(folder))


def lying(folder: DropFolder, part: str) -> list[str]:
    """The names in one part of the folder."""
    return sorted(path.name for path in (folder.root / part).iterdir())


def answers(folder: DropFolder) -> list[Path]:
    """The acknowledgements put out for the sender."""
    return sorted((folder.root / "out" / EDI_ID).glob("CONTRL_*.edi"))


def booked() -> list[str]:
    """The numbers booked, and each with one event only."""
    with acting_as(CARRIER):
        numbers = list(Letter.objects.order_by("id").values_list("number", flat=True))
        assert Event.objects.count() == len(numbers)
    return numbers


def test_a_good_file_ends_in_done_with_its_answer(folder: DropFolder) -> None:
    """Booked, answered, moved."""
    drop(folder, file_of([order(1)]))
    (taken,) = take_in(folder)
    assert lying(folder, "done") == ["orders.edi"]
    assert (lying(folder, "in"), lying(folder, "taken"), lying(folder, "rejected")) == ([], [], [])
    assert taken.answers == tuple(answers(folder))
    assert b"UCI+PUM1+" in taken.answers[0].read_bytes()
    assert booked() == [number(1)]


def test_a_file_with_one_bad_order_ends_in_rejected_with_its_faults(folder: DropFolder) -> None:
    """The good order is booked; the faults name the bad one."""
    drop(folder, file_of([order(1), order(2, reference="2", weight_g=500)]))
    take_in(folder)
    assert lying(folder, "rejected") == ["orders.edi", "orders.edi.faults.json"]
    (said,) = json.loads((folder.root / "rejected" / "orders.edi.faults.json").read_text())
    assert (said["interchange"], said["booked"], said["rejected"]) == ("PUM1", 1, 1)
    (fault,) = said["faults"]
    assert (fault["message"], fault["code"]) == ("2", "WEIGHT")
    assert fault["segment"] > 0
    assert "PUM §4" in fault["text"]


@pytest.mark.parametrize("content", [b"", b"Hei!", b"\x00\xff" * 500])
def test_a_file_that_is_no_order_ends_in_rejected(folder: DropFolder, content: bytes) -> None:
    """And says why; there is nobody to answer."""
    drop(folder, content)
    take_in(folder)
    assert lying(folder, "rejected") == ["orders.edi", "orders.edi.faults.json"]
    (said,) = json.loads((folder.root / "rejected" / "orders.edi.faults.json").read_text())
    assert said["faults"]
    assert answers(folder) == []


def test_a_growing_file_is_left_alone(folder: DropFolder) -> None:
    """Until it has rested."""
    path = drop(folder, file_of([order(1)]), age_s=0)
    assert take_in(folder) == []
    assert path.exists()
    os.utime(path, (real_now().timestamp() - 60,) * 2)
    assert len(take_in(folder)) == 1


@pytest.mark.parametrize("name", [".orders.edi", "orders.edi.part"])
def test_a_file_still_under_its_working_name_is_left_alone(folder: DropFolder, name: str) -> None:
    """Senders' systems write so and rename."""
    drop(folder, file_of([order(1)]), name=name)
    assert take_in(folder) == []
    assert lying(folder, "in") == [name]


def test_a_second_file_of_a_name_keeps_the_first(folder: DropFolder) -> None:
    """Names repeat; nothing is overwritten, faults least of all."""
    for serial in (1, 2):
        bad = file_of([order(serial, weight_g=500 + serial)], reference=f"PUM{serial}")
        drop(folder, bad)
        take_in(folder)
    assert lying(folder, "rejected") == [
        "orders.2.edi", "orders.2.edi.faults.json", "orders.edi", "orders.edi.faults.json",
    ]  # fmt: skip
    said = (folder.root / "rejected" / "orders.2.edi.faults.json").read_text()
    assert json.loads(said)[0]["interchange"] == "PUM2"


def test_a_file_sent_twice_books_once_and_is_answered_alike(folder: DropFolder) -> None:
    """The answer has the same name and bytes."""
    drop(folder, file_of([order(1)]))
    take_in(folder)
    (first,) = answers(folder)
    content = first.read_bytes()
    first.unlink()
    drop(folder, file_of([order(1)]))
    (again,) = take_in(folder)
    assert again.interchanges[0].repeated
    assert answers(folder) == [first]
    assert first.read_bytes() == content
    assert booked() == [number(1)]


def test_a_sender_cannot_name_a_folder_outside(folder: DropFolder) -> None:
    """UNB is written by strangers."""
    drop(folder, file_of([order(1)], sender="../../x"))
    (taken,) = take_in(folder)
    assert taken.answers[0].parent.parent == folder.root / "out"
    # Nor the folder of the sender whose address it would be without the other signs.
    assert taken.answers[0].parent != folder.out("x")


def test_one_file_that_cannot_be_taken_in_does_not_hold_up_the_others(
    folder: DropFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays taken, the others are booked, and the trouble is told."""
    whole = intake.take_in

    def stumble(folder: DropFolder, taken: object) -> intake.Intake:
        if taken.path.name == "a.edi":  # type: ignore[attr-defined]
            raise RuntimeError("a.edi")
        return whole(folder, taken)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "take_in", stumble)
    drop(folder, file_of([order(1)], reference="A"), name="a.edi")
    drop(folder, file_of([order(2)], reference="B"), name="b.edi")
    with pytest.raises(RuntimeError, match=r"a\.edi"):
        take_in(folder)
    assert (lying(folder, "taken"), lying(folder, "done")) == (["a.edi"], ["b.edi"])
    monkeypatch.undo()
    take_in(folder)
    assert booked() == [number(1), number(2)]


# A process that dies

_DIES = """
import os, signal, sys, django
from pathlib import Path
django.setup()
from budstikke.post.actions.booking import book
from budstikke.post.doors.edi import folder, intake
from budstikke.post.records.incoming import Incoming

def die(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)

where, root = sys.argv[1:]
if where == "before reading": intake.book_orders = die
if where == "while copying": Incoming.messages_without_order = die
if where == "before commit": book._Telling.write_down = die
if where == "after booking": intake._answered = die
if where == "before moving": folder.DropFolder.finish = die
if where == "between faults and file": Path.rename = (
    lambda path, target, rename=Path.rename: die() if target.parent.name == "rejected" else rename(path, target))
for _ in intake.take_in_waiting(folder.DropFolder(Path(root))): pass
"""
STAGES = [
    "before reading", "while copying", "before commit", "after booking", "before moving", "between faults and file",
]  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_a_crash_leaves_all_or_nothing_and_the_next_round_does_it_once(
    folder: DropFolder, stage: str
) -> None:
    """Killed with -9 at a stage: the file is not lost, its orders are booked once, its faults are told."""
    drop(folder, file_of([order(1), order(2, reference="2", weight_g=500)]))
    died = own_process.run("-c", _DIES, stage, folder.root)
    assert died.returncode == -signal.SIGKILL
    assert lying(folder, "taken") == ["orders.edi"]
    committed = STAGES.index(stage) > STAGES.index("before commit")
    assert booked() == ([number(1)] if committed else [])
    (again,) = take_in(folder)
    assert booked() == [number(1)]
    assert again.interchanges[0].repeated is committed
    assert lying(folder, "rejected") == ["orders.edi", "orders.edi.faults.json"]
    assert [fault["code"] for fault in again.interchanges[0].all_faults] == ["WEIGHT"]
    assert len(answers(folder)) == 1


# Two processes


def test_two_processes_take_each_file_once(folder: DropFolder) -> None:
    """Forty files, two processes at once: every letter once, every file done, none under two names."""
    for serial in range(1, 41):
        drop(folder, file_of([order(serial)], reference=f"P{serial}"), name=f"{serial:02}.edi")
    both = [OwnProcess("-c", _DIES, "never", folder.root) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    assert booked() == [number(serial) for serial in range(1, 41)]
    assert lying(folder, "done") == [f"{serial:02}.edi" for serial in range(1, 41)]
    assert (lying(folder, "in"), lying(folder, "taken"), lying(folder, "rejected")) == ([], [], [])


def test_a_file_another_process_works_on_is_not_taken_for_a_leftover(
    folder: DropFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lies in `taken` while it is worked on; only a lock tells it from what a crash left."""
    drop(folder, file_of([order(1)]))
    begun, go_on = threading.Event(), threading.Event()
    whole = booking.book_orders

    def slowly(*given: object, **named: object) -> object:
        begun.set()
        assert go_on.wait(10)
        return whole(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "book_orders", slowly)
    first = threading.Thread(target=_take_in_and_close, args=(folder,))
    first.start()
    assert begun.wait(10)
    assert take_in(folder) == []
    go_on.set()
    first.join(10)
    assert lying(folder, "done") == ["orders.edi"]


def _take_in_and_close(folder: DropFolder) -> None:
    from django.db import connection

    take_in(folder)
    connection.close()


def test_a_status_file_lies_where_its_sender_finds_the_answers(folder: DropFolder) -> None:
    """One folder a sender, whatever signs its address has."""
    from tests.actions.line import NOW

    from budstikke.post.actions.telling.write_statuses import write_statuses
    from budstikke.post.records.models import Sender

    with acting_as(CARRIER):
        Sender.objects.update(edi_id="NO-99/18")
    drop(folder, file_of([order(1)], sender="NO-99/18"))
    (taken,) = take_in(folder)
    (written,) = put_out(write_statuses(now=NOW), folder)
    assert written.parent == taken.answers[0].parent == folder.out("NO-99/18") != folder.out("NO9918")
    with acting_as(CARRIER):
        kept = StatusFile.objects.get()
    assert kept.put_out_at
    assert not bytes(kept.content)
