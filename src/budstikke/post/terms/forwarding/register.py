"""§7: what the address register takes from the National Registry, and what it tells the registers of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from budstikke.law.decision import Decision, Reason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.switches import OldName

_TAKEN = Words(
    no="Fødselsnummer, navn og dødsfall tas fra Folkeregisteret.",
    en="Identity numbers, names and deaths are taken from the National Registry.",
)
_NOT_TAKEN = Words(
    no="Hendelsen endrer ingenting i adresseregisteret; postadresser tas aldri fra Folkeregisteret.",
    en="The event changes nothing in the address register; postal addresses never come from the National Registry.",
)
_LOOKED_UP = Words(
    no="Hendelsen sier ikke hva som er endret; personen slås opp, og bare nummer, navn og død tas.",
    en="The event does not say what changed; the person is looked up, and only number, name and death are taken.",
)
_FOUND = Words(
    no="Kunden står alt i registeret og har fått ny adresse.",
    en="The customer is already in the register and has a new address.",
)
# One sentence for every reason there may be: why nothing is told must not be told either.
_NOT_FOUND = Words(no="Ingen ny adresse å opplyse.", en="No new address to tell.")


class Taken(StrEnum):
    """The only fields an event may change."""

    NATIONAL_ID = "national_id"
    NAME = "name"
    DECEASED = "deceased"


# What each event of the National Registry changes here. An event that is not a row changes nothing.
EVENTS: Mapping[str, tuple[Taken, ...]] = {
    "endringINavn": (Taken.NAME,),
    "personErDoed": (Taken.DECEASED,),
    "endringIDoedsfall": (Taken.DECEASED,),
    "endringIIdentifikasjonsnummer": (Taken.NATIONAL_ID,),
    "personErOpphoertSomDublett": (Taken.NATIONAL_ID,),
    "personErViderefoertSomGjeldendeVedSammenslaaing": (Taken.NATIONAL_ID,),
    "personErEndretVedSplitting": (Taken.NATIONAL_ID,),
    "personErGjenopprettetVedSplitting": (Taken.NATIONAL_ID,),
}
# Sent to readers without a legal basis: that something changed, and not what.
GENERAL_EVENT = "endringIPerson"


def apply_event(event: str, *, edition: ForwardingEdition) -> Decision:
    """
    Say what an event of the National Registry changes in the register.

    Terms:   Forwarding §7.
    Reading: numbers, names and deaths only; an old name stays an alias (A-25, decision 0073). An event nobody
    knows changes nothing.
    """
    taken = EVENTS.get(event, ())
    words = _TAKEN if taken else _LOOKED_UP if event == GENERAL_EVENT else _NOT_TAKEN
    answer: dict[str, object] = {"apply": tuple(str(one) for one in taken)}
    if Taken.NAME in taken:
        answer["keep_old_name_as_alias"] = edition.old_name is OldName.ALIAS
    return Decision(
        question="register",
        outcome="applied" if taken else "ignored",
        edition=edition.id,
        reasons=(Reason.stating("registry_event", FORWARDING(7), words=words),),
        answer=answer,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WashFacts:
    """
    One record of a customer register held against the address register.

    `matched`: a person moved from the address the record has. `listed`: the person is already in the customer
    register. `new_address` is what would be told.
    """

    matched: bool
    listed: bool = True
    reserved: bool = False
    protected: bool = False
    new_address: object = True


def wash(record: WashFacts, *, edition: ForwardingEdition) -> Decision:
    """
    Decide what a customer register is told of one of its records: code A with the new address, or 00 with none.

    Terms:   Forwarding §7 (only registers that list the customer already; anybody may reserve in writing).
    Reading: reserved, protected, not listed and not found get the very same answer, words and all, so that
    none of them can be told from the others (decision 0073).
    """
    told = record.matched and record.listed and not record.reserved and not record.protected
    return Decision(
        question="wash",
        outcome="told" if told else "nothing",
        edition=edition.id,
        reasons=(Reason.stating("wash", FORWARDING(7), words=_FOUND if told else _NOT_FOUND),),
        answer={"code": "A" if told else "00", "new_address": record.new_address if told else None},
    )
