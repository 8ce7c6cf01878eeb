"""An address is put right until the recipient is told; the event says so and holds neither address."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from tests.actions import line

from budstikke.post.actions.moving.correct_address import NewAddress, correct
from budstikke.post.records.models import Event, Evidence, Letter, Outlet
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.at_the_desk import Why

pytestmark = pytest.mark.usefixtures("installation")
STRAUME = NewAddress(street="Sartor 7", postcode="5353")


def corrected(address: NewAddress = STRAUME) -> list[str]:
    """Correct the address; return the refusals."""
    found = correct(line.number(1), address, why=Why.SENDER_ASKED, clerk="desk-1", now=line.NOW)
    return [each.code for each in found]


def handed_in() -> None:
    """Book a letter and hand it in."""
    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in

    line.book(line.file_of([line.order(1)]))
    dispatch = Dispatch(customer_number=line.CUSTOMER, numbers=[line.number(1)], place="OSLO")
    hand_in(dispatch, clerk="clerk-1", today=line.TODAY, now=line.NOW)


def test_a_letter_on_its_way_goes_to_the_outlet_of_its_new_postcode() -> None:
    """The name stays; town and outlet follow the postcode, and the event is evidenced without an address."""
    from budstikke.post.actions.proving.evidence_of_events import evidence_events

    handed_in()
    with acting_as(CARRIER):
        Outlet.objects.filter(id=line.SOTRA).update(has_scanner=True)
    assert corrected() == []
    letter = line.letters()[line.number(1)]
    assert (letter.recipient_name, letter.street, letter.postcode, letter.city, letter.outlet_id) == (
        "Kari Nordmann",
        "Sartor 7",
        "5353",
        "STRAUME",
        line.SOTRA,
    )
    assert line.codes(1)[-1] == "ADDRESS_CORRECTED"
    evidence_events(sealer=line.sealer(), now=line.NOW)
    with acting_as(CARRIER):
        assert Evidence.objects.filter(name="AddressCorrected").count() == 1
        written = str(Event.objects.get(code="ADDRESS_CORRECTED").decision)
    assert "Sartor" not in written and "5353" not in written and "sender_asked" in written


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (NewAddress(street="", postcode="5353"), "ADDRESS_INCOMPLETE"),
        (NewAddress(street="Sartor 7", postcode="9999"), "POSTCODE_UNKNOWN"),
        (NewAddress(street="Lilleveien 2", postcode="5004"), "ADDRESS_THE_SAME"),
    ],
)
def test_what_is_no_new_address_is_refused(address: NewAddress, code: str) -> None:
    """And nothing is written."""
    handed_in()
    assert corrected(address) == [code]
    assert line.codes(1)[-1] == "HANDED_IN"


def test_a_recipient_who_was_told_has_it_where_it_is() -> None:
    """From its arrival on; what is only booked is the sender's to replace."""
    line.book(line.file_of([line.order(1)]))
    assert corrected() == ["NOT_IN_THAT_STATE"]
    line.bring_to_outlet([1])
    assert corrected() == ["ADDRESS_TOLD"]


def test_the_database_lets_no_address_change_without_its_event() -> None:
    """Nor a name with it."""
    handed_in()
    with pytest.raises(DatabaseError, match="its order stands"), acting_as(CARRIER):
        Letter.objects.update(street="Elsewhere 1")
    assert corrected() == []
    with pytest.raises(DatabaseError, match="its order stands"), acting_as(CARRIER):
        Letter.objects.update(recipient_name="Ola Nordmann")
