"""Who may block, unblock, close, renew and reset an eID, and when: pure rules over what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from budstikke.issuer.terms.eid_editions import EidTerms
from budstikke.issuer.terms.eid_products import KINDS
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eids import State
from budstikke.issuer.terms.products import Product
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words


class BlockedFor(StrEnum):
    """Why an eID is blocked; who may unblock it follows."""

    LOST = "lost"
    STOLEN = "stolen"
    MISUSED = "misused"
    SUSPECTED = "suspected"
    NOT_NEEDED = "not_needed"


class Unblocks(StrEnum):
    """Who unblocks."""

    HOLDER = "holder"  # with another eID
    TWO = "two"  # of customer service
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One reason to block: its words, whether the holder may give it, and who unblocks."""

    words: Words
    by_holder: bool
    unblocks: Unblocks


BLOCKS: dict[BlockedFor, BlockRow] = {
    BlockedFor.LOST: BlockRow(Words("Mistet", "Lost"), True, Unblocks.HOLDER),
    BlockedFor.NOT_NEEDED: BlockRow(Words("Brukes ikke nå", "Not used for now"), True, Unblocks.HOLDER),
    BlockedFor.STOLEN: BlockRow(Words("Stjålet", "Stolen"), True, Unblocks.NOBODY),
    BlockedFor.MISUSED: BlockRow(
        Words("Brukt av noen andre", "Used by somebody else"), True, Unblocks.NOBODY
    ),
    BlockedFor.SUSPECTED: BlockRow(Words("Vi mistenker misbruk", "We suspect misuse"), False, Unblocks.TWO),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EidFacts:
    """What the rules need to know of an eID."""

    product: Product
    state: State
    expires_at: datetime
    blocked_for: BlockedFor | None = None
    renewed: bool = False
    # The eID that the session was begun with is this one.
    is_own_key: bool = False


def may_block(eid: EidFacts) -> Refusal | None:
    """Say whether the eID may be blocked: whenever it is in use, by its holder or by one of the staff, at once."""
    return None if eid.state is State.ACTIVE else refuse("NOT_IN_THIS_STATE")


def may_unblock(eid: EidFacts, *, by_two: bool) -> Refusal | None:
    """
    Say whether the eID may be unblocked, by its holder or by two of customer service.

    Reading: what was stolen or misused is never unblocked by anybody; a new one costs less than a mistake.
    """
    if eid.state is not State.BLOCKED or eid.blocked_for is None:
        return refuse("NOT_IN_THIS_STATE")
    who = BLOCKS[eid.blocked_for].unblocks
    if who is Unblocks.NOBODY:
        return refuse("NEEDS_A_NEW_ONE")
    if by_two:
        return None
    if who is Unblocks.TWO:
        return refuse("NEEDS_TWO")
    return refuse("NEEDS_ANOTHER_EID") if eid.is_own_key else None


def may_close(eid: EidFacts) -> Refusal | None:
    """Say whether the eID may be closed: as long as it is not over."""
    return refuse("NOT_IN_THIS_STATE") if eid.state in (State.CLOSED, State.EXPIRED) else None


def may_renew(eid: EidFacts, *, terms: EidTerms, now: datetime) -> Refusal | None:
    """
    Say whether the eID may be renewed without a new identity check: in use, and in its last days.

    Reading: one that is blocked or expired proves nobody, so whoever holds it orders anew and is checked.
    """
    if eid.renewed:
        return refuse("RENEWED_ALREADY")
    if eid.state is not State.ACTIVE or now >= eid.expires_at:
        return refuse("NOT_IN_THIS_STATE")
    opens_at = eid.expires_at - terms.renewal_window
    if now < opens_at:
        return refuse("TOO_EARLY_TO_RENEW", from_day=opens_at.date().isoformat())
    return None


def may_reset(eid: EidFacts) -> Refusal | None:
    """
    Say whether the means may be exchanged for new ones of the same kind: by another eID of the same person.

    Reading: a key whose own PIN is blocked is emptied by its maker's program, and registered again here.
    """
    if KINDS[eid.product].certified:
        return refuse("NEEDS_A_NEW_ONE")
    if eid.state is not State.ACTIVE:
        return refuse("NOT_IN_THIS_STATE")
    return refuse("NEEDS_ANOTHER_EID") if eid.is_own_key and eid.product is not Product.FIDO2 else None


def judge_pin(pin: str, *, number: str, terms: EidTerms) -> Refusal | None:
    """
    Say whether a PIN may be chosen.

    Reading: four digits that stand in the holder's national number are the first that a thief of a wallet tries.
    """
    least, most = terms.pin_digits
    if not (pin.isascii() and pin.isdigit() and least <= len(pin) <= most):
        return refuse("PIN_FORM", least=least, most=most)
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if steps <= {0} or steps <= {1} or steps <= {9} or pin in number:
        return refuse("PIN_TOO_EASY")
    return None
