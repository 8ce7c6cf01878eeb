"""Questions about ordering: who may, when it starts, how long it lasts, when an agreement exists."""

from __future__ import annotations

from datetime import date
from typing import cast

from budstikke.post.terms.forwarding.agreement import agreement
from budstikke.post.terms.forwarding.chains import storage_chain
from budstikke.post.terms.forwarding.days import Period, period_of
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.eligible import Applicant, eligible
from budstikke.post.terms.forwarding.kinds import AddressKind, Channel, Customer, Service, Zone
from budstikke.post.terms.forwarding.ordering import AskedPeriod, earliest_start, last_day, order_check
from budstikke.post.terms.forwarding.payment import payment_by
from budstikke.post.terms.questions.fields import (
    Field,
    Given,
    NotAQuestion,
    contact,
    country,
    day,
    one_of,
    or_null,
    whole,
)
from budstikke.post.terms.questions.forwarding_policy import POLICY, under_policy
from budstikke.post.terms.questions.nested import each, months, ordered, span
from budstikke.post.terms.questions.operations import Found, Operation

SERVICES = tuple(Service)
CHANNEL = Field(name="channel", read=one_of(*Channel), default="web")
CLOSED_DAYS = Field(name="closed_days", read=each(day), default=())


def days(given: Given, name: str) -> tuple[date, ...]:
    """Return a field that holds days."""
    return cast("tuple[date, ...]", given[name])


def _complete_on(given: Given) -> date:
    """
    Return the day an order was complete, which its lead time is counted from.

    Raises: NotAQuestion when the question tells no day at all.
    """
    told = [value for name in ("ordered_on", "completed_on") if isinstance(value := given[name], date)]
    if not told:
        raise NotAQuestion("field 'ordered_on' is missing; earliest_start needs it, or 'completed_on'")
    return max(told)


def _earliest_start(given: Given, edition: ForwardingEdition) -> Found:
    decision = earliest_start(
        service=Service(given.word("service")),
        channel=Channel(given.word("channel")),
        ordered_on=_complete_on(given),
        closed_days=days(given, "closed_days"),
        edition=edition,
    )
    return Found(decision.answer, (decision,))


def _last_day(given: Given, edition: ForwardingEdition) -> Found:
    decision = last_day(start=given.day("start"), months=int(given.number("months")), edition=edition)
    return Found(decision.answer, (decision,))


def _period(given: Given, edition: ForwardingEdition) -> Period:
    """Return the period asked for, by its last day or by its months; by neither, the longest there is."""
    start, end = given.day("start"), given["end"]
    count = given.number_or_none("months")
    if count is None and not isinstance(end, date):
        count = edition.max_months(Service(given.word("service")))
    by_months = None if count is None else period_of(start=start, months=int(count), edition=edition)
    if not isinstance(end, date):
        assert by_months is not None
        return by_months
    if by_months is not None and by_months.last_day != end:
        raise NotAQuestion("fields 'end' and 'months' do not agree; give one of them")
    return ordered("end", start=start, end=end)


def _order_check(given: Given, edition: ForwardingEdition) -> Found:
    chosen = under_policy(given, edition)
    decision = order_check(
        AskedPeriod(
            service=Service(given.word("service")),
            channel=Channel(given.word("channel")),
            ordered_on=given.day("ordered_on"),
            period=_period(given, chosen),
            zone=Zone(given.word("zone")),
        ),
        edition=chosen,
    )
    return Found({"accepted": not decision.refusals, **decision.answer}, (decision,))


def _agreement(given: Given, edition: ForwardingEdition) -> Found:
    # Whoever does not speak of completing it received it complete; null says that it is not.
    completed = given["received_on" if "completed_on" in given.assumed else "completed_on"]
    sent = given["confirmation_sent_on"]
    decision = agreement(
        completed_on=completed if isinstance(completed, date) else None,
        confirmation_sent_on=sent if isinstance(sent, date) else None,
        edition=edition,
    )
    return Found(decision.answer, (decision,))


def _eligible(given: Given, edition: ForwardingEdition) -> Found:
    customer = Customer(given.word("customer"))
    service = given.word_or_none("service")
    if service is None and customer is Customer.ESTATE_MANAGER:
        raise NotAQuestion("'service' must be one of: " + ", ".join(SERVICES))
    addresses = given["addresses"]
    decision = eligible(
        Applicant(
            customer=customer,
            service=Service(service or Service.PERMANENT),
            old_address=AddressKind(given.word("old_address_kind")),
            number_told=given.flag("national_id"),
            established_in=given.word_or_none("established_in") or "",
            covers_all=given.word("covers") == "all",
            addresses=max(1, addresses if isinstance(addresses, int) else 1),
        ),
        edition=edition,
    )
    return Found({"eligible": not decision.refusals, **decision.answer}, (decision,))


def _addresses(name: str, value: object) -> int:
    """Read how many addresses, as a number or as the list of them."""
    return len(value) if isinstance(value, list) else whole(name, value)


def _storage_chain(given: Given, edition: ForwardingEdition) -> Found:
    decision = storage_chain(
        previous=cast("tuple[Period, ...]", given["previous"]),
        requested=cast("Period", given["requested"]),
        edition=edition,
    )
    return Found({"accepted": not decision.refusals, **decision.answer}, (decision,))


def _payment(given: Given, edition: ForwardingEdition) -> Found:
    decision = payment_by(channel=Channel(given.word("channel")), edition=edition)
    return Found(decision.answer, (decision,))


ORDERING: tuple[Operation[ForwardingEdition], ...] = (
    Operation(
        op="earliest_start",
        services=SERVICES,
        fields=(
            CHANNEL,
            Field(name="ordered_on", read=or_null(day), default=None),
            Field(name="completed_on", read=or_null(day), default=None),
            CLOSED_DAYS,
        ),
        ask=_earliest_start,
    ),
    Operation(
        op="last_day",
        fields=(Field(name="start", read=day), Field(name="months", read=months)),
        ask=_last_day,
    ),
    Operation(
        op="order_check",
        services=SERVICES,
        fields=(
            CHANNEL,
            Field(name="ordered_on", read=day),
            Field(name="start", read=day),
            Field(name="end", read=or_null(day), default=None),
            Field(name="months", read=or_null(months), default=None),
            Field(name="zone", read=one_of(*Zone), default="NO"),
            POLICY,
        ),
        ask=_order_check,
    ),
    Operation(
        op="agreement",
        fields=(
            Field(name="received_on", read=or_null(day), default=None),
            Field(name="completed_on", read=or_null(day), default=None),
            Field(name="confirmation_sent_on", read=or_null(day), default=None),
        ),
        ask=_agreement,
    ),
    Operation(
        op="eligible",
        services=SERVICES,
        service_needed=False,
        fields=(
            Field(name="customer", read=one_of(*Customer), default="private"),
            Field(name="old_address_kind", read=one_of(*AddressKind), default="residential"),
            Field(name="national_id", read=contact, default=True),
            Field(name="established_in", read=or_null(country), default="NO"),
            Field(name="covers", read=one_of("all", "one_department"), default="all"),
            Field(name="addresses", read=_addresses, default=1),
        ),
        ask=_eligible,
    ),
    Operation(
        op="storage_chain",
        fields=(
            Field(name="previous", read=each(span), default=()),
            Field(name="requested", read=span),
        ),
        ask=_storage_chain,
    ),
    Operation(op="payment", fields=(CHANNEL,), ask=_payment),
)
