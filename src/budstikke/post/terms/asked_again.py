"""Recorded decisions asked again: from the JSON of their inputs back to facts, under any edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from budstikke.law.decision import Decision, plain
from budstikke.post.terms.editions import pum_on
from budstikke.post.terms.forwarding.agreement import agreement
from budstikke.post.terms.forwarding.at_the_desk import identified_by_phone, may_let_go
from budstikke.post.terms.forwarding.chains import storage_chain, temporary_chain
from budstikke.post.terms.forwarding.changes import cancel, change_target, early_stop
from budstikke.post.terms.forwarding.changes import extend as extend_service
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.eligible import eligible
from budstikke.post.terms.forwarding.in_person import identified_in_person
from budstikke.post.terms.forwarding.liability import compensation, complain
from budstikke.post.terms.forwarding.ordering import days_taken, order_check, overlaps
from budstikke.post.terms.forwarding.payment import payment_by
from budstikke.post.terms.forwarding.role import ask_for_document, role, settle_role, take_document
from budstikke.post.terms.forwarding.storing import interim_delivery, storage_release
from budstikke.post.terms.forwarding.warning import warn_recipient
from budstikke.post.terms.forwarding.watching import cooling_off, may_be_covered, watch
from budstikke.post.terms.pum.accept import accept_order
from budstikke.post.terms.pum.asked_by_recipient import choose_outlet, extend_by_recipient
from budstikke.post.terms.pum.at_the_desk import decide_help, move_by_desk, return_early
from budstikke.post.terms.pum.conclude import conclude
from budstikke.post.terms.pum.correcting import correct_address
from budstikke.post.terms.pum.days_given_back import extend_for_case, extend_for_outage
from budstikke.post.terms.pum.deadlines import decide_collection, extend
from budstikke.post.terms.pum.edition import NamePolicy, PumEdition
from budstikke.post.terms.pum.hand_in import receive
from budstikke.post.terms.pum.handover import LetterFacts, decide
from budstikke.post.terms.pum.id_check import CheckFacts, NameVerdict
from budstikke.post.terms.pum.keeping import decide_keeping
from budstikke.post.terms.pum.letter import measure
from budstikke.post.terms.pum.notices import notice_channel
from budstikke.post.terms.pum.outlets import outlet_for, outlet_meanwhile
from budstikke.post.terms.pum.returns import return_due
from budstikke.post.terms.pum.settling import decide_claim, judge_claim, may_claim

Recorded = Mapping[str, Any]
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    A question that is written down with its inputs.

    `rule` is the function of the terms that was asked; `ask` takes the recorded inputs by their names, and is
    the rule itself where those are all it needs.
    """

    name: str
    rule: Callable[..., Decision]
    ask: Callable[..., Decision]


def _asked(name: str, rule: Callable[..., Decision], ask: Callable[..., Decision] | None = None) -> Question:
    return Question(name=name, rule=rule, ask=ask or rule)


def _hand_over(
    *,
    letter: LetterFacts,
    check: CheckFacts,
    names: Mapping[NamePolicy, NameVerdict],
    today: date,
    edition: PumEdition,
) -> Decision:
    # When two names are one name is the edition's to say; the names themselves are sealed, so the
    # record holds the verdict under each policy.
    named = replace(check, name=names[edition.name_policy])
    return decide(letter=letter, check=named, today=today, edition=edition)


def _in_person(*, check: CheckFacts, today: date, edition: ForwardingEdition) -> Decision:
    # Which documents count is said by the other contract, in its edition of that day.
    return identified_in_person(check, today=today, documents=pum_on(today), edition=edition)


