"""The house looks at what is evidenced: every event and every decision is, or says why not."""

from __future__ import annotations

import ast
import importlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import get_type_hints

from budstikke.law.decision import Decision
from budstikke.post.terms.events import Event
from budstikke.post.terms.evidenced import (
    AGREEMENT_ACCEPTED,
    ERASED,
    EVIDENCED,
    EVIDENCED_ORDERS,
    NAMES_NOT_MADE,
    NOT_EVIDENCED,
    ORDERS_REJECTED,
    REGISTER_CHANGED,
    SORTED,
)
from budstikke.post.terms.forwarding.events import OrderEvent
from budstikke.proof.events import EVENT_NAMES

ROOT = Path(__file__).parents[2]
ACTIONS = ROOT / "src" / "budstikke" / "post" / "actions"
SCHEMA = ROOT / "docs" / "evidence" / "evidence-1.schema.json"
_AT_THE_COUNTER = (Event.DELIVERED, Event.ATTEMPTED_DELIVERY)
_AT_THE_DESK = (
    Event.DEADLINE_EXTENDED,
    Event.DELIVERY_CHANGED,
    Event.RETURN,
    Event.DAMAGED,
    Event.LOST,
    Event.FOUND,
    Event.MISDELIVERED,
)
# Each rule an action asks: the events that carry its answers, or why nobody needs evidence of them. An order that
# is rejected has no event; its file is evidenced (decision 0043).
RULES: Mapping[str, tuple[Event, ...] | str] = {
    "accept_order": (Event.PRE_NOTIFIED, Event.ORDER_CHANGED, Event.CANCELLED),
    "receive": (Event.HANDED_IN, Event.HAND_IN_REFUSED),
    "measure": (Event.HANDED_IN, Event.HAND_IN_REFUSED),
    "outlet_for": (Event.READY_FOR_PICKUP, Event.DELIVERY_CHANGED),
    "decide_collection": (Event.NOTIFICATION_SENT, Event.NOTIFICATION_PRINTED, Event.REMINDER_SENT),
    "notice_channel": (
        Event.NOTIFICATION_SENT,
        Event.NOTIFICATION_PRINTED,
        Event.NOTIFICATION_FAILED,
        Event.RECIPIENT_TOLD,
    ),
    "decide": _AT_THE_COUNTER,
    "conclude": _AT_THE_COUNTER,
    "extend": (Event.DEADLINE_EXTENDED,),
    "extend_by_recipient": (Event.DEADLINE_EXTENDED,),
    "choose_outlet": (Event.DELIVERY_CHANGED,),
    "may_begin": "of no letter: what it lets through is evidenced as AgreementAccepted, a refusal changes nothing",
    "delivery_target": "a column of a list a sender asks for; it says what was meant to be, nothing follows",
    "extend_for_outage": (Event.DEADLINE_EXTENDED,),
    "extend_for_case": (Event.DEADLINE_EXTENDED,),
    "decide_help": _AT_THE_DESK,
    "move_by_desk": (Event.DELIVERY_CHANGED,),
    "return_early": (Event.RETURN,),
    "correct_address": (Event.ADDRESS_CORRECTED,),
    "may_claim": (Event.CLAIM_OPENED,),
    "judge_claim": (Event.CLAIM_DECIDED,),
    "decide_claim": (Event.CLAIM_DECIDED,),
    "decide_keeping": "evidenced by the receipt of the erasure, which is evidence and no event of the letter",
    "relationship_ended": "the sender's own word, kept as it was told; the receipt of the erasure says what came of it",
    "outlet_meanwhile": "advice while something is out of order; nothing follows from it and nothing is kept",
}


