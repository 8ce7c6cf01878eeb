"""§5, §7, §11: an address that is put right while the letter is on its way and nobody has been told of it."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.events import Event, State, may_follow
from budstikke.post.terms.pum.at_the_desk import WHY, Why
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import booking, claims, desk, sending

_CORRECTED = Words(no="Adressen er rettet. {why}.", en="The address has been corrected. {why}.")
_REROUTED = Words(
    no="Brevet går til hentestedet for det nye postnummeret.",
    en="The letter goes to the outlet of the new postcode.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionFacts:
    """What of a letter decides whether its address is corrected; never the address itself."""

    state: State
    told: bool
    street_given: bool
    postcode_known: bool
    changes: bool
    moves: bool


def correct_address(facts: CorrectionFacts, *, why: Why, edition: PumEdition) -> Decision:
    """
    Decide whether the desk may put a letter's address right.

    Terms:   PUM §5, §7, §11.
    Reading: §7 lets the sender replace an order until the first scan; after it the desk may put right where the letter
    goes, never to whom, until the recipient is told of an outlet. One person does it: whoever comes shows their
    document all the same (A-114, decision 0114).
    Refuses: NOT_IN_THAT_STATE, ADDRESS_TOLD, ADDRESS_INCOMPLETE, POSTCODE_UNKNOWN, ADDRESS_THE_SAME.
    """
    rows = (
        (facts.told or may_follow(facts.state, Event.ADDRESS_CORRECTED), desk.NOT_IN_THAT_STATE),
        (not facts.told, claims.ADDRESS_TOLD),
        (facts.street_given, sending.ADDRESS_INCOMPLETE),
        (facts.postcode_known, booking.POSTCODE_UNKNOWN),
        (facts.changes, claims.ADDRESS_THE_SAME),
    )
    refused = tuple(Refusal(reason, {"state": facts.state}) for holds, reason in rows if not holds)
    words = Words(no=_CORRECTED.no.format(why=WHY[why].no), en=_CORRECTED.en.format(why=WHY[why].en))
    told = [Reason(rule="address_corrected", clauses=(PUM(5), PUM(7)), words=words, facts={"why": why})]
    if facts.moves:
        told.append(Reason.stating("outlet", PUM(11), words=_REROUTED))
    return Decision.judged(
        question="correct_address",
        edition=edition.id,
        refusals=refused,
        passed="corrected",
        refused="refused",
        reasons=tuple(told),
        answer={"moves": facts.moves},
    )
