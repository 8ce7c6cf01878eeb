"""Where an order stands, for its customer: state, history, and why the post did not hand over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from budstikke.issuer.actions.sealed_orders import particulars_of
from budstikke.issuer.records.models import Letter, LetterEvent, Order, ReaderSession
from budstikke.issuer.terms.advice import OTHER, Advice, advice_for
from budstikke.issuer.terms.channels import SoFar
from budstikke.issuer.terms.codes import new_letter
from budstikke.issuer.terms.edition import BY_ID, IssuerEdition
from budstikke.issuer.terms.letters import EVENTS, Event, State
from budstikke.issuer.terms.status_words import Status, status_of
from budstikke.law.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the history, and what the post gave as its reasons."""

    words: Words
    at: datetime
    reasons: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStatus:
    """An order as its customer sees it; `advice` is there while a refusal at the counter can still be put right."""

    order: Order
    letter: Letter | None
    status: Status
    lines: tuple[Line, ...]
    advice: tuple[Advice, ...]
    last_collect_day: date | None
    may_have_letter: bool
    so_far: SoFar


def find_order(order_number: str, *, postcode: str) -> Order | None:
    """Return the order of a number, if whoever asks knows the postcode it was ordered with."""
    order = Order.objects.select_related("customer").filter(number=order_number.strip().upper()).first()
    if order is None or order.particulars_sealed is None:
        return None
    return order if particulars_of(order).postcode == postcode.strip() else None


def order_status(order: Order, *, now: datetime) -> OrderStatus:
    """Return where an order stands: by its newest letter, which is the one that counts."""
    letters = list(Letter.objects.filter(order=order).order_by("id"))
    letter = letters[-1] if letters else None
    events = list(LetterEvent.objects.filter(letter=letter).order_by("happened_at", "id")) if letter else []
    state, edition = State(letter.state) if letter else None, BY_ID[order.edition]
    refused = [each for each in events if each.code == Event.ATTEMPTED_DELIVERY]
    turned_away = refused and state is State.READY
    may_have = (
        order.ended_at is None
        and state is not None
        and new_letter(
            state=state,
            placed_at=order.placed_at,
            sent_at=[each.made_at for each in letters],
            edition=edition,
            now=now,
        )
        is None
    )
    return OrderStatus(
        order=order,
        letter=letter,
        status=status_of(state, ended_as=order.ended_as, edition=edition),
        lines=tuple(_line(each, edition=edition) for each in reversed(events)),
        advice=_advice(refused[-1], edition=edition) if turned_away else (),
        last_collect_day=letter.last_collect_day if letter and state is State.READY else None,
        may_have_letter=may_have,
        so_far=_so_far(order, state, turned_away=bool(refused)),
    )


def _so_far(order: Order, letter: State | None, *, turned_away: bool) -> SoFar:
    newest = ReaderSession.objects.filter(order=order).order_by("-id").first()
    return SoFar(letter=letter, turned_away=turned_away, reading=newest.outcome if newest else "")


def _advice(refused: LetterEvent, *, edition: IssuerEdition) -> tuple[Advice, ...]:
    return advice_for((reason.get("rule", "") for reason in refused.reasons), edition=edition)


# Where the post's reasons help; what it says of a thing that went well is for its own staff.
_WENT_WRONG = frozenset({Event.ATTEMPTED_DELIVERY, Event.RETURN, Event.DELIVERED_SENDER, Event.LOST})


def _line(event: LetterEvent, *, edition: IssuerEdition) -> Line:
    """
    Return a line of the history.

    Reading: the post words its reasons for its own staff, who speak to a customer. Here the customer reads, so each is
    told in our words for it, by its code. One that we have no words for is told in general at the counter, and not at
    all elsewhere.
    """
    told = _advice(event, edition=edition) if event.code in _WENT_WRONG and event.reasons else ()
    at_the_counter = event.code == Event.ATTEMPTED_DELIVERY
    reasons = tuple(each.cause for each in told if at_the_counter or each.code != OTHER.code)
    return Line(words=EVENTS[Event(event.code)].words, at=event.happened_at, reasons=reasons)
