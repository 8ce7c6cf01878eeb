"""§8: what is paid when a service went wrong, and how soon one must complain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from budstikke.law.decision import Decision, Reason
from budstikke.law.money import kroner
from budstikke.law.refusal import Refusal
from budstikke.law.words import LANGUAGES, Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.refusals import forwarding as refusals

_PAID = Words(
    no="Ansvaret er begrenset til det tjenesten kostet, {cap_no} kroner.",
    en="Liability is limited to the price of the service, NOK {cap_en}.",
)
_OTHERWISE = Words(
    no="Ellers gjelder de alminnelige leveringsvilkårene.", en="Otherwise the general delivery terms apply."
)
_PROMPT = Words(
    no="Klaget {days} dager etter at feilen ble oppdaget; det er uten ugrunnet opphold.",
    en="Complained {days} days after the error was discovered; that is without undue delay.",
)
_ASSESS = Words(
    no="Klaget {days} dager etter at feilen ble oppdaget; vilkårene har ingen frist i dager, så en "
    "saksbehandler vurderer om det var uten ugrunnet opphold.",
    en="Complained {days} days after the error was discovered; the terms set no number of days, so a person "
    "decides whether that was without undue delay.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """
    What is claimed for a service that went wrong.

    Unit: øre. `price_paid_ore` is the price of the service ordered, `consequential_ore` the part of the claim
    for what followed from the error.
    """

    claimed_ore: int
    price_paid_ore: int
    consequential_ore: int = 0
    carried_by_us: bool = True


def compensation(claim: ClaimFacts, *, edition: ForwardingEdition) -> Decision:
    """
    Return what is paid for a service that went wrong.

    Terms:   Forwarding §8.
    Unit:    øre.
    Reading: consequential loss is taken off the claim first; what is left is paid up to the price (decision
    0074).
    Refuses: NOT_CARRIED_BY_US, CONSEQUENTIAL_LOSS.
    """
    direct = max(0, claim.claimed_ore - claim.consequential_ore)
    paid = min(direct, claim.price_paid_ore) if claim.carried_by_us else 0
    refused = tuple(
        Refusal(reason)
        for applies, reason in (
            (not claim.carried_by_us, refusals.NOT_CARRIED_BY_US),
            (claim.consequential_ore > 0, refusals.CONSEQUENTIAL_LOSS),
        )
        if applies
    )
    facts = {
        **{f"cap_{each}": kroner(claim.price_paid_ore, language=each) for each in LANGUAGES},
        "compensation_ore": paid,
    }
    return Decision(
        question="compensation",
        outcome="compensated" if paid else "refused" if refused else "nothing_due",
        edition=edition.id,
        reasons=(
            *(Reason.of(refusal) for refusal in refused),
            Reason.stating("compensation", FORWARDING(8), words=_PAID, facts=facts),
            Reason.stating("general_terms", FORWARDING(8), words=_OTHERWISE),
        ),
        answer={"compensation_ore": paid},
        refusals=refused,
    )


def complain(*, discovered_on: date, complained_on: date, edition: ForwardingEdition) -> Decision:
    """
    Decide whether a complaint came without undue delay after the error was discovered.

    Terms:   Forwarding §8 (by telephone, online or in writing; the channel changes nothing).
    Unit:    calendar days from the day of discovery.
    Reading: the text names no number. Within the edition's prompt days a complaint is always in time; after
    them a person decides; an edition may set a last day (A-52, decision 0074).
    Refuses: COMPLAINT_UNDUE_DELAY.
    """
    days = max(0, (complained_on - discovered_on).days)
    last = (
        None
        if edition.complaint_last_days is None
        else discovered_on + timedelta(days=edition.complaint_last_days)
    )
    late = last is not None and complained_on > last
    prompt = days <= edition.complaint_prompt_days
    facts = {"discovered_on": discovered_on, "days": days, "last_day": last}
    return Decision.judged(
        question="complaint",
        edition=edition.id,
        refusals=(Refusal(refusals.COMPLAINT_UNDUE_DELAY, facts),) if late else (),
        passed="in_time" if prompt else "a_person_decides",
        refused="too_late",
        reasons=(
            Reason.stating("complaint", FORWARDING(8), words=_PROMPT if prompt else _ASSESS, facts=facts),
        ),
        answer={"in_time": False if late else True if prompt else None, "days_since": days, "last_day": last},
    )
