"""Questions about a service under way: release, withholding, changes, the register, liability and complaints."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from budstikke.post.terms.forwarding.changes import cancel, change_target, early_stop, extend
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import SIGNED_FOR, ItemKind, Service, Zone
from budstikke.post.terms.forwarding.liability import ClaimFacts, compensation, complain
from budstikke.post.terms.forwarding.register import WashFacts, apply_event, wash
from budstikke.post.terms.forwarding.storing import interim_delivery, pickup_return, storage_release
from budstikke.post.terms.forwarding.withholding import tail
from budstikke.post.terms.questions.fields import (
    Field,
    Given,
    NotAQuestion,
    amount,
    day,
    flag,
    one_of,
    or_null,
    text,
    whole,
)
from budstikke.post.terms.questions.forwarding_ordering import CLOSED_DAYS, SERVICES, days
from budstikke.post.terms.questions.forwarding_policy import POLICY, under_policy
from budstikke.post.terms.questions.nested import months
from budstikke.post.terms.questions.operations import Found, Operation


def _day_or_none(given: Given, name: str) -> date | None:
    value = given[name]
    return value if isinstance(value, date) else None


def _tail(given: Given, edition: ForwardingEdition) -> Found:
    decision = tail(
        last_day=given.day("end"), zone=Zone(given.word("zone")), edition=under_policy(given, edition)
    )
    return Found(decision.answer, (decision,))


def _release(given: Given, edition: ForwardingEdition) -> Found:
    decision = storage_release(
        last_day=given.day("end"), closed_days=days(given, "closed_days"), edition=edition
    )
    return Found({"deliver_on": decision.answer["deliver_on"]}, (decision,))


def _interim(given: Given, edition: ForwardingEdition) -> Found:
    decision = interim_delivery(
        requested_on=given.day("requested_on"), last_day=given.day("end"), edition=edition
    )
    return Found(decision.answer, (decision,))


def _pickup_return(given: Given, edition: ForwardingEdition) -> Found:
    limit = given.number_or_none("deadline_days")
    decision = pickup_return(
        kind=ItemKind(given.word("product")),
        ready_on=given.day("ready_on"),
        collect_days=None if limit is None else int(limit),
        edition=edition,
    )
    return Found(decision.answer, (decision,))


def _cancel(given: Given, edition: ForwardingEdition) -> Found:
    decision = cancel(
        start=given.day("start"),
        notice_on=given.day("notice_on"),
        contacted_on=_day_or_none(given, "contacted_cs_on"),
        edition=under_policy(given, edition),
    )
    return Found(decision.answer, (decision,))


def _early_stop(given: Given, edition: ForwardingEdition) -> Found:
    notice_on = given.day("notice_on")
    decision = early_stop(
        service=Service(given.word_or_none("service") or Service.STORAGE),
        notice_on=notice_on,
        new_end=_day_or_none(given, "new_end") or notice_on,
        edition=edition,
    )
    return Found({name: decision.answer[name] for name in ("deliver_on", "refund")}, (decision,))


def _extend(given: Given, edition: ForwardingEdition) -> Found:
    decision = extend(
        service=Service(given.word("service")),
        start=given.day("start"),
        months=int(given.number("months")),
        extra_months=int(given.number("extra_months")),
        edition=edition,
    )
    return Found(decision.answer, (decision,))


def _change_target(given: Given, edition: ForwardingEdition) -> Found:
    # Running or not yet started: another address is another order.
    del given
    decision = change_target(another_address=True, edition=edition)
    return Found({"result": decision.outcome}, (decision,))


def _register(given: Given, edition: ForwardingEdition) -> Found:
    event = given.word_or_none("event")
    if event is not None:
        decision = apply_event(event, edition=edition)
        return Found(decision.answer, (decision,))
    if not given.flag("wash"):
        raise NotAQuestion("register needs 'event', or 'wash': true")
    decision = wash(
        WashFacts(
            matched=given.flag("match"),
            listed=given.flag("in_customer_register"),
            reserved=given.flag("reserved"),
            protected=given.flag("protected"),
        ),
        edition=edition,
    )
    return Found(decision.answer, (decision,))


def _ore(given: Given, name: str) -> int:
    return int((Decimal(str(given.number(name))) * 100).to_integral_value(ROUND_HALF_UP))


def _liability(given: Given, edition: ForwardingEdition) -> Found:
    decision = compensation(
        ClaimFacts(
            claimed_ore=_ore(given, "claimed_nok"),
            price_paid_ore=_ore(given, "price_paid_nok"),
            consequential_ore=_ore(given, "consequential_nok"),
            carried_by_us=given.flag("carried_by_us"),
        ),
        edition=edition,
    )
    ore = decision.answer["compensation_ore"]
    assert isinstance(ore, int)
    return Found({"compensation_nok": ore // 100 if ore % 100 == 0 else ore / 100}, (decision,))


def _complaint(given: Given, edition: ForwardingEdition) -> Found:
    decision = complain(
        discovered_on=given.day("discovered_on"), complained_on=given.day("complained_on"), edition=edition
    )
    return Found(decision.answer, (decision,))


RUNNING: tuple[Operation[ForwardingEdition], ...] = (
    Operation(
        op="temp_tail",
        fields=(
            Field(name="end", read=day),
            Field(name="zone", read=one_of(*Zone), default="NO"),
            POLICY,
        ),
        ask=_tail,
    ),
    Operation(op="storage_release", fields=(Field(name="end", read=day), CLOSED_DAYS), ask=_release),
    Operation(
        op="interim_delivery",
        fields=(Field(name="requested_on", read=day), Field(name="end", read=day)),
        ask=_interim,
    ),
    Operation(
        op="pickup_return",
        fields=(
            Field(name="ready_on", read=day),
            Field(name="product", read=one_of(*sorted(SIGNED_FOR)), default="registered"),
            Field(name="deadline_days", read=or_null(whole), default=None),
            Field(name="storage_end", read=or_null(day), default=None),
        ),
        ask=_pickup_return,
    ),
    Operation(
        op="cancel",
        fields=(
            Field(name="start", read=day),
            Field(name="notice_on", read=day),
            Field(name="contacted_cs_on", read=or_null(day), default=None),
            POLICY,
        ),
        ask=_cancel,
    ),
    Operation(
        op="early_stop",
        services=SERVICES,
        service_needed=False,
        fields=(
            Field(name="notice_on", read=day),
            Field(name="new_end", read=or_null(day), default=None),
        ),
        ask=_early_stop,
    ),
    Operation(
        op="extend",
        services=SERVICES,
        fields=(
            Field(name="start", read=day),
            Field(name="months", read=months),
            Field(name="extra_months", read=months),
        ),
        ask=_extend,
    ),
    Operation(
        op="change_target", fields=(Field(name="active", read=flag, default=True),), ask=_change_target
    ),
    Operation(
        op="register",
        fields=(
            Field(name="event", read=or_null(text), default=None),
            Field(name="wash", read=flag, default=False),
            Field(name="match", read=flag, default=False),
            Field(name="in_customer_register", read=flag, default=True),
            Field(name="reserved", read=flag, default=False),
            Field(name="protected", read=flag, default=False),
        ),
        ask=_register,
    ),
    Operation(
        op="liability",
        fields=(
            Field(name="claimed_nok", read=amount),
            Field(name="price_paid_nok", read=amount),
            Field(name="consequential_nok", read=amount, default=0),
            Field(name="carried_by_us", read=flag, default=True),
        ),
        ask=_liability,
    ),
    Operation(
        op="complaint",
        fields=(Field(name="discovered_on", read=day), Field(name="complained_on", read=day)),
        ask=_complaint,
    ),
)
