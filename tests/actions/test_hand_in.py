"""Hand-in and the way to an outlet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.actions.line import BERGEN, CUSTOMER, NOW, SOTRA, TODAY, book, file_of, number, order

from budstikke.formats.malformed import Malformed
from budstikke.post.actions.moving.arrive import arrive
from budstikke.post.actions.moving.hand_in import Dispatch, HandedIn, hand_in
from budstikke.post.records.models import BillingLine, Event, Letter, Notice, Outlet, Postcode
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.letter import Measures

pytestmark = pytest.mark.usefixtures("installation")


def booked(*serials: int, postcode: str = "5004", passport_only: bool = False) -> list[str]:
    """Book letters for one postcode; returns their numbers."""
    orders = [
        order(serial, reference=str(serial), postcode=postcode, passport_only=passport_only)
        for serial in serials
    ]
    (result,) = book(file_of(orders, reference=f"P{serials[0]}"))
    assert result.booked == len(serials)
    return [number(serial) for serial in serials]


def given(numbers: list[str], **changed: object) -> HandedIn:
    """Hand a dispatch in, in order unless changed."""
    dispatch = Dispatch(customer_number=CUSTOMER, numbers=numbers, place="OSLO")
    return hand_in(replace(dispatch, **changed), clerk="clerk-1", today=TODAY, now=NOW)  # type: ignore[arg-type]


def states() -> dict[str, str]:
    """The state of every letter."""
    with acting_as(CARRIER):
        return dict(Letter.objects.values_list("number", "state"))


def codes(of: str) -> list[str]:
    """The events of a letter."""
    with acting_as(CARRIER):
        return list(Event.objects.filter(letter__number=of).order_by("id").values_list("code", flat=True))


def test_a_dispatch_in_order_is_taken() -> None:
    """Every letter handed in, and on its way to the outlet of its postcode."""
    numbers = booked(1, 2)
    result = given(numbers)
    assert (result.decision.outcome, result.taken) == ("accepted", tuple(numbers))
    assert set(states().values()) == {"handed_in"}
    with acting_as(CARRIER):
        assert set(Letter.objects.values_list("outlet_id", "handed_in_on")) == {(BERGEN, TODAY)}


@pytest.fixture
def many() -> list[str]:
    """A hundred letters for Bergen and one for Straume, booked."""
    far = booked(*range(1, 101), postcode="5353")
    return [*far, *booked(101, postcode="5004")]


def test_a_hundred_letters_need_no_order(many: list[str]) -> None:
    """The limit itself is free."""
    result = given(many[1:])
    assert (result.decision.outcome, len(result.taken)) == ("accepted", 100)


def test_a_hundred_and_one_letters_out_of_order_are_refused(many: list[str]) -> None:
    """5353 before 5004; each letter hears why, and none is billed."""
    result = given(many)
    assert [refusal.code for refusal in result.decision.refusals] == ["NOT_SORTED"]
    assert (result.taken, len(result.refused)) == ((), 101)
    assert codes(many[0]) == ["PRE_NOTIFIED", "HAND_IN_REFUSED"]
    assert set(states().values()) == {"booked"}
    with acting_as(CARRIER):
        assert not BillingLine.objects.exists()


def test_a_hundred_and_one_letters_in_order_are_taken(many: list[str]) -> None:
    """After a refusal, too: sorted at the counter and handed in again."""
    given(many)
    result = given([many[-1], *many[:-1]])
    assert (result.decision.outcome, len(result.taken)) == ("accepted", 101)
    assert codes(many[0]) == ["PRE_NOTIFIED", "HAND_IN_REFUSED", "HANDED_IN"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"place": "BERGEN"}, "WRONG_PLACE"),
        ({"marked": False}, "NOT_MARKED"),
        ({"separated": False}, "NOT_SEPARATED"),
    ],
)
def test_a_dispatch_against_the_terms_is_refused_whole(changed: dict[str, object], code: str) -> None:
    """The wrong place, the wrong marks, or mixed with other mail."""
    (one,) = booked(1)
    result = given([one], **changed)
    assert [refusal.code for refusal in result.decision.refusals] == [code]
    assert result.refused[one].outcome == "refused"
    assert states() == {one: "booked"}
    with acting_as(CARRIER):
        decision = Event.objects.get(code="HAND_IN_REFUSED").decision
    assert decision["reasons"][0]["rule"] == code


def test_a_letter_measured_too_heavy_is_refused_alone() -> None:
    """201 g on the scales; 200 g is taken."""
    one, two = booked(1, 2)
    result = given([one, two], measured={one: Measures(weight_g=201), two: Measures(weight_g=200)})
    assert result.taken == (two,)
    assert [refusal.code for refusal in result.refused[one].refusals] == ["WEIGHT"]
    assert states() == {one: "booked", two: "handed_in"}
    with acting_as(CARRIER):
        assert set(BillingLine.objects.values_list("letter__number", flat=True)) == {two}
        decision = Event.objects.get(code="HAND_IN_REFUSED").decision
    assert decision["inputs"]["measures"]["weight_g"] == 201


def test_numbers_nobody_booked_are_told() -> None:
    """They hold up nothing."""
    (one,) = booked(1)
    result = given([one, number(77)])
    assert (result.taken, result.unknown) == ((one,), (number(77),))


def test_a_cancelled_letter_is_not_taken_in() -> None:
    """Its order is gone."""
    from budstikke.formats.edifact.orders import Function

    (one,) = booked(1)
    book(file_of([order(1, function=Function.CANCEL)], reference="GONE"))
    assert given([one]).unknown == (one,)


def test_a_number_that_is_no_number_stops_the_dispatch() -> None:
    """It was read wrong: it is read again, and nothing is taken before."""
    (one,) = booked(1)
    with pytest.raises(Malformed):
        given([one, "RR000000015NO"])
    assert states() == {one: "booked"}


def test_another_senders_letter_is_unknown_in_a_dispatch() -> None:
    """Nobody hands in on another's agreement."""
    from budstikke.post.records.models import Sender

    (one,) = booked(1)
    with acting_as(CARRIER):
        other = Sender.objects.get()
        other.pk, other.customer_number, other.edi_id = None, "10008888888", "999999999"
        other.save()
    assert given([one], customer_number="10008888888").unknown == (one,)
    assert states() == {one: "booked"}


