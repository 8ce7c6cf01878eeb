"""Letters with personal delivery whose recipient has moved: they follow by their own terms, or go back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.actions import forwarding as street
from tests.actions import line

from budstikke.formats.s10 import letter_id
from budstikke.post.actions.moving.arrive import arrive
from budstikke.post.actions.moving.hand_in import Dispatch, hand_in
from budstikke.post.records.models import Event, Letter
from budstikke.post.records.scope import CARRIER, acting_as

if TYPE_CHECKING:
    from budstikke.post.actions.forwarding.wanted_order import MailAddress

pytestmark = pytest.mark.usefixtures("installation")
ON_THE_WAY = street.noon(date(2026, 12, 8))  # Tuesday


def _ordered(new: MailAddress) -> None:
    street.order(street.wanted(street.person(), new=new))
    street.send_all()
    street.publish()


def _arrived() -> tuple[str, int | None, list[str]]:
    """A letter booked, handed in and brought to Bergen; gives its state, its outlet and its events."""
    line.book(line.file_of([line.order(1)]))
    number = line.number(1)
    dispatch = Dispatch(customer_number=line.CUSTOMER, numbers=[number], place="OSLO")
    hand_in(dispatch, clerk="clerk-1", today=line.TODAY, now=line.NOW)
    arrive([number], outlet_id=line.BERGEN, clerk="clerk-1", now=ON_THE_WAY)
    with acting_as(CARRIER):
        letter = Letter.objects.get(id=letter_id(number))
        codes = list(Event.objects.filter(letter=letter).order_by("id").values_list("code", flat=True))
    return letter.state, letter.outlet_id, codes


def test_a_letter_that_may_not_follow_goes_back_and_says_why() -> None:
    """Abroad is not allowed (PUM §5)."""
    from budstikke.post.actions.sorting.order_facts import MailAddress

    _ordered(MailAddress(street="Storgatan 1", postcode="11122", city="STOCKHOLM", country="SE"))
    state, _, codes = _arrived()
    assert (state, codes[-1]) == ("returning", "RETURN")
    with acting_as(CARRIER):
        decision = Event.objects.get(code="RETURN").decision
    assert "PUM §5" in decision["clauses"] and "Storgatan" not in str(decision)


def test_a_letter_whose_recipient_has_moved_within_reach_waits_where_it_came() -> None:
    """Nobody serves the new address better."""
    _ordered(street.away())
    state, outlet, codes = _arrived()
    assert (state, outlet, codes[-1]) == ("ready", line.BERGEN, "READY_FOR_PICKUP")


def test_a_letter_is_collected_as_always_while_mail_is_stored() -> None:
    """What is signed for is not stored (Forwarding §4); it waits, and its own deadline begins with the notice."""
    from budstikke.post.terms.forwarding.kinds import Service

    street.order(street.wanted(street.person(), service=Service.STORAGE, new=None))
    street.send_all()
    street.publish()
    state, outlet, codes = _arrived()
    assert (state, outlet, codes[-1]) == ("ready", line.BERGEN, "READY_FOR_PICKUP")


def test_a_letter_does_not_follow_to_a_business() -> None:
    """Nor within Norway (PUM §5)."""
    from budstikke.post.actions.sorting.order_facts import MailAddress
    from budstikke.post.terms.forwarding.kinds import AddressKind

    _ordered(MailAddress(street="Storgata 1", postcode="9008", city="TROMSØ", kind=AddressKind.BUSINESS))
    state, _, codes = _arrived()
    assert (state, codes[-1]) == ("returning", "RETURN")


def test_a_letter_meets_a_frozen_order_as_if_there_were_none() -> None:
    """It would have gone back, for abroad is not allowed; somebody said no to the order, so it waits at home."""
    from budstikke.post.actions.forwarding.object_to_order import object_to_order
    from budstikke.post.actions.sorting.order_facts import MailAddress

    abroad = MailAddress(street="Storgatan 1", postcode="11122", city="STOCKHOLM", country="SE")
    taken = street.order(street.wanted(street.person(), new=abroad))
    street.send_all()
    street.publish()
    object_to_order(reference=taken.reference, by="desk", now=ON_THE_WAY)
    state, outlet, _ = _arrived()
    assert (state, outlet) == ("ready", line.BERGEN)


def test_a_booking_is_answered_the_same_whether_its_recipient_has_moved_or_not() -> None:
    """A warning to the sender would be a search for people who moved (decision 0100)."""

    def answered(serial: int) -> bytes:
        (result,) = line.book(line.file_of([line.order(serial)], reference=f"PUM{serial}"))
        numbered = line.answer(result).replace(f"PUM{serial}".encode(), b"PUM")
        return numbered.replace(f"+C{serial}'".encode(), b"+C'")

    before = answered(1)
    _ordered(street.away())
    assert answered(2) == before