# The same of forwarding.
_TAKEN_OR_NOT = (OrderEvent.ORDERED, OrderEvent.ORDER_REFUSED)
_MORE_OR_NOT = (*_TAKEN_OR_NOT, OrderEvent.EXTENDED, OrderEvent.CHANGE_REFUSED)
ORDER_RULES: Mapping[str, tuple[OrderEvent, ...] | str] = {
    "order_check": _TAKEN_OR_NOT,
    "eligible": _TAKEN_OR_NOT,
    "overlaps": _MORE_OR_NOT,
    "storage_chain": _MORE_OR_NOT,
    "temporary_chain": _MORE_OR_NOT,
    "watch": _TAKEN_OR_NOT,
    "cooling_off": _TAKEN_OR_NOT,
    "role": _TAKEN_OR_NOT,
    "payment_by": _TAKEN_OR_NOT,
    "may_be_covered": (OrderEvent.ORDERED,),
    "take_document": (OrderEvent.PROOF_ADDED,),
    "ask_for_document": (OrderEvent.PROOF_ASKED,),
    "settle_role": (OrderEvent.ROLE_ACCEPTED, OrderEvent.ROLE_REFUSED),
    "days_taken": (OrderEvent.ORDER_REFUSED,),
    **dict.fromkeys(
        (
            "apply_event",
            "protect",
            "take_case",
            "prolong_case",
            "kept_until",
            "tell_move",
            "code_sent",
            "code_typed",
            "way_removed",
            "change_undone",
        ),
        "evidenced as a change of the address register, or as the receipt of what was erased there",
    ),
    "agreement": (OrderEvent.AGREED,),
    "cancel": (OrderEvent.CANCELLED, OrderEvent.STOPPED),
    "early_stop": (OrderEvent.STOPPED,),
    "extend": (OrderEvent.EXTENDED, OrderEvent.CHANGE_REFUSED),
    "interim_delivery": (*_TAKEN_OR_NOT, OrderEvent.INTERIM_ORDERED, OrderEvent.CHANGE_REFUSED),
    "change_target": (OrderEvent.CHANGE_REFUSED,),
    "storage_release": (OrderEvent.RELEASED,),
    "complain": (OrderEvent.COMPLAINED,),
    "compensation": (OrderEvent.COMPLAINED,),
    "identified_in_person": (OrderEvent.ORDERED, OrderEvent.ORDER_REFUSED, OrderEvent.COLLECTED),
    "identified_by_phone": (OrderEvent.ORDERED, OrderEvent.ORDER_REFUSED),
    "may_let_go": (OrderEvent.LET_GO,),
    "warn_recipient": (OrderEvent.RECIPIENT_WARNED,),
}


def _rules_asked(contract: str = "pum") -> set[str]:
    """Every function of the terms that an action imports and that answers with a decision."""
    imported = {
        (node.module or "", alias.name)
        for path in ACTIONS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(f"budstikke.post.terms.{contract}.")
        for alias in node.names
    }
    found = ((name, getattr(importlib.import_module(module), name)) for module, name in imported)
    return {
        name
        for name, rule in found
        if callable(rule) and not isinstance(rule, type) and get_type_hints(rule).get("return") is Decision
    }


def test_every_event_is_evidenced_or_says_why_not() -> None:
    """A new event must be placed."""
    assert EVIDENCED.keys() | NOT_EVIDENCED.keys() == set(Event)
    assert not EVIDENCED.keys() & NOT_EVIDENCED.keys()
    assert all(len(reason.split()) > 5 for reason in (*NOT_EVIDENCED.values(), *NAMES_NOT_MADE.values()))


def test_every_name_of_evidence_is_made_or_says_why_not() -> None:
    """And what is made has a name that judges know."""
    made = {row.name for row in EVIDENCED.values()} | {
        ORDERS_REJECTED,
        ERASED,
        SORTED,
        REGISTER_CHANGED,
        AGREEMENT_ACCEPTED,
        *EVIDENCED_ORDERS.values(),
    }
    assert made | NAMES_NOT_MADE.keys() == EVENT_NAMES.keys()
    assert not made & NAMES_NOT_MADE.keys()


def test_the_published_schema_has_the_same_names() -> None:
    """In the same order."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert schema["properties"]["event"]["enum"] == list(EVENT_NAMES)


def test_every_rule_an_action_asks_ends_in_evidence_or_says_why_not() -> None:
    """A new decision must be placed, and the events it is placed with must be evidenced."""
    assert _rules_asked() == RULES.keys()
    placed = {event for events in RULES.values() if not isinstance(events, str) for event in events}
    assert placed <= EVIDENCED.keys()


def test_every_event_of_an_order_is_evidenced() -> None:
    """Nothing that happens to an order is our word alone."""
    assert EVIDENCED_ORDERS.keys() == set(OrderEvent)


def test_every_rule_of_forwarding_an_action_asks_ends_in_evidence_or_says_why_not() -> None:
    """As for letters."""
    assert _rules_asked("forwarding") == ORDER_RULES.keys()
