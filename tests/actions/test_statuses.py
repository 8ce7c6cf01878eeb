"""Status messages: every event told once, also where transactions overlap, and readable elsewhere."""

from __future__ import annotations

import psycopg
import pytest
from tests.actions import line
from tests.actions.line import (
    NOW,
    as_others_read,
    book,
    check,
    file_of,
    give,
    number,
    order,
    wait_for_recipient,
)

from budstikke.kit.database import address
from budstikke.post.actions.moving.hand_in import Dispatch, hand_in
from budstikke.post.actions.telling.mark_put_out import mark_put_out
from budstikke.post.actions.telling.write_statuses import write_statuses
from budstikke.post.records.models import Sender, StatusFile
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")


def told() -> list[tuple[str, str, str]]:
    """Letter, event code and reason code of every status in the files written now."""
    found = []
    for file in write_statuses(now=NOW):
        for kind, segments in as_others_read(bytes(file.content)):
            assert kind == "IFTSTA"
            found += statuses(segments)
        mark_put_out(file.id, now=NOW)
    return found


def statuses(segments: list[tuple[str, list]]) -> list[tuple[str, str, str]]:
    """One entry for each CNI group."""
    found: list[list[str]] = []
    for tag, elements in segments:
        if tag == "STS":
            reason = elements[2] if len(elements) > 2 else ""
            found.append([elements[1][0], reason[0] if isinstance(reason, list) else reason, ""])
        elif tag == "PCI":
            mark = elements[1]
            found[-1][2] = mark if isinstance(mark, str) else mark[0]
    return [(letter, code, reason) for code, reason, letter in found]


def test_every_event_a_sender_may_see_is_told_once() -> None:
    """From the order to the hand-over; a second round has nothing to say."""
    wait_for_recipient(1)
    check(1, kind="digital_driving_licence")
    give(1, check(1).check_id)
    assert told() == [
        (number(1), "T", ""),
        (number(1), "P", ""),
        (number(1), "Q", ""),
        (number(1), "X", ""),
        (number(1), "H", "BP"),
        (number(1), "I", "09"),
    ]
    assert told() == []
    with acting_as(CARRIER):
        assert StatusFile.objects.get().statuses == 6


def test_a_refused_name_has_its_own_reason() -> None:
    """The carrier's list has a closer word than no valid ID."""
    from budstikke.post.actions.reading.presented import Typed

    wait_for_recipient(1)
    told()
    check(1, typed=Typed(surname="Hansen", given_names="Ola", national_number="20914695016"))
    assert told() == [(number(1), "H", "06")]


def test_a_letter_that_goes_back_early_says_why() -> None:
    """One that nobody collected is unclaimed; one that was stopped has the reason it was stopped for."""
    from datetime import timedelta

    from budstikke.post.actions.helping.help_letter import Wanted, confirm_help, help_letter
    from budstikke.post.actions.moving.sweep import return_uncollected
    from budstikke.post.records.models import DeskAct
    from budstikke.post.terms.events import ReturnReason
    from budstikke.post.terms.pum.at_the_desk import Help, Why

    wait_for_recipient(1, 2)
    wanted = Wanted(what=Help.RETURN, why=Why.SENDER_ASKED, return_reason=ReturnReason.MOVED)
    help_letter(number(1), wanted, clerk="desk-1", today=line.TODAY, now=NOW)
    with acting_as(CARRIER):
        act = DeskAct.objects.get()
    confirm_help(act.id, agrees=True, clerk="lead-1", today=line.TODAY, now=NOW)
    late = line.TODAY + timedelta(days=22)
    return_uncollected(today=late, now=line.at(late))
    back = sorted((letter, reason) for letter, event, reason in told() if event == "O")
    assert back == [(number(1), "02"), (number(2), "49")]


def test_a_refused_hand_in_is_told() -> None:
    """The sender reads it where it reads the rest."""
    book(file_of([order(1)]))
    told()
    hand_in(
        Dispatch(customer_number=line.CUSTOMER, numbers=[number(1)], place="BERGEN"),
        clerk="clerk-1", today=line.TODAY, now=NOW,
    )  # fmt: skip
    assert [(letter, code) for letter, code, _ in told()] == [(number(1), "V")]


