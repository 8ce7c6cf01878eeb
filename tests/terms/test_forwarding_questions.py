"""`budstikke ask` about the forwarding terms: worked examples of every operation, and what is no question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests.terms.forwarded import MOVE, decide_question

from budstikke.post.terms.editions import FORWARDING_EARLIER, FORWARDING_PRESENT, PUM_EARLIER
from budstikke.post.terms.questions import NotAQuestion, answer
from budstikke.post.terms.questions.answering import ABOUT_FORWARDING

AWAY = {**MOVE, "kind": "temporary", "start": "2026-06-01", "end": "2026-08-14", "new": "C"}
STORED = {
    "kind": "storage",
    "start": "2026-06-15",
    "end": "2026-09-14",
    "old": "A",
    "persons": ["Kari Testesen"],
}

# Service, the fields of a question, and every key of its answer that matters. Weekdays are in the rules' own tests.
EXAMPLES: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = [
    (
        "permanent",
        {"op": "earliest_start", "channel": "phone", "ordered_on": "2026-11-02"},
        {"earliest_start": None, "code": "CHANNEL_NOT_OFFERED", "clauses": ["Forwarding §2"]},
    ),
    ("storage", {"op": "earliest_start", "ordered_on": "2026-11-02"}, {"earliest_start": "2026-11-04"}),
    (
        "temporary",
        {"op": "earliest_start", "completed_on": "2026-11-03", "ordered_on": "2026-11-02"},
        {"earliest_start": "2026-11-09"},
    ),
    (
        "storage",
        {"op": "earliest_start", "ordered_on": "2026-12-23", "closed_days": ["2026-12-24"]},
        {"earliest_start": "2026-12-29"},
    ),
    ("general", {"op": "last_day", "start": "2026-01-31", "months": 1}, {"last_day": "2026-02-28"}),
    (
        "permanent",
        {"op": "order_check", "ordered_on": "2026-11-02", "start": "2026-11-06", "months": 14},
        {"accepted": True, "earliest_start": "2026-11-06", "max_last_day": "2028-01-05"},
    ),
    (
        "storage",
        {
            "op": "order_check",
            "channel": "counter",
            "ordered_on": "2026-11-02",
            "start": "2026-11-06",
            "end": "2027-03-01",
        },
        {
            "accepted": False,
            "code": "TOO_EARLY",
            "codes": ["TOO_EARLY", "TOO_LONG"],
            "earliest_start": "2026-11-09",
        },
    ),
    (
        "temporary",
        {
            "op": "order_check",
            "ordered_on": "2026-08-03",
            "start": "2026-09-01",
            "end": "2026-09-07",
            "zone": "EU",
            "policy": {"tail_hold": "after_end"},
        },
        {"accepted": True},
    ),
    (
        "temporary",
        {
            "op": "order_check",
            "ordered_on": "2026-08-03",
            "start": "2026-09-01",
            "end": "2026-09-07",
            "zone": "EU",
        },
        {"accepted": False, "code": "TAIL_HOLD_COVERS_PERIOD"},
    ),
    (
        "permanent",
        {"op": "agreement", "received_on": "2026-11-02", "confirmation_sent_on": None},
        {"agreed_on": None},
    ),
    (
        "permanent",
        {"op": "agreement", "received_on": "2026-11-02", "confirmation_sent_on": "2026-11-02"},
        {"agreed_on": "2026-11-02"},
    ),
    (
        "permanent",
        {
            "op": "agreement",
            "received_on": "2026-11-02",
            "completed_on": None,
            "confirmation_sent_on": "2026-11-03",
        },
        {"agreed_on": None},
    ),
    ("storage", {"op": "eligible"}, {"eligible": True}),
    ("storage", {"op": "eligible", "national_id": "01817012345"}, {"eligible": True}),
    ("storage", {"op": "eligible", "national_id": None}, {"eligible": False, "code": "NATIONAL_ID_REQUIRED"}),
    (
        "permanent",
        {"op": "eligible", "customer": "estate_manager"},
        {"eligible": False, "code": "ESTATE_TEMPORARY_ONLY"},
    ),
    (
        "temporary",
        {"op": "eligible", "customer": "business", "old_address_kind": "business", "addresses": 3},
        {"eligible": True, "orders_needed": 3},
    ),
    (
        "temporary",
        {"op": "eligible", "customer": "business", "covers": "one_department", "established_in": None},
        {
            "eligible": False,
            "code": "BUSINESS_NOT_IN_NORWAY",
            "codes": ["BUSINESS_NOT_IN_NORWAY", "BUSINESS_MUST_COVER_ALL"],
        },
    ),
    (
        "storage",
        {
            "op": "storage_chain",
            "previous": [["2026-01-12", "2026-04-10"]],
            "requested": {"start": "2026-04-14", "end": "2026-07-13"},
        },
        {"accepted": True, "chain_start": "2026-04-14", "max_last_day": "2026-07-13"},
    ),
    ("temporary", {"op": "payment", "channel": "web"}, {"payment": "card", "clauses": ["Forwarding §6"]}),
    (
        "temporary",
        {"op": "temp_tail", "end": "2026-08-14", "zone": "NO", "policy": {"tail_hold": "after_end"}},
        {"withhold_from": "2026-08-15", "withhold_to": "2026-08-18", "deliver_from": "2026-08-19"},
    ),
    ("storage", {"op": "storage_release", "end": "2026-09-11"}, {"deliver_on": "2026-09-14"}),
    (
        "storage",
        {"op": "interim_delivery", "requested_on": "2026-06-29", "end": "2026-06-30"},
        {"interim": False, "deliver_on": "2026-07-01"},
    ),
    (
        "storage",
        {"op": "pickup_return", "product": "cod", "ready_on": "2026-07-01", "storage_end": "2026-08-31"},
        {"last_collect_day": "2026-07-22", "return_from": "2026-07-23"},
    ),
    (
        "general",
        {
            "op": "cancel",
            "start": "2026-09-07",
            "notice_on": "2026-09-06",
            "policy": {"cancel_unit": "working_day"},
        },
        {"result": "stopped", "refund": False},
    ),
    (
        "general",
        {"op": "cancel", "start": "2026-09-07", "notice_on": "2026-09-04"},
        {"result": "cancelled", "refund": False},
    ),
    (
        "storage",
        {"op": "early_stop", "notice_on": "2026-08-03", "new_end": "2026-08-10"},
        {"deliver_on": "2026-08-11"},
    ),
    (
        "temporary",
        {"op": "early_stop", "notice_on": "2026-08-03"},
        {"deliver_on": "2026-08-04", "refund": False},
    ),
    (
        "permanent",
        {"op": "extend", "start": "2026-01-15", "months": 6, "extra_months": 9},
        {"accepted": False, "code": "TOO_LONG", "max_last_day": "2027-03-14"},
    ),
    ("temporary", {"op": "change_target", "active": False}, {"result": "NEW_ORDER_REQUIRED"}),
    ("register", {"op": "register", "event": "endringIBostedsadresse"}, {"apply": []}),
    ("register", {"op": "register", "event": "endringIIdentifikasjonsnummer"}, {"apply": ["national_id"]}),
    ("register", {"op": "register", "wash": True, "match": True}, {"code": "A"}),
    ("register", {"op": "register", "wash": True, "match": False}, {"code": "00", "new_address": None}),
    (
        "general",
        {"op": "liability", "claimed_nok": 900, "price_paid_nok": 349, "consequential_nok": 100},
        {"compensation_nok": 349, "code": "CONSEQUENTIAL_LOSS"},
    ),
    (
        "general",
        {"op": "complaint", "discovered_on": "2026-11-02", "complained_on": "2026-11-09"},
        {"in_time": True},
    ),
    ("decision", decide_question({}, MOVE), {"verdict": "redirect", "to": "B", "clauses": ["Forwarding §2"]}),
    ("decision", decide_question({"date": "2026-02-15"}, MOVE), {"verdict": "deliver"}),
    (
        "decision",
        decide_question({"date": "2027-04-16"}, MOVE),
        {"verdict": "return_to_sender", "reason": "REDIRECTION_EXPIRED"},
    ),
    ("decision", decide_question({"name": "Per Testesen"}, MOVE), {"verdict": "deliver"}),
    (
        "decision",
        decide_question({"type": "parcel"}, MOVE),
        {"verdict": "deliver", "reason": "PARCEL_NOT_REQUESTED"},
    ),
    (
        "decision",
        decide_question({"type": "cod"}, {**MOVE, "parcels": True}),
        {"verdict": "redirect", "fee_payer": "recipient", "fee_due": "on_delivery"},
    ),
    (
        "decision",
        decide_question({"ea_no_redirect": True}, MOVE),
        {"verdict": "return_to_sender", "reason": "EA_NO_REDIRECT"},
    ),
    (
        "decision",
        decide_question({"ea_no_redirect": True}, MOVE, ea_scope="abroad_only"),
        {"verdict": "redirect"},
    ),
    (
        "decision",
        decide_question({"date": "2026-08-13"}, AWAY),
        {"verdict": "withhold", "deliver_from": "2026-08-17", "deliver_on": "2026-08-17"},
    ),
    (
        "decision",
        decide_question({"date": "2026-08-13"}, AWAY, tail_hold="after_end"),
        {"verdict": "redirect", "to": "C"},
    ),
    (
        "decision",
        decide_question({"date": "2026-07-01"}, STORED),
        {"verdict": "store", "deliver_on": "2026-09-15"},
    ),
    (
        "decision",
        decide_question({"date": "2026-07-01", "type": "insured"}, STORED),
        {"verdict": "pickup", "reason": "SIGNED_FOR_NOT_STORED"},
    ),
    ("decision", decide_question({"type": "unaddressed", "name": ""}, MOVE), {"verdict": "deliver"}),
    (
        "decision",
        decide_question({"type": "pum"}, {**MOVE, "new_zone": "EU"}),
        {"verdict": "return_to_sender", "reason": "PUM_NOT_ABROAD"},
    ),
    (
        "decision",
        decide_question({"type": "pum"}, MOVE, pum_redirect="never"),
        {"verdict": "return_to_sender", "reason": "PUM_NEVER_REDIRECTED"},
    ),
    (
        "decision",
        decide_question({"date": "2026-07-01"}, MOVE, {**STORED, "old": "B"}),
        {"verdict": "store", "to": "B", "via": ["B"]},
    ),
    # Nobody told: everybody at the address, as a business orders; an empty list is nobody.
    ("decision", decide_question({}, {**MOVE, "persons": []}), {"verdict": "deliver"}),
    (
        "decision",
        decide_question({"name": "Prøvedal AS"}, {**MOVE, "persons": None}),
        {"verdict": "redirect", "to": "B"},
    ),
    (
        "decision",
        decide_question({"name": "Testesen"}, {**MOVE, "scope": "household"}),
        {"verdict": "redirect", "to": "B"},
    ),
]


def test_every_operation_has_an_example() -> None:
    """A new operation needs one."""
    assert {given["op"] for _, given, _ in EXAMPLES} == set(ABOUT_FORWARDING)


@pytest.mark.parametrize(("service", "given", "expected"), EXAMPLES)
def test_a_question_is_answered(service: str, given: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    """Every key expected, and always clauses and both languages."""
    said = answer({"id": "x", "service": service, "given": given}, edition=FORWARDING_PRESENT)
    assert {key: said.get(key) for key in expected} == expected
    assert said["edition"] == "forwarding-present"
    assert said["clauses"]
    assert said["words"]["no"] != said["words"]["en"]  # type: ignore[index]


def test_a_question_may_name_its_edition() -> None:
    """Before the one the command was given; one of the other contract is no edition of it."""
    question = {"service": "permanent", "given": {"op": "earliest_start", "ordered_on": "2026-11-02"}}
    named = {**question, "edition": "forwarding-earlier"}
    assert answer(named, edition=FORWARDING_PRESENT)["earliest_start"] == "2026-11-09"
    assert answer(question, edition=FORWARDING_EARLIER)["earliest_start"] == "2026-11-09"
    assert answer(question, edition=PUM_EARLIER)["edition"] == "forwarding-present"
    for wrong in ("pum-present", "forwarding-future", 7):
        with pytest.raises(NotAQuestion, match="'edition' must be one of: forwarding-present"):
            answer({**question, "edition": wrong}, edition=FORWARDING_PRESENT)
