"""Put a letter's address right at the desk, until its recipient is told where it waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from budstikke.formats.s10 import letter_id
from budstikke.law.refusal import Refusal
from budstikke.post.actions.outlets.route import route
from budstikke.post.actions.recorded import recorded
from budstikke.post.papers.glyphs import unprintable
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Letter, Postcode
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event, State
from budstikke.post.terms.pum.at_the_desk import Why
from budstikke.post.terms.pum.correcting import CorrectionFacts, correct_address

LONGEST = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAddress:
    """Where the letter goes; the town follows from the postcode, and whom it is for never changes."""

    street: str = field(repr=False)
    street2: str = field(default="", repr=False)
    postcode: str = ""


def correct(number: str, address: NewAddress, *, why: Why, clerk: str, now: datetime) -> tuple[Refusal, ...]:
    """
    Put a letter's address right, and send it to the outlet of its new postcode.

    Terms:   PUM §5, §7, §11 (decision 0114).
    Reading: the event and its evidence say that, when and by whom; neither address stands in them.
    Returns: why not; nothing when it is done.
    Refuses: NOT_IN_THAT_STATE, ADDRESS_TOLD, ADDRESS_INCOMPLETE, POSTCODE_UNKNOWN, ADDRESS_THE_SAME.
    Raises:  Letter.DoesNotExist.
    """
    with acting_as(CARRIER):
        letter = Letter.objects.select_for_update().get(id=letter_id(number))
        register = Postcode.objects.filter(code=address.postcode).first()
        street, street2 = address.street.strip(), address.street2.strip()
        as_it_is = (letter.street, letter.street2, letter.postcode)
        facts = CorrectionFacts(
            state=State(letter.state),
            told=letter.notified_on is not None or letter.state == State.READY,
            street_given=bool(street) and _fits(street) and _fits(street2),
            postcode_known=register is not None,
            changes=(street, street2, address.postcode) != as_it_is,
            moves=letter.postcode != address.postcode,
        )
        edition = BY_ID[letter.edition]
        decision = correct_address(facts, why=why, edition=edition)
        if decision.refusals:
            return decision.refusals
        assert register is not None
        event = NewEvent(
            letter_id=letter.id,
            code=Event.ADDRESS_CORRECTED,
            happened_at=now,
            actor=clerk,
            decision=recorded(decision, facts=facts, why=why),
        )
        history.write([event], recorded_at=now)
        Letter.objects.filter(id=letter.id).update(
            street=street, street2=street2, postcode=register.code, city=register.city
        )
        if facts.moves:
            route([letter.id], edition=edition)
    return ()


def _fits(text: str) -> bool:
    return len(text) <= LONGEST and not unprintable(text)