def test_a_sender_is_told_of_its_own_letters() -> None:
    """Two senders, two files, each to its own address."""
    with acting_as(CARRIER):
        other = Sender.objects.get()
        other.pk, other.customer_number, other.edi_id = None, "10008888888", "999999999"
        other.save()
    book(file_of([order(1)]))
    book(file_of([order(2, customer="10008888888")], sender="999999999"))
    one, two = write_statuses(now=NOW)
    assert [file.sender.edi_id for file in (one, two)] == [line.EDI_ID, "999999999"]
    assert number(2).encode() not in bytes(one.content)
    assert number(1).encode() not in bytes(two.content)


def test_an_event_committed_late_is_told_all_the_same() -> None:
    """An open transaction holds an older id: what came after it waits, then all is told, each once, none lost."""
    book(file_of([order(1)]))
    book(file_of([order(2)], reference="P2"))
    told()
    with psycopg.connect(address("post", "app")) as slow:
        slow.execute("SELECT set_config('budstikke.tenant', 'carrier', true)")
        slow.execute(
            "INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor)"
            " SELECT id, sender_id, 'DEVIATION', now(), now(), '', 'x' FROM letter WHERE number = %s",
            [number(1)],
        )
        _deviates(number(2))
        first = told()
        slow.commit()
    assert sorted(first + told()) == [(number(1), "V", "01"), (number(2), "V", "01")]
    assert (number(1), "V", "01") not in first
    assert told() == []


def _deviates(of: str) -> None:
    from budstikke.post.records import history
    from budstikke.post.records.history import NewEvent
    from budstikke.post.records.models import Letter

    with acting_as(CARRIER):
        letter = Letter.objects.get(number=of)
        history.write([NewEvent(letter_id=letter.id, code="DEVIATION", happened_at=NOW)], recorded_at=NOW)


def test_a_transaction_that_fails_is_told_nothing_of() -> None:
    """What never happened has no status."""
    book(file_of([order(1)]))
    told()
    with psycopg.connect(address("post", "app")) as gone:
        gone.execute("SELECT set_config('budstikke.tenant', 'carrier', true)")
        gone.execute(
            "INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor)"
            " SELECT id, sender_id, 'DEVIATION', now(), now(), '', 'x' FROM letter"
        )
        gone.rollback()
    assert told() == []


def test_status_writing_does_not_wait_for_a_booking() -> None:
    """A long order file holds the sender's row only as far as a foreign key needs."""
    with psycopg.connect(address("post", "app")) as booking:
        booking.execute("SELECT set_config('budstikke.tenant', 'carrier', true)")
        booking.execute("SELECT 1 FROM sender FOR KEY SHARE")
        with acting_as(CARRIER):
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
            assert write_statuses(now=NOW) == []


def test_a_file_not_put_out_is_offered_again_unchanged() -> None:
    """A crash before it lay in the sender's folder."""
    book(file_of([order(1)]))
    (first,) = write_statuses(now=NOW)
    (again,) = write_statuses(now=NOW)
    assert (again.id, bytes(again.content)) == (first.id, bytes(first.content))
    mark_put_out(first.id, now=NOW)
    assert write_statuses(now=NOW) == []


def test_each_file_has_a_reference_of_its_own() -> None:
    """A receiver drops what it has seen; two files must never look alike."""
    references = set()
    for serial in (1, 2, 3):
        book(file_of([order(serial)], reference=f"P{serial}"))
        for file in write_statuses(now=NOW):
            references.add(bytes(file.content).split(b"UNZ+")[1].split(b"'")[0].split(b"+")[1])
            mark_put_out(file.id, now=NOW)
    assert len(references) == 3
    assert all(len(one) <= 14 for one in references)


def test_a_status_names_who_accepted_the_letter_in_any_alphabet() -> None:
    """The recipient's name goes to the sender with the delivery, and with nothing else."""
    book(file_of([order(1, name="Máhtte Čáhppes")]))
    (file,) = write_statuses(now=NOW)
    assert "Máhtte".encode() not in bytes(file.content)
    mark_put_out(file.id, now=NOW)
    line.bring_to_outlet([1])
    from budstikke.post.actions.reading.presented import Typed

    checked = check(1, typed=Typed(surname="Čáhppes", given_names="Máhtte", national_number="20914695016"))
    assert checked.passed, checked.decision
    give(1, checked.check_id)
    (file,) = write_statuses(now=NOW)
    ((_, segments),) = as_others_read(bytes(file.content))
    assert ["AP", "", "", "Máhtte Čáhppes"] in [elements for tag, elements in segments if tag == "NAD"]
