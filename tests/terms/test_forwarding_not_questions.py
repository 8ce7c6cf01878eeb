"""What is no question about the forwarding terms: every fault named, and never a traceback."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.terms.forwarded import MOVE, decide_question

from budstikke.post.terms.editions import FORWARDING_PRESENT
from budstikke.post.terms.questions import NotAQuestion, answer
from budstikke.post.terms.questions.answering import ABOUT_FORWARDING


@pytest.mark.parametrize(
    ("service", "given", "said"),
    [
        (None, {"op": "earliest_start", "ordered_on": "2026-11-02"}, "'service' must be one of: permanent"),
        ("general", {"op": "earliest_start", "ordered_on": "2026-11-02"}, "'service' must be one of"),
        ("storage", {"op": "earliest_start"}, "'ordered_on' is missing"),
        (
            "storage",
            {"op": "earliest_start", "ordered_on": "2026-11-02", "policy": {}},
            "unknown field 'policy'",
        ),
        ("storage", {"op": "earliest_start", "ordered_on": "2150-11-02"}, "too far ahead"),
        (
            "storage",
            {"op": "earliest_start", "closed_days": ["2026-12-24", "x"], "ordered_on": "2026-11-02"},
            r"closed_days\[1\]",
        ),
        ("general", {"op": "last_day", "start": "2026-01-31", "months": 0}, "1 to 1200"),
        ("general", {"op": "last_day", "start": "9998-01-31", "months": 36}, "too far ahead"),
        (
            "storage",
            {"op": "order_check", "ordered_on": "2026-11-02", "start": "2026-11-06", "end": "2026-11-05"},
            "not before its start",
        ),
        (
            "storage",
            {
                "op": "order_check",
                "ordered_on": "2026-11-02",
                "start": "2026-11-06",
                "end": "2026-11-09",
                "months": 1,
            },
            "do not agree",
        ),
        ("general", {"op": "eligible", "customer": "estate_manager"}, "'service' must be one of"),
        ("storage", {"op": "storage_chain", "requested": ["2026-11-06"]}, "'requested' must be a period"),
        ("register", {"op": "register"}, "'event', or 'wash'"),
        ("decision", {"op": "decide", "item": []}, "'item' must be an object"),
        ("decision", decide_question({"weight": 3}), "unknown field 'item.weight'"),
        ("decision", decide_question({}, {**MOVE, "new": None}), r"orders\[0\].new' is missing"),
        ("decision", decide_question({}, {**MOVE, "end": "2026-01-01"}), "not before its start"),
        ("decision", decide_question({}, MOVE, tail="x"), "unknown policy 'tail'"),
        ("decision", decide_question({}, MOVE, tail_hold="x"), "one of: before_end, after_end"),
        ("decision", {**decide_question({}), "orders": {}}, "'orders' must be a list"),
    ],
)
def test_what_is_no_question_is_told_the_field_and_the_cure(service: object, given: Any, said: str) -> None:
    """Never a traceback, never a guess."""
    with pytest.raises(NotAQuestion, match=said):
        answer({"service": service, "given": given}, edition=FORWARDING_PRESENT)


def test_every_fault_of_a_question_is_named_at_once() -> None:
    """Also those inside items and orders, and the service."""
    given = decide_question({"type": "x", "date": "today"}, {**MOVE, "kind": "y"}, {"old": 3}, nothing=1)
    with pytest.raises(NotAQuestion) as caught:
        answer({"given": {**given, "extra": 1}}, edition=FORWARDING_PRESENT)
    wanted = (
        "item.type",
        "item.date",
        "orders[0].kind",
        "orders[1].kind",
        "orders[1].start",
        "orders[1].old",
        "extra",
        "nothing",
    )
    assert all(word in str(caught.value) for word in wanted)
    with pytest.raises(NotAQuestion, match=r"'channel'.*'service'"):
        answer(
            {"given": {"op": "earliest_start", "channel": "fax", "ordered_on": "2026-11-02"}},
            edition=FORWARDING_PRESENT,
        )


_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 2000)
    | st.floats(allow_nan=True)
    | st.sampled_from(
        ["", "A", "web", "NO", "storage", "permanent", "2026-11-02", "9999-12-31", "0001-01-01", "all"]
    ),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["start", "end", "old", "new", "kind", "date", "address", "type"]),
            inside,
            max_size=5,
        )
    ),
    max_leaves=8,
)
_NAMES = sorted({spec.name for row in ABOUT_FORWARDING.values() for spec in row.fields})


@given(
    st.sampled_from(sorted(ABOUT_FORWARDING)),
    st.sampled_from(["storage", "temporary", "permanent", "general", None, 3, []]),
    st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=7),
)
def test_whatever_is_asked_is_answered_or_refused_in_words(
    op: str, service: object, fields: dict[str, Any]
) -> None:
    """No question, however odd, ends in a traceback."""
    try:
        said = answer({"service": service, "given": {**fields, "op": op}}, edition=FORWARDING_PRESENT)
    except NotAQuestion as fault:
        assert str(fault)
    else:
        assert said["clauses"]
