"""Booking: every good order once, and for every other one the reasons."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
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

from budstikke.formats.edifact.orders import BookedLetter, Function
from budstikke.post.actions.sealing import unseal_number
from budstikke.post.records.models import Event, Interchange, Letter, NumberRange
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")


def test_a_good_order_becomes_a_letter_with_its_first_event() -> None:
    """One order, one letter, booked, in its sender's hands."""
    (result,) = book(file_of([order(1)]))
    assert (result.booked, result.all_well) == (1, True)
    assert states() == {number(1): "booked"}
    assert codes(1) == ["PRE_NOTIFIED"]
    assert letters()[number(1)].place == "at_sender"


def test_one_bad_order_of_many_is_refused_alone() -> None:
    """The others are booked, and the reason names its message."""
    (result,) = book(
        file_of([order(n, reference=str(n), weight_g=201 if n == 3 else 45) for n in range(1, 6)])
    )
    assert result.booked == 4
    assert reasons(result) == [("3", "WEIGHT")]
    assert set(states()) == {number(n) for n in (1, 2, 4, 5)}


def test_a_bad_letter_takes_its_whole_order_along() -> None:
    """An order is booked whole or not at all."""
    both = of_several(order(1), [1, 2])
    heavy = replace(both, letters=(both.letters[0], replace(both.letters[1], weight_g=300)))
    (result,) = book(file_of([heavy]))
    assert (result.booked, states()) == (0, {})


def test_an_order_of_several_letters_books_each() -> None:
    """Three letters under one consignment."""
    (result,) = book(file_of([of_several(order(1), [1, 2, 3])]))
    assert result.booked == 3
    assert {letter.consignment_number for letter in letters().values()} == {order(1).consignment_number}


def test_an_order_without_letters_books_nothing() -> None:
    """There is nothing to hand over."""
    (result,) = book(file_of([replace(order(1), letters=())]))
    assert (result.booked, states()) == (0, {})
    assert not result.all_well


# Numbers


def test_a_number_twice_in_a_file_is_refused_the_second_time() -> None:
    """The first order keeps the number."""
    (result,) = book(file_of([order(1), order(1, reference="2", consignment="70707074509999999")]))
    assert result.booked == 1
    assert reasons(result) == [("2", "NUMBER_IN_USE")]


def test_a_number_twice_in_an_order_is_refused() -> None:
    """One number cannot be on two letters."""
    (result,) = book(file_of([of_several(order(1), [1, 1])]))
    assert (result.booked, reasons(result)) == (0, [("1", "MARK_REPEATED")])


def test_a_number_of_an_earlier_file_is_refused() -> None:
    """Another file may not take it again, not even after a cancellation."""
    book(file_of([order(1)]))
    again = order(1, consignment="70707074509999999")
    (result,) = book(file_of([again], reference="PUM2"))
    assert (result.booked, reasons(result)) == (0, [("1", "NUMBER_IN_USE")])
    book(file_of([order(1, function=Function.CANCEL)], reference="PUM3"))
    (result,) = book(file_of([again], reference="PUM4"))
    assert (result.booked, reasons(result)) == (0, [("1", "NUMBER_IN_USE")])


def test_a_consignment_in_use_is_refused() -> None:
    """The same consignment with other letters is another order under an old name."""
    book(file_of([order(1)]))
    same = order(1).consignment_number
    (result,) = book(file_of([order(2, consignment=same)], reference="PUM2"))
    assert (result.booked, reasons(result)) == (0, [("1", "NUMBER_IN_USE")])


def test_a_consignment_twice_in_a_file_is_refused_the_second_time() -> None:
    """Also where the carrier gives the numbers."""
    same = "70707074501111111"
    orders = [order(None, consignment=same, reference=str(n)) for n in (1, 2)]
    (result,) = book(file_of(orders))
    assert (result.booked, reasons(result)) == (1, [("2", "NUMBER_IN_USE")])


def test_letters_without_numbers_get_the_next_of_the_range() -> None:
    """In the order of the file, from the sender's own range."""
    orders = [order(None, consignment=f"7070707450111111{n}", reference=str(n)) for n in range(3)]
    book(file_of(orders))
    assert list(letters()) == [number(50_000_000 + n) for n in range(3)]


def test_an_issued_number_is_never_issued_again() -> None:
    """Not even after the letter it was issued for is cancelled."""
    first = order(None, consignment="70707074501111111")
    book(file_of([first]))
    book(file_of([replace(first, function=Function.CANCEL)], reference="PUM2"))
    book(file_of([order(None, consignment="70707074502222222")], reference="PUM3"))
    assert states() == {number(50_000_000): "cancelled", number(50_000_001): "booked"}


def test_a_number_the_sender_gave_itself_is_passed_over() -> None:
    """Its own number of its own range, in an earlier file or in this one."""
    book(file_of([order(50_000_000)]))
    book(
        file_of(
            [order(None, consignment="70707074501111111"), order(50_000_001, reference="2")], reference="PUM2"
        )
    )
    assert set(letters()) == {number(50_000_000 + n) for n in range(3)}


