"""Handed over = reported = in the mailbox: whoever is missing is named, with where, why and what cures it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.actions import line
from tests.actions.line import NOW, check, codes, give, number, wait_for_recipient
from tests.channels.fake_sealer import FailingSealer

from budstikke.post.actions.proving.send_report import send_report
from budstikke.post.actions.watching.note_hindrance import note_hindrance
from budstikke.post.actions.watching.reconcile import LATE, Reconciled, reconcile
from budstikke.post.actions.watching.stuck import Where
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.mailbox import FakeMailbox
from budstikke.post.records.models import Hindrance, Letter, Reconciliation, Report
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")
LATER = NOW + LATE + timedelta(minutes=1)


def handed(*serials: int) -> list[int]:
    """Letters handed over, their jobs gone astray; returns their ids."""
    wait_for_recipient(*serials)
    for serial in serials:
        give(serial, check(serial).check_id)
    jobs_are_gone()
    with acting_as(CARRIER):
        return list(Letter.objects.order_by("id").values_list("id", flat=True))


def jobs_are_gone() -> None:
    """Nobody works on anything any more."""
    import psycopg

    from budstikke.kit.database import address

    with psycopg.connect(address("post", "app")) as app:
        app.execute("DELETE FROM procrastinate_jobs")


def waiting() -> list[int]:
    """The letters whose report a job waits to send."""
    jobs = ProcrastinateJob.objects.filter(task_name="send_report", status="todo").order_by("id")
    return [job.args["letter_id"] for job in jobs]


def sent(letter_id: int, box: FakeMailbox) -> None:
    """Send a report, or write down what hindered it, as the worker does."""
    try:
        send_report(letter_id, sealer=line.sealer(), mailbox=box, now=NOW)
    except (Unreachable, Rejected) as error:
        note_hindrance(letter_id, error, now=NOW)


def named(found: Reconciled) -> list[tuple[str, Where]]:
    """Who is stuck, and where."""
    return [(letter.number, letter.where) for letter in found.stuck]


def test_what_is_in_the_mailbox_is_asked_for_once() -> None:
    """All figures agree, and the next run asks nobody."""
    box = FakeMailbox()
    for letter_id in handed(1, 2):
        sent(letter_id, box)
    found = reconcile(mailbox=box, now=LATER)
    assert (found.counts, found.stuck, found.under_way) == ((2, 2, 2, 2), (), 0)
    silent = FakeMailbox(failures=[Unreachable("down")])
    assert reconcile(mailbox=silent, now=LATER).holds


def test_a_hand_over_nobody_reports_is_named_and_queued() -> None:
    """Its job is lost and no report was made: found by the count, named once it is late, queued once."""
    (letter_id,) = handed(1)
    young = reconcile(mailbox=FakeMailbox(), now=NOW + timedelta(minutes=1))
    assert (young.stuck, young.under_way, young.queued_again) == ((), 1, 1)
    assert waiting() == [letter_id]
    late = reconcile(mailbox=FakeMailbox(), now=LATER)
    assert named(late) == [(number(1), Where.NOT_SEALED)]
    assert "budstikke worker" in late.stuck[0].cure.en
    assert waiting() == [letter_id]


def test_a_report_that_could_not_be_sealed_says_why() -> None:
    """The authority's silence is told in its words, with the setting to look at."""
    (letter_id,) = handed(1)
    try:
        send_report(
            letter_id,
            sealer=FailingSealer(line.sealer(), [Unreachable("the authority is silent")]),
            mailbox=FakeMailbox(),
            now=NOW,
        )
    except Unreachable as error:
        note_hindrance(letter_id, error, now=NOW)
    (stuck,) = reconcile(mailbox=FakeMailbox(), now=LATER).stuck
    assert (stuck.where, stuck.error) == (Where.NOT_SEALED, "the authority is silent")
    assert "BUDSTIKKE_TIME_STAMP_URL" in stuck.cure.en


@pytest.mark.parametrize(
    ("fault", "cure", "queued"),
    [
        (Unreachable("the mailbox does not answer"), "BUDSTIKKE_MAILBOX_URL", [True]),
        (Rejected("UNKNOWN_RECIPIENT"), "no mailbox under this organisation number", []),
        (Rejected("DUPLICATE_MESSAGE"), "something else under the letter's number", []),
    ],
)
def test_a_report_that_was_not_taken_says_why(fault: Exception, cure: str, queued: list[bool]) -> None:
    """What may be tried again is queued; what was refused for good is somebody's to put right."""
    (letter_id,) = handed(1)
    sent(letter_id, FakeMailbox(failures=[fault]))  # type: ignore[list-item]
    found = reconcile(mailbox=FakeMailbox(), now=LATER)
    assert named(found) == [(number(1), Where.NOT_SENT)]
    assert cure in found.stuck[0].cure.en
    assert [bool(each) for each in waiting()] == queued


