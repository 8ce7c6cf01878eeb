"""§3, §4: agreements that follow each other, and how long they may run together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.forwarding.days import Period, period_of, working_days
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import Service
from budstikke.post.terms.forwarding.ordering import CLAUSES, refused_under
from budstikke.post.terms.forwarding.switches import Gap
from budstikke.post.terms.refusals import forwarding as refusals

_CHAIN = Words(
    no="Sammenhengende siden {chain_start:%d.%m.%Y}; kan vare til og med {max_last_day:%d.%m.%Y}.",
    en="Continuous since {chain_start:%d %b %Y}; may last up to and including {max_last_day:%d %b %Y}.",
)


def storage_chain(
    *,
    previous: Iterable[Period],
    requested: Period,
    closed_days: Iterable[date] = (),
    edition: ForwardingEdition,
) -> Decision:
    """
    Decide whether a storage may follow earlier ones.

    Terms:   Forwarding §4 (three months an agreement, six together).
    Reading: two are one unless a working day lies between, because only then was mail delivered; the switch
    `any_day` lets any day between them do (A-11, decision 0070).
    Refuses: TOO_LONG.
    """
    return _chain(
        service=Service.STORAGE,
        previous=previous,
        requested=requested,
        total_months=edition.storage_max_total_months,
        closed_days=closed_days,
        edition=edition,
    )


def temporary_chain(
    *,
    previous: Iterable[Period],
    requested: Period,
    closed_days: Iterable[date] = (),
    edition: ForwardingEdition,
) -> Decision:
    """
    Decide whether a temporary redirection may follow earlier ones.

    Terms:   Forwarding §3 (six months at a time).
    Reading: the text sets no total; an edition may (A-7, decision 0070).
    Refuses: TOO_LONG.
    """
    return _chain(
        service=Service.TEMPORARY,
        previous=previous,
        requested=requested,
        total_months=edition.temporary_max_total_months,
        closed_days=closed_days,
        edition=edition,
    )


def _chain(
    *,
    service: Service,
    previous: Iterable[Period],
    requested: Period,
    total_months: int | None,
    closed_days: Iterable[date],
    edition: ForwardingEdition,
) -> Decision:
    joined = _joined_to(requested, previous, closed_days=closed_days, edition=edition)
    longest = period_of(start=requested.start, months=edition.max_months(service), edition=edition).last_day
    if total_months is not None:
        longest = min(longest, period_of(start=joined.start, months=total_months, edition=edition).last_day)
    # An agreement that follows without a gap is part of the chain, and must fit in it too.
    together = period_of(start=joined.start, months=total_months, edition=edition) if total_months else joined
    too_long = requested.last_day > longest or joined.last_day > together.last_day
    facts: dict[str, object] = {
        "chain_start": joined.start,
        "chain_last_day": joined.last_day,
        "max_last_day": longest,
    }
    refused: tuple[Refusal, ...] = (
        (refused_under(refusals.TOO_LONG, service=service, facts=facts),) if too_long else ()
    )
    return Decision.judged(
        question=f"{service}_chain",
        edition=edition.id,
        refusals=refused,
        passed="accepted",
        refused="refused",
        reasons=(Reason.stating("chain", CLAUSES[service], words=_CHAIN, facts=facts),),
        answer={"chain_start": joined.start, "max_last_day": longest},
    )


def _joined_to(
    requested: Period, others: Iterable[Period], *, closed_days: Iterable[date], edition: ForwardingEdition
) -> Period:
    """Return the continuous stretch a period becomes part of, whatever order the others are told in."""
    calendar = working_days(edition, closed_days=closed_days)

    def apart(first: Period, second: Period) -> bool:
        if edition.storage_gap is Gap.ANY_DAY:
            return second.start > first.first_day_after
        return calendar.lies_between(last_day=first.last_day, start=second.start)

    joined = requested
    left = sorted(others, key=lambda each: each.start)
    while touching := [each for each in left if not apart(each, joined) and not apart(joined, each)]:
        left = [each for each in left if each not in touching]
        joined = Period(
            min(joined.start, *(each.start for each in touching)),
            max(joined.last_day, *(each.last_day for each in touching)),
        )
    return joined
