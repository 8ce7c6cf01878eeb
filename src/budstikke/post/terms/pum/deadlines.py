"""§14, §15: how long the letter waits, when the recipient is reminded, and when it goes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.days import days_after, working_days
from budstikke.post.terms.pum.edition import CountFrom, PumEdition
from budstikke.post.terms.pum.notices import reminder_days
from budstikke.post.terms.refusals import afterwards, handing_over

_DAY = timedelta(days=1)
_DEADLINE = Words(
    no="Hentefristen er {days} dager; siste dag er {last_collect_day:%d.%m.%Y}.",
    en="The letter can be collected for {days} days; the last day is {last_collect_day:%d %b %Y}.",
)
_REMINDER = Words(
    no="Påminnelse sendes {reminder_on:%d.%m.%Y}.", en="A reminder is sent on {reminder_on:%d %b %Y}."
)
_RETURN = Words(
    no="Ikke hentet brev går i retur fra {return_from:%d.%m.%Y} (sendes {return_dispatch_on:%d.%m.%Y}).",
    en="Uncollected, it goes back from {return_from:%d %b %Y} (dispatched {return_dispatch_on:%d %b %Y}).",
)
_STORAGE = Words(
    no="Oppbevaring av annen post stanser ikke hentefristen.",
    en="Storage of other mail does not stop the collection deadline.",
)
_IN_TIME = Words(
    no="Brevet kan hentes til og med {last_collect_day:%d.%m.%Y}.",
    en="The letter can be collected up to and including {last_collect_day:%d %b %Y}.",
)
_EXTENDED = Words(
    no="Hentefristen er forlenget fra {before:%d.%m.%Y} til {last_collect_day:%d.%m.%Y}.",
    en="The collection deadline is extended from {before:%d %b %Y} to {last_collect_day:%d %b %Y}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """The days of a letter's wait: reminders, last day, first day of return, day the return is dispatched."""

    reminders_on: tuple[date, ...]
    last_collect_day: date
    return_from: date
    return_dispatch_on: date


def collection(
    *,
    notified_on: date,
    arrived_on: date | None = None,
    channel: str = "sms",
    edition: PumEdition,
) -> Collection:
    """
    Return the days of a letter's wait at the outlet.

    Terms:   PUM §14, §15.
    Unit:    calendar days; working days where the edition says so.
    Reading: the day of the notice is day 0, the last of the edition's days is still a day to collect on, and
    it moves for no holiday (A-42, decision 0014). Switches: count from arrival; roll to the next working day.
    A reminder due after the deadline is not sent. `arrived_on` None: the day of its notice.
    """
    from_arrival = edition.collection_counts_from is CountFrom.ARRIVAL and arrived_on is not None
    start = arrived_on if from_arrival and arrived_on is not None else notified_on
    last = start + timedelta(days=edition.collection_days)
    if edition.deadline_rolls:
        last = working_days(edition).on_or_after(last)
    reminders = (
        days_after(day=notified_on, count=count, unit=edition.reminder_unit, edition=edition)
        for count in reminder_days(channel, edition=edition)
    )
    return Collection(
        reminders_on=tuple(day for day in reminders if day <= last),
        last_collect_day=last,
        return_from=last + _DAY,
        return_dispatch_on=return_dispatch_on(last_collect_day=last, edition=edition),
    )


def return_dispatch_on(*, last_collect_day: date, edition: PumEdition) -> date:
    """
    Return the day an uncollected letter leaves the outlet: the first working day after the deadline.

    Terms: PUM §15.
    """
    return working_days(edition).on_or_after(last_collect_day + _DAY)


def decide_collection(
    *,
    notified_on: date,
    arrived_on: date | None = None,
    channel: str = "sms",
    storage_active: bool = False,
    edition: PumEdition,
) -> Decision:
    """
    Say how long a letter waits, and why.

    Terms:   PUM §14, §15.
    Reading: storage ordered for other mail does not stop this deadline: the letter is not stored, it waits at
    an outlet.
    """
    days = collection(notified_on=notified_on, arrived_on=arrived_on, channel=channel, edition=edition)
    known = {
        "notified_on": notified_on,
        "days": edition.collection_days,
        "last_collect_day": days.last_collect_day,
        "return_from": days.return_from,
        "return_dispatch_on": days.return_dispatch_on,
    }
    reasons = [
        Reason.stating("collection_deadline", PUM(14), words=_DEADLINE, facts=known),
        *(
            Reason.stating("reminder", PUM(14), words=_REMINDER, facts={"reminder_on": day})
            for day in days.reminders_on
        ),
        Reason.stating("return", PUM(15), words=_RETURN, facts=known),
    ]
    if storage_active:
        reasons.append(Reason.stating("storage_does_not_stop_it", PUM(14), words=_STORAGE))
    return Decision(
        question="collection",
        outcome="waits",
        edition=edition.id,
        reasons=tuple(reasons),
        answer={
            "reminder_on": days.reminders_on[0] if days.reminders_on else None,
            "reminders_on": days.reminders_on,
            "last_collect_day": days.last_collect_day,
            "return_from": days.return_from,
            "return_dispatch_on": days.return_dispatch_on,
        },
    )


def deadline_refusals(*, last_collect_day: date, today: date) -> tuple[Refusal, ...]:
    """
    Return a refusal when the last day has passed.

    Terms: PUM §14, §15.
    """
    if today <= last_collect_day:
        return ()
    return (Refusal(handing_over.DEADLINE_PASSED, {"last_collect_day": last_collect_day}),)


def can_collect(*, last_collect_day: date, today: date, edition: PumEdition) -> Decision:
    """
    Decide whether a letter may still be collected.

    Terms: PUM §14 (the last day counts), §15.
    """
    return Decision.judged(
        question="can_collect",
        edition=edition.id,
        refusals=deadline_refusals(last_collect_day=last_collect_day, today=today),
        passed="allowed",
        refused="refused",
        reasons=(
            Reason.stating(
                "collection_deadline", PUM(14), words=_IN_TIME, facts={"last_collect_day": last_collect_day}
            ),
        ),
    )


def extend(*, last_collect_day: date, until: date, today: date, edition: PumEdition) -> Decision:
    """
    Decide whether customer service may give the recipient more time.

    Terms:   PUM §14.
    Reading: the text promises no extension and forbids none; we may grant one while the letter still waits,
    and only to a later day (decision 0014).
    Refuses: EXTENSION_TOO_LATE, EXTENSION_NOT_LATER.
    """
    facts = {"last_collect_day": last_collect_day}
    refused: tuple[Refusal, ...] = ()
    if today > last_collect_day:
        refused = (Refusal(afterwards.EXTENSION_TOO_LATE, facts),)
    elif until <= last_collect_day:
        refused = (Refusal(afterwards.EXTENSION_NOT_LATER, facts),)
    return Decision.judged(
        question="extend_deadline",
        edition=edition.id,
        refusals=refused,
        passed="extended",
        refused="refused",
        reasons=(
            Reason.stating(
                "extension",
                PUM(14),
                words=_EXTENDED,
                facts={"before": last_collect_day, "last_collect_day": until},
            ),
        ),
        answer={"last_collect_day": last_collect_day if refused else until},
    )
