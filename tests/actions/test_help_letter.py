"""Help at the desk: what one person does alone, what takes two, and that each leaves its event and its reasons."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.actions import line

from budstikke.post.actions.helping.help_letter import Helped, Wanted, confirm_help, help_letter
from budstikke.post.records.models import DeskAct, Event, Notice
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.events import ReturnReason
from budstikke.post.terms.pum.at_the_desk import Help, Why

pytestmark = pytest.mark.usefixtures("installation")
LAST = date(2026, 12, 14)  # Monday, three weeks after the notice


def helped(
    what: Help, serial: int = 1, *, clerk: str = "desk-1", today: date = line.TODAY, **given: object
) -> Helped:
    """Ask for help."""
    wanted = Wanted(what=what, why=Why.RECIPIENT_ASKED, **given)  # type: ignore[arg-type]
    return help_letter(line.number(serial), wanted, clerk=clerk, today=today, now=line.at(today))


def confirmed(*, clerk: str = "lead-1", agrees: bool = True, today: date = line.TODAY) -> Helped | None:
    """Confirm what waits."""
    with acting_as(CARRIER):
        (act,) = DeskAct.objects.filter(waits=True)
    return confirm_help(act.id, agrees=agrees, clerk=clerk, today=today, now=line.at(today))


def last_day() -> date | None:
    """The letter's last day."""
    return line.letters()[line.number(1)].last_collect_day


def codes_of(result: Helped | None) -> list[str]:
    """The codes of what was refused."""
    assert result is not None
    return [each.code for each in result.refusals]


def decision_of_last_event() -> dict:
    """What was written down with the newest event."""
    with acting_as(CARRIER):
        return Event.objects.order_by("-id")[0].decision


def test_a_deadline_is_extended_by_one_person_within_the_days_of_the_edition() -> None:
    """The event carries the extension and, beside it, who did it and why."""
    line.wait_for_recipient(1)
    until = LAST + timedelta(days=14)
    assert helped(Help.EXTEND, until=until).done
    assert last_day() == until
    assert line.codes(1)[-1] == "DEADLINE_EXTENDED"
    written = decision_of_last_event()
    assert written["question"] == "extend_deadline"
    assert [each["question"] for each in written["also"]] == ["help_at_desk"]


@pytest.mark.parametrize("before", [False, True])
def test_more_than_that_or_a_second_time_takes_two(before: bool) -> None:
    """Nothing is done until somebody else says yes."""
    line.wait_for_recipient(1)
    if before:
        assert helped(Help.EXTEND, until=LAST + timedelta(days=1)).done
    until = LAST + timedelta(days=2 if before else 15)
    asked = helped(Help.EXTEND, until=until)
    assert asked.waits and not asked.done and last_day() != until
    assert codes_of(confirmed(clerk="desk-1")) == ["SAME_PERSON"]
    result = confirmed()
    assert result is not None and result.done and last_day() == until
    assert "lead-1" in str(decision_of_last_event()["also"][0]["reasons"][1])


def test_what_was_declined_is_not_done_and_does_not_wait_any_more() -> None:
    """Who declined is on record; the deadline is as it was, and the days were not given."""
    line.wait_for_recipient(1)
    helped(Help.EXTEND, until=LAST + timedelta(days=15))
    result = confirmed(agrees=False)
    assert result is not None and not result.done and last_day() == LAST
    with acting_as(CARRIER):
        act = DeskAct.objects.get()
    assert (act.waits, act.confirmed, act.decided_by) == (False, False, "lead-1")
    assert helped(Help.EXTEND, until=LAST + timedelta(days=1)).done


def test_the_database_itself_refuses_the_same_person() -> None:
    """Whoever writes it: who asked is never who confirms."""
    from django.db import IntegrityError

    line.wait_for_recipient(1)
    helped(Help.RETURN, return_reason=ReturnReason.WITHDRAWN)
    with pytest.raises(IntegrityError, match="who_asked_is_not_who_confirms"), acting_as(CARRIER):
        DeskAct.objects.update(decided_by="desk-1", waits=False)


def test_the_same_waits_once() -> None:
    """A second clerk who asks is told that it waits."""
    line.wait_for_recipient(1)
    assert helped(Help.RETURN, return_reason=ReturnReason.WITHDRAWN).waits
    assert codes_of(helped(Help.RETURN, return_reason=ReturnReason.MOVED, clerk="desk-2")) == [
        "WAITS_ALREADY"
    ]


def test_a_letter_is_stopped_and_goes_back_when_two_say_so() -> None:
    """With its reason, and only for one that makes the wait pointless."""
    line.wait_for_recipient(1)
    assert codes_of(helped(Help.RETURN, return_reason=ReturnReason.REFUSED)) == ["NO_EARLY_RETURN"]
    helped(Help.RETURN, return_reason=ReturnReason.WITHDRAWN)
    assert line.states()[line.number(1)] == "ready"
    confirmed()
    assert line.states()[line.number(1)] == "returning"
    assert decision_of_last_event()["question"] == "return_early"


def test_what_has_changed_meanwhile_is_looked_at_anew() -> None:
    """A letter that was collected before the confirmation is not stopped, and the act goes on waiting."""
    line.wait_for_recipient(1)
    helped(Help.RETURN, return_reason=ReturnReason.WITHDRAWN)
    line.give(1, line.check(1).check_id)
    assert codes_of(confirmed()) == ["NOT_IN_THAT_STATE"]
    assert line.codes(1)[-1] == "DELIVERED"
    assert confirmed(agrees=False) is not None


