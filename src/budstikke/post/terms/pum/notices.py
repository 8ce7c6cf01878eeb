"""§11, §14: how the recipient is told that the letter waits, and what is tried when that fails."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from budstikke.law.decision import Decision, Reason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.edition import PumEdition

PAPER, DIGITAL, OVERTAKEN = "letter", "digital", "overtaken"
READY, REMINDER, OUTAGE, EXTENDED, RETURNED = "ready", "reminder", "outage", "extended", "returned"
# The answer to a claim, to whoever made it: no notice of the terms, but told by the same channels.
CLAIM = "claim"
# In which states of its letter a notice still says something; all others speak of a letter that can be collected.
_STATES = {RETURNED: (State.RETURNING, State.RETURNED), CLAIM: tuple(State)}

# What the messages are called, and where each went; one overtaken by what happened meanwhile went nowhere.
NOTICE_WORDS: Mapping[str, Words] = {
    READY: Words(no="Hentemelding", en="Notice"),
    REMINDER: Words(no="Påminnelse", en="Reminder"),
    OUTAGE: Words(no="Melding om driftsavbrudd", en="Message about an outage"),
    EXTENDED: Words(no="Melding om lengre hentefrist", en="Message that the deadline is longer"),
    RETURNED: Words(no="Melding om retur", en="Message that it goes back"),
    CLAIM: Words(no="Svar på krav", en="Answer to a claim"),
}
CHANNEL_WORDS: Mapping[str, Words] = {
    "sms": Words(no="SMS", en="SMS"),
    "email": Words(no="e-post", en="e-mail"),
    DIGITAL: Words(no="digital postkasse", en="digital mailbox"),
    PAPER: Words(no="brev i posten", en="letter by mail"),
    OVERTAKEN: Words(no="ikke sendt, ble overflødig", en="not sent, no longer needed"),
}
_WORDS = {
    "sms": Words(no="Hentemelding sendes på SMS.", en="The notice is sent by SMS."),
    "email": Words(no="Hentemelding sendes på e-post.", en="The notice is sent by e-mail."),
    DIGITAL: Words(
        no="Hentemelding sendes til mottakerens digitale postkasse.",
        en="The notice is sent to the recipient's digital mailbox.",
    ),
    PAPER: Words(no="Hentemelding sendes som brev i posten.", en="The notice is sent on paper, by mail."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """What the order gave to reach the recipient by; the values themselves are not needed here."""

    has_mobile: bool
    has_email: bool
    has_digital: bool = False


def channel_words(channel: str) -> Words:
    """Return what a channel is called; one that is none of ours any more keeps the name it had, "" stays empty."""
    return CHANNEL_WORDS.get(channel, Words(no=channel, en=channel))


def channels(contact: ContactFacts, *, edition: PumEdition) -> tuple[str, ...]:
    """
    Return the channels a notice may take, in the order in which they are tried.

    Terms:   PUM §11.
    Reading: with both a mobile number and an e-mail address the SMS is tried first; paper is always left,
    since every letter has an address. A digital mailbox comes before paper, which it stands for, and after what the
    terms name (A-119, decision 0119).
    """
    reachable = {
        "sms": contact.has_mobile,
        "email": contact.has_email,
        DIGITAL: contact.has_digital,
        PAPER: True,
    }
    return tuple(channel for channel in edition.notice_channels if reachable[channel])


def notice_channel(contact: ContactFacts, *, failed: Collection[str] = (), edition: PumEdition) -> Decision:
    """
    Choose the channel of a notice or reminder, leaving out those that have failed for good.

    Terms:   PUM §11, §14.
    Reading: the text knows no failure. A recipient who was not told cannot collect, so the next channel is
    tried, down to paper; paper that failed is tried again, because nothing else is left.
    """
    left = [channel for channel in channels(contact, edition=edition) if channel not in failed]
    chosen = left[0] if left else PAPER
    return Decision(
        question="notice_channel",
        outcome=chosen,
        edition=edition.id,
        reasons=(
            Reason.stating("notice_channel", PUM(11), words=_WORDS[chosen], facts={"failed": sorted(failed)}),
        ),
        answer={"channel": chosen},
    )


def still_says_something(kind: str, *, state: str) -> bool:
    """
    Say whether a notice of this kind is still to be sent while its letter is in a state.

    Terms:   PUM §11, §14, §15.
    Reading: who was told that a letter waits is told that it went back, and that there is more time; nobody is told of
             a letter what is no longer so.
    """
    return State(state) in _STATES.get(kind, (State.READY,))


def quiet_until(channel: str, *, local_at: datetime, edition: PumEdition) -> datetime | None:
    """
    Return when a channel that may not be used at this hour may be used again; None where it may be used now.

    Terms:   PUM §11, §14.
    Unit:    `local_at` in the recipients' time zone; the answer is in the same.
    Reading: the text knows no hour. An SMS wakes people, so none is sent between the hours of the edition; it waits
             for the morning, and the deadline counts from the day it is sent (A-55, decision 0089). Mail wakes nobody.
    """
    if channel != "sms" or edition.sms_quiet_hours is None:
        return None
    begins, ends = edition.sms_quiet_hours
    hour = local_at.time()
    over_midnight = begins > ends
    quiet = (hour >= begins or hour < ends) if over_midnight else begins <= hour < ends
    if not quiet:
        return None
    day = local_at.date() + timedelta(days=1) if over_midnight and hour >= begins else local_at.date()
    return datetime.combine(day, ends, tzinfo=local_at.tzinfo)


def reminder_days(channel: str, *, edition: PumEdition) -> tuple[int, ...]:
    """
    Return on which days after the notice a reminder is sent, for the channel the notice went by.

    Terms:   PUM §14.
    Reading: a digital mailbox is reminded of as e-mail is.
    """
    return {
        "sms": edition.reminder_days_sms,
        "email": edition.reminder_days_email,
        DIGITAL: edition.reminder_days_email,
        PAPER: edition.reminder_days_paper,
    }[channel]