# One row for each question that an action writes down. A house test finds the one that is missing.
_OF_LETTERS = (
    _asked("accept_order", accept_order),
    _asked("hand_in", receive),
    _asked("measure", measure),
    _asked("outlet", outlet_for),
    _asked("outlet_meanwhile", outlet_meanwhile),
    _asked("notice_channel", notice_channel),
    _asked("collection", decide_collection),
    _asked("extend_deadline", extend),
    _asked("extend_by_recipient", extend_by_recipient),
    _asked("choose_outlet", choose_outlet),
    _asked("outage", extend_for_outage),
    _asked("support_case", extend_for_case),
    _asked("help_at_desk", decide_help),
    _asked("move_by_desk", move_by_desk),
    _asked("return_early", return_early),
    _asked("correct_address", correct_address),
    _asked("claim_opened", may_claim),
    _asked("claim_judged", judge_claim),
    _asked("claim_decided", decide_claim),
    _asked("hand_over", decide, _hand_over),
    _asked("conclude", conclude),
    _asked("return_due", return_due),
    _asked("keeping", decide_keeping),
)
_OF_FORWARDING = (
    _asked("order_check", order_check),
    _asked("eligible", eligible),
    _asked("role", role),
    _asked("take_document", take_document),
    _asked("ask_for_document", ask_for_document),
    _asked("settle_role", settle_role),
    _asked("overlaps", overlaps),
    _asked("days_taken", days_taken),
    _asked("storage_chain", storage_chain),
    _asked("temporary_chain", temporary_chain),
    _asked("watch", watch),
    _asked("cooling_off", cooling_off),
    _asked("payment", payment_by),
    _asked("may_be_covered", may_be_covered),
    _asked("identified_in_person", identified_in_person, _in_person),
    _asked("identified_by_phone", identified_by_phone),
    _asked("agreement", agreement),
    _asked("extend", extend_service),
    _asked("interim_delivery", interim_delivery),
    _asked("change_target", change_target),
    _asked("cancel", cancel),
    _asked("early_stop", early_stop),
    _asked("storage_release", storage_release),
    _asked("may_let_go", may_let_go),
    _asked("complaint", complain),
    _asked("compensation", compensation),
    _asked("warn_recipient", warn_recipient),
)
OF_LETTERS: Mapping[str, Question] = {row.name: row for row in _OF_LETTERS}
OF_FORWARDING: Mapping[str, Question] = {row.name: row for row in _OF_FORWARDING}
QUESTIONS: Mapping[str, Question] = {**OF_LETTERS, **OF_FORWARDING}


def facts_of(recorded: Recorded) -> Facts:
    """
    Return the very facts a recorded decision was taken on, by the names they were recorded under.

    Raises: KeyError when nothing is known of the question or one of its inputs (our bug: a row is missing).
    """
    kinds = _kinds(QUESTIONS[recorded["question"]].ask)
    return {name: rebuilt(kinds[name], value) for name, value in recorded["inputs"].items()}


def ask_again(
    recorded: Recorded, *, edition: PumEdition | ForwardingEdition, facts: Facts | None = None
) -> Decision:
    """Ask a recorded question under an edition of its contract, on its recorded facts or on those given."""
    return QUESTIONS[recorded["question"]].ask(
        **(facts_of(recorded) if facts is None else facts), edition=edition
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A question that is answered otherwise: as it was recorded, and as it is answered now."""

    recorded: Recorded
    replayed: Decision


def difference(recorded: Recorded, replayed: Decision) -> tuple[Difference, ...]:
    """Return how an answer differs from the recorded one; nothing where it does not."""
    # What an answer does not hold was never asked of it (the sweep writes the outcome alone).
    was = recorded.get("answer") or {}
    same = replayed.outcome == recorded["outcome"] and (not was or plain(replayed.answer) == was)
    return () if same else (Difference(recorded=recorded, replayed=replayed),)


def rebuilt(kind: Any, value: Any) -> Any:
    """
    Return a value as it was before `law.decision.plain` made JSON of it.

    Returns: a value of `kind`; sequences of any kind come back as tuples.
    """
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        kinds = [one for one in get_args(kind) if one is not NoneType]
        # A union of several kinds is one of numbers here, and JSON keeps numbers as they are.
        return value if value is None or len(kinds) > 1 else rebuilt(kinds[0], value)
    if origin is not None and issubclass(origin, Mapping):
        keys, values = get_args(kind)
        return {rebuilt(keys, key): rebuilt(values, item) for key, item in value.items()}
    if origin is not None:
        inner = get_args(kind)
        if origin is tuple and Ellipsis not in inner:
            return tuple(rebuilt(each, item) for each, item in zip(inner, value, strict=True))
        return tuple(rebuilt(inner[0], item) for item in value)
    if is_dataclass(kind) and isinstance(kind, type):
        fields = _kinds(kind)
        return kind(**{name: rebuilt(fields[name], item) for name, item in value.items()})
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if issubclass(kind, StrEnum) else value


@cache
def _kinds(of: Any) -> dict[str, Any]:
    return get_type_hints(of)
