"""Take a dispatch in at the counter of the agreed place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from budstikke.formats.s10 import letter_id
from budstikke.law.decision import Decision
from budstikke.post.actions.invoicing.bill import bill
from budstikke.post.actions.outlets.route import route
from budstikke.post.actions.recorded import recorded, together
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Letter, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID, pum_on
from budstikke.post.terms.events import Event
from budstikke.post.terms.pum.days import day_counted
from budstikke.post.terms.pum.hand_in import DispatchFacts, out_of_order, receive
from budstikke.post.terms.pum.letter import Measures, measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """
    A dispatch as it lies on the counter.

    `numbers` are in the order in which the letters lie; `measured` holds what was measured, by number.
    """

    customer_number: str
    numbers: Sequence[str]
    place: str
    marked: bool = True
    separated: bool = True
    measured: Mapping[str, Measures] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What became of a dispatch: its decision, the letters taken, those refused, and numbers not waited for."""

    decision: Decision
    taken: tuple[str, ...]
    refused: Mapping[str, Decision]
    unknown: tuple[str, ...]


def hand_in(dispatch: Dispatch, *, clerk: str, today: date, now: datetime) -> HandedIn:
    """
    Take in a dispatch, or say why not; a letter that is too heavy does not hold up the others.

    Terms:   PUM §4, §8, §9, §13.
    Returns: the decisions; a refused letter or dispatch stays with its sender, who reads why in its status.
    """
    with acting_as(CARRIER):
        sender = Sender.objects.get(customer_number=dispatch.customer_number)
        letters = _locked(sender, dispatch.numbers)
        facts = DispatchFacts(
            letters=len(letters),
            sorted_by_postcode=out_of_order([letter.postcode for letter in letters]) is None,
            marked=dispatch.marked,
            separated=dispatch.separated,
            at_agreed_place=dispatch.place == sender.hand_in_place,
        )
        whole = receive(facts, edition=pum_on(today))
        each = _measured(letters, dispatch.measured)
        received = recorded(whole, dispatch=facts)
        taken = [
            letter for letter in letters if not whole.refusals and not each.get(letter.number, whole).refusals
        ]
        taken_ids = {letter.id for letter in taken}
        history.write(
            [
                NewEvent(
                    letter_id=letter.id,
                    code=Event.HANDED_IN if letter.id in taken_ids else Event.HAND_IN_REFUSED,
                    happened_at=now,
                    at_place=dispatch.place,
                    actor=clerk,
                    decision=_why(letter, whole, received, each, dispatch.measured),
                )
                for letter in letters
            ],
            recorded_at=now,
        )
        Letter.objects.filter(id__in=taken_ids).update(
            handed_in_on=day_counted(at=now, edition=pum_on(today))
        )
        bill(sorted(taken_ids), on=today)
        route(sorted(taken_ids), edition=pum_on(today))
    known = {letter.number for letter in letters}
    return HandedIn(
        decision=whole,
        taken=tuple(letter.number for letter in taken),
        refused={
            letter.number: whole if whole.refusals else each[letter.number]
            for letter in letters
            if letter.id not in taken_ids
        },
        unknown=tuple(number for number in dispatch.numbers if number not in known),
    )


def _locked(sender: Sender, numbers: Sequence[str]) -> list[Letter]:
    order = {number: place for place, number in enumerate(numbers)}
    found = Letter.objects.select_for_update().filter(
        sender=sender, id__in=[letter_id(number) for number in order], state="booked"
    )
    return sorted(found.order_by("id"), key=lambda letter: order[letter.number])


def _measured(letters: Sequence[Letter], measured: Mapping[str, Measures]) -> dict[str, Decision]:
    return {
        letter.number: measure(measured[letter.number], edition=BY_ID[letter.edition])
        for letter in letters
        if letter.number in measured
    }


def _why(
    letter: Letter,
    whole: Decision,
    received: dict[str, object],
    each: Mapping[str, Decision],
    measured: Mapping[str, Measures],
) -> dict[str, object]:
    # Both decisions are written down, whichever it was that decided: another edition may judge otherwise.
    own = each.get(letter.number)
    if own is None:
        return received
    weighed = recorded(own, measures=measured[letter.number])
    only_the_letter = own.refusals and not whole.refusals
    return together(weighed, received) if only_the_letter else together(received, weighed)
