"""Forwarding §1, §5 and §7: who may order, for whom, beside which other orders, and what may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.terms.days import on
from tests.terms.forwarded import KARI, OLA, period

from budstikke.post.terms.editions import FORWARDING_EARLIER, FORWARDING_PRESENT
from budstikke.post.terms.forwarding import switches
from budstikke.post.terms.forwarding.agreement import agreement
from budstikke.post.terms.forwarding.changes import (
    cancel,
    change_target,
    closed_by_permanent,
    early_stop,
    extend,
    last_cancel_day,
)
from budstikke.post.terms.forwarding.eligible import Applicant, eligible
from budstikke.post.terms.forwarding.kinds import AddressKind, Channel, Customer, Service
from budstikke.post.terms.forwarding.ordering import overlaps
from budstikke.post.terms.forwarding.persons import covered

PRESENT = FORWARDING_PRESENT


@pytest.mark.parametrize(
    ("completed", "sent", "agreed"),
    [
        ("Mon 1 Jun 2026", "Thu 4 Jun 2026", "Thu 4 Jun 2026"),
        ("Fri 5 Jun 2026", "Thu 4 Jun 2026", "Fri 5 Jun 2026"),
        ("Fri 5 Jun 2026", None, None),
        (None, "Thu 4 Jun 2026", None),
    ],
)
def test_an_agreement_needs_a_complete_order_and_a_confirmation(
    completed: str | None, sent: str | None, agreed: str | None
) -> None:
    """§1."""
    decision = agreement(
        completed_on=on(completed) if completed else None,
        confirmation_sent_on=on(sent) if sent else None,
        edition=PRESENT,
    )
    assert decision.answer["agreed_on"] == (on(agreed) if agreed else None)


ASKED = Applicant(customer=Customer.PRIVATE, service=Service.PERMANENT)
FIRM = replace(ASKED, customer=Customer.BUSINESS, old_address=AddressKind.BUSINESS)
ESTATE = replace(ASKED, customer=Customer.ESTATE_MANAGER, service=Service.TEMPORARY)


@pytest.mark.parametrize(
    ("applicant", "codes"),
    [
        (ASKED, []),
        (replace(ASKED, old_address=AddressKind.WORKPLACE), ["PRIVATE_MAIL_AT_COMPANY"]),
        (replace(ASKED, old_address=AddressKind.BUSINESS), ["PRIVATE_MAIL_AT_COMPANY"]),
        (replace(ASKED, old_address=AddressKind.INSTITUTION), ["PRIVATE_MAIL_AT_INSTITUTION"]),
        (replace(ASKED, old_address=AddressKind.POSTE_RESTANTE), ["POSTE_RESTANTE"]),
        (replace(ASKED, number_told=False), ["NATIONAL_ID_REQUIRED"]),
        (replace(ASKED, covered_without_number=1), ["NATIONAL_ID_REQUIRED"]),
        (replace(ASKED, deceased=True), ["DECEASED_NO_SELF_SERVICE"]),
        (
            replace(ASKED, old_address=AddressKind.INSTITUTION, number_told=False),
            ["PRIVATE_MAIL_AT_INSTITUTION", "NATIONAL_ID_REQUIRED"],
        ),
        (ESTATE, []),
        (replace(ESTATE, service=Service.PERMANENT), ["ESTATE_TEMPORARY_ONLY"]),
        (replace(ESTATE, service=Service.STORAGE), ["ESTATE_TEMPORARY_ONLY"]),
        (FIRM, []),
        (replace(FIRM, number_told=False), []),
        (replace(FIRM, established_in="SE"), ["BUSINESS_NOT_IN_NORWAY"]),
        (replace(FIRM, covers_all=False), ["BUSINESS_MUST_COVER_ALL"]),
        (
            replace(FIRM, old_address=AddressKind.POSTE_RESTANTE, established_in="SE"),
            ["POSTE_RESTANTE", "BUSINESS_NOT_IN_NORWAY"],
        ),
    ],
)
def test_an_order_is_for_those_the_terms_name(applicant: Applicant, codes: list[str]) -> None:
    """§1, §7: every reason, in the order in which they are judged."""
    assert [refusal.code for refusal in eligible(applicant, edition=PRESENT).refusals] == codes


def test_switches_say_what_an_estate_may_and_whose_number_counts() -> None:
    """A-21, A-24."""
    storage = replace(PRESENT, estate_services=(Service.TEMPORARY, Service.STORAGE))
    assert not eligible(replace(ESTATE, service=Service.STORAGE), edition=storage).refusals
    orderer = replace(PRESENT, national_id_of=switches.NationalIdOf.ORDERER)
    assert not eligible(replace(ASKED, covered_without_number=1), edition=orderer).refusals
    assert eligible(replace(ASKED, number_told=False), edition=orderer).refusals
    moves_only = replace(PRESENT, national_id_services=(Service.PERMANENT,))
    assert not eligible(
        replace(ASKED, service=Service.STORAGE, number_told=False), edition=moves_only
    ).refusals


def test_a_business_orders_once_for_each_address() -> None:
    """§1."""
    assert eligible(replace(FIRM, addresses=3), edition=PRESENT).answer == {"orders_needed": 3}


def test_a_household_is_those_named_unless_the_edition_says_today_s() -> None:
    """A-22."""
    more = {"named": (KARI,), "members_now": (KARI, OLA), "whole_household": True}
    assert covered(**more, edition=PRESENT) == (KARI,)  # type: ignore[arg-type]
    live = replace(PRESENT, household=switches.Household.LIVE)
    assert covered(**more, edition=live) == (KARI, OLA)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("service", "other", "days", "codes"),
    [
        ("permanent", "permanent", ("Mon 1 Jun 2026", "Mon 1 Jun 2026"), ["OVERLAPS_SAME_KIND"]),
        ("storage", "temporary", ("Mon 1 Jun 2026", "Mon 1 Jun 2026"), ["STORAGE_AND_TEMPORARY_OVERLAP"]),
        ("temporary", "storage", ("Mon 1 Jun 2026", "Mon 1 Jun 2026"), ["STORAGE_AND_TEMPORARY_OVERLAP"]),
        ("permanent", "storage", ("Mon 1 Jun 2026", "Mon 1 Jun 2026"), []),
        ("permanent", "permanent", ("Tue 2 Jun 2026", "Tue 9 Jun 2026"), []),
    ],
)
def test_orders_of_one_person_do_not_share_a_day(
    service: str, other: str, days: tuple[str, str], codes: list[str]
) -> None:
    """A-31: against one that ends on Monday 1 June."""
    others = [(Service(other), period("Mon 4 May 2026", "Mon 1 Jun 2026"))]
    found = overlaps(service=Service(service), period=period(*days), others=others, edition=PRESENT)
    assert [refusal.code for refusal in found.refusals] == codes
    last = replace(PRESENT, overlap=switches.Overlap.LAST_WINS)
    assert not overlaps(service=Service(service), period=period(*days), others=others, edition=last).refusals
    assert closed_by_permanent(last_day=on("Mon 1 Jun 2026"), permanent_start=on("Mon 11 May 2026")) == on(
        "Sun 10 May 2026"
    )


@pytest.mark.parametrize(
    ("unit", "start", "last"),
    [
        ("day", "Mon 7 Sep 2026", "Sun 6 Sep 2026"),
        ("working_day", "Mon 7 Sep 2026", "Fri 4 Sep 2026"),
        ("working_day", "Sun 6 Sep 2026", "Fri 4 Sep 2026"),
        ("working_day", "Tue 7 Apr 2026", "Wed 1 Apr 2026"),  # Easter
    ],
)
def test_a_service_is_cancelled_a_day_before_it_starts(unit: str, start: str, last: str) -> None:
    """§5, A-15."""
    edition = replace(PRESENT, cancel_unit=switches.CancelUnit(unit))
    assert last_cancel_day(start=on(start), edition=edition) == on(last)
    for notice, result in ((on(last), "cancelled"), (date.fromordinal(on(last).toordinal() + 1), "stopped")):
        told = cancel(start=on(start), notice_on=notice, contacted_on=notice, edition=edition)
        assert told.answer == {"result": result, "refund": result == "cancelled"}


@pytest.mark.parametrize(
    ("contacted", "by", "edition", "refund"),
    [
        ("Sat 5 Sep 2026", "web", PRESENT, True),
        ("Mon 7 Sep 2026", "web", PRESENT, False),
        (None, "web", PRESENT, False),
        ("Fri 4 Sep 2026", "web", FORWARDING_EARLIER, False),
        ("Fri 4 Sep 2026", "phone", FORWARDING_EARLIER, True),
    ],
)
def test_a_refund_needs_customer_service_before_the_start(
    contacted: str | None, by: str, edition: object, refund: bool
) -> None:
    """§5, A-16: it starts on Monday 7 September and was cancelled on the Friday before."""
    told = cancel(
        start=on("Mon 7 Sep 2026"),
        notice_on=on("Fri 4 Sep 2026"),
        contacted_on=on(contacted) if contacted else None,
        contacted_by=Channel(by),
        edition=edition,  # type: ignore[arg-type]
    )
    assert told.answer == {"result": "cancelled", "refund": refund}


@pytest.mark.parametrize(
    ("service", "notice", "end", "home"),
    [
        ("storage", "Mon 3 Aug 2026", "Mon 3 Aug 2026", "Wed 5 Aug 2026"),
        ("storage", "Mon 3 Aug 2026", "Mon 10 Aug 2026", "Tue 11 Aug 2026"),
        ("storage", "Mon 3 Aug 2026", "Mon 27 Jul 2026", "Wed 5 Aug 2026"),  # not for days gone by
        ("temporary", "Mon 3 Aug 2026", "Mon 3 Aug 2026", "Tue 4 Aug 2026"),
        ("permanent", "Mon 3 Aug 2026", "Mon 3 Aug 2026", None),
    ],
)
def test_an_early_stop_brings_mail_home_and_pays_nothing_back(
    service: str, notice: str, end: str, home: str | None
) -> None:
    """§5, §4."""
    told = early_stop(service=Service(service), notice_on=on(notice), new_end=on(end), edition=PRESENT).answer
    assert (told["refund"], told["deliver_on"]) == (False, on(home) if home else None)


@pytest.mark.parametrize(
    ("service", "months", "extra", "accepted", "resets"),
    [
        ("permanent", 6, 8, True, True),
        ("permanent", 6, 9, False, True),
        ("temporary", 5, 1, True, True),
        ("temporary", 6, 1, False, True),
        ("storage", 2, 1, True, True),
        ("storage", 3, 1, False, True),
        ("storage", 3, 4, False, False),
    ],
)
def test_an_extension_counts_inside_the_longest_period(
    service: str, months: int, extra: int, accepted: bool, resets: bool
) -> None:
    """§5, A-6: and is charged; where it counts anew, it has a longest period of its own."""
    asked = {
        "service": Service(service),
        "start": on("Thu 15 Jan 2026"),
        "months": months,
        "extra_months": extra,
    }
    told = extend(**asked, edition=PRESENT).answer  # type: ignore[arg-type]
    assert (told["accepted"], told["charged"], "last_day" in told) == (accepted, accepted, accepted)
    anew = extend(**asked, edition=replace(PRESENT, extend_resets=True))  # type: ignore[arg-type]
    assert anew.answer["accepted"] is resets


def test_another_new_address_is_another_order() -> None:
    """§5."""
    assert change_target(another_address=True, edition=PRESENT).outcome == "NEW_ORDER_REQUIRED"
    assert not change_target(another_address=False, edition=PRESENT).refusals