def test_a_range_that_ends_refuses_what_it_has_no_number_for() -> None:
    """Ten numbers: the orders that fit are booked, and no number is burned on the others."""
    many = [order(None, consignment=f"707070745033333{n:02}", reference=str(n)) for n in range(8)]
    (result,) = book(file_of(many))
    assert result.booked == 8
    three = of_several(order(None, consignment="70707074504444444"), [None, None, None])
    (result,) = book(file_of([three, order(1, reference="2")], reference="PUM2"))
    assert (result.booked, reasons(result)) == (1, [("1", "NO_NUMBERS_LEFT")])
    two = of_several(order(None, consignment="70707074505555555"), [None, None])
    (result,) = book(file_of([two], reference="PUM3"))
    assert (result.booked, result.all_well) == (2, True)
    with acting_as(CARRIER):
        assert NumberRange.objects.get().next_serial == 50_000_010


def test_a_range_that_ends_within_a_file_books_the_first_orders() -> None:
    """Twelve orders, ten numbers."""
    many = [order(None, consignment=f"707070745033333{n:02}", reference=str(n + 1)) for n in range(12)]
    (result,) = book(file_of(many))
    assert result.booked == 10
    assert reasons(result) == [("11", "NO_NUMBERS_LEFT"), ("12", "NO_NUMBERS_LEFT")]


# Persons

SYNTHETIC = "20914695016"


def test_a_national_number_is_sealed_at_rest(caplog: pytest.LogCaptureFixture) -> None:
    """It is in no column and in no log, and opens for its consignment only."""
    with caplog.at_level(logging.DEBUG):
        book(file_of([order(1, national_number=SYNTHETIC)]))
    with acting_as(CARRIER):
        row = Letter.objects.values().get()
        history = list(Event.objects.values())
        taken = list(Interchange.objects.values())
    sealed = bytes(row["national_number_sealed"])
    assert SYNTHETIC.encode() not in sealed
    assert SYNTHETIC not in f"{row}{history}{taken}"
    assert SYNTHETIC not in caplog.text
    assert unseal_number(sealed, consignment_number=row["consignment_number"]) == SYNTHETIC


def test_a_synthetic_number_is_refused_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has it, so nobody could ever collect."""
    monkeypatch.setenv("BUDSTIKKE_PRODUCTION", "1")
    (result,) = book(file_of([order(1, national_number=SYNTHETIC)]))
    assert reasons(result) == [("1", "NATIONAL_NUMBER_INVALID")]
    assert SYNTHETIC not in str(list(result.all_faults))


def test_a_number_with_wrong_check_digits_is_refused() -> None:
    """The sender learns of it now, not the recipient at the counter."""
    (result,) = book(file_of([order(1, national_number="20914695017")]))
    assert reasons(result) == [("1", "NATIONAL_NUMBER_INVALID")]


@pytest.mark.parametrize(
    "name",
    [
        "Åse Østby Ærlig",
        "Máhtte Čáhppes Ŋiŋŋá",
        "Łukasz Żółć",
        "Kari-Anne Margrethe Solbakken Østensjø-Nordmann",
        "Maximiliana Bartholomea Konstantinopolitanska av Nordre og Søndre Trøndelagsfylkene",
    ],
)
def test_a_name_arrives_as_it_was_written(name: str) -> None:
    """In whichever character set it needs, in as many components as it fills."""
    content = file_of([order(1, name=name)])
    (result,) = book(content)
    assert result.all_well
    assert letters()[number(1)].recipient_name == name


def test_a_name_no_font_can_print_is_refused_with_its_place() -> None:
    """No report must fail for a glyph later."""
    (result,) = book(file_of([order(1, name="Kari 漢字"), order(2, reference="2")]))
    assert result.booked == 1
    assert {message for message, _ in reasons(result)} == {"1"}


def test_an_order_is_told_every_reason_at_once() -> None:
    """Not one at a time."""
    bad = order(1, weight_g=500, national_number="20914695017")
    one = BookedLetter(number(1), 500, 60, None, None, "EN", "C6")
    (result,) = book(file_of([replace(bad, letters=(one,))]))
    assert {code for _, code in reasons(result)} == {
        "WEIGHT",
        "THICKNESS",
        "ENVELOPE",
        "NATIONAL_NUMBER_INVALID",
    }


def test_the_terms_judgement_is_kept_with_the_letter() -> None:
    """The decision with its clauses and inputs; of persons it says nothing."""
    book(file_of([order(1, name="Kari Nordmann")]))
    with acting_as(CARRIER):
        decision = Event.objects.get().decision
    assert decision["outcome"] == "accepted"
    assert "PUM §4" in decision["clauses"]
    assert decision["inputs"]["letter"]["weight_g"] == 45
    assert "Nordmann" not in str(decision)


@pytest.mark.parametrize(
    ("mobile", "email"), [("abc", ""), ("+47 40", ""), ("", "not an address"), ("", "kari@")]
)
def test_an_order_whose_recipient_could_not_be_told_is_refused(
    installation: None, mobile: str, email: str
) -> None:
    """A mobile number or mail address that can be none is the sender's to put right, before anything is printed."""
    (result,) = book(file_of([order(1, mobile=mobile, email=email)]))
    assert [fault["code"] for fault in result.all_faults] == ["CONTACT_INVALID"]