def test_a_dispatch_handed_in_twice_is_taken_and_billed_once() -> None:
    """The second time its letters are not waited for."""
    numbers = booked(1, passport_only=True)
    given(numbers)
    with acting_as(CARRIER):
        first = list(BillingLine.objects.order_by("id").values_list("item", "amount_ore", "clauses"))
    again = given(numbers)
    assert (again.taken, again.unknown) == ((), tuple(numbers))
    with acting_as(CARRIER):
        assert list(BillingLine.objects.order_by("id").values_list("item", "amount_ore", "clauses")) == first
    assert len(first) == 2
    assert codes(numbers[0]) == ["PRE_NOTIFIED", "HANDED_IN"]


def test_billing_a_letter_again_writes_no_line_again() -> None:
    """An item is billed once, whoever asks."""
    from budstikke.post.actions.invoicing.bill import bill

    numbers = booked(1)
    given(numbers)
    with acting_as(CARRIER):
        ids = list(Letter.objects.values_list("id", flat=True))
        before = BillingLine.objects.count()
        bill(ids, on=TODAY)
        assert BillingLine.objects.count() == before > 0


# Routing


def test_a_letter_goes_to_the_nearest_outlet_that_can_check() -> None:
    """Straume's outlet has no scanner; Bergen is nearer than Voss."""
    with acting_as(CARRIER):
        far = Outlet.objects.get(id=BERGEN)
        far.id, far.name, far.longitude = 122699, "Voss postkontor SPECIMEN", 6.42
        far.save(force_insert=True)
    given(booked(1, postcode="5353"))
    with acting_as(CARRIER):
        assert Letter.objects.get().outlet_id == BERGEN


def test_a_scanner_out_of_order_is_no_scanner() -> None:
    """Bergen's is broken, so Bergen's letters go to the next that works."""
    with acting_as(CARRIER):
        Outlet.objects.filter(id=BERGEN).update(scanner_works=False)
        Outlet.objects.filter(id=SOTRA).update(has_scanner=True)
    given(booked(1))
    with acting_as(CARRIER):
        assert Letter.objects.get().outlet_id == SOTRA


def test_a_letter_no_outlet_serves_is_taken_without_one() -> None:
    """Arrival decides."""
    with acting_as(CARRIER):
        Postcode.objects.update(outlet=None)
    given(booked(1))
    with acting_as(CARRIER):
        assert Letter.objects.get().outlet_id is None


# Arrival


