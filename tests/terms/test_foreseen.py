"""The calendar of an order before it is paid, and who may order for another: each day and each no by its clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.foreseen import foresee
from budstikke.post.terms.forwarding.kinds import Channel, Customer, Service, Zone
from budstikke.post.terms.forwarding.ordering import AskedPeriod
from budstikke.post.terms.forwarding.role import Proof, RoleShown, role

MONDAY = date(2026, 11, 23)  # Monday
EDITION = forwarding_on(MONDAY)
TUESDAY, FRIDAY = date(2026, 12, 1), date(2027, 1, 29)  # Tuesday, Friday


def days(service: Service, *, last: date = FRIDAY, zone: Zone = Zone.NO, **more: date) -> dict[str, str]:
    """Each thing that happens and its day, as ISO text; of two of a name the later."""
    asked = AskedPeriod(
        service=service,
        channel=Channel.WEB,
        ordered_on=MONDAY,
        period=Period(TUESDAY, last),
        zone=zone,
    )
    found = foresee(asked, edition=EDITION, **more)  # type: ignore[arg-type]
    assert [each.on for each in found] == sorted(each.on for each in found)
    assert all(each.clauses and each.words.no and each.words.en for each in found)
    return {each.code: each.on.isoformat() for each in found}


def test_a_temporary_redirection_is_withheld_towards_its_end() -> None:
    """Two working days within Norway, two weeks in the rest of the world; home on the first working day after."""
    at_home = days(Service.TEMPORARY)
    assert (at_home["withheld"], at_home["last_day"], at_home["home"]) == (
        "2027-01-28",
        "2027-01-29",
        "2027-02-01",
    )
    assert days(Service.TEMPORARY, zone=Zone.WORLD)["withheld"] == "2027-01-16"


def test_stored_mail_is_brought_meanwhile_and_after_and_what_is_signed_for_goes_back() -> None:
    """Two working days, the product's own deadline, the first working day after the period."""
    stored = days(Service.STORAGE)
    assert stored["interim_first"] == "2026-12-03" and stored["home"] == "2027-02-01"
    assert stored["last_collect_day"] == "2026-12-22" and stored["longest"] == "2027-02-28"
    assert "interim_first" not in days(Service.STORAGE, last=date(2026, 12, 2))  # Wednesday


def test_a_delivery_meanwhile_that_was_asked_for_stands_on_its_day() -> None:
    """And nothing is said of the earliest day any more."""
    stored = days(Service.STORAGE, interim_on=[date(2026, 12, 10)])  # Thursday
    assert stored["interim"] == "2026-12-10" and "interim_first" not in stored


def test_after_a_permanent_change_mail_goes_back() -> None:
    """From the day after the last; nothing comes home."""
    moved = days(Service.PERMANENT, last=date(2027, 11, 30))  # Tuesday
    assert moved["returned"] == "2027-12-01" and "home" not in moved and moved["starts"] == "2026-12-01"


def test_the_last_day_to_cancel_is_told_while_there_is_one() -> None:
    """The day before the start; and a later effect where the edition waits."""
    assert days(Service.PERMANENT)["last_cancel_day"] == "2026-11-30"
    assert days(Service.PERMANENT, effective_on=date(2026, 12, 4))["effective"] == "2026-12-04"  # Friday
    assert "effective" not in days(Service.PERMANENT, effective_on=TUESDAY)


DECLARED = RoleShown(
    customer=Customer.BUSINESS,
    by=Proof.REGISTRATION,
    declared=True,
    document_on=date(2026, 11, 2),  # Monday
)


@pytest.mark.parametrize(
    ("shown", "may"),
    [
        (RoleShown(customer=Customer.PRIVATE), True),
        (RoleShown(customer=Customer.BUSINESS), False),
        (RoleShown(customer=Customer.BUSINESS, by=Proof.CLAIM), True),
        (RoleShown(customer=Customer.ESTATE_MANAGER, by=Proof.CLAIM), False),
        (DECLARED, True),
        (replace(DECLARED, declared=False), False),
        (replace(DECLARED, document_on=None), False),
        (replace(DECLARED, document_on=date(2026, 11, 24)), False),  # Tuesday
        (replace(DECLARED, by=Proof.PROBATE), False),
        (replace(DECLARED, customer=Customer.ESTATE_MANAGER, by=Proof.PROBATE), True),
    ],
)
def test_who_orders_for_another_shows_that_they_may(shown: RoleShown, may: bool) -> None:
    """By the sign-in, or by a document that fits, its day gone by, and a declaration."""
    decision = role(shown, ordered_on=MONDAY, edition=EDITION)
    assert (not decision.refusals) is may
    assert [each.code for each in decision.refusals] == ([] if may else ["ROLE_NOT_SHOWN"])
    assert "Forwarding §1" in [str(each) for each in decision.clauses]
