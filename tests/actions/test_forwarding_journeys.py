"""Journeys of forwarding from order to end: a farm at Christmas, a false order, a protected address, an estate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.actions import forwarding as street

from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.collect_stored import collect_stored
from budstikke.post.actions.forwarding.cancel_forwarding import stop_forwarding
from budstikke.post.actions.forwarding.extend_forwarding import Wanted, order_interim_delivery
from budstikke.post.actions.forwarding.identify_caller import Answers, identify_caller
from budstikke.post.actions.forwarding.object_to_order import Objected, object_to_order
from budstikke.post.actions.forwarding.run_orders import run_orders
from budstikke.post.actions.keeping.forget_register import forget_register
from budstikke.post.actions.proving.evidence_of_forwarding import HORIZON, evidence_forwarding
from budstikke.post.actions.sorting.label_of_code import RoutingLabel, label_of_code
from budstikke.post.actions.sorting.sort_items import ItemToSort, sort_batch
from budstikke.post.records import horizons
from budstikke.post.records.models import DenyEntry, ForwardingEvent, ForwardingOrder, Person, SortedItem
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.kinds import Channel, Customer, ItemKind, Service

pytestmark = pytest.mark.usefixtures("post_database")
CHRISTMAS = Period(date(2026, 12, 21), date(2027, 1, 1))  # Monday to Friday, which is New Year's Day
AFTER = date(2027, 1, 4)  # Monday, the first working day after it


def letter(name: str = "Kari Nordmann", kind: ItemKind = ItemKind.LETTER) -> ItemToSort:
    """An item to the old address."""
    return ItemToSort(kind=kind, name=name, street="Lilleveien 2", postcode="5004", city="BERGEN")


def outcome(item: ItemToSort | None = None, *, on: date) -> str:
    """What sorting says of an item on a day."""
    return str(street.sort_item(item or letter(), machine="m-1", now=street.noon(on)).verdict.outcome)


def stored(orderer) -> str:
    """A farm's storage over Christmas, agreed and running; its reference."""
    want = street.wanted(orderer, service=Service.STORAGE, new=None, period=CHRISTMAS)
    reference = street.order(want).reference
    street.send_all()
    run_orders(today=CHRISTMAS.start, now=street.noon(CHRISTMAS.start))
    street.publish(now=street.noon(CHRISTMAS.start))
    return reference


def test_a_farms_mail_is_stored_over_christmas_and_comes_on_the_first_working_day() -> None:
    """Letters are stored, what is signed for goes to the outlet (§4); New Year's Day and the weekend are no days."""
    reference = stored(street.person())
    assert outcome(on=date(2026, 12, 24)) == "store"  # Thursday
    assert outcome(letter(kind=ItemKind.REGISTERED), on=date(2026, 12, 28)) == "pickup"  # Monday
    with acting_as(CARRIER):
        assert ForwardingOrder.objects.get().release_on == AFTER
    run_orders(today=date(2027, 1, 2), now=street.noon(date(2027, 1, 2)))  # Saturday
    assert street.history(reference)[-1] == "ENDED"
    run_orders(today=AFTER, now=street.noon(AFTER))
    assert street.history(reference)[-1] == "RELEASED"


def test_much_stored_mail_is_collected_once_by_who_it_is_about() -> None:
    """A stranger, and whoever comes a second time, get nothing; how they were known stands in the event (§4)."""
    kari, ola = street.person(), street.person("Ola Solheim")
    reference = stored(kari)
    many = [letter()] * 41
    list(sort_batch(many, machine="m-1", now=street.noon(date(2026, 12, 28))))  # Monday
    known = {"question": "identified_in_person", "clauses": ["Forwarding §4"], "reasons": []}

    def comes(person):
        return collect_stored(
            reference, person=person, identified=known, by="clerk-1", now=street.noon(AFTER)
        )

    early = comes(kari)
    assert isinstance(early, Refusal) and early.code == "NOTHING_TO_COLLECT"
    for day in (CHRISTMAS.last_day + timedelta(days=1), AFTER):
        run_orders(today=day, now=street.noon(day))
    stranger = comes(ola)
    assert isinstance(stranger, Refusal) and stranger.code == "ORDER_NOT_KNOWN"
    assert comes(kari) is None
    again = comes(kari)
    assert isinstance(again, Refusal) and again.code == "NOTHING_TO_COLLECT"
    with acting_as(CARRIER):
        assert ForwardingEvent.objects.get(code="COLLECTED").decision["question"] == "identified_in_person"


