"""Facts of every question that is written down about forwarding, drawn at random."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from budstikke.post.terms.forwarding.at_the_desk import CallerFacts
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.eligible import Applicant
from budstikke.post.terms.forwarding.kinds import AddressKind, Channel, Customer, Service, Zone
from budstikke.post.terms.forwarding.liability import ClaimFacts
from budstikke.post.terms.forwarding.ordering import AskedPeriod
from budstikke.post.terms.forwarding.role import Proof, RoleDoubt, RoleShown
from budstikke.post.terms.forwarding.warning import WARNED, LetterMet, Reached
from budstikke.post.terms.forwarding.watching import CoverFacts, Pace

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
periods = st.builds(
    lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(0, 400)
)
services, channels = st.sampled_from(Service), st.sampled_from(Channel)
customers = st.sampled_from(Customer)
few = st.integers(0, 6)
clerks = st.sampled_from(["desk-1", "lead-1"])
FORWARDING_FACTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "order_check": {
        "asked": st.builds(
            AskedPeriod,
            service=services,
            channel=channels,
            ordered_on=days,
            period=periods,
            zone=st.sampled_from(Zone),
        )
    },
    "eligible": {
        "applicant": st.builds(
            Applicant, customer=customers, service=services, old_address=st.sampled_from(AddressKind)
        )
    },
    "role": {
        "shown": st.builds(
            RoleShown,
            customer=customers,
            by=st.none() | st.sampled_from(Proof),
            document_on=st.none() | days,
        ),
        "ordered_on": days,
        "channel": channels,
    },
    "take_document": {
        "media_type": st.sampled_from(["", "application/pdf"]),
        "size_bytes": st.integers(0, 9_000_000),
        "sha256": st.just("0" * 64),
        "before": few,
    },
    "ask_for_document": {
        "why": st.sampled_from(RoleDoubt),
        "documents": few,
        "asked_since": st.booleans(),
    },
    "settle_role": {
        "accepts": st.booleans(),
        "why": st.none() | st.sampled_from(RoleDoubt),
        "documents": few,
    },
    "overlaps": {
        "service": services,
        "period": periods,
        "others": st.lists(st.tuples(services, periods), max_size=3).map(tuple),
    },
    "days_taken": {},
    "storage_chain": {"previous": st.lists(periods, max_size=3).map(tuple), "requested": periods},
    "temporary_chain": {"previous": st.lists(periods, max_size=3).map(tuple), "requested": periods},
    "watch": {
        "pace": st.builds(Pace, channel=channels, to_new_address=few, contact_changed_on=st.none() | days),
        "ordered_on": days,
    },
    "cooling_off": {"start": days, "ordered_on": days},
    "payment": {"channel": channels},
    "may_be_covered": {"covers": st.lists(st.builds(CoverFacts), max_size=3).map(tuple)},
    "identified_by_phone": {
        "caller": st.builds(CallerFacts, number_known=st.booleans(), right=few, wrong=few)
    },
    "agreement": {"completed_on": st.none() | days, "confirmation_sent_on": st.none() | days},
    "extend": {
        "service": services,
        "start": days,
        "months": st.integers(1, 14),
        "extra_months": st.integers(1, 14),
    },
    "interim_delivery": {
        "requested_on": days,
        "last_day": days,
        "start": st.none() | days,
        "wanted_on": st.none() | days,
    },
    "change_target": {"another_address": st.booleans()},
    "cancel": {
        "start": days,
        "notice_on": days,
        "contacted_on": st.none() | days,
        "contacted_by": channels,
    },
    "early_stop": {"service": services, "notice_on": days, "new_end": days},
    "storage_release": {"last_day": days, "items": st.integers(0, 90)},
    "may_let_go": {
        "asked_by": clerks,
        "confirmed_by": st.just("") | clerks,
        "waits": st.booleans(),
    },
    "complaint": {"discovered_on": days, "complained_on": days},
    "compensation": {
        "claim": st.builds(
            ClaimFacts,
            claimed_ore=st.integers(0, 90_000),
            price_paid_ore=st.integers(0, 90_000),
            consequential_ore=st.integers(0, 9_000),
        )
    },
    "warn_recipient": {
        "met": st.builds(
            LetterMet,
            reason=st.sampled_from(sorted(WARNED)),
            on=days,
            service=st.sampled_from(Service),
            start=days,
            last_day=days,
            snapshot=st.integers(1, 9),
            denied=st.integers(0, 9),
        ),
        "reached": st.builds(
            Reached,
            ways=st.lists(st.sampled_from(["sms", "email"]), unique=True).map(tuple),
            contact_changed_on=st.none() | days,
        ),
        "today": days,
    },
}


def as_recorded(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as an action hands them over: values that lie in lists are plain already."""

    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return [plain(each) for each in value]
        return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value

    return {name: plain(value) for name, value in facts.items()}
