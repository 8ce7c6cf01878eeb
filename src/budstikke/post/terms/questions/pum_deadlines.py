"""Questions about time and money: deadlines, returns, liability, complaints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from budstikke.post.terms.pum.claims import Cause, Negligence, compensation, complain, complaint_slack
from budstikke.post.terms.pum.deadlines import can_collect, collection, decide_collection
from budstikke.post.terms.pum.edition import DayUnit, PumEdition
from budstikke.post.terms.pum.returns import after_failed_attempt, return_to_sender
from budstikke.post.terms.questions.fields import (
    Field,
    Given,
    amount,
    day,
    flag,
    one_of,
    period,
    switches,
)
from budstikke.post.terms.questions.operations import Found, Operation


def _under_policy(given: Given, edition: PumEdition) -> PumEdition:
    # A switch in the question overrides the edition's, for this question only.
    policy = given["policy"]
    assert isinstance(policy, Mapping)
    changed = edition
    if "roll_deadline" in policy:
        changed = replace(changed, deadline_rolls=policy["roll_deadline"])
    if "reminder_unit" in policy:
        changed = replace(changed, reminder_unit=DayUnit(policy["reminder_unit"]))
    return changed


def _collect(given: Given, edition: PumEdition) -> Found:
    decision = decide_collection(
        notified_on=given.day("notified_on"),
        storage_active=given.flag("storage"),
        edition=_under_policy(given, edition),
    )
    keys = dict(decision.answer)
    if len(decision.answer["reminders_on"]) == 1:  # type: ignore[arg-type]  # a tuple of days
        del keys["reminders_on"]
    return Found(keys, (decision,))


def _can_collect(given: Given, edition: PumEdition) -> Found:
    last = collection(notified_on=given.day("notified_on"), edition=edition).last_collect_day
    decision = can_collect(last_collect_day=last, today=given.day("on"), edition=edition)
    return Found({"allowed": not decision.refusals}, (decision,))


def _failed_id(given: Given, edition: PumEdition) -> Found:
    last = collection(notified_on=given.day("notified_on"), edition=edition).last_collect_day
    decision = after_failed_attempt(
        last_collect_day=last, attempt_on=given.day("attempt_on"), edition=edition
    )
    return Found(decision.answer, (decision,))


def _return(given: Given, edition: PumEdition) -> Found:  # noqa: ARG001  (every operation is asked alike)
    decision = return_to_sender(edition=edition)
    return Found(decision.answer, (decision,))


def _complaint(given: Given, edition: PumEdition) -> Found:
    decision = complain(
        handed_in_on=given.day("handed_in_on"), complained_on=given.day("complained_on"), edition=edition
    )
    return Found(decision.answer, (decision,))


def _slack(given: Given, edition: PumEdition) -> Found:
    decision = complaint_slack(
        handed_in_on=given.day("handed_in_on"),
        days=collection(notified_on=given.day("notified_on"), edition=edition),
        edition=edition,
    )
    return Found(decision.answer, (decision,))


def _liability(given: Given, edition: PumEdition) -> Found:
    value = Decimal(str(given.number("value_nok"))) * 100
    decision = compensation(
        cause=Cause(given.word("cause")),
        value_ore=int(value.to_integral_value(ROUND_HALF_UP)),
        negligence=Negligence(given.word("negligence")),
        edition=edition,
    )
    ore = decision.answer["compensation_ore"]
    assert isinstance(ore, int)
    return Found({"compensation_nok": ore // 100 if ore % 100 == 0 else ore / 100}, (decision,))


DEADLINES: tuple[Operation[PumEdition], ...] = (
    Operation(
        op="pum_collect",
        fields=(
            Field(name="notified_on", read=day),
            Field(
                name="policy",
                read=switches(roll_deadline=flag, reminder_unit=one_of("calendar", "working")),
                default={},
            ),
            Field(name="storage", read=period, default=False),
        ),
        ask=_collect,
    ),
    Operation(
        op="pum_can_collect",
        fields=(Field(name="notified_on", read=day), Field(name="on", read=day)),
        ask=_can_collect,
    ),
    Operation(
        op="pum_failed_id",
        fields=(Field(name="notified_on", read=day), Field(name="attempt_on", read=day)),
        ask=_failed_id,
    ),
    Operation(op="pum_return", fields=(), ask=_return),
    Operation(
        op="pum_liability",
        fields=(
            Field(name="cause", read=one_of(*Cause)),
            Field(name="value_nok", read=amount),
            Field(name="negligence", read=one_of(*Negligence), default="none"),
        ),
        ask=_liability,
    ),
    Operation(
        op="pum_complaint",
        fields=(Field(name="handed_in_on", read=day), Field(name="complained_on", read=day)),
        ask=_complaint,
    ),
    Operation(
        op="pum_complaint_slack",
        fields=(Field(name="handed_in_on", read=day), Field(name="notified_on", read=day)),
        ask=_slack,
    ),
)
