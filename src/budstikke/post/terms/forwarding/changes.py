"""§5: cancelling, stopping, extending, and another new address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.days import DAY, period_of, working_days
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import Channel, Service
from budstikke.post.terms.forwarding.ordering import CLAUSES, refused_under
from budstikke.post.terms.forwarding.storing import first_delivery
from budstikke.post.terms.forwarding.switches import CancelUnit, RefundContact
from budstikke.post.terms.refusals import forwarding as refusals

_CANCELLED = Words(
    no="Avbestilt i tide; siste dag var {last_cancel_day:%d.%m.%Y}.",
    en="Cancelled in time; the last day was {last_cancel_day:%d %b %Y}.",
)
_REFUND = Words(
    no="Kundeservice ble kontaktet før avtalt start; det som er betalt, betales tilbake.",
    en="Customer Service was contacted before the agreed start; what was paid is paid back.",
)
_NO_REFUND = Words(
    no="Kundeservice ble ikke kontaktet før avtalt start slik vilkårene krever; ingenting betales tilbake.",
    en="Customer Service was not contacted before the agreed start as the terms ask; nothing is paid back.",
)
_STOPPED = Words(
    no="Tjenesten stoppes {new_end:%d.%m.%Y}; ingenting betales tilbake.",
    en="The service stops on {new_end:%d %b %Y}; nothing is paid back.",
)
_HOME = Words(
    no="Post leveres på den faste adressen fra {deliver_on:%d.%m.%Y}.",
    en="Mail is delivered at the permanent address from {deliver_on:%d %b %Y}.",
)
_EXTENDED = Words(
    no="Tjenesten forlenges til og med {last_day:%d.%m.%Y}; forlengelsen koster etter prislisten.",
    en="The service is extended to {last_day:%d %b %Y}; the extension is charged by the price list.",
)
_SAME = Words(no="Adressen er den samme.", en="The address is the same.")


def last_cancel_day(*, start: date, closed_days: Iterable[date] = (), edition: ForwardingEdition) -> date:
    """
    Return the last day a service can be cancelled on.

    Terms:   Forwarding §5.
    Unit:    calendar days before the start; working days before it where the edition says so.
    Reading: A-15, decision 0071.
    """
    if edition.cancel_unit is CancelUnit.WORKING_DAY:
        return working_days(edition, closed_days=closed_days).before(start, edition.cancel_days)
    return start - timedelta(days=edition.cancel_days)


def cancel(
    *,
    start: date,
    notice_on: date,
    contacted_on: date | None,
    contacted_by: Channel = Channel.PHONE,
    closed_days: Iterable[date] = (),
    edition: ForwardingEdition,
) -> Decision:
    """
    Decide what a cancellation does, and whether what was paid is paid back.

    Terms:   Forwarding §5.
    Reading: what comes too late to cancel is an early stop. A refund needs a logged contact with Customer
    Service before the agreed start, through any channel; the switch `phone_only` asks for a call (A-16,
    decision 0071).
    Refuses: NOT_CANCELLED_IN_TIME.
    """
    last = last_cancel_day(start=start, closed_days=closed_days, edition=edition)
    by_right_channel = edition.refund_contact is RefundContact.ANY_LOGGED or contacted_by is Channel.PHONE
    in_time = notice_on <= last
    refund = in_time and contacted_on is not None and contacted_on < start and by_right_channel
    facts = {"start": start, "notice_on": notice_on, "contacted_on": contacted_on, "last_cancel_day": last}
    return Decision.judged(
        question="cancel",
        edition=edition.id,
        refusals=() if in_time else (Refusal(refusals.NOT_CANCELLED_IN_TIME, facts),),
        passed="cancelled",
        refused="stopped",
        reasons=(
            Reason.stating("cancelled", FORWARDING(5), words=_CANCELLED, facts=facts),
            Reason.stating("refund", FORWARDING(5), words=_REFUND if refund else _NO_REFUND, facts=facts),
        ),
        answer={"result": "cancelled" if in_time else "stopped", "refund": refund},
    )


def early_stop(
    *,
    service: Service,
    notice_on: date,
    new_end: date,
    closed_days: Iterable[date] = (),
    edition: ForwardingEdition,
) -> Decision:
    """
    Say what stopping a service before its end does.

    Terms:   Forwarding §5 (no refund); §4 (stored mail is delivered two working days after it is asked for).
    Reading: a service cannot be stopped for days gone by, so the end is not before the notice. Stored mail
    comes on the first working day after the new end, but not before those two working days from the notice;
    mail that was redirected for a time comes home from the first working day after. After a permanent change
    nothing is delivered at the old address (decision 0071).
    """
    closed = tuple(closed_days)
    end = max(new_end, notice_on)
    home = None
    if service is not Service.PERMANENT:
        home = first_delivery(last_day=end, closed_days=closed, edition=edition)
    if service is Service.STORAGE and home is not None:
        calendar = working_days(edition, closed_days=closed)
        home = max(home, calendar.add(notice_on, edition.interim_lead_days))
    facts = {"new_end": end, "notice_on": notice_on, "deliver_on": home}
    reasons = [Reason.stating("stopped", FORWARDING(5), words=_STOPPED, facts=facts)]
    if home is not None:
        reasons.append(Reason.stating("delivered_at_home", CLAUSES[service], words=_HOME, facts=facts))
    return Decision(
        question="early_stop",
        outcome="stopped",
        edition=edition.id,
        reasons=tuple(reasons),
        answer={"refund": False, "deliver_on": home, "last_day": end},
    )


def extend(
    *, service: Service, start: date, months: int, extra_months: int, edition: ForwardingEdition
) -> Decision:
    """
    Decide whether a future or running service may be extended.

    Terms:   Forwarding §5 (the extension is charged); §2, §3, §4 (the longest period).
    Reading: the extension counts inside the longest period of the service; under `extend_resets` it has a
    longest period of its own (A-6, decision 0067).
    Refuses: TOO_LONG.
    """
    longest = edition.max_months(service)
    allowed = months + longest if edition.extend_resets else longest
    asked = period_of(start=start, months=months + extra_months, edition=edition)
    most = period_of(start=start, months=allowed, edition=edition)
    too_long = asked.last_day > most.last_day
    facts: dict[str, object] = {"last_day": asked.last_day, "max_last_day": most.last_day, "months": months}
    return Decision.judged(
        question="extend",
        edition=edition.id,
        refusals=(refused_under(refusals.TOO_LONG, service=service, facts=facts),) if too_long else (),
        passed="accepted",
        refused="refused",
        reasons=(Reason.stating("extended", FORWARDING(5), CLAUSES[service], words=_EXTENDED, facts=facts),),
        answer={
            "accepted": not too_long,
            "charged": not too_long,
            "max_last_day": most.last_day,
            **({} if too_long else {"last_day": asked.last_day}),
        },
    )


def change_target(*, another_address: bool, edition: ForwardingEdition) -> Decision:
    """
    Decide whether the new address of an order may be exchanged, before it starts or while it runs.

    Terms:   Forwarding §5.
    Refuses: NEW_ORDER_REQUIRED.
    """
    return Decision.judged(
        question="change_target",
        edition=edition.id,
        refusals=(Refusal(refusals.NEW_ORDER_REQUIRED),) if another_address else (),
        passed="UNCHANGED",
        refused=refusals.NEW_ORDER_REQUIRED.code,
        reasons=(Reason.stating("same_address", FORWARDING(5), words=_SAME),),
    )


def closed_by_permanent(*, last_day: date, permanent_start: date) -> date:
    """
    Return the last day of an order that a permanent change of the same person and address closes.

    Terms:   Forwarding §2.
    Reading: a permanent change closes the others the day before it starts (A-31, decision 0072).
    """
    return min(last_day, permanent_start - DAY)
