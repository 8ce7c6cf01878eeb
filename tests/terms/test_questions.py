"""`budstikke ask`: worked examples of every operation, and what is said to what is no question."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pytest

from budstikke.cli.ask import answer_lines
from budstikke.post.terms.editions import PUM_EARLIER, PUM_PRESENT
from budstikke.post.terms.questions import NotAQuestion, answer
from budstikke.post.terms.questions.answering import ABOUT_PUM

ACCEPT = {"op": "pum_accept", "envelope": "C5", "weight_g": 120, "thickness_mm": 10}
RELEASE = {
    "op": "pum_release",
    "on": "2026-09-16",
    "doc": "no_passport",
    "doc_expires": "2031-02-03",
    "name_on_item": "ola testesen",
    "name_on_doc": "ola testesen",
}
LONG = "ola " + "testesen" * 4  # 36 characters
FITS = LONG[:-1]

# The fields of a question, and every key of its answer that matters. Weekdays are in the rules' own tests.
EXAMPLES: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = [
    # Fields may be absent: what is not said is not judged, and the rest still is.
    ({"op": "pum_accept"}, {"accepted": True}),
    ({"op": "pum_accept", "weight_g": 201}, {"accepted": False, "code": "WEIGHT"}),
    ({"op": "pum_accept", "thickness_mm": 41}, {"accepted": False, "code": "THICKNESS"}),
    ({"op": "pum_accept", "aml_obliged": False}, {"accepted": False, "code": "NOT_AML_OBLIGED"}),
    (
        {"op": "pum_release", "on": "2026-09-16", "doc": "no_passport", "by": "proxy"},
        {"released": False, "code": "PERSONAL_ONLY"},
    ),
    (
        {"op": "pum_release", "on": "2026-09-16", "doc": "no_bank_card", "passport_only": True},
        {"released": False, "code": "PASSPORT_REQUIRED"},
    ),
    ({"op": "pum_target", "handed_in_on": "2026-09-17"}, {"target_delivery_by": "2026-09-22"}),
    (
        {"op": "pum_collect", "notified_on": "2026-09-17"},
        {
            "reminder_on": "2026-09-22",
            "last_collect_day": "2026-10-08",
            "return_from": "2026-10-09",
            "return_dispatch_on": "2026-10-09",
        },
    ),
    (
        {"op": "pum_collect", "notified_on": "2026-11-27", "policy": {"roll_deadline": False}},
        {"last_collect_day": "2026-12-18", "return_from": "2026-12-19", "return_dispatch_on": "2026-12-21"},
    ),
    (
        {"op": "pum_collect", "notified_on": "2026-12-11", "policy": {"roll_deadline": True}},
        {"last_collect_day": "2027-01-04", "return_from": "2027-01-05", "return_dispatch_on": "2027-01-05"},
    ),
    (
        {"op": "pum_collect", "notified_on": "2026-09-17", "storage": ["2026-09-01", "2026-11-30"]},
        {"last_collect_day": "2026-10-08"},
    ),
    (
        {
            "op": "pum_collect",
            "notified_on": "2026-09-17",
            "storage": {"start": "2026-09-01", "end": "2026-11-30"},
        },
        {"last_collect_day": "2026-10-08"},
    ),
    ({"op": "pum_can_collect", "notified_on": "2026-09-17", "on": "2026-10-08"}, {"allowed": True}),
    (
        {"op": "pum_can_collect", "notified_on": "2026-09-17", "on": "2026-10-09"},
        {"allowed": False, "code": "DEADLINE_PASSED"},
    ),
    (
        {"op": "pum_failed_id", "notified_on": "2026-09-17", "attempt_on": "2026-10-01"},
        {"item": "kept", "last_collect_day": "2026-10-08"},
    ),
    ({"op": "pum_return"}, {"returned_as": "registered_letter", "to": "sender_return_address"}),
    (ACCEPT, {"accepted": True}),
    ({**ACCEPT, "weight_g": 201}, {"accepted": False, "code": "WEIGHT"}),
    ({**ACCEPT, "weight_g": 300, "items": 102}, {"code": "WEIGHT", "codes": ["WEIGHT", "NOT_SORTED"]}),
    ({**ACCEPT, "return_country": None}, {"accepted": False, "code": "RETURN_ADDRESS"}),
    ({**ACCEPT, "address_country": "no"}, {"accepted": True}),
    ({**ACCEPT, "items": 100}, {"accepted": True}),
    (RELEASE, {"released": True, "keying": False}),
    ({**RELEASE, "doc_expires": "2026-09-16"}, {"released": True, "keying": False}),
    ({**RELEASE, "doc_expires": "2026-09-15"}, {"released": False, "code": "DOC_EXPIRED"}),
    ({**RELEASE, "by": "proxy"}, {"released": False, "code": "PERSONAL_ONLY"}),
    ({**RELEASE, "scanner_ok": False}, {"released": False, "code": "SCANNER_DOWN"}),
    ({**RELEASE, "by": "proxy", "scanner_ok": False}, {"codes": ["PERSONAL_ONLY", "SCANNER_DOWN"]}),
    ({**RELEASE, "doc": "bankid_app"}, {"released": False, "code": "DOC_NOT_APPROVED"}),
    ({**RELEASE, "doc": "no_driving_licence", "doc_issued": "1997-12-31"}, {"code": "DOC_NOT_APPROVED"}),
    ({**RELEASE, "doc": "no_driving_licence", "doc_issued": "2001-03-04"}, {"released": True}),
    ({**RELEASE, "doc": "no_bank_card", "passport_only": True}, {"code": "PASSPORT_REQUIRED"}),
    ({**RELEASE, "doc": "foreign_passport"}, {"code": "NATIONAL_ID_NOT_DOCUMENTED"}),
    ({**RELEASE, "doc": "foreign_passport", "supplement": True}, {"released": True, "keying": False}),
    ({**RELEASE, "doc_has_signature": False}, {"code": "SUPPLEMENT_REQUIRED"}),
    ({**RELEASE, "doc_has_signature": False, "supplement": True}, {"released": True}),
    ({**RELEASE, "name_on_doc": "per prøvestad"}, {"released": False, "code": "NAME_MISMATCH"}),
    ({**RELEASE, "signs": "never"}, {"code": "NOT_ABLE_TO_SIGN_PASSPORT_REQUIRED"}),
    ({**RELEASE, "signs": "never", "remark_not_able_to_sign": True}, {"released": True, "keying": False}),
    ({**RELEASE, "chip": "authentic"}, {"released": True, "keying": False}),
    ({**RELEASE, "chip": "failed"}, {"released": False, "code": "CHIP_FAILED"}),
    (
        {"op": "pum_documents", "passport_only": True},
        {
            "accepted": list(PUM_PRESENT.passport_documents),
            "ask": [],
            "also_needed": {"foreign_passport": ["number"]},
        },
    ),
    (
        {"op": "pum_documents"},
        {"accepted": list(PUM_PRESENT.approved_documents), "ask": ["emergency_passport"]},
    ),
    ({**RELEASE, "signs": "temporarily_not"}, {"released": True, "co_signed_by": "clerk"}),
    ({**RELEASE, "name_on_item": LONG, "name_on_doc": LONG}, {"released": True, "keying": True}),
    ({**RELEASE, "name_on_item": FITS, "name_on_doc": FITS}, {"released": True, "keying": False}),
    (
        {
            "op": "pum_notice",
            "mobile": "+4790000000",
            "email": "a@example.no",
            "usual_point_has_scanner": True,
        },
        {"channel": "sms", "pickup": "usual_point"},
    ),
    (
        {"op": "pum_notice", "mobile": None, "email": "a@example.no", "usual_point_has_scanner": False},
        {"channel": "email", "pickup": "alternative_point_named_in_notice"},
    ),
    ({"op": "pum_notice", "mobile": "", "email": None}, {"channel": "letter", "pickup": "usual_point"}),
    (
        {"op": "pum_complaint", "handed_in_on": "2026-09-17", "complained_on": "2026-10-18"},
        {"in_time": False, "last_day": "2026-10-17", "code": "COMPLAINT_TOO_LATE"},
    ),
    (
        {"op": "pum_complaint_slack", "handed_in_on": "2026-09-17", "notified_on": "2026-09-21"},
        {"return_from": "2026-10-13", "complaint_last_day": "2026-10-17", "days_left": 4},
    ),
    ({"op": "pum_liability", "cause": "lost", "value_nok": 400}, {"compensation_nok": 400}),
    ({"op": "pum_liability", "cause": "lost", "value_nok": 12.5}, {"compensation_nok": 12.5}),
    (
        {"op": "pum_liability", "cause": "delayed", "value_nok": 400, "negligence": "ordinary"},
        {"compensation_nok": 0, "code": "DELAY_NOT_GROSS"},
    ),
]


def test_every_operation_has_an_example() -> None:
    """A new operation needs one."""
    assert {given["op"] for given, _ in EXAMPLES} == set(ABOUT_PUM)


@pytest.mark.parametrize(("given", "expected"), EXAMPLES)
def test_a_question_is_answered(given: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    """Every key expected, and always clauses and both languages."""
    said = answer({"id": "x", "given": given}, edition=PUM_PRESENT)
    assert {key: said.get(key) for key in expected} == expected
    assert said["clauses"]
    assert said["words"]["no"] != said["words"]["en"]  # type: ignore[index]


def test_what_was_not_told_is_said_to_be_assumed() -> None:
    """An answer to half a question shows which half it made up."""
    said = answer({"given": {"op": "pum_notice", "mobile": "+4790000000"}}, edition=PUM_PRESENT)
    assert said["assumed"] == {"email": False, "usual_point_has_scanner": True}


def test_a_question_may_be_put_to_an_earlier_edition() -> None:
    """The earlier edition waits two weeks and reminds twice."""
    said = answer({"given": {"op": "pum_collect", "notified_on": "2026-09-17"}}, edition=PUM_EARLIER)
    assert said["last_collect_day"] == "2026-10-01"
    assert said["reminders_on"] == ["2026-09-20", "2026-09-28"]
    assert said["edition"] == "pum-earlier"


def test_a_similar_name_is_not_released_without_a_decision() -> None:
    """Two spellings that meet only in part are for a clerk, and a question has none."""
    given = {**RELEASE, "name_on_item": "o testesen"}
    assert answer({"given": given}, edition=PUM_PRESENT)["code"] == "NAME_UNDECIDED"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({}, "'given' is missing"),
        ({"given": []}, "'given' is missing"),
        ({"given": {}}, "unknown 'op'"),
        ({"given": {"op": "pum_fly"}}, "unknown 'op'"),
        ({"given": {"op": ["pum_return"]}}, "unknown 'op'"),
        ({"given": {"op": "pum_return"}, "given_too": {}}, "unknown key 'given_too'"),
        ({"given": {"op": "pum_return", "to": "me"}}, "unknown field 'to'"),
        ({"given": {"op": "pum_target"}}, "field 'handed_in_on' is missing"),
        ({"given": {"op": "pum_target", "handed_in_on": "17.09.2026"}}, "YYYY-MM-DD"),
        ({"given": {"op": "pum_target", "handed_in_on": "20260917"}}, "YYYY-MM-DD"),
        ({"given": {"op": "pum_target", "handed_in_on": "2026-02-30"}}, "that exists"),
        ({"given": {"op": "pum_target", "handed_in_on": None}}, "YYYY-MM-DD"),
        ({"given": {"op": "pum_collect", "notified_on": "9999-12-31"}}, "too far ahead"),
        (
            {"given": {"op": "pum_collect", "notified_on": "2026-09-17", "policy": {"roll": True}}},
            "unknown policy",
        ),
        ({"given": {"op": "pum_collect", "notified_on": "2026-09-17", "policy": True}}, "'policy' must be"),
        (
            {
                "given": {
                    "op": "pum_collect",
                    "notified_on": "2026-09-17",
                    "storage": ["2026-09-02", "2026-09-01"],
                }
            },
            "end is not before",
        ),
        ({"given": {**ACCEPT, "weight_g": True}}, "'weight_g' must be a number"),
        ({"given": {**ACCEPT, "weight_g": "120"}}, "'weight_g' must be a number"),
        ({"given": {**ACCEPT, "weight_g": -1}}, "'weight_g' must be a number"),
        ({"given": {**ACCEPT, "weight_g": float("nan")}}, "'weight_g' must be a number"),
        ({"given": {**ACCEPT, "items": 1.5}}, "whole number"),
        ({"given": {**ACCEPT, "edi": "yes"}}, "true or false"),
        ({"given": {**ACCEPT, "address_country": "Norway"}}, "two letters"),
        ({"given": {**RELEASE, "name_on_doc": " "}}, "not empty"),
        ({"given": {**RELEASE, "by": "dog"}}, "one of: recipient, proxy"),
    ],
)
def test_what_is_no_question_is_told_the_field_and_the_cure(question: Any, said: str) -> None:
    """Never a traceback, never a guess."""
    with pytest.raises(NotAQuestion, match=said):
        answer(question, edition=PUM_PRESENT)


def test_every_fault_of_a_question_is_named_at_once() -> None:
    """Unknown, missing and malformed together."""
    with pytest.raises(NotAQuestion) as caught:
        answer({"given": {"op": "pum_can_collect", "on": "today", "off": 1}}, edition=PUM_PRESENT)
    assert str(caught.value).count(";") >= 2
    assert all(word in str(caught.value) for word in ("'off'", "'notified_on'", "'on'"))


def test_a_document_nobody_has_heard_of_is_not_approved() -> None:
    """The list is a list of what counts; whatever is not on it does not."""
    answered = answer({"given": {**RELEASE, "doc": "library_card"}}, edition=PUM_PRESENT)
    assert answered["code"] == "DOC_NOT_APPROVED"


def test_what_a_question_leaves_out_is_not_judged() -> None:
    """An order without measures is judged by what it says."""
    bare = {
        name: value for name, value in ACCEPT.items() if name not in ("envelope", "weight_g", "thickness_mm")
    }
    answered = answer({"given": bare}, edition=PUM_PRESENT)
    assert answered["accepted"] is True
    assumed = answered["assumed"]
    assert isinstance(assumed, dict) and assumed["envelope"] is None and assumed["weight_g"] is None


def test_an_error_does_not_repeat_what_it_was_given() -> None:
    """A malformed field may hold a person's number."""
    with pytest.raises(NotAQuestion) as caught:
        answer({"given": {**RELEASE, "by": "01817012345"}}, edition=PUM_PRESENT)
    assert "01817012345" not in str(caught.value)