def test_what_was_put_off_is_sent_when_the_mailbox_answers_again() -> None:
    """Not an hour later."""
    from procrastinate.contrib.django import app

    (letter_id,) = handed(1)
    sent(letter_id, FakeMailbox(failures=[Unreachable("down")]))
    app.configure_task("send_report", schedule_in={"seconds": 3600}).defer(letter_id=letter_id)
    reconcile(mailbox=FakeMailbox(failures=[Unreachable("down")]), now=LATER)
    assert ProcrastinateJob.objects.get().scheduled_at is not None
    reconcile(mailbox=FakeMailbox(), now=LATER)
    assert ProcrastinateJob.objects.get().scheduled_at is None


def test_a_report_the_mailbox_lost_is_sent_again_the_same_bytes() -> None:
    """Under the same id, told once; and a mailbox that has it after all keeps one."""
    (letter_id,) = handed(1)
    first, restored = FakeMailbox(), FakeMailbox()
    sent(letter_id, first)
    found = reconcile(mailbox=restored, now=NOW)
    assert named(found) == [(number(1), Where.NOT_IN_MAILBOX)]
    assert found.stuck[0].queued_again
    assert waiting() == [letter_id]
    sent(letter_id, restored)
    sent(letter_id, restored)
    assert restored.sent == first.sent
    assert codes(1).count("REPORT_SENT") == 1
    assert reconcile(mailbox=restored, now=LATER).holds


def test_other_bytes_in_the_mailbox_are_named_and_left_alone() -> None:
    """No report is sent over them."""
    (letter_id,) = handed(1)
    box = FakeMailbox()
    sent(letter_id, box)
    to, subject, documents = box.sent[number(1)]
    box.sent[number(1)] = (to, subject, documents[::-1])
    found = reconcile(mailbox=box, now=NOW)
    assert named(found) == [(number(1), Where.OTHER_CONTENT)]
    assert waiting() == []
    with acting_as(CARRIER):
        assert Report.objects.get().sent_at is not None


def test_a_mailbox_that_does_not_answer_confirms_nothing() -> None:
    """What was sent is not known to have come, and that is said when it is late."""
    (letter_id,) = handed(1)
    sent(letter_id, FakeMailbox())
    found = reconcile(mailbox=FakeMailbox(failures=[Unreachable("silent")]), now=LATER)
    assert named(found) == [(number(1), Where.NOT_CONFIRMED)]
    assert found.stuck[0].error == "silent"
    assert found.counts == (1, 1, 1, 0)


def test_a_fault_of_ours_is_told_without_its_words() -> None:
    """They may repeat what was to be written."""
    (letter_id,) = handed(1)
    note_hindrance(letter_id, ValueError("Kari Nordmann"), now=NOW)
    (stuck,) = reconcile(mailbox=FakeMailbox(), now=LATER).stuck
    assert (stuck.code, "Kari" in str(stuck.error)) == ("ValueError", False)
    assert "worker's log" in stuck.cure.en
    assert waiting() == []


def test_a_hindrance_goes_when_the_report_does() -> None:
    """And tries are counted until then."""
    (letter_id,) = handed(1)
    for _ in range(2):
        sent(letter_id, FakeMailbox(failures=[Unreachable("down")]))
    assert Hindrance.objects.get().tries == 2
    sent(letter_id, FakeMailbox())
    assert not Hindrance.objects.exists()


def test_figures_are_written_down_when_they_change() -> None:
    """And once an hour when they do not."""
    box = FakeMailbox()
    run: Callable[[int], Reconciled] = lambda minutes: reconcile(  # noqa: E731
        mailbox=box, now=NOW + timedelta(minutes=minutes)
    )
    run(0)
    run(2)
    (letter_id,) = handed(1)
    sent(letter_id, box)
    run(4)
    run(6)
    run(70)
    figures = [(row.handed_over, row.in_mailbox) for row in Reconciliation.objects.order_by("id")]
    assert figures == [(0, 0), (1, 1), (1, 1)]


def test_the_worker_writes_down_what_hinders_and_finds_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its jobs are those of the queue: the one fails and says why, the other names it, and the next try goes well."""
    from budstikke.post.channels import chosen
    from budstikke.post.doors import timer

    (letter_id,) = handed(1)
    box = FakeMailbox(failures=[Unreachable("down"), Unreachable("down")])
    monkeypatch.setattr(chosen, "mailbox", lambda: box)
    monkeypatch.setattr(chosen, "sealer", line.sealer)
    monkeypatch.setattr(timer, "now", lambda: LATER)
    with pytest.raises(Unreachable):
        timer.send_one_report(letter_id)
    assert Hindrance.objects.get().words == "down"
    timer.reconcile_reports()
    assert waiting() == [letter_id]
    timer.send_one_report(letter_id)
    timer.reconcile_reports()
    assert Reconciliation.objects.latest("id").in_mailbox == 1
