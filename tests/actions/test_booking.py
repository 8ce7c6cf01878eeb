"""Booking: every good order once, and for every other one the reasons."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace

import pytest
from tests.actions import line
from tests.actions.line import as_others_read, book, file_of, number, order

from budstikke.formats.edifact.orders import BookedLetter, Booking, Function
from budstikke.post.actions.sealing import unseal_from_order
from budstikke.post.records.models import Event, Interchange, Letter, NumberRange, Sender
from budstikke.post.records.scope import CARRIER, acting_as

pytestmark = pytest.mark.usefixtures("installation")


def letters() -> dict[str, Letter]:
    """Every letter by its number."""
    with acting_as(CARRIER):
        return {letter.number: letter for letter in Letter.objects.order_by("id")}


def states() -> dict[str, str]:
    """The state of every letter."""
    return {number: letter.state for number, letter in letters().items()}


def codes(serial: int) -> list[str]:
    """The events of a letter, in their order."""
    with acting_as(CARRIER):
        return list(
            Event.objects.filter(letter__number=number(serial)).order_by("id").values_list("code", flat=True)
        )


def reasons(*results: object) -> list[tuple[object, object]]:
    """Message and code of every fault told."""
    return [(fault["message"], fault["code"]) for result in results for fault in result.all_faults]  # type: ignore[attr-defined]


def of_several(one: Booking, serials: list[int | None]) -> Booking:
    """The order with one letter for each serial."""
    (letter,) = one.letters
    return replace(
        one, letters=tuple(replace(letter, number=number(each) if each else None) for each in serials)
    )


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


# Changes


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


# Whole interchanges


def test_a_broken_trailer_books_nothing() -> None:
    """The count in UNZ does not fit: nothing of the interchange is trusted."""
    content = file_of([order(1), order(2, reference="2")]).replace(b"UNZ+2+", b"UNZ+3+")
    (result,) = book(content)
    assert (result.booked, states()) == (0, {})
    assert not result.all_well
    with acting_as(CARRIER):
        assert not Interchange.objects.exists()


def test_a_corrected_file_may_keep_its_reference() -> None:
    """What was refused whole left nothing in the way."""
    good = file_of([order(1)])
    book(good.replace(b"UNZ+1+", b"UNZ+7+"))
    (result,) = book(good)
    assert result.booked == 1


def test_a_repeated_interchange_books_nothing_twice_and_is_answered_alike() -> None:
    """Byte for byte the same answer, with its faults."""
    content = file_of([order(1), order(2, reference="2", weight_g=500)])
    (first,) = book(content)
    (second,) = book(content)
    assert (second.repeated, second.booked) == (True, 0)
    assert (second.answer, second.all_faults, second.reference) == (
        first.answer,
        first.all_faults,
        first.reference,
    )
    assert codes(1) == ["PRE_NOTIFIED"]


def test_other_content_under_the_same_reference_is_refused() -> None:
    """It is not a repetition, and booking it would make the reference worthless."""
    book(file_of([order(1)]))
    (result,) = book(file_of([order(2)]))
    assert reasons(result) == [(None, "INTERCHANGE_REPEATED")]
    assert set(states()) == {number(1)}


def test_other_content_under_the_same_reference_in_one_file_is_refused() -> None:
    """The second interchange of the file is not the first one again."""
    first, second = book(file_of([order(1)]) + file_of([order(2)]))
    assert (first.booked, second.booked, second.repeated) == (1, 0, False)
    assert reasons(second) == [(None, "INTERCHANGE_REPEATED")]
    assert set(states()) == {number(1)}


def test_each_interchange_of_a_file_has_its_own_answer() -> None:
    """A good one, a broken one, and both answers known by their references."""
    content = file_of([order(1)], reference="A") + file_of([order(2)], reference="B").replace(
        b"UNZ+1", b"UNZ+2"
    )
    good, broken = book(content)
    assert (good.booked, broken.booked) == (1, 0)
    assert good.reference != broken.reference
    assert b"UCI+A+" in good.answer
    assert b"UCI+B+" in broken.answer


def test_a_file_from_a_stranger_books_nothing() -> None:
    """Nobody of this address has an agreement."""
    (result,) = book(file_of([order(1)], sender="123456785"))
    assert reasons(result) == [(None, "UNKNOWN_CUSTOMER")]
    assert states() == {}


def test_bytes_that_are_no_interchange_are_told() -> None:
    """Never silently done."""
    (result,) = book(b"Kjaere Posten, her er brevene.")
    assert not result.all_well
    assert result.header is None


def test_a_customer_number_that_is_not_the_senders_is_refused() -> None:
    """Nobody orders on another's bill."""
    (result,) = book(file_of([order(1, customer="10001111111"), order(2, reference="2")]))
    assert (result.booked, reasons(result)) == (1, [("1", "UNKNOWN_CUSTOMER")])


