"""§11, §14: what a recipient may have without asking anybody: more time once, and another outlet once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.outlets import OutletFacts, can_check
from budstikke.post.terms.refusals import afterwards, recipient

_EXTENDED = Words(
    no="Hentefristen er forlenget med {days} dager, fra {before:%d.%m.%Y} til {last_collect_day:%d.%m.%Y}.",
    en="The collection deadline is extended by {days} days, from {before:%d %b %Y} to {last_collect_day:%d %b %Y}.",
)
_CHOSEN = Words(
    no="Brevet sendes til hentestedet mottakeren valgte. Fristen er den samme, {last_collect_day:%d.%m.%Y}.",
    en="The letter goes to the outlet its recipient chose. The deadline stays, {last_collect_day:%d %b %Y}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFacts:
    """
    A letter that waits: until when, how often its recipient asked before, whether somebody is served with it now.

    `extended` and `moved` count what the recipient asked for and got.
    """

    last_collect_day: date
    extended: int = 0
    moved: int = 0
    being_served: bool = False


def extend_by_recipient(*, wait: WaitFacts, today: date, edition: PumEdition) -> Decision:
    """
    Decide whether a recipient gets more time by rule.

    Terms:   PUM §14.
    Unit:    calendar days of the edition, from the last day as it stands.
    Reading: the text promises no extension and forbids none; a recipient gets the edition's days the edition's times,
    while the letter waits, whatever was given back before (A-80, decision 0080). More is customer service's to give.
    Refuses: EXTENSION_TOO_LATE, EXTENSION_USED.
    """
    before = wait.last_collect_day
    until = before + timedelta(days=edition.extension_days)
    refused: tuple[Refusal, ...] = ()
    if today > before:
        refused = (Refusal(afterwards.EXTENSION_TOO_LATE, {"last_collect_day": before}),)
    elif wait.extended >= edition.extensions_by_recipient:
        refused = (Refusal(recipient.EXTENSION_USED, {"last_collect_day": before}),)
    facts = {"before": before, "last_collect_day": until, "days": edition.extension_days}
    return Decision.judged(
        question="extend_by_recipient",
        edition=edition.id,
        refusals=refused,
        passed="extended",
        refused="refused",
        reasons=(Reason.stating("extension", PUM(14), words=_EXTENDED, facts=facts),),
        answer={"last_collect_day": before if refused else until},
    )


def choose_outlet(
    *, here: OutletFacts, wanted: OutletFacts, wait: WaitFacts, today: date, edition: PumEdition
) -> Decision:
    """
    Decide whether a waiting letter is sent on to the outlet its recipient chose.

    Terms:   PUM §11 (outlets with a working scanner only), §14.
    Unit:    calendar days.
    Reading: §11 names the outlet the recipient usually uses; another is theirs to choose, the edition's times. The
    deadline neither stops nor grows meanwhile, so enough of it must be left for the way (A-81, decision 0081).
    Refuses: OUTLET_THE_SAME, OUTLET_CANNOT_CHECK, OUTLET_CHOSEN_BEFORE, OUTLET_TOO_LATE, BEING_SERVED.
    """
    facts = {"here": here.id, "outlet": wanted.id, "last_collect_day": wait.last_collect_day}
    days = edition.outlet_choice_days_left
    rows = (
        (wanted.id != here.id, recipient.OUTLET_THE_SAME),
        (can_check(wanted) and wanted.connected, recipient.OUTLET_CANNOT_CHECK),
        (wait.moved < edition.outlet_choices, recipient.OUTLET_CHOSEN_BEFORE),
        ((wait.last_collect_day - today).days >= days, recipient.OUTLET_TOO_LATE),
        (not wait.being_served, recipient.BEING_SERVED),
    )
    refused = tuple(Refusal(reason, {**facts, "days": days}) for holds, reason in rows if not holds)
    return Decision.judged(
        question="choose_outlet",
        edition=edition.id,
        refusals=refused,
        passed="sent_on",
        refused="refused",
        reasons=(Reason.stating("outlet", PUM(11), PUM(14), words=_CHOSEN, facts=facts),),
        answer={"outlet": here.id if refused else wanted.id},
    )