@pytest.mark.parametrize(("since", "outcome"), [(2, "deliver"), (41, "collect")])
def test_what_was_brought_meanwhile_is_not_counted_in_the_end(since: int, outcome: str) -> None:
    """Forty-one items came home on Thursday; how the rest comes is said by what came from then on (§4)."""
    reference = stored(street.person())
    list(sort_batch([letter()] * 41, machine="m-1", now=street.noon(date(2026, 12, 22))))  # Tuesday
    asked = street.noon(date(2026, 12, 22))  # Tuesday
    order_interim_delivery(reference, channel=Channel.COUNTER, by="clerk-1", now=asked)
    list(sort_batch([letter()] * since, machine="m-1", now=street.noon(date(2026, 12, 28))))  # Monday
    for day in (CHRISTMAS.last_day + timedelta(days=1), AFTER):
        run_orders(today=day, now=street.noon(day))
    with acting_as(CARRIER):
        released = ForwardingEvent.objects.get(code="RELEASED").decision
    assert (released["outcome"], released["inputs"]["items"]) == (outcome, since)


def test_mail_asked_for_in_advance_is_brought_once_and_not_counted_in_the_end() -> None:
    """Ordered with Tuesday 29 December, on Christmas Eve also for Wednesday; the same day twice is refused (§4)."""
    tuesday, wednesday = date(2026, 12, 29), date(2026, 12, 30)  # Tuesday, Wednesday
    want = street.wanted(
        street.person(), service=Service.STORAGE, new=None, period=CHRISTMAS, interim_on=tuesday
    )
    plain = street.wanted(street.person("Ola Solheim"), service=Service.STORAGE, new=None, period=CHRISTMAS)
    taken = street.order(want)
    assert taken.to_pay_ore - street.order(plain).to_pay_ore == 9_900
    street.send_all()

    def asked(day: date, *, on: date):
        return order_interim_delivery(
            taken.reference, channel=Channel.COUNTER, by="clerk-1", wanted_on=day, now=street.noon(on)
        )

    assert isinstance(early := asked(CHRISTMAS.start, on=date(2026, 12, 1)), Wanted)  # Tuesday
    assert [each.code for each in early.decision.refusals] == ["INTERIM_TOO_EARLY"]
    run_orders(today=CHRISTMAS.start, now=street.noon(CHRISTMAS.start))
    street.publish(now=street.noon(CHRISTMAS.start))
    eve = date(2026, 12, 24)  # Thursday
    assert isinstance(more := asked(wednesday, on=eve), Wanted) and more.counts
    again = asked(wednesday, on=eve)
    assert isinstance(again, Refusal) and again.code == "INTERIM_ASKED_BEFORE"
    list(sort_batch([letter()] * 41, machine="m-1", now=street.noon(eve)))
    for _ in range(2):
        run_orders(today=tuesday, now=street.noon(tuesday))
    list(sort_batch([letter()] * 2, machine="m-1", now=street.noon(tuesday)))
    run_orders(today=wednesday, now=street.noon(wednesday))
    with acting_as(CARRIER):
        brought = ForwardingEvent.objects.filter(code="INTERIM_DELIVERED").order_by("id")
        assert [each.decision["answer"] for each in brought] == [
            {"deliver_on": "2026-12-29", "items": 41},
            {"deliver_on": "2026-12-30", "items": 2},
        ]
    for day in (CHRISTMAS.last_day + timedelta(days=1), AFTER):
        run_orders(today=day, now=street.noon(day))
    with acting_as(CARRIER):
        released = ForwardingEvent.objects.get(code="RELEASED", order__reference=taken.reference).decision
    assert (released["outcome"], released["inputs"]["items"]) == ("deliver", 0)


