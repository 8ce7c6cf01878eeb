"""Open a claim about a letter: whoever tells us, the desk, the sender's program or the recipient's page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from budstikke.formats.s10 import letter_id
from budstikke.law.refusal import Refusal
from budstikke.post.actions.keeping.hold import place_hold
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sealing import seal, unseal
from budstikke.post.records import answered, history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Claim, Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event
from budstikke.post.terms.pum.keeping import HeldFor
from budstikke.post.terms.pum.settling import Claimant, ClaimKind, may_claim

# What the sealed words of a claim are bound to, besides their letter.
DOCUMENTS = "claim documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """
    What we were told: what is claimed, by whom, when, and from when on it was known.

    Unit: øre; `claimed_ore` is what was asked for, if anything was, and binds nobody; `documents` is what shows it,
    in the claimant's words.
    """

    kind: ClaimKind
    claimant: Claimant
    told_on: date
    discovered_on: date | None = None
    claimed_ore: int | None = None
    documents: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The claim; `new` is false where one of its kind was open already; the last day on which it was in time."""

    claim: Claim
    new: bool
    last_day: date


def open_claim(
    number: str, told: Told, *, by: str, now: datetime, sender_id: int | None = None
) -> Opened | Refusal:
    """
    Open a claim, and hold the letter's records until it is settled.

    Terms:   PUM §17, §18.
    Returns: the claim; one of the same kind that is open already is the one.
    Refuses: CLAIM_BEFORE_HAND_IN, COMPLAINT_TOO_LATE.
    Raises:  Letter.DoesNotExist, also for another sender's letter where `sender_id` says who asks.
    """
    with acting_as(CARRIER):
        letters = Letter.objects.select_for_update()
        if sender_id is not None:
            letters = letters.filter(sender_id=sender_id)
        letter = letters.get(id=letter_id(number))
        inputs = {
            "kind": told.kind,
            "claimant": told.claimant,
            "handed_in_on": letter.handed_in_on,
            "told_on": told.told_on,
        }
        decision = may_claim(**inputs, edition=BY_ID[letter.edition])  # type: ignore[arg-type]
        if decision.refusals:
            return decision.refusals[0]
        last_day = decision.answer["last_day"]
        assert isinstance(last_day, date)
        known = Claim.objects.filter(letter=letter, kind=told.kind, settled_at=None).first()
        if known is not None:
            return Opened(claim=known, new=False, last_day=last_day)
        claim = Claim.objects.create(
            letter=letter,
            sender_id=letter.sender_id,
            kind=told.kind,
            claimant=told.claimant,
            opened_at=now,
            opened_by=by,
            told_on=told.told_on,
            discovered_on=told.discovered_on,
            claimed_ore=told.claimed_ore,
            documents_sealed=_sealed(told.documents, letter_id=letter.id),
        )
        event = NewEvent(
            letter_id=letter.id,
            code=Event.CLAIM_OPENED,
            happened_at=now,
            actor=by,
            decision=recorded(decision, **inputs),
        )
        history.write([event], recorded_at=now)
        place_hold([letter.number], reason=HeldFor.CLAIM, by=by, now=now)
    return Opened(claim=claim, new=True, last_day=last_day)


def open_claim_once(
    number: str, told: Told, *, named: answered.Named | None, by: str, now: datetime, sender_id: int
) -> Opened | Refusal:
    """
    Do the same for a sender's program, which may have to ask again: a request it has named makes one claim.

    Terms:   PUM §17, §18.
    Reading: without the name a repetition that comes after the claim was settled would make another. A refusal
             is no answer to keep: nothing was done, and it is judged again.
    Returns: the claim; a repetition is answered as the first was, with the claim as it stands.
    Refuses: CLAIM_BEFORE_HAND_IN, COMPLAINT_TOO_LATE.
    Raises:  records.answered.OtherRequest when the name was given to another request; Letter.DoesNotExist.
    """
    with acting_as(CARRIER):
        before = named and answered.answered(named, sender_id=sender_id)
        if before is not None:
            claim = Claim.objects.get(id=before["claim"], sender_id=sender_id)
            return Opened(claim=claim, new=before["new"], last_day=date.fromisoformat(before["last_day"]))
        opened = open_claim(number, told, by=by, now=now, sender_id=sender_id)
        if named and isinstance(opened, Opened):
            answer = {
                "claim": opened.claim.id,
                "new": opened.new,
                "last_day": opened.last_day.isoformat(),
            }
            answered.note_answer(named, answer, sender_id=sender_id, now=now)
    return opened


def documents_of(claim: Claim) -> str:
    """Return what shows a claim, in the claimant's words; nothing where nothing was given, or it was erased."""
    if claim.documents_sealed is None:
        return ""
    return unseal(claim.documents_sealed, letter_id=claim.letter_id, kind=DOCUMENTS).decode()


def _sealed(documents: str, *, letter_id: int) -> bytes | None:
    return seal(documents.encode(), letter_id=letter_id, kind=DOCUMENTS) if documents.strip() else None
