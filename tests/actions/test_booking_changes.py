"""Replacing and cancelling orders, until the first scan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.actions import line
from tests.actions.line import (
    book,
    codes,
    file_of,
    letters,
    number,
    of_several,
    order,
    reasons,
    states,
)

from budstikke.formats.edifact.orders import Function
from budstikke.post.records.models import Sender
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")


def test_a_replacement_changes_the_letter_and_says_so() -> None:
    """The number stays, the name is new."""
    book(file_of([order(1)]))
    changed = order(1, name="Kari Nordmann Hansen", function=Function.REPLACE, passport_only=True)
    (result,) = book(file_of([changed], reference="PUM2"))
    assert (result.booked, result.changed) == (0, 1)
    letter = letters()[number(1)]
    assert (letter.recipient_name, letter.passport_only) == ("Kari Nordmann Hansen", True)
    assert codes(1) == ["PRE_NOTIFIED", "ORDER_CHANGED"]


def test_the_last_of_two_replacements_in_a_file_counts() -> None:
    """As if they had come in two files."""
    book(file_of([order(1)]))
    twice = [
        order(1, name=name, function=Function.REPLACE, reference=name[0]) for name in ("Berit Ås", "Anne Ås")
    ]
    book(file_of(twice, reference="PUM2"))
    assert letters()[number(1)].recipient_name == "Anne Ås"
    assert codes(1) == ["PRE_NOTIFIED", "ORDER_CHANGED"]


def test_a_replacement_finds_carrier_numbered_letters_by_their_place() -> None:
    """The second letter of the order is the second letter of the consignment."""
    first = of_several(order(None, consignment="70707074501111111"), [None, None])
    book(file_of([first]))
    (one, two) = first.letters
    again = replace(first, function=Function.REPLACE, letters=(one, replace(two, weight_g=99)))
    (result,) = book(file_of([again], reference="PUM2"))
    assert result.changed == 2
    assert [letter.weight_g for letter in letters().values()] == [45, 99]


def test_a_replacement_with_more_letters_than_were_booked_is_refused() -> None:
    """There is no such letter to replace."""
    book(file_of([order(1)]))
    more = replace(of_several(order(1), [1, 2]), function=Function.REPLACE)
    (result,) = book(file_of([more], reference="PUM2"))
    assert (result.changed, reasons(result)) == (0, [("1", "ORDER_UNKNOWN")])
    assert codes(1) == ["PRE_NOTIFIED"]


def test_a_replacement_keeps_to_the_terms() -> None:
    """What may not be booked may not be put in the place of what was."""
    book(file_of([order(1)]))
    (result,) = book(file_of([order(1, function=Function.REPLACE, weight_g=201)], reference="PUM2"))
    assert reasons(result) == [("1", "WEIGHT")]
    assert letters()[number(1)].weight_g == 45


def test_a_cancellation_of_a_consignment_takes_all_its_letters() -> None:
    """Named by the consignment alone."""
    first = of_several(order(None, consignment="70707074501111111"), [None, None])
    book(file_of([first]))
    (result,) = book(file_of([replace(first, function=Function.CANCEL)], reference="PUM2"))
    assert (result.changed, set(states().values())) == (2, {"cancelled"})


def test_a_cancellation_of_one_letter_leaves_the_others() -> None:
    """Named by its number; the rest of the consignment can be cancelled after it."""
    first = of_several(order(1), [1, 2])
    book(file_of([first]))
    book(file_of([replace(of_several(order(1), [2]), function=Function.CANCEL)], reference="PUM2"))
    assert states() == {number(1): "booked", number(2): "cancelled"}
    rest = replace(of_several(order(1), [None]), function=Function.CANCEL)
    (result,) = book(file_of([rest], reference="PUM3"))
    assert result.all_well
    assert states() == {number(1): "cancelled", number(2): "cancelled"}


def test_a_consignment_cancelled_and_booked_anew_can_be_cancelled_again() -> None:
    """The letters of the first time do not stand in its way."""
    first = order(None, consignment="70707074501111111")
    gone = replace(first, function=Function.CANCEL)
    for nth, one in enumerate((first, gone, first, gone), 1):
        (result,) = book(file_of([one], reference=f"PUM{nth}"))
        assert result.all_well, nth
    assert list(states().values()) == ["cancelled", "cancelled"]


@pytest.mark.parametrize("function", [Function.REPLACE, Function.CANCEL])
def test_a_change_after_the_first_scan_is_refused(function: Function) -> None:
    """From hand-in on the letter is ours."""
    book(file_of([order(1)]))
    line.bring_to_outlet([1])
    before = codes(1)
    (result,) = book(file_of([order(1, name="Anne Ås", function=function)], reference="PUM2"))
    assert (result.changed, reasons(result)) == (0, [("1", "ORDER_CLOSED")])
    assert codes(1) == before
    assert letters()[number(1)].recipient_name == "Kari Nordmann"


@pytest.mark.parametrize("function", [Function.REPLACE, Function.CANCEL])
def test_a_change_of_no_order_is_refused(function: Function) -> None:
    """Nobody booked it."""
    (result,) = book(file_of([order(1, function=function)]))
    assert reasons(result) == [("1", "ORDER_UNKNOWN")]


def test_a_change_of_another_senders_order_is_refused() -> None:
    """To a stranger the order does not exist."""
    book(file_of([order(1)]))
    with acting_as(CARRIER):
        other = Sender.objects.get()
        other.pk, other.customer_number, other.edi_id = None, "10008888888", "999999999"
        other.save()
    strange = order(1, function=Function.CANCEL, customer="10008888888")
    (result,) = book(file_of([strange], reference="X1", sender="999999999"))
    assert reasons(result) == [("1", "ORDER_UNKNOWN")]
    assert states() == {number(1): "booked"}