def test_what_was_stopped_before_its_day_is_not_brought_meanwhile() -> None:
    """It comes with the release, and all of it is counted."""
    tuesday = date(2026, 12, 29)  # Tuesday
    want = street.wanted(
        street.person(), service=Service.STORAGE, new=None, period=CHRISTMAS, interim_on=tuesday
    )
    reference = street.order(want).reference
    street.send_all()
    run_orders(today=CHRISTMAS.start, now=street.noon(CHRISTMAS.start))
    street.publish(now=street.noon(CHRISTMAS.start))
    list(sort_batch([letter()] * 3, machine="m-1", now=street.noon(CHRISTMAS.start)))
    stop_forwarding(
        reference, new_end=date(2026, 12, 22), by="desk", now=street.noon(CHRISTMAS.start)
    )  # Tuesday
    for day in (date(2026, 12, 23), date(2026, 12, 24), tuesday):  # Wednesday, Thursday, Tuesday
        run_orders(today=day, now=street.noon(day))
    assert "INTERIM_DELIVERED" not in street.history(reference)
    with acting_as(CARRIER):
        assert ForwardingEvent.objects.get(code="RELEASED").decision["inputs"]["items"] == 3


def test_a_false_order_stops_with_one_word_and_the_very_next_letter_comes_home() -> None:
    """No snapshot in between; the thief's routing code gives no address any more (§1, §7)."""
    day = date(2026, 12, 8)  # Tuesday
    taken = street.order(street.wanted(street.person()))
    street.send_all()
    street.publish()
    gone = street.sort_item(letter(), machine="m-1", now=street.noon(day))
    assert gone.routing_code is not None
    found = label_of_code(gone.routing_code)
    assert isinstance(found, RoutingLabel) and found.lines[0] == "Nygata 7"
    token = next(each for each in street_tokens(taken.reference))
    assert isinstance(object_to_order(token=token, by="mark", now=street.noon(day)), Objected)
    assert outcome(on=day) == "deliver"
    assert isinstance(label_of_code(gone.routing_code), Refusal)


def street_tokens(reference: str) -> list[str]:
    """The tokens of the messages about an order, as their readers have them."""
    from budstikke.kit.vault import vault_for
    from budstikke.post.records.models import ForwardingNotice

    with acting_as(CARRIER):
        rows = list(ForwardingNotice.objects.filter(order__reference=reference, token_sealed__isnull=False))
    return [
        vault_for("post")
        .open(bytes(each.token_sealed or b""), context=f"notice:{each.mark}:token".encode())
        .decode()
        for each in rows
    ]


def test_what_is_frozen_to_its_end_is_withdrawn_and_the_name_is_denied_no_more() -> None:
    """Nobody settled it: mail of who said no is delivered, not sent back, and a later order of theirs counts."""
    days = Period(date(2026, 12, 7), date(2027, 1, 6))  # Monday to Wednesday
    taken = street.order(street.wanted(street.person(), service=Service.PERMANENT, period=days))
    street.send_all()
    street.publish()
    object_to_order(reference=taken.reference, by="desk", now=street.NOW)
    over = street.noon(date(2027, 1, 7))  # Thursday
    run_orders(today=over.date(), now=over)
    assert street.state(taken.reference) == "cancelled" and "REFUNDED" in street.history(taken.reference)
    street.publish(now=over)
    with acting_as(CARRIER):
        assert not DenyEntry.objects.filter(numbers__endswith__isnull=True).exists()
    assert outcome(on=over.date()) == "deliver"


def test_a_protected_person_has_no_label_and_is_nobody_on_the_telephone() -> None:
    """The code of an item on its way gives nothing; a caller with every answer is told like a stranger."""
    number, person = numbered()
    taken = street.order(street.wanted(person))
    street.send_all()
    street.publish()
    day = street.noon(date(2026, 12, 8))  # Tuesday
    code = street.sort_item(letter(), machine="m-1", now=day).routing_code or ""
    answers = Answers(number=number, name="Kari Nordmann", mobile="99999999", reference=taken.reference)
    assert identify_caller(answers, clerk="desk-1", now=day).person is not None
    with acting_as(CARRIER):
        Person.objects.filter(ref=person).update(protection="strictly_confidential")
    stranger = Answers(
        number="01010112345", name="Kari Nordmann", mobile="99999999", reference=taken.reference
    )
    told = [identify_caller(each, clerk="desk-1", now=day).decision for each in (answers, stranger)]
    assert told[0] == told[1] and [each.code for each in told[0].refusals] == ["CALLER_NOT_IDENTIFIED"]
    assert isinstance(label_of_code(code), Refusal)


