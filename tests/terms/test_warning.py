"""What the recipient of a letter on its way is told of their own order, and what would help."""

from __future__ import annotations

from datetime import date

import pytest

from budstikke.post.terms.editions import forwarding_on, pum_on
from budstikke.post.terms.forwarding.kinds import AddressKind, Service
from budstikke.post.terms.forwarding.verdicts import Outcome, Verdict
from budstikke.post.terms.forwarding.warning import (
    LetterMet,
    Reached,
    first_warned,
    letters_meanwhile,
    warn_recipient,
)

TODAY = date(2026, 12, 9)  # Wednesday
BEGUN, TO_COME = date(2026, 12, 7), date(2026, 12, 11)  # Monday, Friday
LAST = date(2027, 1, 29)  # Friday
EDITION = forwarding_on(TODAY)
BOTH = Reached(ways=("sms", "email"))


def _decided(
    reason: str = "PUM_NOT_ABROAD",
    service: Service = Service.TEMPORARY,
    start: date = BEGUN,
    reached: Reached = BOTH,
):
    met = LetterMet(
        reason=reason, on=TODAY, service=service, start=start, last_day=LAST, snapshot=1, denied=0
    )
    return warn_recipient(met=met, reached=reached, today=TODAY, edition=EDITION)


@pytest.mark.parametrize(
    ("reason", "service", "start", "cure", "day"),
    [
        ("PUM_NOT_ABROAD", Service.TEMPORARY, TO_COME, "cancel", date(2026, 12, 10)),  # Thursday
        ("PUM_NOT_TO_BUSINESS", Service.PERMANENT, TO_COME, "cancel", date(2026, 12, 10)),  # Thursday
        ("PUM_NOT_ABROAD", Service.TEMPORARY, BEGUN, "stop", date(2026, 12, 10)),  # Thursday
        ("PUM_NOT_TO_BUSINESS", Service.PERMANENT, BEGUN, "order_anew", date(2026, 12, 15)),  # Tuesday
        ("REDIRECTION_EXPIRED", Service.PERMANENT, BEGUN, "tell_who_writes", None),
        ("SIGNED_FOR_NOT_STORED", Service.STORAGE, BEGUN, "collect", None),
    ],
)
def test_what_helps_depends_on_the_order(
    reason: str, service: Service, start: date, cure: str, day: date | None
) -> None:
    """And the day it names is that of the terms."""
    decision = _decided(reason, service, start)
    assert (decision.outcome, decision.answer["cure"], decision.answer["day"]) == ("told", cure, day)


@pytest.mark.parametrize(
    ("changed_on", "outcome", "tell_on"),
    [
        (None, "told", None),
        (date(2026, 12, 6), "told", None),  # Sunday
        (date(2026, 12, 7), "waits", date(2026, 12, 10)),  # Monday, Thursday
    ],
)
def test_a_contact_is_told_nothing_while_it_is_fresh(
    changed_on: date | None, outcome: str, tell_on: date | None
) -> None:
    """Three days by the edition; then it counts."""
    decision = _decided(reached=Reached(ways=("sms",), contact_changed_on=changed_on))
    assert (decision.outcome, decision.answer["tell_on"]) == (outcome, tell_on)
    assert decision.answer["ways"] == (("sms",) if outcome == "told" else ())


def test_whoever_registered_nothing_is_told_on_nothing() -> None:
    """Nor does a change of nothing wait."""
    assert _decided(reached=Reached(contact_changed_on=TODAY)).outcome == "no_way"


def test_the_first_day_of_which_something_is_to_be_said_is_told() -> None:
    """Days on which the letter would follow, or come as addressed, say nothing."""
    calm = Verdict(Outcome.REDIRECT, ("temporary",), 1, 0)
    back = Verdict(Outcome.RETURN, ("pum_not_abroad",), 1, 0, reason="PUM_NOT_ABROAD")
    parcel = Verdict(Outcome.DELIVER, ("parcel_not_requested",), 1, 0, reason="PARCEL_NOT_REQUESTED")
    assert first_warned([(BEGUN, calm), (TODAY, back), (TO_COME, back)]) == (TODAY, back)
    assert first_warned([(BEGUN, calm), (TODAY, parcel)]) is None


@pytest.mark.parametrize(
    ("service", "abroad", "kind", "said"),
    [
        (Service.TEMPORARY, True, AddressKind.RESIDENTIAL, "PUM_NOT_ABROAD"),
        (Service.PERMANENT, False, AddressKind.BUSINESS, "PUM_NOT_TO_BUSINESS"),
        (Service.STORAGE, False, AddressKind.RESIDENTIAL, "SIGNED_FOR_NOT_STORED"),
        (Service.PERMANENT, False, AddressKind.RESIDENTIAL, None),
    ],
)
def test_whoever_orders_is_told_before_paying(
    service: Service, abroad: bool, kind: AddressKind, said: str | None
) -> None:
    """By the same rule that sorts."""
    found = letters_meanwhile(service=service, abroad=abroad, new_kind=kind, pum=pum_on(TODAY))
    assert (found and found.code) == said