def test_an_arrival_makes_the_letter_ready_and_leaves_a_notice_to_send() -> None:
    """Ready here, one notice, one job."""
    numbers = booked(1)
    given(numbers)
    result = arrive(numbers, outlet_id=BERGEN, clerk="clerk-7", now=NOW)
    assert result.ready == tuple(numbers)
    with acting_as(CARRIER):
        letter, notice = Letter.objects.get(), Notice.objects.get()
    assert (letter.state, letter.outlet_id, letter.ready_at) == ("ready", BERGEN, NOW)
    assert letter.place == f"at_outlet:{BERGEN}"
    assert (notice.ordinal, notice.sent_at) == (0, None)
    assert queued() == [("send_notices", {"notice_ids": [notice.id]})]


def queued() -> list[tuple[str, dict]]:
    """The jobs waiting."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))


def test_an_arrival_at_an_outlet_without_scanner_sends_on() -> None:
    """Nobody there may hand it over, and nobody is told to come."""
    numbers = booked(1)
    given(numbers)
    result = arrive(numbers, outlet_id=SOTRA, clerk="clerk-9", now=NOW)
    assert (result.ready, result.sent_on, result.sent_on_to) == ((), tuple(numbers), BERGEN)
    assert codes(numbers[0])[-1] == "DELIVERY_CHANGED"
    with acting_as(CARRIER):
        assert Letter.objects.get().outlet_id == BERGEN
        assert not Notice.objects.exists()
    assert queued() == []
    assert arrive(numbers, outlet_id=BERGEN, clerk="clerk-7", now=NOW).ready == tuple(numbers)


def test_an_arrival_where_no_scanner_works_anywhere_is_sent_on_to_nobody() -> None:
    """The letter is not lost: it is under way until a scanner works."""
    with acting_as(CARRIER):
        Outlet.objects.update(scanner_works=False)
    numbers = booked(1)
    given(numbers)
    result = arrive(numbers, outlet_id=BERGEN, clerk="clerk-7", now=NOW)
    assert (result.sent_on, result.sent_on_to) == (tuple(numbers), None)
    with acting_as(CARRIER):
        decision = Event.objects.get(code="DELIVERY_CHANGED").decision
    assert decision["reasons"][0]["rule"] == "NO_OUTLET"
    assert states() == {numbers[0]: "in_transit"}


def test_a_letter_that_slipped_past_hand_in_is_billed_when_it_arrives() -> None:
    """A missed scan costs the carrier nothing, and a second sight bills nothing again."""
    numbers = booked(1)
    arrive(numbers, outlet_id=SOTRA, clerk="clerk-9", now=NOW)
    arrive(numbers, outlet_id=BERGEN, clerk="clerk-7", now=NOW)
    with acting_as(CARRIER):
        assert BillingLine.objects.filter(letter__number=numbers[0]).count() == 1


def test_an_arrival_scanned_twice_counts_once() -> None:
    """The second scan finds it here."""
    numbers = booked(1)
    given(numbers)
    arrive(numbers, outlet_id=BERGEN, clerk="clerk-7", now=NOW)
    assert arrive(numbers, outlet_id=BERGEN, clerk="clerk-7", now=NOW).unknown == tuple(numbers)
    assert len(queued()) == 1


def test_an_arrival_at_an_outlet_nobody_knows_writes_nothing() -> None:
    """A mistyped unit number is a mistake, not a place."""
    numbers = booked(1)
    given(numbers)
    with pytest.raises(Outlet.DoesNotExist):
        arrive(numbers, outlet_id=999, clerk="clerk-7", now=NOW)
    assert codes(numbers[0])[-1] == "HANDED_IN"


def test_a_letter_lost_before_its_notice_and_found_is_told_of_again() -> None:
    """Its notice was never sent; there is one notice still, and a new job for it."""
    from budstikke.post.actions.moving.finish import found, lost

    numbers = booked(1)
    given(numbers)
    arrive(numbers, outlet_id=BERGEN, clerk="clerk-7", now=NOW)
    lost(numbers, place="", actor="service-1", now=NOW)
    found(numbers, place="OSLO", actor="service-1", now=NOW)
    assert arrive(numbers, outlet_id=BERGEN, clerk="clerk-7", now=NOW).ready == tuple(numbers)
    with acting_as(CARRIER):
        notice = Notice.objects.get()
    assert [job for _, job in queued()] == [{"notice_ids": [notice.id]}] * 2
