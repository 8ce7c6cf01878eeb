"""§11, §14: days on which the letter could not be collected, and that were not the recipient's fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from budstikke.law.clause import Clause
from budstikke.law.decision import Decision, Reason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.days import working_days
from budstikke.post.terms.pum.edition import PumEdition

_DAY = timedelta(days=1)
_SUNDAY = 6
_EXTENDED = Words(
    no="Hentefristen er forlenget fra {before:%d.%m.%Y} til {last_collect_day:%d.%m.%Y}.",
    en="The collection deadline is extended from {before:%d %b %Y} to {last_collect_day:%d %b %Y}.",
)
_UNCHANGED = Words(no="Hentefristen er uendret.", en="The collection deadline is unchanged.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A run of calendar days, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time without any hand-over, in Oslo's time; one that lasts ends now."""

    since: datetime
    until: datetime


def days_lost(spans: Sequence[Span], *, edition: PumEdition) -> tuple[Days, ...]:
    """
    Return the days an outlet's outages cost, as runs.

    Terms:   PUM §11 (no hand-over during an outage), §14.
    Reading: a day is lost when nothing could be handed over for the edition's minutes of it, all outages of the day
    together, within the hours at which outlets are open; equipment that is switched off at night costs nothing. A
    Sunday counts only between two days that are lost (A-49, decision 0036).
    """
    first = min(span.since.date() for span in spans)
    last = max(span.until.date() for span in spans)
    asked = [first + _DAY * nth for nth in range((last - first).days + 1)]
    lost = {day for day in asked if day.weekday() != _SUNDAY and _is_lost(day, spans, edition=edition)}
    lost |= {day for day in asked if day.weekday() == _SUNDAY and {day - _DAY, day + _DAY} <= lost}
    runs: list[Days] = []
    for day in sorted(lost):
        if runs and runs[-1].last == day - _DAY:
            runs[-1] = Days(first=runs[-1].first, last=day)
        else:
            runs.append(Days(first=day, last=day))
    return tuple(runs)


def _is_lost(day: date, spans: Sequence[Span], *, edition: PumEdition) -> bool:
    opens, closes = edition.outage_hours
    minutes = 0
    for span in spans:
        midnight = datetime.combine(day, time.min, tzinfo=span.since.tzinfo)
        since = max(span.since, midnight.replace(hour=opens))
        until = min(span.until, midnight.replace(hour=closes))
        minutes += max(0, int((until - since).total_seconds()) // 60)
    return minutes >= edition.outage_minutes_of_a_lost_day


def extend_for_outage(
    *,
    notified_on: date,
    last_collect_day: date,
    outage_from: date,
    outage_to: date,
    already: Sequence[Days] = (),
    edition: PumEdition,
) -> Decision:
    """
    Give back the days on which nothing could be handed over: no line, no scanner, no scanner verdict.

    Terms:   PUM §11 (no hand-over during an outage), §14.
    Unit:    calendar days, both ends of the outage included. `outage_to` is today while it lasts.
    Reading: only days inside the letter's own wait count, and a day given back belongs to the wait; the day of
    the notice is day 0 and costs nothing (A-44, decision 0016). A day in `already` was given back before and is
    given once. Under an edition without the switch the deadline stands.
    """
    wait = _Wait(notified_on=notified_on, last_collect_day=last_collect_day, already=already)
    until = wait.without(first=outage_from, last=outage_to) if edition.outage_extends else last_collect_day
    return _given_back("outage", PUM(11), PUM(14), wait=wait, until=until, edition=edition)


def extend_for_case(
    *,
    notified_on: date,
    last_collect_day: date,
    opened_on: date,
    open_to: date,
    already: Sequence[Days] = (),
    edition: PumEdition,
) -> Decision:
    """
    Give back the days of a support case: a clerk called support, and the letter could not be handed over.

    Terms:   PUM §12 (the check is the carrier's), §14.
    Unit:    calendar days, both ends included. `open_to` is the day it was closed, or today while it is open.
    Reading: the text is silent; the recipient came, and what failed was ours to mend. Every day the case is
    open stands outside the deadline; asked each day, each day is given once (A-47, decision 0032). Under an
    edition without the switch the deadline stands.
    """
    wait = _Wait(notified_on=notified_on, last_collect_day=last_collect_day, already=already)
    until = wait.without(first=opened_on, last=open_to) if edition.support_case_holds else last_collect_day
    return _given_back("support_case", PUM(12), PUM(14), wait=wait, until=until, edition=edition)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wait:
    notified_on: date
    last_collect_day: date
    already: Sequence[Days]

    def without(self, *, first: date, last: date) -> date:
        """Return the last day once the days from first to last do not count; each pushes it by one."""
        until, day = self.last_collect_day, max(first, self.notified_on + _DAY)
        while day <= min(last, until):
            if not any(given.first <= day <= given.last for given in self.already):
                until += _DAY
            day += _DAY
        return until


def _given_back(question: str, *clauses: Clause, wait: _Wait, until: date, edition: PumEdition) -> Decision:
    before = wait.last_collect_day
    lost_days = (until - before).days
    if lost_days and edition.deadline_rolls:
        until = working_days(edition).on_or_after(until)
    return Decision(
        question=question,
        outcome="extended" if lost_days else "unchanged",
        edition=edition.id,
        reasons=(
            Reason.stating(
                question,
                *clauses,
                words=_EXTENDED if lost_days else _UNCHANGED,
                facts={"before": before, "last_collect_day": until, "lost_days": lost_days},
            ),
        ),
        answer={"last_collect_day": until, "lost_days": lost_days},
    )
