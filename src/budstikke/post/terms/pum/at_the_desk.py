"""§11, §14, §15, §17: what customer service may do about a letter, and what takes a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from budstikke.law.clause import Clause
from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.events import ReturnReason
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.outlets import OutletFacts, can_check
from budstikke.post.terms.refusals import desk, recipient


class Help(StrEnum):
    """What can be done about a letter at the desk."""

    EXTEND = "extend"
    MOVE = "move"
    RESEND = "resend"
    RETURN = "return"
    DAMAGED = "damaged"
    LOST = "lost"
    FOUND = "found"
    MISDELIVERED = "misdelivered"


class Why(StrEnum):
    """What it is done for; codes, because what is written down names no person."""

    RECIPIENT_ASKED = "recipient_asked"
    SENDER_ASKED = "sender_asked"
    OUTLET_TOLD = "outlet_told"
    OUR_MISTAKE = "our_mistake"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRow:
    """One kind of help: its clauses and words; `always_two` where one person never does it alone."""

    clauses: tuple[Clause, ...]
    words: Words
    always_two: bool = False


HELP: Mapping[Help, HelpRow] = {
    Help.EXTEND: HelpRow(
        clauses=(PUM(14),), words=Words(no="Forleng hentefristen", en="Extend the deadline")
    ),
    Help.MOVE: HelpRow(
        clauses=(PUM(11),), words=Words(no="Send til et annet hentested", en="Send to another outlet")
    ),
    Help.RESEND: HelpRow(
        clauses=(PUM(11), PUM(14)), words=Words(no="Send meldingen på nytt", en="Send the notice again")
    ),
    Help.RETURN: HelpRow(
        clauses=(PUM(15),), words=Words(no="Stans og send tilbake", en="Stop and send back"), always_two=True
    ),
    Help.DAMAGED: HelpRow(clauses=(PUM(17),), words=Words(no="Brevet er skadet", en="The letter is damaged")),
    Help.LOST: HelpRow(clauses=(PUM(17),), words=Words(no="Brevet er kommet bort", en="The letter is lost")),
    Help.FOUND: HelpRow(
        clauses=(PUM(17),), words=Words(no="Brevet er funnet igjen", en="The letter has been found")
    ),
    Help.MISDELIVERED: HelpRow(
        clauses=(PUM(17),),
        words=Words(no="Utlevert til feil person", en="Handed to the wrong person"),
        always_two=True,
    ),
}
WHY: Mapping[Why, Words] = {
    Why.RECIPIENT_ASKED: Words(no="Mottakeren ba om det", en="The recipient asked for it"),
    Why.SENDER_ASKED: Words(no="Avsenderen ba om det", en="The sender asked for it"),
    Why.OUTLET_TOLD: Words(no="Hentestedet meldte fra", en="The outlet reported it"),
    Why.OUR_MISTAKE: Words(no="Vi gjorde en feil", en="We made a mistake"),
    Why.AUTHORITY: Words(no="En myndighet påla det", en="An authority ordered it"),
}
RETURN_REASONS: Mapping[ReturnReason, Words] = {
    ReturnReason.WITHDRAWN: Words(no="Avsenderen vil ha det tilbake", en="The sender wants it back"),
    ReturnReason.MOVED: Words(no="Mottakeren er flyttet", en="The recipient has moved"),
    ReturnReason.INCOMPLETE_ADDRESS: Words(no="Adressen er mangelfull", en="The address is incomplete"),
    ReturnReason.DAMAGED: Words(no="Brevet er skadet", en="The letter is damaged"),
    ReturnReason.DECEASED: Words(no="Mottakeren er død", en="The recipient is dead"),
}
_DONE = Words(no="Kundeservice: {what}. {why}.", en="Customer service: {what}. {why}.")
_TWO = Words(no="Bekreftet av en annen, {confirmed_by}.", en="Confirmed by somebody else, {confirmed_by}.")
_MOVED = Words(
    no="Brevet sendes til et annet hentested som kan kontrollere legitimasjon.",
    en="The letter is sent to another outlet that can check identity.",
)
_BACK = Words(
    no="Brevet stanses og går tilbake til avsenderen: {reason}.",
    en="The letter is stopped and goes back to the sender: {reason}.",
)


def decide_help(
    *,
    what: Help,
    why: Why,
    days: int = 0,
    extended_before: bool = False,
    asked_by: str,
    confirmed_by: str = "",
    edition: PumEdition,
) -> Decision:
    """
    Decide whether what the desk wants to do takes a second person, and whether there is one.

    Terms:   PUM §11, §14, §15, §17.
    Unit:    calendar days.
    Reading: the terms know customer service no more than they know a second person. What can be taken back, or only
    gives the recipient something within the edition's days, one person does; what ends a wait early, undoes a
    hand-over or gives more takes two (A-83, decision 0083). `extended_before`: the desk gave days before.
    Refuses: SECOND_PERSON_NEEDED, SAME_PERSON.
    """
    row = HELP[what]
    beyond = what is Help.EXTEND and (extended_before or days > edition.desk_extension_days)
    two = row.always_two or beyond
    refused: tuple[Refusal, ...] = ()
    if two and not confirmed_by:
        refused = (Refusal(desk.SECOND_PERSON_NEEDED),)
    elif two and confirmed_by == asked_by:
        refused = (Refusal(desk.SAME_PERSON),)
    done = Words(
        no=_DONE.no.format(what=row.words.no, why=WHY[why].no),
        en=_DONE.en.format(what=row.words.en, why=WHY[why].en),
    )
    told = [Reason(rule="help_at_desk", clauses=row.clauses, words=done, facts={"what": what, "why": why})]
    if two:
        told.append(
            Reason.stating("second_person", *row.clauses, words=_TWO, facts={"confirmed_by": confirmed_by})
        )
    return Decision.judged(
        question="help_at_desk",
        edition=edition.id,
        refusals=refused,
        passed="done",
        refused="waits",
        reasons=tuple(told),
        answer={"second_person": two},
    )


def move_by_desk(
    *, here: int | None, wanted: OutletFacts, being_served: bool = False, edition: PumEdition
) -> Decision:
    """
    Decide whether the desk may have a letter sent on to another outlet.

    Terms:   PUM §11.
    Reading: any outlet that can check identity, as often as it helps; the deadline runs on. Not from under the hands
    of a clerk who serves somebody with the letter.
    Refuses: OUTLET_THE_SAME, OUTLET_CANNOT_CHECK, BEING_SERVED.
    """
    facts = {"outlet": wanted.id}
    rows = (
        (wanted.id != here, recipient.OUTLET_THE_SAME),
        (can_check(wanted) and wanted.connected, recipient.OUTLET_CANNOT_CHECK),
        (not being_served, recipient.BEING_SERVED),
    )
    refused = tuple(Refusal(reason, facts) for holds, reason in rows if not holds)
    return Decision.judged(
        question="move_by_desk",
        edition=edition.id,
        refusals=refused,
        passed="sent_on",
        refused="refused",
        reasons=(Reason.stating("outlet", PUM(11), words=_MOVED, facts=facts),),
        answer={"outlet": here if refused else wanted.id},
    )


def return_early(
    *, reason: ReturnReason, last_collect_day: date | None, being_served: bool = False, edition: PumEdition
) -> Decision:
    """
    Decide whether a letter is stopped and goes back before its deadline.

    Terms:   PUM §15, §6 (the return address).
    Reading: that its recipient does not want it, or nobody came yet, sends nothing back early; what makes the wait
    pointless does (decision 0083). Not from under the hands of a clerk who serves somebody with the letter.
    Refuses: NO_EARLY_RETURN, BEING_SERVED.
    """
    words = RETURN_REASONS.get(reason, Words(no="", en=""))
    told = Words(no=_BACK.no.format(reason=words.no.lower()), en=_BACK.en.format(reason=words.en.lower()))
    facts = {"reason": reason, "last_collect_day": last_collect_day}
    rows = ((reason in RETURN_REASONS, desk.NO_EARLY_RETURN), (not being_served, recipient.BEING_SERVED))
    return Decision.judged(
        question="return_early",
        edition=edition.id,
        refusals=tuple(Refusal(why, {"reason": reason}) for holds, why in rows if not holds),
        passed="returned",
        refused="kept",
        reasons=(Reason(rule="return_early", clauses=(PUM(15), PUM(6)), words=told, facts=facts),),
        answer={"returned_as": edition.return_product},
    )
