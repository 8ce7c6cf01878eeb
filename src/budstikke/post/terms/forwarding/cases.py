"""§7: what a person may ask of the register in writing, until when it is answered, and how long anything is kept."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.refusals import register as refusals

_DUE = Words(
    no="Kravet kom {received_on:%d.%m.%Y} og besvares senest {due_on:%d.%m.%Y}.",
    en="The request came on {received_on:%d %b %Y} and is answered by {due_on:%d %b %Y}.",
)
_PROLONGED = Words(
    no="Fristen er forlenget til {due_on:%d.%m.%Y}; personen får vite hvorfor.",
    en="The deadline is prolonged to {due_on:%d %b %Y}; the person is told why.",
)
_KEPT = Words(
    no="Oppbevares til og med {last_day:%d.%m.%Y}.", en="Is kept up to and including {last_day:%d %b %Y}."
)


class CaseKind(StrEnum):
    """What may be asked."""

    RESERVATION = "reservation"
    ACCESS = "access"
    CORRECTION = "correction"


class Received(StrEnum):
    """How a request came; all but one are writing."""

    LETTER = "letter"
    EMAIL = "email"
    WEB = "web"
    COUNTER = "counter"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A request as it came; `identified` says that we know who asks."""

    kind: CaseKind
    received_on: date
    channel: Received
    identified: bool = True


def take_case(facts: CaseFacts, *, edition: ForwardingEdition) -> Decision:
    """
    Decide whether a request is taken, and when it is due.

    Terms:   Forwarding §7 (whoever receives mail may, in writing, reserve, ask what is listed, and have errors put
    right).
    Unit:    months of the calendar from the day it came; a month that lacks the day ends it with its last.
    Reading: a form on the web, an e-mail and a note written at the counter are writing, a telephone call is not. The
    month is the data protection law's and not the terms'; it is not moved by closed days, since earlier is never
    wrong (A-60, decision 0102).
    Refuses: REQUEST_NOT_WRITTEN, REQUESTER_UNKNOWN.
    """
    due_on = after_months(facts.received_on, edition.case_months)
    given = {"received_on": facts.received_on, "due_on": due_on}
    refused = tuple(
        Refusal(reason)
        for applies, reason in (
            (facts.channel is Received.PHONE, refusals.REQUEST_NOT_WRITTEN),
            (not facts.identified, refusals.REQUESTER_UNKNOWN),
        )
        if applies
    )
    return Decision.judged(
        question="register_case",
        edition=edition.id,
        refusals=refused,
        passed="taken",
        refused="refused",
        reasons=(Reason.stating("case_deadline", FORWARDING(7), words=_DUE, facts=given),),
        answer={} if refused else {"due_on": due_on},
    )


def prolong_case(*, received_on: date, due_on: date, today: date, edition: ForwardingEdition) -> Decision:
    """
    Decide whether a deadline may be prolonged, and until when.

    Terms:   Forwarding §7.
    Reading: once, by the law's further months, counted from the first deadline, and only before that has passed
    (A-60, decision 0102).
    Refuses: TOO_LATE_TO_PROLONG.
    """
    first = after_months(received_on, edition.case_months)
    last = after_months(received_on, edition.case_months + edition.case_prolonged_months)
    late = today > first or due_on > first
    return Decision.judged(
        question="register_case_prolonged",
        edition=edition.id,
        refusals=(Refusal(refusals.TOO_LATE_TO_PROLONG, {"due_on": first}),) if late else (),
        passed="prolonged",
        refused="refused",
        reasons=(Reason.stating("case_prolonged", FORWARDING(7), words=_PROLONGED, facts={"due_on": last}),),
        answer={"due_on": due_on if late else last},
    )


def kept_until(ended_on: date, *, edition: ForwardingEdition) -> Decision:
    """
    Decide until when something of the register is kept that holds no more: an address, a name, a case, a dead person.

    Terms:   Forwarding §7 (in accordance with the Personal Data Act).
    Reading: as long as a redirection may run and a complaint be made about it (A-61, decision 0102).
    """
    last_day = after_months(ended_on, edition.register_kept_months)
    return Decision(
        question="register_kept",
        outcome="kept",
        edition=edition.id,
        reasons=(Reason.stating("register_kept", FORWARDING(7), words=_KEPT, facts={"last_day": last_day}),),
        answer={"last_day": last_day},
    )


def before_which(today: date, *, edition: ForwardingEdition) -> date:
    """Return the day before which something must have ended to be forgotten today."""
    return after_months(today, -edition.register_kept_months)


def after_months(day: date, months: int) -> date:
    """Return the same day of a later (or earlier) month, or that month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
