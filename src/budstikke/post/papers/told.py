"""
What a recipient is told besides the notice: that there is more time, or that the letter went back.

Worded by version: an edition of the terms names the version its letters are told in (`notice_wording`), and that goes
on record with each notice. They name the letter and its sender, never the person. Terms: PUM §14, §15.
"""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.law.clause import Clause
from budstikke.law.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one kind of message; `sms` is all of it, the others stand above the facts of the letter."""

    heading: Words
    reason: Words
    sms: Words
    clauses: tuple[Clause, ...]
    cure: Words | None = None


WORDINGS: dict[str, dict[str, Wording]] = {
    "notice-1": {
        "extended": Wording(
            heading=Words(
                no="Du har fått lengre tid til å hente brevet", en="You have more time to collect your letter"
            ),
            reason=Words(no="Hentefristen er forlenget.", en="The time to collect it is longer."),
            sms=Words(
                no="{test}Brev {number}: hentefristen er forlenget til {day}. {outlet}. Ta med legitimasjon.",
                en="{test}Letter {number}: you may collect it until {day}. {outlet}. Bring your ID.",
            ),
            clauses=(Clause("PUM", 14),),
        ),
        "returned": Wording(
            heading=Words(
                no="Brevet er på vei tilbake til avsenderen", en="The letter is on its way back to its sender"
            ),
            reason=Words(
                no="Brevet er ikke lenger på hentestedet. Vi sender det tilbake til avsenderen.",
                en="The letter is no longer at the outlet. We are sending it back to its sender.",
            ),
            sms=Words(
                no="{test}Brev {number} er på vei tilbake til {sender}. Kontakt dem hvis du fortsatt vil ha det.",
                en="{test}Letter {number} is on its way back to {sender}. Ask them if you still want it.",
            ),
            clauses=(Clause("PUM", 14), Clause("PUM", 15)),
            cure=Words(
                no="Ta kontakt med avsenderen hvis du fortsatt vil ha brevet. De kan sende det på nytt.",
                en="Get in touch with the sender if you still want the letter. They can send it again.",
            ),
        ),
    },
}
