"""§1, §7: who has the word over somebody's mail: the security lock, the pace of orders, confirmations, cooling off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.days import working_days
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import Channel
from budstikke.post.terms.refusals import watching as refusals

_CALM = Words(
    no="Ingenting taler mot å ta imot bestillingen i denne kanalen.",
    en="Nothing speaks against taking the order through this channel.",
)
_CONFIRMED = Words(
    no="{confirmed} av {covered} bestillingen gjelder, er med; resten får posten sin som før.",
    en="{confirmed} of the {covered} the order names are in it; the others get their mail as before.",
)
_COOLS = Words(
    no="Bestillingen virker tidligst {effective_on:%d.%m.%Y}, så den gamle adressen rekker å si fra.",
    en="The order takes effect on {effective_on:%d %b %Y} at the earliest, so that the old address can object.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """
    What was ordered lately, as far as it may be a sign of fraud.

    `to_new_address` and `from_device` count other orders within the edition's days; `contact_changed_on` is the day
    the orderer's telephone or e-mail was last changed. `in_person`: a document was checked at a counter.
    """

    channel: Channel
    in_person: bool = False
    to_new_address: int = 0
    from_device: int = 0
    contact_changed_on: date | None = None
    locked: bool = False


def watch(pace: Pace, *, ordered_on: date, edition: ForwardingEdition) -> Decision:
    """
    Decide whether an order may be taken through its channel, or needs its orderer in person.

    Terms:   Forwarding §7 (the identity of whoever orders is what the number is asked for).
    Reading: the terms name no such rules. Somebody at a counter whose document was checked is never stopped by
    them, not even by the person's own lock: that is what the lock asks for (A-54, decision 0096).
    Refuses: PERSON_LOCKED; MANY_TO_ONE_ADDRESS; MANY_FROM_ONE_DEVICE; CONTACT_JUST_CHANGED.
    """
    settled = contact_settled_on(pace.contact_changed_on, edition=edition)
    fresh = settled is not None and ordered_on < settled
    rows = (
        (pace.locked, refusals.PERSON_LOCKED),
        (pace.to_new_address >= edition.most_to_one_address, refusals.MANY_TO_ONE_ADDRESS),
        (pace.from_device >= edition.most_from_one_device, refusals.MANY_FROM_ONE_DEVICE),
        (fresh, refusals.CONTACT_JUST_CHANGED),
    )
    facts = {"days": edition.pace_days}
    refused = () if pace.in_person else tuple(Refusal(reason, facts) for applies, reason in rows if applies)
    return Decision.judged(
        question="watch",
        edition=edition.id,
        refusals=refused,
        passed="calm",
        refused="in_person",
        reasons=(Reason.stating("pace", FORWARDING(7), words=_CALM),),
    )


def contact_settled_on(changed_on: date | None, *, edition: ForwardingEdition) -> date | None:
    """
    Return the day from which a telephone or e-mail that was changed is taken to be the person's own; None: it ever was.

    Terms: Forwarding §7 (A-54, decision 0096).
    """
    return changed_on and changed_on + timedelta(days=edition.contact_quiet_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverFacts:
    """One person an order names: whether grown up, whether it is who ordered, whether confirmed."""

    adult: bool
    orderer: bool
    confirmed: bool


def may_be_covered(covers: Iterable[CoverFacts], *, edition: ForwardingEdition) -> Decision:
    """
    Say for whom of those named an order counts.

    Terms:   Forwarding §1 (one, several or everyone), §7.
    Reading: whoever ordered has said so by signing in; every other adult says so themselves, or their mail stays
    where it is. Children follow who ordered for them (A-55, decision 0096).
    Returns: `counts`, a yes or no for each, in their order.
    """
    counts = tuple(each.orderer or each.confirmed or not each.adult for each in covers)
    facts = {"confirmed": sum(counts), "covered": len(counts)}
    return Decision(
        question="may_be_covered",
        outcome="somebody" if any(counts) else "nobody",
        edition=edition.id,
        reasons=(Reason.stating("confirmed_by_each", FORWARDING(1), words=_CONFIRMED, facts=facts),),
        answer={"counts": counts},
    )


def cooling_off(
    *, start: date, ordered_on: date, closed_days: Iterable[date] = (), edition: ForwardingEdition
) -> Decision:
    """
    Say from which day an order takes effect.

    Terms:   Forwarding §1 (the order and its confirmation make the agreement).
    Unit:    working days.
    Reading: 0 leaves the start as ordered; an edition may wait so long after the order that the notice to the old
    address can have arrived (A-56, decision 0096).
    """
    calendar = working_days(edition, closed_days=closed_days)
    days = edition.cooling_off_days
    effective = max(start, calendar.add(ordered_on, days)) if days else start
    facts = {"effective_on": effective, "cooling_off_days": days}
    return Decision(
        question="cooling_off",
        outcome="waits" if effective > start else "as_ordered",
        edition=edition.id,
        reasons=(Reason.stating("cooling_off", FORWARDING(1), words=_COOLS, facts=facts),),
        answer={"effective_on": effective},
    )