def numbered():
    """Somebody with a national number and a mobile; gives both the number and the ref."""
    from tests.actions import registered

    from budstikke.post.actions.address_register.person_contact import seal_contact_of
    from budstikke.post.actions.sealing import Contact

    number = registered.entered()
    ref = registered.person().ref
    with acting_as(CARRIER):
        contact = Contact(mobile="+4799999999")
        Person.objects.filter(ref=ref).update(contact_sealed=seal_contact_of(contact, ref=ref))
    return number, ref


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"mobile": "99999999"}, "one answer is too few"),
        ({"mobile": "99999999", "postcode": "0001"}, "one of two is wrong"),
        ({"mobile": "99999999", "postcode": "5004", "email": "x@post.example"}, "one of three is wrong"),
        ({"mobile": "99999999", "postcode": "5004", "name": "Nordmann"}, "a surname is no name"),
        ({"mobile": "99999999", "postcode": "5004", "name": "Kari Solheim"}, "another name"),
    ],
)
def test_a_caller_is_not_known_by_less(changed: dict[str, str], wrong: str) -> None:
    """Number, name, and two answers of which none is wrong (decision 0152)."""
    number, _ = numbered()
    told = {"name": "Kari Nordmann", **changed}
    assert identify_caller(Answers(number=number, **told), clerk="desk-1", now=street.NOW).person is None, (
        wrong
    )


def test_an_estate_has_its_mail_redirected_and_nothing_else() -> None:
    """The manager orders for the deceased alone; storage is not among an estate's services (§1)."""
    dead, manager = street.person("Ola Nordmann"), street.person("Kari Solheim")
    with acting_as(CARRIER):
        Person.objects.filter(ref=dead).update(died_on=date(2026, 11, 2))  # Monday
    estate = {"customer": Customer.ESTATE_MANAGER, "covered": (dead,)}
    refused = street.order(street.wanted(manager, service=Service.STORAGE, new=None, **estate))
    assert [each.code for each in refused.decision.refusals] == ["ESTATE_TEMPORARY_ONLY"]
    taken = street.order(street.wanted(manager, **estate))
    street.send_all()
    street.publish()
    on = date(2026, 12, 8)  # Tuesday
    assert taken.waits_for == 0 and outcome(letter("Ola Nordmann"), on=on) == "redirect"
    assert outcome(letter("Kari Solheim"), on=on) == "deliver"


def test_only_what_is_new_is_looked_at_for_evidence() -> None:
    """How far it has come is remembered; an event written after it is evidenced, and once."""
    from tests.actions import line

    street.order(street.wanted(street.person()))
    assert evidence_forwarding(sealer=line.sealer(), now=street.NOW) > 0
    with acting_as(CARRIER):
        came_to = horizons.below(HORIZON)
    assert came_to > 0 and evidence_forwarding(sealer=line.sealer(), now=street.NOW) == 0
    street.order(street.wanted(street.person("Ola Solheim")))
    street.send_all()
    street.publish()
    street.sort_item(letter(), machine="m-1", now=street.noon(date(2026, 12, 8)))  # Tuesday
    assert evidence_forwarding(sealer=line.sealer(), now=street.NOW) > 1
    with acting_as(CARRIER):
        assert horizons.below(HORIZON) > came_to
    assert evidence_forwarding(sealer=line.sealer(), now=street.NOW) == 0


def test_verdicts_and_readings_are_erased_a_batch_at_a_time() -> None:
    """Not on the day the months end; after it the whole batch is gone, and its hash stays."""
    from budstikke.post.records.models import RegisterRead, SortingBatch

    number, person = numbered()
    street.order(street.wanted(person))
    street.send_all()
    street.publish()
    street.sort_item(letter(), machine="m-1", now=street.NOW)
    identify_caller(Answers(number=number, name="Kari Nordmann"), clerk="desk-1", now=street.NOW)
    before = forget_register(today=date(2029, 11, 23), now=street.NOW)  # Friday
    assert (before["sorted_item"], before["register_read"]) == (0, 0)
    gone = forget_register(today=date(2029, 11, 26), now=street.NOW)  # Monday
    assert (gone["sorted_item"], gone["register_read"]) == (1, 1)
    with acting_as(CARRIER):
        assert not SortedItem.objects.exists() and not RegisterRead.objects.exists()
        assert SortingBatch.objects.count() == 1
