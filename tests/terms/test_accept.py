"""PUM §1, §2, §4–§9: what may be sent. A line breaks one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from budstikke.post.terms.editions import PUM_PRESENT
from budstikke.post.terms.events import Event, State
from budstikke.post.terms.pum.accept import accept
from budstikke.post.terms.pum.agreement import SenderFacts, answerable, may_send
from budstikke.post.terms.pum.booking import OrderFacts, book, change
from budstikke.post.terms.pum.hand_in import DispatchFacts, out_of_order, receive
from budstikke.post.terms.pum.letter import LABEL_ELEMENTS, AddressFacts, LetterToSend, Measures, measure

SENDER = SenderFacts(aml_obliged=True, has_agreement=True, has_mailbox=True)
ORDER = OrderFacts(by_edi=True)
LETTER = LetterToSend(
    recipients=1,
    address=AddressFacts(country="NO"),
    return_address=AddressFacts(country="NO"),
    envelope="C5",
    weight_g=120,
    thickness_mm=10,
)
DISPATCH = DispatchFacts(letters=1, sorted_by_postcode=False, marked=True, separated=True)

LINES: list[tuple[dict[str, Any], str | None]] = [
    ({}, None),
    ({"aml_obliged": False}, "NOT_AML_OBLIGED"),
    ({"has_agreement": False}, "NO_AGREEMENT"),
    ({"has_mailbox": False}, "NO_DIGIPOST"),
    ({"by_edi": False}, "NO_EDI"),
    ({"number_in_use": True}, "NUMBER_IN_USE"),
    ({"envelope": "C4"}, None),
    ({"envelope": "EC4"}, None),
    ({"envelope": "C6"}, "ENVELOPE"),
    ({"weight_g": 200}, None),
    ({"weight_g": 201}, "WEIGHT"),
    ({"weight_g": 200.1}, "WEIGHT"),
    ({"weight_g": None}, None),
    ({"thickness_mm": 40}, None),
    ({"thickness_mm": 41}, "THICKNESS"),
    ({"recipients": 2}, "ONE_RECIPIENT"),
    ({"recipients": 0}, "ONE_RECIPIENT"),
    ({"address": AddressFacts(country="NO", kind="business")}, "PRIVATE_ADDRESS"),
    ({"address": AddressFacts(country="SE")}, "NORWAY_ONLY"),
    ({"address": AddressFacts(country="NO", complete=False)}, "ADDRESS_INCOMPLETE"),
    ({"return_address": AddressFacts(country="SE")}, "RETURN_ADDRESS"),
    ({"return_address": AddressFacts(country="NO", complete=False)}, "RETURN_ADDRESS"),
    ({"letters": 100}, None),
    ({"letters": 101}, "NOT_SORTED"),
    ({"letters": 101, "sorted_by_postcode": True}, None),
    ({"marked": False}, "NOT_MARKED"),
    ({"separated": False}, "NOT_SEPARATED"),
    ({"at_agreed_place": False}, "WRONG_PLACE"),
]


def _changed(facts: Any, changes: dict[str, Any]) -> Any:
    known = {name: value for name, value in changes.items() if name in facts.__dataclass_fields__}
    return replace(facts, **known)


def _codes(changes: dict[str, Any]) -> list[str]:
    decision = accept(
        sender=_changed(SENDER, changes),
        order=_changed(ORDER, changes),
        letter=_changed(LETTER, changes),
        dispatch=_changed(DISPATCH, changes),
        edition=PUM_PRESENT,
    )
    assert decision.outcome == ("refused" if decision.refusals else "accepted")
    assert decision.words.no != decision.words.en
    return [refusal.code for refusal in decision.refusals]


@pytest.mark.parametrize(("changes", "code"), LINES)
def test_one_thing_wrong_gives_one_refusal(changes: dict[str, Any], code: str | None) -> None:
    """Each limit from both sides."""
    assert _codes(changes) == ([code] if code else [])


def test_everything_wrong_is_said_at_once_in_the_order_of_the_clauses() -> None:
    """A sender shall not have to come back for each fault."""
    assert _codes(
        {"aml_obliged": False, "envelope": "C6", "weight_g": 500, "recipients": 3, "marked": False}
    ) == ["NOT_AML_OBLIGED", "ENVELOPE", "WEIGHT", "ONE_RECIPIENT", "NOT_MARKED"]


def test_a_customer_in_order_may_send() -> None:
    """§1 and §2 are cited also for a yes."""
    decision = may_send(SENDER, edition=PUM_PRESENT)
    assert decision.outcome == "accepted"
    assert [str(clause) for clause in decision.clauses] == ["PUM §1", "PUM §2"]


def test_the_customer_answers_for_its_subcontractor() -> None:
    """§16: nothing is refused; who sent for whom is on record."""
    decision = answerable(customer="customer-1", sent_by="printer-9", edition=PUM_PRESENT)
    assert decision.outcome == "on_behalf"
    assert decision.answer == {"answerable": "customer-1", "sent_by": "printer-9"}
    assert answerable(customer="customer-1", sent_by="customer-1", edition=PUM_PRESENT).outcome == "own"


@pytest.mark.parametrize("event", [Event.ORDER_CHANGED, Event.CANCELLED])
@pytest.mark.parametrize("state", State)
def test_an_order_is_open_until_the_first_scan(state: State, event: Event) -> None:
    """§7: only a booked letter can be changed or cancelled."""
    decision = change(state=state, event=event, edition=PUM_PRESENT)
    assert decision.outcome == ("accepted" if state is State.BOOKED else "refused")


def test_passport_only_is_part_of_the_order() -> None:
    """§7: what was ordered is what the decision says."""
    assert book(OrderFacts(by_edi=True, passport_only=True), edition=PUM_PRESENT).answer == {
        "passport_only": True
    }
    assert book(OrderFacts(by_edi=False), edition=PUM_PRESENT).outcome == "refused"


@pytest.mark.parametrize(
    ("postcodes", "first"),
    [
        ([], None),
        (["0155"], None),
        (["0155", "0155", "5004"], None),
        (["0155", "5004", "0156"], 2),
        (["9990", "0001"], 1),
    ],
)
def test_the_first_letter_out_of_order_is_named(postcodes: list[str], first: int | None) -> None:
    """§8: sorted is checked, not believed."""
    assert out_of_order(postcodes) == first


def test_a_dispatch_in_order_is_received() -> None:
    """§8 and §9."""
    assert receive(DISPATCH, edition=PUM_PRESENT).outcome == "accepted"


@pytest.mark.parametrize("element", LABEL_ELEMENTS)
def test_a_label_without_an_element_is_refused(element: str) -> None:
    """§5: address, barcode, PUM mark, franking mark."""
    (refusal,) = measure(Measures(label_lacks=(element,)), edition=PUM_PRESENT).refusals
    assert (refusal.code, refusal.facts["missing"]) == ("LABEL_INCOMPLETE", element)
    assert not measure(Measures(), edition=PUM_PRESENT).refusals
