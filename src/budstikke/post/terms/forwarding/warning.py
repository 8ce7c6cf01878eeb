"""PUM §5, Forwarding §4: whoever would not get a letter as their order stands is told in time, and what would help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from budstikke.law.clause import Clause
from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING, PUM
from budstikke.post.terms.forwarding.changes import early_stop, last_cancel_day
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import AddressKind, Channel, Service
from budstikke.post.terms.forwarding.ordering import first_start
from budstikke.post.terms.forwarding.sorting import pum_rule
from budstikke.post.terms.forwarding.verdicts import Verdict
from budstikke.post.terms.forwarding.watching import contact_settled_on
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import TABLE, afterwards, sorting

# What sorting may say of a letter that its recipient can still do something about.
WARNED = frozenset(
    each.code
    for each in (
        afterwards.PUM_NOT_TO_BUSINESS,
        afterwards.PUM_NOT_ABROAD,
        afterwards.PUM_NEVER_REDIRECTED,
        sorting.REDIRECTION_EXPIRED,
        sorting.SIGNED_FOR_NOT_STORED,
    )
)


class Cure(StrEnum):
    """What helps, as the order stands."""

    CANCEL = "cancel"
    STOP = "stop"
    ORDER_ANEW = "order_anew"
    TELL_WHO_WRITES = "tell_who_writes"
    COLLECT = "collect"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMet:
    """
    What sorting would say of a letter on its way, on the first day of which it says so, and by which order.

    `reason` is the code of the refusal; `start` and `last_day` are the order's; `snapshot` and `denied` the numbers of
    what was looked up.
    """

    reason: str
    on: date
    service: Service
    start: date
    last_day: date
    snapshot: int
    denied: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """On which ways the register reaches the person, and the day the person last changed one of them."""

    ways: tuple[str, ...] = ()
    contact_changed_on: date | None = None


_CURES: dict[Cure, tuple[tuple[Clause, ...], Words]] = {
    Cure.CANCEL: (
        (FORWARDING(5),),
        Words(
            no="Avbestill senest {day:%d.%m.%Y}; da leveres brevet som adressert.",
            en="Cancel the order by {day:%d %b %Y}; the letter is then delivered as addressed.",
        ),
    ),
    Cure.STOP: (
        (FORWARDING(5),),
        Words(
            no="Stopp tjenesten før brevet er sortert. Post leveres da på den faste adressen fra {day:%d.%m.%Y};"
            " ingenting betales tilbake.",
            en="Stop the service before the letter is sorted. Mail is then delivered at the permanent address from"
            " {day:%d %b %Y}; nothing is paid back.",
        ),
    ),
    Cure.ORDER_ANEW: (
        (FORWARDING(5), FORWARDING(2)),
        Words(
            no="Stopp adresseendringen og bestill en ny til en privatadresse i Norge; på nett kan den begynne tidligst"
            " {day:%d.%m.%Y}. Blir brevet sortert før det, går det tilbake, og må sendes på nytt.",
            en="Stop the change of address and order another to a private address in Norway; ordered online it can"
            " start on {day:%d %b %Y} at the earliest. A letter sorted before goes back, and must be sent again.",
        ),
    ),
    Cure.TELL_WHO_WRITES: (
        (FORWARDING(2),),
        Words(
            no="Gi dem som skriver til deg, den nye adressen.",
            en="Give those who write to you the new address.",
        ),
    ),
    Cure.COLLECT: (
        (FORWARDING(4), PUM(15)),
        Words(
            no="Hent det innen fristen i hentemeldingen, som løper også mens posten oppbevares, eller be om mer tid.",
            en="Collect it by the deadline in its notice, which runs during storage too, or ask for more time.",
        ),
    ),
}
_TOLD = Words(
    no="Mottakeren får vite det på det som står i adresseregisteret.",
    en="The recipient is told on what the address register has.",
)
_WAITS = Words(
    no="Kontaktopplysningene er nettopp endret; mottakeren får vite det tidligst {tell_on:%d.%m.%Y}.",
    en="The ways to reach the person were just changed; the recipient is told on {tell_on:%d %b %Y} at the earliest.",
)
_NO_WAY = Words(
    no="Adresseregisteret har verken mobilnummer eller e-postadresse.",
    en="The address register has neither a mobile number nor an e-mail address.",
)


def first_warned(verdicts: Iterable[tuple[date, Verdict]]) -> tuple[date, Verdict] | None:
    """
    Return the first day on which sorting would say something the recipient should know, and what it would say.

    Terms: PUM §5 (not to a business, not abroad); Forwarding §2 (a period that has run out), §4 (signed for).
    """
    return next(((day, each) for day, each in verdicts if each.reason in WARNED), None)


def letters_meanwhile(
    *, service: Service, abroad: bool, new_kind: AddressKind, pum: PumEdition
) -> RefusalReason | None:
    """
    Return what whoever orders is told of letters for personal delivery while the order holds; None: they follow.

    Terms: PUM §5; Forwarding §4.
    """
    if service is Service.STORAGE:
        return sorting.SIGNED_FOR_NOT_STORED
    rule = pum_rule(abroad, new_kind, pum)
    return TABLE[rule.upper()] if rule else None


def warn_recipient(*, met: LetterMet, reached: Reached, today: date, edition: ForwardingEdition) -> Decision:
    """
    Decide whether the recipient of a letter on its way is told what their own order would do with it, and what helps.

    Terms:   PUM §5; Forwarding §2, §4, §5, §7.
    Reading: the terms name no such message. It goes only to what the person themselves registered; while that was just
    changed it waits, for whoever took a contact over must not learn that a letter comes (A-54, decision 0181).
    """
    refusal = TABLE[met.reason]
    cure, day = _cure(met, today=today, edition=edition)
    settled = contact_settled_on(reached.contact_changed_on, edition=edition)
    waits = settled if reached.ways and settled is not None and today < settled else None
    clauses, words = _CURES[cure]
    how, said = ("waits", _WAITS) if waits else ("told", _TOLD) if reached.ways else ("no_way", _NO_WAY)
    return Decision(
        question="warn_recipient",
        outcome=how,
        edition=edition.id,
        reasons=(
            Reason.stating(met.reason, *refusal.clauses, words=refusal.person, facts={"on": met.on}),
            Reason.stating(cure, *clauses, words=words, facts={"day": day}),
            Reason.stating(how, FORWARDING(7), words=said, facts={"tell_on": waits}),
        ),
        answer={"cure": cure, "day": day, "tell_on": waits, "ways": () if waits else reached.ways},
    )


def _cure(met: LetterMet, *, today: date, edition: ForwardingEdition) -> tuple[Cure, date | None]:
    """Return what helps, and the day it names."""
    if met.reason == sorting.SIGNED_FOR_NOT_STORED.code:
        return Cure.COLLECT, None
    if met.reason == sorting.REDIRECTION_EXPIRED.code:
        return Cure.TELL_WHO_WRITES, None
    cancel_by = last_cancel_day(start=met.start, edition=edition)
    if today <= cancel_by:
        return Cure.CANCEL, cancel_by
    if met.service is Service.PERMANENT:
        # What ends of a permanent change sends mail back all the same.
        return Cure.ORDER_ANEW, first_start(
            service=Service.PERMANENT, channel=Channel.WEB, ordered_on=today, edition=edition
        )
    stopped = early_stop(service=met.service, notice_on=today, new_end=today, edition=edition)
    home = stopped.answer["deliver_on"]
    assert isinstance(home, date)
    return Cure.STOP, home