def _asked(*lines: bytes) -> tuple[bool, list[dict[str, Any]]]:
    into = io.BytesIO()
    all_read = answer_lines(lines, into=into, edition=PUM_PRESENT)
    return all_read, [json.loads(line) for line in into.getvalue().splitlines()]


GOOD = b'{"id": "a", "given": {"op": "pum_return"}}\n'


@pytest.mark.parametrize(
    ("line", "known"),
    [
        (b"not json\n", None),
        (b"[1, 2]\n", None),
        (b'"a"\n', None),
        (b'{"id": "b"}\n', "b"),
        (b'{"id": 7, "given": {"op": "decide"}}\n', 7),
        (b'{"id": "b", "given": {"op": "pum_return", "op": "pum_target"}}\n', None),
        (b'{"id": "\xff"}\n', None),
        (b"[" * 100_000 + b"\n", None),
        (b'{"id": ' + b"1" * 5000 + b"}\n", None),
    ],
)
def test_a_line_that_is_no_question_has_its_own_answer(line: bytes, known: object) -> None:
    """The lines around it are answered all the same, in order."""
    all_read, said = _asked(GOOD, line, GOOD)
    assert not all_read
    assert [one["id"] for one in said] == ["a", known, "a"]
    assert said[1]["error"]
    assert "error" not in said[0]


def test_empty_lines_are_no_questions_and_a_byte_order_mark_is_no_fault() -> None:
    """Files come as editors leave them."""
    all_read, said = _asked(b"\xef\xbb\xbf" + GOOD, b"\n", b"  \r\n", GOOD.replace(b"\n", b"\r\n"))
    assert all_read
    assert len(said) == 2


def test_an_id_that_is_no_text_in_utf8_comes_back_as_it_was() -> None:
    """Half a surrogate pair in an id is the asker's affair."""
    all_read, said = _asked(GOOD.replace(b'"a"', b'"\\ud800"'))
    assert all_read
    assert said[0]["id"] == "\ud800"
