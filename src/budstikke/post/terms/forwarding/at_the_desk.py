"""§1, §7: forwarding at customer service: who calls, and what takes a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.refusals import forwarding_staff as refusals

_KNOWN = Words(
    no="Nummer og navn stemmer, og {right} andre svar.",
    en="Number and name agree, and {right} other answers.",
)
_SETTLED = Words(no="Innsigelsen er avklart av to.", en="The objection was settled by two.")


class Settling(StrEnum):
    """Why a frozen order is let go, or withdrawn."""

    SPOKE_WITH_OBJECTOR = "spoke_with_objector"
    OBJECTED_BY_MISTAKE = "objected_by_mistake"
    IDENTIFIED_IN_PERSON = "identified_in_person"
    FALSE_ORDER = "false_order"
    OBJECTOR_STANDS_BY_IT = "objector_stands_by_it"
    NEVER_SETTLED = "never_settled"


LETTING_GO: Mapping[Settling, Words] = {
    Settling.SPOKE_WITH_OBJECTOR: Words(no="Den som sa nei, sier nå ja", en="Who said no says yes now"),
    Settling.OBJECTED_BY_MISTAKE: Words(no="Det ble sagt nei ved en feil", en="No was said by mistake"),
    Settling.IDENTIFIED_IN_PERSON: Words(
        no="Alle det gjelder, har møtt fram med legitimasjon",
        en="Everybody it is about came in person with a document",
    ),
}
WITHDRAWING: Mapping[Settling, Words] = {
    Settling.FALSE_ORDER: Words(no="Bestillingen er falsk", en="The order is false"),
    Settling.OBJECTOR_STANDS_BY_IT: Words(no="Den som sa nei, står ved det", en="Who said no stands by it"),
}
# The last is nobody's to choose: the period was over before anybody settled it.
assert LETTING_GO.keys() | WITHDRAWING.keys() | {Settling.NEVER_SETTLED} == set(Settling), (
    "every reason is worded"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerFacts:
    """
    What a caller said of themselves, held against the register; nothing of what stands there.

    `right` and `wrong` count the answers besides number and name; `wrong_lately` those given within a day before.
    """

    number_known: bool
    name_agrees: bool
    right: int
    wrong: int
    wrong_lately: int = 0


def identified_by_phone(caller: CallerFacts, *, edition: ForwardingEdition) -> Decision:
    """
    Decide whether a caller is known to be who they say.

    Terms:   Forwarding §7 (the national number is essential to know who orders), §4 (storage by telephone).
    Reading: the terms name the number and nothing else. A number is known to many, so the name and `phone_facts`
    other answers must be right and none wrong; after `phone_wrong_a_day` refusals within a day nobody is identified
    by telephone. Nobody of that number, and somebody whose address is protected, is told like a wrong answer (A-91,
    decision 0152).
    Refuses: CALLER_TOO_OFTEN; CALLER_NOT_IDENTIFIED.
    """
    known = caller.number_known and caller.name_agrees and caller.wrong == 0
    rows = (
        (caller.wrong_lately >= edition.phone_wrong_a_day, refusals.CALLER_TOO_OFTEN),
        (not known or caller.right < edition.phone_facts, refusals.CALLER_NOT_IDENTIFIED),
    )
    facts = {"right": caller.right}
    return Decision.judged(
        question="identified_by_phone",
        edition=edition.id,
        refusals=tuple(Refusal(reason) for applies, reason in rows if applies),
        passed="identified",
        refused="refused",
        reasons=(Reason.stating("caller", FORWARDING(7), FORWARDING(4), words=_KNOWN, facts=facts),),
    )


def may_let_go(*, asked_by: str, confirmed_by: str, waits: bool, edition: ForwardingEdition) -> Decision:
    """
    Decide whether a frozen order is let go now; `confirmed_by` is empty while somebody asks.

    Terms:   Forwarding §1, §7.
    Reading: whoever lets a false order go gives somebody's mail away, so one who asks and another who confirms; to
    withdraw an order takes one, for it gives nothing away (A-92, decision 0153).
    Refuses: SETTLING_WAITS; SETTLING_TAKES_TWO; SETTLING_SAME_PERSON.
    """
    rows = (
        (not confirmed_by and waits, refusals.SETTLING_WAITS),
        (not confirmed_by, refusals.SETTLING_TAKES_TWO),
        (confirmed_by == asked_by, refusals.SETTLING_SAME_PERSON),
    )
    return Decision.judged(
        question="may_let_go",
        edition=edition.id,
        refusals=tuple(Refusal(reason) for applies, reason in rows if applies),
        passed="let_go",
        refused="waits",
        reasons=(
            Reason.stating(
                "settled_by_two",
                FORWARDING(1),
                FORWARDING(7),
                words=_SETTLED,
                facts={"asked_by": asked_by, "confirmed_by": confirmed_by},
            ),
        ),
    )
