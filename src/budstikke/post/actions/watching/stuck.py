"""A letter whose report does not get on: where it is stuck, and what cures it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from budstikke.law.words import Words
from budstikke.post.actions.watching.note_hindrance import UNREACHABLE
from budstikke.post.records.undelivered import Owed


class Where(StrEnum):
    """Where a report is stuck."""

    NOT_SEALED = "NOT_SEALED"
    NOT_SENT = "NOT_SENT"
    NOT_CONFIRMED = "NOT_CONFIRMED"
    NOT_IN_MAILBOX = "NOT_IN_MAILBOX"
    OTHER_CONTENT = "OTHER_CONTENT"


_MAILBOX_DOWN = Words(
    no="Postkassen svarer ikke. Se etter BUDSTIKKE_MAILBOX_URL og linjen dit; rapporten sendes av seg "
    "selv når den svarer.",
    en="The mailbox does not answer. Look at BUDSTIKKE_MAILBOX_URL and the line there; the report is "
    "sent by itself once it answers.",
)
_FAULT = Words(
    no="Noe feilet hos oss. Arbeiderens logg sier hvor; rett det, så tas rapporten opp igjen innen et døgn.",
    en="Something failed with us. The worker's log says where; mend it, and the report is taken up "
    "again within a day.",
)
# By where and the error's code; by where alone for any other error, and for none.
_CURES: Mapping[tuple[Where, str | None], Words] = {
    (Where.NOT_SEALED, UNREACHABLE): Words(
        no="Tidsstempeltjenesten svarer ikke. Se etter BUDSTIKKE_TIME_STAMP_URL; rapporten forsegles av "
        "seg selv når den svarer.",
        en="The time stamp authority does not answer. Look at BUDSTIKKE_TIME_STAMP_URL; the report is "
        "sealed by itself once it answers.",
    ),
    (Where.NOT_SEALED, None): Words(
        no="Ingen har forsøkt ennå. Se etter at en arbeider går: budstikke worker.",
        en="Nobody has tried yet. See that a worker runs: budstikke worker.",
    ),
    (Where.NOT_SENT, UNREACHABLE): _MAILBOX_DOWN,
    (Where.NOT_SENT, "UNKNOWN_RECIPIENT"): Words(
        no="Avsenderen har ingen postkasse under dette organisasjonsnummeret. Åpne den, eller rett "
        "nummeret i registeret.",
        en="The sender has no mailbox under this organisation number. Open it, or correct the number in "
        "the register.",
    ),
    (Where.NOT_SENT, "DUPLICATE_MESSAGE"): Words(
        no="Postkassen har noe annet under brevets nummer. Finn ut hvem som sendte det; rapporten sendes "
        "ikke over det.",
        en="The mailbox has something else under the letter's number. Find out who sent it; the report is "
        "not sent over it.",
    ),
    (Where.NOT_SENT, None): Words(
        no="Rapporten venter på en arbeider. Se etter at en går: budstikke worker.",
        en="The report waits for a worker. See that one runs: budstikke worker.",
    ),
    (Where.NOT_CONFIRMED, None): _MAILBOX_DOWN,
    (Where.NOT_IN_MAILBOX, None): Words(
        no="Postkassen tok rapporten og har den ikke lenger. Den sendes igjen, med de samme bytene; spør "
        "postkassen hvor den ble av.",
        en="The mailbox took the report and has it no longer. It is sent again, the same bytes; ask the "
        "mailbox where it went.",
    ),
    (Where.OTHER_CONTENT, None): Words(
        no="Postkassen har andre bytes enn dem vi sendte. Sammenlign dem med budstikke verify, og spør "
        "postkassen.",
        en="The mailbox has other bytes than those we sent. Compare them with budstikke verify, and ask "
        "the mailbox.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """One letter whose report is stuck; `error` is the last one, in words."""

    number: str
    where: Where
    since: datetime
    code: str | None
    error: str | None
    tried_at: datetime | None
    queued_again: bool = False

    @property
    def cure(self) -> Words:
        """What an operator can do about it."""
        found = _CURES.get((self.where, self.code))
        if found is None and self.code is not None and self.where in (Where.NOT_SEALED, Where.NOT_SENT):
            return _FAULT
        return found or _CURES[self.where, None]


def since(letter: Owed) -> datetime:
    """Return since when a report has been where it is."""
    return letter.sent_at or letter.made_at or letter.handed_over_at
