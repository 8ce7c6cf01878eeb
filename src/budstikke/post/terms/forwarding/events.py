"""
§1, §5: what can happen to an order, and the state and the days that follow from a history of it.

Reading: an objection freezes an order wherever it stands; let go, it takes up where it stood. The terms say nothing
of objections (A-53, decision 0096).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from budstikke.law.clause import Clause
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.days import Period


class OrderState(StrEnum):
    """Where an order stands."""

    REFUSED = "refused"
    ORDERED = "ordered"
    AGREED = "agreed"
    RUNNING = "running"
    FROZEN_UNAGREED = "frozen_unagreed"
    FROZEN = "frozen"
    ENDED = "ended"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class OrderEvent(StrEnum):
    """What can happen to an order, or to a person: to their security lock, or that they are warned of a letter."""

    ORDERED = "ORDERED"
    ORDER_REFUSED = "ORDER_REFUSED"
    COVER_CONFIRMED = "COVER_CONFIRMED"
    COVER_LEFT_OUT = "COVER_LEFT_OUT"
    PROOF_ADDED = "PROOF_ADDED"
    PROOF_ASKED = "PROOF_ASKED"
    ROLE_ACCEPTED = "ROLE_ACCEPTED"
    ROLE_REFUSED = "ROLE_REFUSED"
    PAYMENT_RESERVED = "PAYMENT_RESERVED"
    PAYMENT_FAILED = "PAYMENT_FAILED"
    CHARGED = "CHARGED"
    INVOICED = "INVOICED"
    REFUNDED = "REFUNDED"
    NOTICE_SENT = "NOTICE_SENT"
    NOTICE_FAILED = "NOTICE_FAILED"
    AGREED = "AGREED"
    STARTED = "STARTED"
    REMINDED = "REMINDED"
    EXTENDED = "EXTENDED"
    CHANGE_REFUSED = "CHANGE_REFUSED"
    INTERIM_ORDERED = "INTERIM_ORDERED"
    INTERIM_DELIVERED = "INTERIM_DELIVERED"
    STOPPED = "STOPPED"
    CLOSED_BY_PERMANENT = "CLOSED_BY_PERMANENT"
    CANCELLED = "CANCELLED"
    LAPSED = "LAPSED"
    OBJECTED = "OBJECTED"
    LET_GO = "LET_GO"
    WITHDRAWN = "WITHDRAWN"
    ENDED = "ENDED"
    RELEASED = "RELEASED"
    COLLECTED = "COLLECTED"
    COMPLAINED = "COMPLAINED"
    FORGOTTEN = "FORGOTTEN"
    LOCKED = "LOCKED"
    UNLOCKED = "UNLOCKED"
    RECIPIENT_WARNED = "RECIPIENT_WARNED"


@dataclass(frozen=True, slots=True)
class OrderEventRow:
    """
    One event: its words, from which states it may come and what it makes; None leaves the state as it is.

    `moves_days`: the event says which days the order has from now on.
    """

    code: OrderEvent
    words: Words
    clauses: tuple[Clause, ...]
    allowed_from: tuple[OrderState | None, ...] = ()
    becomes: OrderState | None = None
    moves_days: bool = False


_S, _E = OrderState, OrderEvent
# What rules and pages ask of a state; an order that was refused is none of these.
NOT_BEGUN = (_S.ORDERED, _S.AGREED)
LIVE = (_S.AGREED, _S.RUNNING)
OPEN = (_S.ORDERED, *LIVE)
FROZEN = (_S.FROZEN_UNAGREED, _S.FROZEN)
OVER = (_S.ENDED, _S.CANCELLED, _S.LAPSED)
_EVER = (*OPEN, *FROZEN, *OVER)


def _row(
    code: OrderEvent,
    no: str,
    en: str,
    *clauses: int,
    of: tuple[OrderState | None, ...] = (),
    becomes: OrderState | None = None,
    days: bool = False,
) -> OrderEventRow:
    return OrderEventRow(
        code, Words(no=no, en=en), tuple(FORWARDING(one) for one in clauses), of, becomes, days
    )


ORDER_ROWS: tuple[OrderEventRow, ...] = (
    _row(_E.ORDERED, "Bestilling mottatt", "Order received", 1, of=(None,), becomes=_S.ORDERED, days=True),
    _row(
        _E.ORDER_REFUSED, "Bestilling avslått", "Order refused", 1, of=(None,), becomes=_S.REFUSED, days=True
    ),
    _row(_E.COVER_CONFIRMED, "Bekreftet av en den gjelder", "Confirmed by a person covered", 1, of=OPEN),
    _row(_E.COVER_LEFT_OUT, "En person tas ikke med", "A person is left out", 1, of=(*OPEN, *FROZEN)),
    _row(
        _E.PROOF_ADDED, "Dokument for rollen lagt ved", "Document of the role added", 1, of=(*OPEN, *FROZEN)
    ),
    _row(
        _E.PROOF_ASKED,
        "Et annet dokument for rollen trengs",
        "Another document of the role is needed",
        1,
        of=(_S.ORDERED,),
    ),
    _row(_E.ROLE_ACCEPTED, "Rollen er godtatt", "The role is accepted", 1, of=(_S.ORDERED,)),
    _row(
        _E.ROLE_REFUSED,
        "Rollen er ikke godtatt",
        "The role is not accepted",
        1,
        of=(_S.ORDERED, _S.FROZEN_UNAGREED),
        becomes=_S.LAPSED,
    ),
    _row(_E.PAYMENT_RESERVED, "Betaling reservert", "Payment reserved", 6, of=(*OPEN, *FROZEN)),
    _row(_E.PAYMENT_FAILED, "Betaling mislyktes", "Payment failed", 6, of=_EVER),
    _row(_E.CHARGED, "Beløp trukket", "Amount charged", 6, of=_EVER),
    _row(_E.INVOICED, "Beløp fakturert", "Amount invoiced", 6, of=_EVER),
    _row(_E.REFUNDED, "Beløp betalt tilbake", "Amount paid back", 5, of=_EVER),
    _row(_E.NOTICE_SENT, "Melding sendt", "Notice sent", 1, of=_EVER),
    _row(_E.NOTICE_FAILED, "Melding kom ikke fram", "Notice failed", 1, of=_EVER),
    _row(_E.AGREED, "Avtalen er inngått", "Agreement made", 1, of=(_S.ORDERED,), becomes=_S.AGREED),
    _row(
        _E.STARTED, "Tjenesten begynner", "The service starts", 2, 3, 4, of=(_S.AGREED,), becomes=_S.RUNNING
    ),
    _row(_E.REMINDED, "Påminnelse om slutten", "Reminder of the end", 2, 3, 4, of=LIVE),
    _row(_E.EXTENDED, "Tjenesten forlenget", "The service is extended", 5, of=LIVE, days=True),
    _row(_E.CHANGE_REFUSED, "Endring avslått", "Change refused", 5, of=_EVER),
    _row(_E.INTERIM_ORDERED, "Utlevering underveis bestilt", "Interim delivery ordered", 4, of=LIVE),
    _row(
        _E.INTERIM_DELIVERED,
        "Oppbevart post levert underveis",
        "Stored mail delivered meanwhile",
        4,
        of=(_S.RUNNING,),
    ),
    _row(_E.STOPPED, "Tjenesten stoppes", "The service is stopped", 5, of=LIVE, days=True),
    _row(
        _E.CLOSED_BY_PERMANENT,
        "Avløst av en adresseendring",
        "Followed by a permanent change",
        2,
        of=(*OPEN, *FROZEN),
        days=True,
    ),
    _row(
        _E.CANCELLED,
        "Bestilling avbestilt",
        "Order cancelled",
        5,
        of=(_S.ORDERED, _S.AGREED),
        becomes=_S.CANCELLED,
    ),
    _row(
        _E.LAPSED,
        "Bestilling falt bort",
        "Order lapsed",
        1,
        of=(_S.ORDERED, _S.AGREED, _S.FROZEN_UNAGREED),
        becomes=_S.LAPSED,
    ),
    _row(_E.OBJECTED, "Innsigelse: bestillingen er stanset", "Objection: the order is frozen", 1, 7),
    _row(_E.LET_GO, "Innsigelsen er avklart", "The objection is settled", 1, 7),
    _row(
        _E.WITHDRAWN,
        "Bestillingen er trukket etter innsigelse",
        "Order withdrawn after an objection",
        1,
        7,
        of=FROZEN,
        becomes=_S.CANCELLED,
    ),
    _row(_E.ENDED, "Perioden er over", "The period is over", 2, 3, 4, of=LIVE, becomes=_S.ENDED),
    _row(_E.RELEASED, "Oppbevart post utleveres", "Stored mail is released", 4, of=(_S.ENDED,)),
    _row(_E.COLLECTED, "Oppbevart post hentet", "Stored mail was collected", 4, of=(_S.ENDED,)),
    _row(_E.COMPLAINED, "Klage mottatt", "Complaint received", 8, of=_EVER),
    _row(_E.FORGOTTEN, "Personopplysninger slettet", "Personal data erased", 7, of=(*OVER, _S.REFUSED)),
    _row(_E.LOCKED, "Sikkerhetssperre satt", "Security lock set", 7),
    _row(_E.UNLOCKED, "Sikkerhetssperre opphevet", "Security lock lifted", 7),
    _row(_E.RECIPIENT_WARNED, "Mottaker varslet om et brev", "Recipient warned of a letter", 7),
)
ORDER_EVENTS: Mapping[OrderEvent, OrderEventRow] = {row.code: row for row in ORDER_ROWS}

# Every allowed pair and where it leads; None stands for "nothing has happened yet".
ORDER_STEPS: Mapping[tuple[OrderState | None, OrderEvent], OrderState] = {
    **{
        (state, row.code): became
        for row in ORDER_ROWS
        for state in row.allowed_from
        if (became := row.becomes or state) is not None
    },
    # Whether there was an agreement must not be forgotten while an order is frozen.
    (_S.ORDERED, _E.OBJECTED): _S.FROZEN_UNAGREED,
    (_S.AGREED, _E.OBJECTED): _S.FROZEN,
    (_S.RUNNING, _E.OBJECTED): _S.FROZEN,
    (_S.FROZEN_UNAGREED, _E.LET_GO): _S.ORDERED,
    (_S.FROZEN, _E.LET_GO): _S.AGREED,
}
# States in which a person's days are taken, so that no other order may have them.
TAKES_DAYS = frozenset({*OPEN, *FROZEN, _S.ENDED})
# States that sorting must know of: what has ended still returns mail after a permanent change.
AT_SORTING = frozenset({_S.AGREED, _S.RUNNING, _S.ENDED})


class OrderCannot(ValueError):
    """An event that cannot follow: the caller looked at the wrong state, or history is damaged."""


def order_step(state: OrderState | None, code: OrderEvent) -> OrderState:
    """
    Return the state of an order after one more event.

    Raises: OrderCannot when the event cannot follow.
    """
    try:
        return ORDER_STEPS[state, code]
    except KeyError:
        raise OrderCannot(f"{code} cannot follow when the order is {state or 'not made'}") from None


def replay_order(history: Iterable[tuple[OrderEvent, Period | None]]) -> tuple[OrderState, Period]:
    """
    Return the state and the days a history leads to, in the order in which it was recorded.

    Raises: OrderCannot for an event that cannot follow, for one without the days it must say, and for no history.
    """
    state: OrderState | None = None
    days: Period | None = None
    for code, told in history:
        state = order_step(state, code)
        if ORDER_EVENTS[code].moves_days != (told is not None):
            raise OrderCannot(f"{code} says which days the order has, or must not")
        days = told or days
    if state is None or days is None:
        raise OrderCannot("an order without events has no state")
    return state, days
