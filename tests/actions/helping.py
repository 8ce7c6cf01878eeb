"""Help with letters, by recipients themselves and by the desk, for tests that want all that is decided."""

from __future__ import annotations

from datetime import date, datetime

from tests.actions import line


def helped(today: date, now: datetime) -> None:
    """What recipients ask for themselves, and what the desk does: letters 14, booked, and 15 to 17, waiting."""
    from budstikke.post.actions.helping.help_letter import Wanted, confirm_help, help_letter
    from budstikke.post.actions.moving.choose_outlet import choose_outlet
    from budstikke.post.actions.moving.correct_address import NewAddress, correct
    from budstikke.post.actions.moving.extend_deadline import extend_once
    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in
    from budstikke.post.records.models import DeskAct, Outlet
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.post.terms.events import ReturnReason
    from budstikke.post.terms.pum.at_the_desk import Help, Why

    measured = Dispatch(customer_number=line.CUSTOMER, numbers=[line.number(14)], place="OSLO")
    hand_in(measured, clerk="clerk-1", today=line.TODAY, now=line.NOW)
    street = NewAddress(street="Lilleveien 4", postcode="5353")
    assert correct(line.number(14), street, why=Why.SENDER_ASKED, clerk="desk-1", now=line.NOW) == ()
    with acting_as(CARRIER):
        Outlet.objects.filter(id=line.SOTRA).update(has_scanner=True)
    assert not extend_once(line.number(15), today=today, now=now).refusals
    assert not choose_outlet(line.number(15), outlet_id=line.SOTRA, today=today, now=now).refusals
    for serial, what in (
        (16, Wanted(what=Help.MOVE, why=Why.RECIPIENT_ASKED, outlet_id=line.SOTRA)),
        (17, Wanted(what=Help.RETURN, why=Why.SENDER_ASKED, return_reason=ReturnReason.WITHDRAWN)),
    ):
        found = help_letter(line.number(serial), what, clerk="desk-1", today=today, now=now)
        if found.waits:
            with acting_as(CARRIER):
                act = DeskAct.objects.get(waits=True)
            confirmed = confirm_help(act.id, agrees=True, clerk="lead-1", today=today, now=now)
            assert confirmed is not None and confirmed.done
        else:
            assert found.done


def claimed(today: date, now: datetime) -> None:
    """Letter 18 waits, is lost, and paid for."""
    from budstikke.post.actions.helping.open_claim import Opened, Told, open_claim
    from budstikke.post.actions.helping.settle_claim import Verdict, settle_claim
    from budstikke.post.actions.moving.finish import lost
    from budstikke.post.terms.pum.settling import Claimant, ClaimKind

    lost([line.number(18)], place=str(line.BERGEN), actor="clerk-7", now=now)
    told = Told(kind=ClaimKind.LOST, claimant=Claimant.SENDER, told_on=today)
    opened = open_claim(line.number(18), told, by="desk-1", now=now)
    assert isinstance(opened, Opened)
    settled = settle_claim(opened.claim.id, Verdict(value_ore=40_000), clerk="desk-1", today=today, now=now)
    assert settled is not None and settled.done