def test_a_service_we_do_not_offer_is_refused() -> None:
    """A parcel is none of ours."""
    (result,) = book(file_of([replace(order(1), service_code="5800"), order(2, reference="2")]))
    assert (result.booked, reasons(result)) == (1, [("1", "SERVICE_NOT_OFFERED")])


def test_an_added_service_we_do_not_offer_is_refused() -> None:
    """It would be promised and not done."""
    (result,) = book(file_of([replace(order(1), added_codes=("1000",))]))
    assert reasons(result) == [("1", "SERVICE_NOT_OFFERED")]


def test_an_unknown_postcode_is_refused() -> None:
    """The register has no 9999."""
    (result,) = book(file_of([order(1, postcode="9999"), order(2, reference="2")]))
    assert (result.booked, reasons(result)) == (1, [("1", "POSTCODE_UNKNOWN")])


def test_a_test_file_is_booked_on_a_test_installation() -> None:
    """That is what it is for."""
    (result,) = book(file_of([order(1)]).replace(b"+PUM1'", b"+PUM1++++++1'", 1))
    assert result.header.test
    assert result.booked == 1


def test_a_test_file_books_nothing_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender's trial must not become letters; the file may come again without the mark."""
    monkeypatch.setenv("BUDSTIKKE_PRODUCTION", "1")
    content = file_of([order(1)])
    (result,) = book(content.replace(b"+PUM1'", b"+PUM1++++++1'", 1))
    assert (result.booked, reasons(result)) == (0, [(None, "TEST_NOT_BOOKED")])
    (result,) = book(content)
    assert result.booked == 1


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
    assert unseal_from_order(sealed, consignment_number=row["consignment_number"]) == SYNTHETIC


def test_a_synthetic_number_is_refused_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has it, so nobody could ever collect."""
    monkeypatch.setenv("BUDSTIKKE_PRODUCTION", "1")
    (result,) = book(file_of([order(1, national_number=SYNTHETIC)]))
    assert reasons(result) == [("1", "NATIONAL_NUMBER_INVALID")]
    assert SYNTHETIC not in str(result.all_faults)


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


# The answer


def test_the_answer_reads_as_an_acknowledgement_elsewhere() -> None:
    """Other people's software finds the interchange, and the message that was rejected with its code."""
    (result,) = book(file_of([order(1), order(2, reference="2", weight_g=500)]))
    ((kind, said),) = as_others_read(result.answer)
    segments = dict(said)
    assert kind == "CONTRL"
    assert segments["UCI"][0] == "PUM1"
    assert segments["UCI"][3] == "7"
    assert segments["UCM"][0] == "2"
    assert segments["UCM"][2] == "4"


def test_a_rejected_interchange_is_answered_with_a_rejection() -> None:
    """Action 4: nothing of it counts."""
    (result,) = book(file_of([order(1)], sender="123456785"))
    ((_, said),) = as_others_read(result.answer)
    assert dict(said)["UCI"][3] == "4"


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


def test_a_digest_of_the_content_tells_a_repetition() -> None:
    """The interchange is kept with the digest of what it came in."""
    content = file_of([order(1)])
    book(content)
    with acting_as(CARRIER):
        assert Interchange.objects.get().sha256 == hashlib.sha256(content).hexdigest()
