"""Orders of forwarding: taken or refused by clause, confirmed by everybody, paid, changed, run by time, evidenced."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.actions import forwarding as street

from budstikke.law.refusal import Refusal
from budstikke.post.actions.address_register.persons import address_of
from budstikke.post.actions.forwarding.cancel_forwarding import Stopped, cancel_forwarding, stop_forwarding
from budstikke.post.actions.forwarding.complain_forwarding import Answered, Complaint, complain_forwarding
from budstikke.post.actions.forwarding.confirm_cover import confirm_cover
from budstikke.post.actions.forwarding.extend_forwarding import Wanted, change_new_address, extend_forwarding
from budstikke.post.actions.forwarding.lock_person import lock_person
from budstikke.post.actions.forwarding.object_to_order import object_to_order
from budstikke.post.actions.forwarding.run_orders import run_orders
from budstikke.post.actions.forwarding.settle_objection import settle_objection
from budstikke.post.actions.keeping.forget_orders import forget_orders
from budstikke.post.actions.proving.evidence_of_forwarding import evidence_forwarding
from budstikke.post.records import orders
from budstikke.post.records.models import (
    Evidence,
    ForwardingCover,
    ForwardingEvent,
    ForwardingOrder,
    ForwardingPayment,
    PostalAddress,
)
from budstikke.post.records.orders import NewOrderEvent
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.days import DAY, Period
from budstikke.post.terms.forwarding.events import OrderEvent, OrderState, replay_order
from budstikke.post.terms.forwarding.kinds import Channel, Service

pytestmark = pytest.mark.usefixtures("post_database")
MONDAY = date(2026, 12, 7)  # Monday


def _replayed(reference: str) -> tuple[OrderState, Period]:
    events = ForwardingEvent.objects.filter(order__reference=reference).order_by("id")
    return replay_order(
        (OrderEvent(each.code), orders.period_of(each) if each.days else None) for each in events
    )


def _agreed(**changed: object) -> str:
    taken = street.order(street.wanted(street.person(mobile="+4799999901"), **changed))
    assert not taken.refused, taken.decision.as_json()
    street.send_all()
    return taken.reference


def test_an_order_made_at_a_counter_is_agreed_when_its_confirmation_is_sent() -> None:
    """The paper to the old address and every message name no new address."""
    taken = street.order(street.wanted(street.person(mobile="+4799999901", email="kari@example.no")))
    assert (taken.state, taken.means) == ("ordered", "invoice")
    sent = street.send_all()
    assert street.history(taken.reference)[:2] == ["ORDERED", "INVOICED"]
    assert street.state(taken.reference) == "agreed"
    told = "".join(each.text + each.short_text + each.subject for each in sent.sent)
    assert "Nygata" not in told and "9008" not in told and "TROMS" not in told
    assert {each.mobile for each in sent.sent} == {"", "+4799999901"}


def test_a_refused_order_says_by_which_clause_and_keeps_no_address() -> None:
    """Seven working days at a counter are too few."""
    early = Period(date(2026, 12, 2), street.LAST)  # Wednesday
    taken = street.order(street.wanted(street.person(), period=early))
    assert taken.refused and taken.decision.refusals[0].code == "TOO_EARLY"
    assert [str(clause) for clause in taken.decision.refusals[0].clauses] == ["Forwarding §3"]
    with acting_as(CARRIER):
        assert ForwardingOrder.objects.get(reference=taken.reference).addresses_sealed is None


def test_each_adult_confirms_and_who_does_not_is_left_out_at_the_start() -> None:
    """A child follows who ordered."""
    kari = street.person()
    ola, per = (
        street.person("Ola Nordmann"),
        street.person("Per Nordmann", born_on=date(2020, 2, 3)),
    )  # Monday
    taken = street.order(street.wanted(kari, covered=(kari, ola, per), whole_household=True))
    street.send_all()
    assert taken.waits_for == 1
    run_orders(today=MONDAY, now=street.noon(MONDAY))
    assert street.history(taken.reference)[-2:] == ["COVER_LEFT_OUT", "STARTED"]
    assert confirm_cover(taken.reference, person=ola, identified_by="eid", now=street.noon(MONDAY)) is True
    assert confirm_cover(taken.reference, person=ola, identified_by="eid", now=street.noon(MONDAY)) is False
    with acting_as(CARRIER):
        assert ForwardingCover.objects.filter(counts=True).count() == 3
    stranger = street.person("Anne Hansen")
    said = confirm_cover(taken.reference, person=stranger, identified_by="eid", now=street.NOW)
    assert isinstance(said, Refusal) and said.code == "ORDER_NOT_KNOWN"


def test_an_unpaid_order_lapses_on_its_first_day() -> None:
    """And its days are free again."""
    kari = street.person()
    taken = street.order(street.wanted(kari, channel=Channel.WEB, identified_by="eid"))
    assert run_orders(today=MONDAY, now=street.noon(MONDAY))["lapsed"] == 1
    assert street.state(taken.reference) == "lapsed"
    with acting_as(CARRIER):
        assert not ForwardingCover.objects.filter(counts=True).exists()


def test_a_stop_is_not_paid_back_and_an_extension_is_charged() -> None:
    """By invoice it counts at once; beyond the longest time it is refused."""
    reference = _agreed()
    more = extend_forwarding(reference, extra_months=1, channel=Channel.COUNTER, by="desk", now=street.NOW)
    assert isinstance(more, Wanted) and more.counts and more.to_pay_ore > 0
    much = extend_forwarding(reference, extra_months=9, channel=Channel.COUNTER, by="desk", now=street.NOW)
    assert isinstance(much, Wanted) and much.decision.refusals[0].code == "TOO_LONG"
    other = change_new_address(reference, by="desk", now=street.NOW)
    assert isinstance(other, Wanted) and other.decision.refusals[0].code == "NEW_ORDER_REQUIRED"
    run_orders(today=MONDAY, now=street.noon(MONDAY))
    friday = date(2026, 12, 11)  # Friday
    stopped = stop_forwarding(reference, new_end=friday, by="desk", now=street.noon(MONDAY))
    assert isinstance(stopped, Stopped) and stopped.paid_back_ore == 0
    assert run_orders(today=friday + DAY, now=street.noon(friday + DAY))["ended"] == 1
    assert "REFUNDED" not in street.history(reference)


def test_a_lock_keeps_orders_out_but_for_whoever_comes_in_person() -> None:
    """Lifting it asks for a document."""
    kari = street.person()
    assert lock_person(kari, locked=True, identified_by="eid", by="person", now=street.NOW) is True
    taken = street.order(street.wanted(kari, channel=Channel.WEB, identified_by="eid"))
    assert [each.code for each in taken.decision.refusals] == ["PERSON_LOCKED"]
    assert not street.order(street.wanted(kari)).refused
    said = lock_person(kari, locked=False, identified_by="eid", by="person", now=street.NOW)
    assert isinstance(said, Refusal) and said.code == "LOCK_NEEDS_PRESENCE"


def test_many_orders_to_one_address_need_presence() -> None:
    """The fifth person online in a month is asked to come in."""
    web = {"channel": Channel.WEB, "identified_by": "eid"}
    taken = [street.order(street.wanted(street.person(f"Person Nr{nth}"), **web)) for nth in range(5)]
    assert [each.refused for each in taken] == [False] * 4 + [True]
    assert taken[-1].decision.refusals[0].code == "MANY_TO_ONE_ADDRESS"


def test_an_objection_settled_lets_an_order_go_on_or_pays_it_back() -> None:
    """Whether there was an agreement is not forgotten."""
    first, second = _agreed(), street.order(street.wanted(street.person("Ola Hansen"))).reference
    for reference in (first, second):
        object_to_order(reference=reference, by="desk", now=street.NOW)
    assert [street.state(each) for each in (first, second)] == ["frozen", "frozen_unagreed"]
    assert settle_objection(second, upheld=False, by="desk", why="settled", now=street.NOW) == "ordered"
    assert settle_objection(first, upheld=True, by="desk", why="fraud", now=street.NOW) == "cancelled"
    assert street.history(first)[-2:] == ["WITHDRAWN", "REFUNDED"]


def test_a_permanent_change_ends_what_was_for_a_time() -> None:
    """The day before it starts."""
    kari = street.person()
    taken = street.order(street.wanted(kari))
    street.send_all()
    moving = Period(date(2026, 12, 14), date(2027, 12, 13))  # Monday to Monday
    street.order(street.wanted(kari, service=Service.PERMANENT, period=moving))
    street.send_all()
    with acting_as(CARRIER):
        row = ForwardingOrder.objects.get(reference=taken.reference)
        assert orders.period_of(row).last_day == moving.start - DAY


def test_a_permanent_change_enters_the_new_address_and_withdrawn_the_old_one_again() -> None:
    """The register says where mail went on which days."""
    days = Period(MONDAY, date(2027, 12, 6))  # Monday to Monday
    reference = _agreed(service=Service.PERMANENT, period=days)
    for _ in range(2):
        run_orders(today=MONDAY, now=street.noon(MONDAY))
    object_to_order(reference=reference, by="desk", now=street.noon(MONDAY))
    later = MONDAY + timedelta(days=3)
    settle_objection(reference, upheld=True, by="desk", why="fraud", now=street.noon(later))
    with acting_as(CARRIER):
        rows = list(PostalAddress.objects.order_by("id"))
        assert [address_of(each).street for each in rows] == ["Nygata 7", "Lilleveien 2"]
        assert [(each.held.lower, each.held.upper) for each in rows] == [(MONDAY, later), (later, None)]


def test_a_complaint_is_answered_up_to_the_price() -> None:
    """What followed from the error is not compensated."""
    reference = _agreed()
    said = complain_forwarding(
        reference,
        Complaint(
            channel="web",
            discovered_on=street.NOW.date() - timedelta(days=3),
            claimed_ore=900_000,
            consequential_ore=100_000,
            words="SPECIMEN",
        ),
        by="desk",
        now=street.NOW,
    )
    assert isinstance(said, Answered)
    assert [each.code for each in said.paid.refusals] == ["CONSEQUENTIAL_LOSS"]
    with acting_as(CARRIER):
        assert said.compensation_ore == ForwardingPayment.objects.get(order__reference=reference).amount_ore


def test_the_database_refuses_days_that_are_taken_past_the_action() -> None:
    """The exclusion constraint has the last word; so has history."""
    reference = _agreed()
    with acting_as(CARRIER):
        first = ForwardingOrder.objects.get(reference=reference)
        cover = ForwardingCover.objects.get(order=first)
        columns = {
            each.name: getattr(first, each.name)
            for each in ForwardingOrder._meta.fields
            if each.name not in ("id", "state", "days", "reference")
        }
        second = ForwardingOrder.objects.create(reference="FSECOND", **columns)
        ForwardingCover.objects.create(
            order=second, subject=cover.subject, person=cover.person, confirmed_at=street.NOW
        )
        event = NewOrderEvent(
            code=OrderEvent.ORDERED, order_id=second.id, actor="x", days=orders.period_of(first)
        )
        with pytest.raises(IntegrityError, match="no_two_orders"), transaction.atomic():
            orders.write([event], now=street.NOW)
        with pytest.raises(Exception, match=r"permission denied|never changed"), transaction.atomic():
            ForwardingEvent.objects.filter(order=first).update(actor="somebody else")


def test_of_two_orders_at_once_for_one_person_one_is_refused() -> None:
    """Whoever comes second waits for the first, and is told why."""
    kari = street.person()
    refused: list[bool] = []

    def order() -> None:
        refused.append(street.order(street.wanted(kari)).refused)
        connection.close()

    threads = [threading.Thread(target=order) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=30)
    assert sorted(refused) == [False, True]


def test_everything_that_happens_is_evidenced_once() -> None:
    """In both languages, with clauses, and without an address."""
    from budstikke.post.actions.proving.evidence_rows import content_of
    from budstikke.post.channels import chosen
    from budstikke.proof.evidence_file import read_evidence_file

    reference = _agreed()
    kari = street.person("Anne Hansen")
    lock_person(kari, locked=True, identified_by="eid", by="person", now=street.NOW)
    street.order(street.wanted(kari, channel=Channel.WEB, identified_by="eid"))
    made = evidence_forwarding(sealer=chosen.sealer(), now=street.NOW)
    assert evidence_forwarding(sealer=chosen.sealer(), now=street.NOW) == 0
    with acting_as(CARRIER):
        assert made == ForwardingEvent.objects.count() == Evidence.objects.count()
        documents = [read_evidence_file(content_of(each)).document for each in Evidence.objects.all()]
    ours = [each for each in documents if each["forwarding"]["reference"] == reference]  # type: ignore[index]
    assert ours and all(each["decisions"] for each in documents)
    assert "Nygata" not in str(documents) and "Kari" not in str(documents)


def test_what_breaks_off_between_event_and_message_leaves_no_order() -> None:
    """An order without its notices would be the fraud they are for."""
    kari = street.person()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("budstikke.post.actions.forwarding.order_forwarding.make_notices", _die)
        with pytest.raises(RuntimeError):
            street.order(street.wanted(kari))
    with acting_as(CARRIER):
        assert not ForwardingOrder.objects.exists()
    assert not street.order(street.wanted(kari)).refused


def _die(*_: object, **__: object) -> None:
    raise RuntimeError


def test_an_order_for_two_is_forgotten_while_others_have_the_same_days() -> None:
    """Erased, it takes nobody's days: neither of the two it was for, nor a neighbour's."""
    kari, ola = street.person(), street.person("Ola Nordmann")
    both = street.order(street.wanted(kari, covered=(kari, ola))).reference
    neighbour = _agreed()
    long_after = date(2031, 1, 6)  # Monday
    street.send_all()
    confirm_cover(both, person=ola, identified_by="document", now=street.NOW)
    run_orders(today=long_after, now=street.noon(long_after))
    assert forget_orders(today=long_after, now=street.noon(long_after)) == 2
    for each in (both, neighbour):
        assert street.history(each)[-1] == "FORGOTTEN"


def test_an_order_is_forgotten_when_its_months_are_over() -> None:
    """The receipt stays, the addresses go; a day before, nothing does."""
    reference = _agreed()
    stop_forwarding(reference, new_end=street.LAST, by="desk", now=street.NOW)
    run_orders(today=street.LAST + DAY, now=street.noon(street.LAST + DAY))
    last = date(2030, 1, 29)  # Tuesday
    assert forget_orders(today=last - DAY, now=street.noon(last - DAY)) == 0
    assert forget_orders(today=last, now=street.noon(last)) == 1
    with acting_as(CARRIER):
        row = ForwardingOrder.objects.get(reference=reference)
        assert (row.addresses_sealed, row.door_lookup, row.target_sealed) == (None, None, None)
    assert street.history(reference)[-1] == "FORGOTTEN"


_DO = st.lists(
    st.sampled_from(["confirm", "object", "settle", "stop", "extend", "cancel", "day"]), max_size=7
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=_DO)
def test_state_and_days_are_those_its_history_replays_to(done: list[str]) -> None:
    """Whatever is done to an order, in whatever order."""
    kari = street.person(f"Kari {'X' * (len(done) + 1)}mann")
    reference = street.order(street.wanted(kari)).reference
    at, by = street.NOW, "desk"
    for each in done:
        if each == "confirm":
            street.send_all(now=at)
        elif each == "object":
            object_to_order(reference=reference, by=by, now=at)
        elif each == "settle":
            settle_objection(reference, upheld=False, by=by, why="settled", now=at)
        elif each == "stop":
            stop_forwarding(reference, new_end=at.date() + timedelta(days=9), by=by, now=at)
        elif each == "extend":
            extend_forwarding(reference, extra_months=1, channel=Channel.COUNTER, by=by, now=at)
        elif each == "cancel":
            cancel_forwarding(reference, contacted_on=at.date(), contacted_by=Channel.PHONE, by=by, now=at)
        else:
            at += timedelta(days=11)
            run_orders(today=at.date(), now=at)
    with acting_as(CARRIER):
        row = ForwardingOrder.objects.get(reference=reference)
        assert (row.state, orders.period_of(row)) == _replayed(reference)
