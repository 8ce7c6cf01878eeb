"""§7: how a person's telephone or e-mail is changed: a code sent to the new one comes back."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.refusals import watching as refusals

# What guards our own door and is no part of the agreement, so it stands in no edition: a code of six digits is guessed
# by one in 200 000 who may try five times.
CODE_MINUTES = 15
CODE_COUNTS_FOR = timedelta(minutes=CODE_MINUTES)
MOST_TRIES = 5
MOST_CODES = 5
CODES_WITHIN = timedelta(days=1)
# As long as a holiday from the telephone may be; after it a way counts as the person's own.
UNDO_DAYS = 14
UNDONE_WITHIN = timedelta(days=UNDO_DAYS)

_SENT = Words(
    no="Koden gjelder i {minutes} minutter, og kan prøves {tries} ganger.",
    en="The code counts for {minutes} minutes, and can be tried {tries} times.",
)
_CHANGED = Words(
    no="Den nye gjelder fra nå. Vi sier fra til det vi hadde fra før.",
    en="The new one counts from now on. We tell those we had before.",
)
_REMOVED = Words(
    no="Den er fjernet. Vi sier fra til det vi hadde fra før.",
    en="It is removed. We tell those we had before.",
)
_PUT_BACK = Words(
    no="Det vi hadde fra før, gjelder igjen, og adressen er sperret: bestillinger tas bare imot mot legitimasjon.",
    en="What we had before counts again, and the address is locked: orders are taken against a document only.",
)


class Way(StrEnum):
    """A way to reach a person that the person themselves changes."""

    MOBILE = "mobile"
    EMAIL = "email"


WAYS = {
    Way.MOBILE: Words(no="Mobilnummer", en="Mobile number"),
    Way.EMAIL: Words(no="E-postadresse", en="E-mail address"),
}


def code_sent(
    *, way: Way, sent_lately: int, undone_lately: bool = False, edition: ForwardingEdition
) -> Decision:
    """
    Decide whether a code may be sent to a new telephone or e-mail.

    Terms:   Forwarding §7.
    Reading: the terms name no such way; a new one counts only once whoever has it says so, and nobody's telephone is
    filled with codes (decision 0174). After somebody said that a change was not theirs, nothing new counts for a while
    (decision 0187).
    Refuses: CONTACT_PUT_BACK, CONTACT_CODES_MANY.
    """
    rows = (
        (undone_lately, refusals.CONTACT_PUT_BACK),
        (sent_lately >= MOST_CODES, refusals.CONTACT_CODES_MANY),
    )
    return Decision.judged(
        question="contact_code_sent",
        edition=edition.id,
        refusals=tuple(Refusal(reason, {"days": UNDO_DAYS}) for applies, reason in rows if applies),
        passed="sent",
        refused="refused",
        reasons=(
            Reason.stating(
                "code_sent",
                FORWARDING(7),
                words=_SENT,
                facts={"way": way, "minutes": CODE_MINUTES, "tries": MOST_TRIES},
            ),
        ),
    )


def code_typed(
    *, way: Way, fits: bool, tries_before: int, age: timedelta, edition: ForwardingEdition
) -> Decision:
    """
    Decide whether a code that was typed lets the new telephone or e-mail count.

    Terms:   Forwarding §7.
    Reading: a wrong code may be a slip of the finger, and is told so with how many tries are left (decision 0174).
    Refuses: CONTACT_CODE_OVER, CONTACT_CODE_WRONG.
    """
    left = MOST_TRIES - tries_before - 1
    over = tries_before >= MOST_TRIES or age > CODE_COUNTS_FOR or (not fits and left == 0)
    refused = (
        (Refusal(refusals.CONTACT_CODE_OVER),)
        if over
        else ()
        if fits
        else (Refusal(refusals.CONTACT_CODE_WRONG, {"left": left}),)
    )
    return Decision.judged(
        question="contact_code_typed",
        edition=edition.id,
        refusals=refused,
        passed="changed",
        refused="refused",
        reasons=(Reason.stating("code_came_back", FORWARDING(7), words=_CHANGED, facts={"way": way}),),
    )


def way_removed(
    *, way: Way, others: int, waits_for: int, undone_lately: bool, edition: ForwardingEdition
) -> Decision:
    """
    Decide whether a way to reach a person is removed; `others` are left, `waits_for` open orders name the person.

    Terms:   Forwarding §7.
    Reading: the last way stays while an order is open, for what is told of it would come on paper, after it took
    effect; without one it goes, and paper takes its place (decision 0187).
    Refuses: CONTACT_PUT_BACK, CONTACT_LAST_WAY.
    """
    rows = (
        (undone_lately, refusals.CONTACT_PUT_BACK),
        (not others and waits_for > 0, refusals.CONTACT_LAST_WAY),
    )
    return Decision.judged(
        question="contact_way_removed",
        edition=edition.id,
        refusals=tuple(Refusal(reason, {"days": UNDO_DAYS}) for applies, reason in rows if applies),
        passed="removed",
        refused="refused",
        reasons=(Reason.stating("way_removed", FORWARDING(7), words=_REMOVED, facts={"way": way}),),
    )


def change_undone(*, age: timedelta, undone: bool, edition: ForwardingEdition) -> Decision:
    """
    Decide whether the link in the news of a change still puts back what was there before.

    Terms:   Forwarding §7.
    Reading: it counts once, and for so long (decision 0187); whoever has it had the way before, and it only restores
    what was, and asks for presence from then on.
    Refuses: CONTACT_LINK_OVER.
    """
    over = undone or age > UNDONE_WITHIN
    return Decision.judged(
        question="contact_change_undone",
        edition=edition.id,
        refusals=(Refusal(refusals.CONTACT_LINK_OVER, {"days": UNDO_DAYS}),) if over else (),
        passed="put_back",
        refused="refused",
        reasons=(Reason.stating("put_back", FORWARDING(7), words=_PUT_BACK),),
    )
