"""§17, §18: what is compensated, up to what, and how long one may complain."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.days import days_after
from budstikke.post.terms.pum.deadlines import Collection
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import afterwards

_VALUE = Words(
    no="Verdien av innholdet erstattes, inntil {cap_nok} kroner.",
    en="The value of the contents is compensated, up to NOK {cap_nok}.",
)
_WRONG_RECIPIENT = Words(
    no="Utlevering til feil mottaker regnes som tap, uansett årsak. ",
    en="Handing over to the wrong recipient counts as loss, whatever the cause. ",
)
_COMPLAINT = Words(
    no="Reklamasjonsfristen er {days} dager fra innlevering; siste dag er {last_day:%d.%m.%Y}.",
    en="Complaints are taken for {days} days after hand-in; the last day is {last_day:%d %b %Y}.",
)
_SLACK = Words(
    no="Uhentet går brevet i retur {return_from:%d.%m.%Y}; da er det {days_left} dager igjen å reklamere på.",
    en="Uncollected, it goes back on {return_from:%d %b %Y}; {days_left} days are then left to complain.",
)


class Cause(StrEnum):
    """What went wrong with the letter."""

    LOST = "lost"
    DAMAGED = "damaged"
    DELAYED = "delayed"
    WRONG_RECIPIENT = "wrong_recipient"


class Negligence(StrEnum):
    """How much we are to blame."""

    NONE = "none"
    ORDINARY = "ordinary"
    GROSS = "gross"


def compensation(*, cause: Cause, value_ore: int, negligence: Negligence, edition: PumEdition) -> Decision:
    """
    Return what is paid for a letter that was lost, damaged, late or given to somebody else.

    Terms:   PUM §17.
    Unit:    øre.
    Reading: for loss, damage and wrong recipient the text asks for no fault; for delay it asks for gross
    negligence, and nothing less will do.
    Refuses: DELAY_NOT_GROSS.
    """
    refused: tuple[Refusal, ...] = ()
    if cause is Cause.DELAYED and negligence is not Negligence.GROSS:
        refused = (Refusal(afterwards.DELAY_NOT_GROSS),)
    facts = {"cause": cause, "cap_nok": edition.liability_cap_ore // 100}
    reasons: tuple[Reason, ...] = (Reason.stating("compensation", PUM(17), words=_VALUE, facts=facts),)
    if cause is Cause.WRONG_RECIPIENT:
        reasons = (Reason.stating("counts_as_lost", PUM(17), words=_WRONG_RECIPIENT), *reasons)
    return Decision.judged(
        question="compensation",
        edition=edition.id,
        refusals=refused,
        passed="compensated",
        refused="refused",
        reasons=reasons,
        answer={"compensation_ore": 0 if refused else min(value_ore, edition.liability_cap_ore)},
    )


def complaint_last_day(*, handed_in_on: date, edition: PumEdition) -> date:
    """
    Return the last day a complaint is in time.

    Terms:   PUM §18.
    Unit:    calendar days, or working days where the edition says so.
    Reading: the day of hand-in is day 0 and the last of the days counts (A-45, decision 0015).
    """
    return days_after(
        day=handed_in_on, count=edition.complaint_days, unit=edition.complaint_unit, edition=edition
    )


def complain(*, handed_in_on: date, complained_on: date, edition: PumEdition) -> Decision:
    """
    Decide whether a complaint is in time.

    Terms:   PUM §18.
    Reading: we may ask for papers or a copy of the report; that they are missing makes no complaint late.
    Refuses: COMPLAINT_TOO_LATE.
    """
    last = complaint_last_day(handed_in_on=handed_in_on, edition=edition)
    late = complained_on > last
    facts = {"days": edition.complaint_days, "last_day": last, "complained_on": complained_on}
    return Decision.judged(
        question="complaint",
        edition=edition.id,
        refusals=(Refusal(afterwards.COMPLAINT_TOO_LATE, facts),) if late else (),
        passed="in_time",
        refused="too_late",
        reasons=(Reason.stating("complaint", PUM(18), words=_COMPLAINT, facts=facts),),
        answer={"in_time": not late, "last_day": last},
    )


def complaint_slack(*, handed_in_on: date, days: Collection, edition: PumEdition) -> Decision:
    """
    Say how many days are left to complain when an uncollected letter starts back.

    Terms:   PUM §14, §15, §18.
    Reading: below zero means that the window closes before the sender can know; the sender is warned.
    """
    last = complaint_last_day(handed_in_on=handed_in_on, edition=edition)
    left = (last - days.return_from).days
    return Decision(
        question="complaint_slack",
        outcome="open" if left >= 0 else "closed",
        edition=edition.id,
        reasons=(
            Reason.stating(
                "complaint_slack",
                PUM(18),
                PUM(14),
                PUM(15),
                words=_SLACK,
                facts={"return_from": days.return_from, "days_left": left, "last_day": last},
            ),
        ),
        answer={
            "return_from": days.return_from,
            "complaint_last_day": last,
            "days_left": left,
        },
    )
