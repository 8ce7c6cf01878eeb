"""From a question to its answer: find the operation, read its fields, ask the rules, write the keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from budstikke.law.decision import plain
from budstikke.post.terms.editions import EVERY_EDITION, FORWARDING_EDITIONS, PUM_EDITIONS
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.questions.fields import Given, NotAQuestion, read_fields
from budstikke.post.terms.questions.forwarding_ordering import ORDERING
from budstikke.post.terms.questions.forwarding_running import RUNNING
from budstikke.post.terms.questions.forwarding_sorting import AT_SORTING
from budstikke.post.terms.questions.operations import Found, Operation
from budstikke.post.terms.questions.pum_at_counter import AT_COUNTER
from budstikke.post.terms.questions.pum_deadlines import DEADLINES
from budstikke.post.terms.questions.pum_sending import SENDING

AnyContract = PumEdition | ForwardingEdition
_Edition = TypeVar("_Edition", PumEdition, ForwardingEdition)

ABOUT_PUM: Mapping[str, Operation[PumEdition]] = {row.op: row for row in (*SENDING, *DEADLINES, *AT_COUNTER)}
ABOUT_FORWARDING: Mapping[str, Operation[ForwardingEdition]] = {
    row.op: row for row in (*ORDERING, *RUNNING, *AT_SORTING)
}
OPERATIONS: Mapping[str, Operation[Any]] = {**ABOUT_PUM, **ABOUT_FORWARDING}

# What a question may hold besides `given`; clause, expect and why are for its reader and not for us.
_BESIDE = frozenset({"id", "given", "service", "edition", "clause", "expect", "why"})


def answer(question: Mapping[str, object], *, edition: AnyContract) -> dict[str, object]:
    """
    Answer one question, under the edition given if it is of the question's contract, else under the newest.

    Returns: the keys of the operation, then `codes` (every refusal that applies) and `assumed` (fields not
    given) where there are any, `edition`, `clauses` and `words`.
    Raises: NotAQuestion when it cannot be read. A question may name another edition itself.
    """
    unknown = [name for name in question if name not in _BESIDE]
    if unknown:
        raise NotAQuestion(f"unknown key {unknown[0]!r}; put the fields into 'given'")
    given = question.get("given")
    if not isinstance(given, Mapping):
        raise NotAQuestion('\'given\' is missing; write {"given": {"op": ...}}')
    op = given.get("op")
    if not isinstance(op, str) or op not in OPERATIONS:
        raise NotAQuestion(f"unknown 'op'; the operations are: {', '.join(OPERATIONS)}")
    fields = _read(question, given, OPERATIONS[op])
    try:
        if op in ABOUT_PUM:
            under: AnyContract = _edition(question, edition, PUM_EDITIONS)
        else:
            under = _edition(question, edition, FORWARDING_EDITIONS)
        found = OPERATIONS[op].ask(fields, under)
    except OverflowError:
        raise NotAQuestion("a day lies too far ahead or back to count from") from None
    return _written(found, fields, under)


def _read(question: Mapping[str, object], given: Mapping[str, object], operation: Operation[Any]) -> Given:
    """
    Read the fields, and the service the question is about where that matters.

    Raises: NotAQuestion naming every fault at once.
    """
    faults: list[str] = []
    service = question.get("service")
    known = service in operation.services
    if operation.services and operation.service_needed and not known:
        faults.append(f"'service' must be one of: {', '.join(operation.services)}")
    try:
        fields = read_fields(given, op=operation.op, fields=operation.fields)
    except NotAQuestion as fault:
        raise NotAQuestion("; ".join((str(fault), *faults))) from None
    if faults:
        raise NotAQuestion("; ".join(faults))
    return Given({**fields.values, "service": service if known else None}, fields.assumed)


def _edition(question: Mapping[str, object], asked: AnyContract, editions: tuple[_Edition, ...]) -> _Edition:
    named = question.get("edition")
    if named is None:
        return asked if isinstance(asked, type(editions[0])) else editions[0]
    chosen = EVERY_EDITION.get(named) if isinstance(named, str) else None
    if not isinstance(chosen, type(editions[0])):
        raise NotAQuestion(f"'edition' must be one of: {', '.join(each.id for each in editions)}")
    return chosen


def _written(found: Found, fields: Given, edition: AnyContract) -> dict[str, object]:
    codes = [refusal.code for decision in found.decisions for refusal in decision.refusals]
    reasons = [reason for decision in found.decisions for reason in decision.reasons]
    clauses = dict.fromkeys(str(clause) for reason in reasons for clause in reason.clauses)
    answered = {
        **found.keys,
        **({"code": codes[0], "codes": codes} if codes else {}),
        **({"assumed": fields.assumed} if fields.assumed else {}),
        "edition": edition.id,
        "clauses": list(clauses),
        "words": {
            "no": " ".join(reason.words.no for reason in reasons),
            "en": " ".join(reason.words.en for reason in reasons),
        },
    }
    return {key: plain(value) for key, value in answered.items()}
