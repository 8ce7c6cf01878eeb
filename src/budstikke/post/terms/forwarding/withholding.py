"""§3: the days of a temporary redirection in which mail is withheld, so that none arrives after its recipient left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from budstikke.law.decision import Decision, Reason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.days import DAY, Period, working_days
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import Zone
from budstikke.post.terms.forwarding.switches import TailHold, WeekUnit

_WITHHELD = Words(
    no="Posten holdes tilbake {withhold_from:%d.%m.%Y}–{withhold_to:%d.%m.%Y} og leveres på den faste adressen "
    "fra {deliver_from:%d.%m.%Y}.",
    en="Mail is withheld from {withhold_from:%d %b %Y} to {withhold_to:%d %b %Y} and delivered at the permanent "
    "address from {deliver_from:%d %b %Y}.",
)
_WEEK = 7
_WORKING_WEEK = 5


@dataclass(frozen=True, slots=True)
class Withheld:
    """The days in which mail is withheld, and the first working day it is delivered on."""

    window: Period
    deliver_from: date


def withholding(
    *, last_day: date, zone: Zone, closed_days: Iterable[date] = (), edition: ForwardingEdition
) -> Withheld:
    """
    Return the days in which mail of a temporary redirection is withheld.

    Terms:   Forwarding §3.
    Unit:    working days within Norway; a week is 7 calendar days, or 5 working days where the edition says so.
    Reading: the last days of the period, its last day included, because their purpose is that nothing arrives
    after the person has left; delivered on the first working day after. The switch `after_end` withholds as
    many days after the period instead, and delivers on the first working day after those (A-8, A-10, decision
    0068).
    """
    calendar = working_days(edition, closed_days=closed_days)
    weeks = {Zone.NO: 0, Zone.EU: edition.tail_europe_weeks, Zone.WORLD: edition.tail_world_weeks}[zone]
    counted = edition.tail_norway_working_days if zone is Zone.NO else weeks * _WORKING_WEEK
    in_working_days = zone is Zone.NO or edition.tail_week_unit is WeekUnit.WORKING
    span = timedelta(days=weeks * _WEEK - 1)
    if edition.tail_hold is TailHold.BEFORE_END:
        first = calendar.before(last_day + DAY, counted) if in_working_days else last_day - span
        window = Period(first, last_day)
    else:
        until = calendar.add(last_day, counted) if in_working_days else last_day + DAY + span
        window = Period(last_day + DAY, until)
    return Withheld(window, calendar.add(window.last_day, 1))


def tail(
    *, last_day: date, zone: Zone, closed_days: Iterable[date] = (), edition: ForwardingEdition
) -> Decision:
    """
    Say when mail is withheld around the end of a temporary redirection.

    Terms:   Forwarding §3.
    Reading: A-8, A-9, A-10, decision 0068.
    """
    held = withholding(last_day=last_day, zone=zone, closed_days=closed_days, edition=edition)
    answer = {
        "withhold_from": held.window.start,
        "withhold_to": held.window.last_day,
        "deliver_from": held.deliver_from,
    }
    return Decision(
        question="temp_tail",
        outcome="withheld",
        edition=edition.id,
        reasons=(
            Reason.stating("withholding", FORWARDING(3), words=_WITHHELD, facts={**answer, "zone": zone}),
        ),
        answer=answer,
    )
