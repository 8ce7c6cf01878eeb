"""§2, §3, §4: the earliest start, the longest period, and whether an order can be taken as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from budstikke.law.clause import Clause
from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal, RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.days import Period, period_of, working_days
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import Channel, Service, Zone
from budstikke.post.terms.forwarding.switches import Overlap
from budstikke.post.terms.forwarding.withholding import withholding
from budstikke.post.terms.refusals import forwarding as refusals
from budstikke.post.terms.refusals import watching

# The clause each service stands in.
CLAUSES: dict[Service, Clause] = {
    Service.PERMANENT: FORWARDING(2),
    Service.TEMPORARY: FORWARDING(3),
    Service.STORAGE: FORWARDING(4),
}
_LEAD = Words(
    no="Bestillingsfristen er {lead_days} virkedager; tidligste start er {earliest_start:%d.%m.%Y}.",
    en="The lead time is {lead_days} working days; the earliest start is {earliest_start:%d %b %Y}.",
)
_PERIOD = Words(
    no="Perioden er {months} måneder; siste dag er {last_day:%d.%m.%Y}.",
    en="The period is {months} months; its last day is {last_day:%d %b %Y}.",
)
_TAKEN = Words(
    no="Bestillingen kan tas imot; perioden kan vare til og med {max_last_day:%d.%m.%Y}.",
    en="The order can be taken; the period may last up to and including {max_last_day:%d %b %Y}.",
)
_FREE = Words(no="Ingen annen bestilling er i veien.", en="No other order is in the way.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPeriod:
    """A service ordered through a channel, complete on a day, for a period; `zone` is where a new address lies."""

    service: Service
    channel: Channel
    ordered_on: date
    period: Period
    zone: Zone = Zone.NO


def refused_under(reason: RefusalReason, *, service: Service, facts: dict[str, object]) -> Refusal:
    """Return a refusal that cites the clause of the service it is about, not those of all three."""
    return Refusal(replace(reason, clauses=(CLAUSES[service],)), facts)


def first_start(
    *,
    service: Service,
    channel: Channel,
    ordered_on: date,
    closed_days: Iterable[date] = (),
    edition: ForwardingEdition,
) -> date | None:
    """
    Return the first day a service can start on; None where the channel is not offered.

    Terms:   Forwarding §2, §3, §4 (lead times).
    Unit:    working days.
    Reading: the day of the complete order is day 0 even when it is no working day, and the service starts on
    the last of the days (A-1, A-2, decision 0066). Switches: whole days between; a closed day rolls to the
    next working day first.
    """
    lead = edition.lead_days(service=service, channel=channel)
    if lead is None:
        return None
    calendar = working_days(edition, closed_days=closed_days)
    day = calendar.on_or_after(ordered_on) if edition.nonworking_rolls else ordered_on
    return calendar.add(day, lead + 1 if edition.lead_clear_days else lead)


def earliest_start(
    *,
    service: Service,
    channel: Channel,
    ordered_on: date,
    closed_days: Iterable[date] = (),
    edition: ForwardingEdition,
) -> Decision:
    """
    Say when a service can start that is ordered, complete, on a day.

    Terms:   Forwarding §2, §3, §4; §1 (only a complete order counts).
    Refuses: CHANNEL_NOT_OFFERED (A-28, decision 0066).
    """
    start = first_start(
        service=service, channel=channel, ordered_on=ordered_on, closed_days=closed_days, edition=edition
    )
    facts = {
        "lead_days": edition.lead_days(service=service, channel=channel),
        "earliest_start": start,
        "ordered_on": ordered_on,
    }
    return Decision.judged(
        question="earliest_start",
        edition=edition.id,
        refusals=()
        if start
        else (refused_under(refusals.CHANNEL_NOT_OFFERED, service=service, facts={"channel": channel}),),
        passed="possible",
        refused="refused",
        reasons=(Reason.stating("lead_time", CLAUSES[service], words=_LEAD, facts=facts),) if start else (),
        answer={"earliest_start": start},
    )


def last_day(*, start: date, months: int, edition: ForwardingEdition) -> Decision:
    """
    Say which day a period of so many months ends with.

    Terms:   Forwarding §2, §3, §4.
    Reading: A-5, decision 0067.
    """
    period = period_of(start=start, months=months, edition=edition)
    facts = {"start": start, "months": months, "last_day": period.last_day}
    return Decision(
        question="last_day",
        outcome="told",
        edition=edition.id,
        reasons=(
            Reason.stating("period", FORWARDING(2), FORWARDING(3), FORWARDING(4), words=_PERIOD, facts=facts),
        ),
        answer={"last_day": period.last_day, "first_day_after": period.first_day_after},
    )


def order_check(
    asked: AskedPeriod, *, closed_days: Iterable[date] = (), edition: ForwardingEdition
) -> Decision:
    """
    Decide whether an order can be taken for the period asked for.

    Terms:   Forwarding §2, §3, §4.
    Reading: a temporary redirection so short that all of it would be withheld is refused, and storage offered
    (A-8, decision 0068).
    Refuses: CHANNEL_NOT_OFFERED; TOO_EARLY; TOO_LONG; TAIL_HOLD_COVERS_PERIOD.
    """
    closed = tuple(closed_days)
    service, period = asked.service, asked.period
    start = first_start(
        service=service,
        channel=asked.channel,
        ordered_on=asked.ordered_on,
        closed_days=closed,
        edition=edition,
    )
    longest = period_of(start=period.start, months=edition.max_months(service), edition=edition)
    facts: dict[str, object] = {
        "lead_days": edition.lead_days(service=service, channel=asked.channel),
        "earliest_start": start,
        "max_last_day": longest.last_day,
    }
    refused: list[Refusal] = []
    if start is None:
        refused.append(
            refused_under(refusals.CHANNEL_NOT_OFFERED, service=service, facts={"channel": asked.channel})
        )
    elif period.start < start:
        refused.append(refused_under(refusals.TOO_EARLY, service=service, facts=facts))
    if period.last_day > longest.last_day:
        refused.append(refused_under(refusals.TOO_LONG, service=service, facts=facts))
    if service is Service.TEMPORARY:
        held = withholding(last_day=period.last_day, zone=asked.zone, closed_days=closed, edition=edition)
        if held.window.start <= period.start:
            refused.append(
                Refusal(
                    refusals.TAIL_HOLD_COVERS_PERIOD, {"withhold_from": held.window.start, "zone": asked.zone}
                )
            )
    reasons = [Reason.stating("order_taken", CLAUSES[service], words=_TAKEN, facts=facts)]
    if start is not None:
        reasons.append(Reason.stating("lead_time", CLAUSES[service], words=_LEAD, facts=facts))
    return Decision.judged(
        question="order_check",
        edition=edition.id,
        refusals=tuple(refused),
        passed="accepted",
        refused="refused",
        reasons=tuple(reasons),
        answer={"earliest_start": start, "max_last_day": longest.last_day},
    )


def overlaps(
    *,
    service: Service,
    period: Period,
    others: Iterable[tuple[Service, Period]],
    edition: ForwardingEdition,
) -> Decision:
    """
    Decide whether a new order stands in the way of others of the same person at the same old address.

    Terms:   Forwarding §1; §3 and §4 where storage and temporary redirection meet.
    Reading: two orders of one kind may not share a day, nor storage and temporary redirection; a permanent
    change closes the others the day before it starts. Under `last_wins` nothing is refused (A-31, decision
    0072).
    Refuses: OVERLAPS_SAME_KIND, STORAGE_AND_TEMPORARY_OVERLAP.
    """
    shared = [
        (kind, other)
        for kind, other in others
        if other.start <= period.last_day and period.start <= other.last_day
    ]
    refused: list[Refusal] = []
    if edition.overlap is not Overlap.LAST_WINS:
        if any(kind is service for kind, _ in shared):
            refused.append(Refusal(refusals.OVERLAPS_SAME_KIND))
        held = {Service.STORAGE, Service.TEMPORARY}
        if any({kind, service} == held for kind, _ in shared):
            refused.append(Refusal(refusals.STORAGE_AND_TEMPORARY_OVERLAP))
    return Decision.judged(
        question="overlaps",
        edition=edition.id,
        refusals=tuple(refused),
        passed="free",
        refused="refused",
        reasons=(Reason.stating("no_overlap", FORWARDING(1), words=_FREE),),
    )


def days_taken(*, edition: ForwardingEdition) -> Decision:
    """
    Refuse an order whose days another order was given while this one was asked about.

    Terms:   Forwarding §1.
    Reading: the database has the last word; whoever comes second is told so under every edition.
    Refuses: DAYS_TAKEN.
    """
    return Decision.judged(
        question="days_taken",
        edition=edition.id,
        refusals=(Refusal(watching.DAYS_TAKEN),),
        passed="free",
        refused="refused",
        reasons=(),
    )