def test_a_letter_is_sent_to_another_outlet_that_can_check() -> None:
    """And to none that cannot; the deadline runs on."""
    from budstikke.post.records.models import Outlet

    line.wait_for_recipient(1)
    assert codes_of(helped(Help.MOVE, outlet_id=line.SOTRA)) == ["OUTLET_CANNOT_CHECK"]
    assert codes_of(helped(Help.MOVE, outlet_id=line.BERGEN)) == ["OUTLET_THE_SAME"]
    with acting_as(CARRIER):
        Outlet.objects.filter(id=line.SOTRA).update(has_scanner=True)
    assert helped(Help.MOVE, outlet_id=line.SOTRA).done
    letter = line.letters()[line.number(1)]
    assert (letter.state, letter.outlet_id, letter.last_collect_day) == ("in_transit", line.SOTRA, LAST)
    assert letter.place == f"on_the_way:{line.BERGEN}"


def test_a_letter_the_desk_sent_on_is_announced_where_it_arrives() -> None:
    """By a reminder that names the new place and the same last day, as one its recipient sent there."""
    from budstikke.post.actions.moving.arrive import arrive
    from budstikke.post.records.models import Outlet

    line.wait_for_recipient(1)
    with acting_as(CARRIER):
        Outlet.objects.filter(id=line.SOTRA).update(has_scanner=True)
    assert helped(Help.MOVE, outlet_id=line.SOTRA).done
    two_days_on = date(2026, 11, 25)  # Wednesday
    arrive([line.number(1)], outlet_id=line.SOTRA, clerk="clerk-9", now=line.at(two_days_on))
    with acting_as(CARRIER):
        (made,) = Notice.objects.filter(sent_at=None)
    assert (made.kind, made.ordinal) == ("reminder", 1)
    line.tell([made.id], today=two_days_on)
    assert line.codes(1)[-3:] == ["DELIVERY_CHANGED", "READY_FOR_PICKUP", "REMINDER_SENT"]
    assert last_day() == LAST


@pytest.mark.parametrize("what", [Help.MOVE, Help.RETURN])
def test_nothing_is_taken_from_under_a_clerks_hands(what: Help) -> None:
    """While a check is open at a counter the letter stays, also when what waited is confirmed."""
    from tests.actions import counter

    from budstikke.post.records.models import Outlet

    line.wait_for_recipient(1)
    with acting_as(CARRIER):
        Outlet.objects.filter(id=line.SOTRA).update(has_scanner=True)
    given = {"outlet_id": line.SOTRA} if what is Help.MOVE else {"return_reason": ReturnReason.MOVED}
    if what is Help.RETURN:
        assert helped(what, **given).waits
    counter.opened(1, counter.stations(1)[0])
    refused = confirmed() if what is Help.RETURN else helped(what, **given)
    assert codes_of(refused) == ["BEING_SERVED"]
    assert line.states()[line.number(1)] == "ready"


def test_a_notice_is_sent_again_and_starts_no_deadline_anew() -> None:
    """One that never went out has nothing to send again."""
    line.book(line.file_of([line.order(1, mobile="+4799999999")]))
    line.bring_to_outlet([1])
    assert codes_of(helped(Help.RESEND)) == ["NOTHING_TO_RESEND"]
    line.tell([1])
    assert helped(Help.RESEND, today=date(2026, 11, 25)).done  # Wednesday
    with acting_as(CARRIER):
        made = Notice.objects.get(sent_at=None)
    assert (made.kind, made.ordinal) == ("reminder", 1)
    line.tell([made.id], today=date(2026, 11, 25))  # Wednesday
    assert line.codes(1)[-1] == "REMINDER_SENT" and last_day() == LAST


def test_loss_damage_and_finding_are_registered() -> None:
    """Each is an event with the reason; what cannot happen there is refused."""
    line.wait_for_recipient(1)
    assert codes_of(helped(Help.FOUND)) == ["NOT_IN_THAT_STATE"]
    for what in (Help.DAMAGED, Help.LOST, Help.FOUND):
        assert helped(what).done
    assert line.codes(1)[-3:] == ["DAMAGED", "LOST", "FOUND"]
    assert decision_of_last_event()["question"] == "help_at_desk"


def test_a_wrong_recipient_is_registered_by_two() -> None:
    """It undoes a hand-over."""
    line.wait_for_recipient(1)
    line.give(1, line.check(1).check_id)
    assert helped(Help.MISDELIVERED).waits
    confirmed()
    assert line.states()[line.number(1)] == "lost"


def test_what_was_done_is_evidenced_with_who_confirmed() -> None:
    """The evidence of the return carries both decisions."""
    from budstikke.post.actions.proving.evidence_of_events import evidence_events
    from budstikke.post.records.models import Evidence

    line.wait_for_recipient(1)
    helped(Help.RETURN, return_reason=ReturnReason.MOVED)
    confirmed()
    evidence_events(sealer=line.sealer(), now=line.NOW)
    with acting_as(CARRIER):
        assert Evidence.objects.filter(name="AcceptanceRejectionExpiry").count() == 1


def test_a_recorded_help_is_asked_again_with_the_same_answer() -> None:
    """Under its own edition nothing differs."""
    from budstikke.post.terms.asked_again import ask_again
    from budstikke.post.terms.editions import BY_ID

    line.wait_for_recipient(1)
    helped(Help.RETURN, return_reason=ReturnReason.MOVED)
    confirmed()
    first = decision_of_last_event()
    for each in (first, *first["also"]):
        again = ask_again(each, edition=BY_ID[each["edition"]])
        assert again.outcome == each["outcome"] and dict(again.as_json()["answer"]) == each["answer"]  # type: ignore[call-overload]
