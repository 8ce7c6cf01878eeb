"""§17, §18: a claim from its opening to its settlement: who may make it, what it comes to, who decides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.claims import Cause, Negligence, compensation, complain
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import claims, desk


class ClaimKind(StrEnum):
    """What is claimed: compensation for one of the causes of §17, or the fee back."""

    LOST = "lost"
    DAMAGED = "damaged"
    DELAYED = "delayed"
    WRONG_RECIPIENT = "wrong_recipient"
    FEE_REFUND = "fee_refund"


class Claimant(StrEnum):
    """Who told us; what is paid goes to the sender, whose contract it is."""

    SENDER = "sender"
    RECIPIENT = "recipient"


class ClaimState(StrEnum):
    """Where a claim stands."""

    OPEN = "open"
    WAITS = "waits"
    GRANTED = "granted"
    DECLINED = "declined"


class Ground(StrEnum):
    """Why a person declines; codes, because what is written down names nobody."""

    BY_TERMS = "by_terms"
    NOT_SHOWN = "not_shown"
    ALL_WELL = "all_well"
    WITHDRAWN = "withdrawn"


KINDS: Mapping[ClaimKind, Words] = {
    ClaimKind.LOST: Words(no="Brevet er kommet bort", en="The letter is lost"),
    ClaimKind.DAMAGED: Words(no="Brevet er skadet", en="The letter is damaged"),
    ClaimKind.DELAYED: Words(no="Brevet er forsinket", en="The letter is late"),
    ClaimKind.WRONG_RECIPIENT: Words(
        no="Noen andre har fått brevet", en="Somebody else was given the letter"
    ),
    ClaimKind.FEE_REFUND: Words(no="Tilbakebetaling av prisen", en="Refund of the fee"),
}
CLAIMANTS: Mapping[Claimant, Words] = {
    Claimant.SENDER: Words(no="Avsenderen", en="The sender"),
    Claimant.RECIPIENT: Words(no="Mottakeren", en="The recipient"),
}
STATES: Mapping[ClaimState, Words] = {
    ClaimState.OPEN: Words(no="under behandling", en="being dealt with"),
    ClaimState.WAITS: Words(no="venter på bekreftelse", en="waits for its confirmation"),
    ClaimState.GRANTED: Words(no="innvilget", en="granted"),
    ClaimState.DECLINED: Words(no="avslått", en="declined"),
}
GROUNDS: Mapping[Ground, Words] = {
    Ground.BY_TERMS: Words(no="Vilkårene gir ikke rett til det.", en="The terms give no right to it."),
    Ground.NOT_SHOWN: Words(
        no="Vi har ikke fått det vi ba om for å behandle kravet.",
        en="We were not given what we asked for to deal with the claim.",
    ),
    Ground.ALL_WELL: Words(
        no="Vi har funnet at brevet kom fram slik det skulle.",
        en="We have found that the letter arrived as it should.",
    ),
    Ground.WITHDRAWN: Words(no="Kravet er trukket tilbake.", en="The claim was withdrawn."),
}
_FEE = Words(
    no="Brevet er kommet bort, og det som er fakturert for det, krediteres.",
    en="The letter is lost, and what was invoiced for it is credited.",
)
_BEFORE = Words(no="Fratrukket det som er erstattet før.", en="Less what has been compensated before.")
_GRANTED = Words(no="Kravet er innvilget.", en="The claim is granted.")
_TWO = Words(no="Bekreftet av en annen, {confirmed_by}.", en="Confirmed by somebody else, {confirmed_by}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """
    What decides what a claim comes to.

    `damage_registered`: damage stands among the letter's events. `value_ore`: what the contents were shown to be
    worth. `fee_ore`: what was invoiced for the letter and not credited, without VAT. `paid_before_ore`: what was
    paid for the letter under §17 already.
    """

    kind: ClaimKind
    letter_state: State
    damage_registered: bool
    handed_in_on: date
    told_on: date
    negligence: Negligence = Negligence.NONE
    value_ore: int | None = None
    fee_ore: int = 0
    paid_before_ore: int = 0


def may_claim(
    *, kind: ClaimKind, claimant: Claimant, handed_in_on: date | None, told_on: date, edition: PumEdition
) -> Decision:
    """
    Decide whether a claim is taken.

    Terms:   PUM §18.
    Reading: sender and recipient may tell us, the desk for either; a refund of the fee is a complaint as any other.
    What counts is the day we were told, not the day somebody entered it.
    Refuses: CLAIM_BEFORE_HAND_IN, COMPLAINT_TOO_LATE.
    """
    if handed_in_on is None:
        return Decision.judged(
            question="claim_opened",
            edition=edition.id,
            refusals=(Refusal(claims.CLAIM_BEFORE_HAND_IN),),
            passed="opened",
            refused="refused",
            reasons=(),
            answer={"kind": kind, "claimant": claimant, "last_day": None},
        )
    in_time = complain(handed_in_on=handed_in_on, complained_on=told_on, edition=edition)
    return Decision.judged(
        question="claim_opened",
        edition=edition.id,
        refusals=in_time.refusals,
        passed="opened",
        refused="refused",
        reasons=in_time.reasons,
        answer={"kind": kind, "claimant": claimant, "last_day": in_time.answer["last_day"]},
    )


def judge_claim(facts: ClaimFacts, *, edition: PumEdition) -> Decision:
    """
    Say what a claim comes to: compensation up to the limit, or the fee.

    Terms:   PUM §17, §18, §13.
    Unit:    øre; the fee without VAT, which the credit note adds.
    Reading: the limit is one for each letter, whatever was claimed and however often. What happened must stand on the
    letter: who claims a loss does not make one. The fee goes back when the letter is lost, which a wrong recipient
    counts as; a letter that comes back was carried and is paid for (A-112, decision 0112).
    Refuses: COMPLAINT_TOO_LATE, CLAIM_NOT_REGISTERED, DELAY_NOT_GROSS, CLAIM_VALUE_NOT_SHOWN, CLAIM_PAID_BEFORE,
    FEE_EARNED, FEE_NOT_INVOICED.
    """
    in_time = complain(handed_in_on=facts.handed_in_on, complained_on=facts.told_on, edition=edition)
    if facts.kind is ClaimKind.FEE_REFUND:
        refused, reasons, amount_ore = _fee(facts)
    else:
        refused, reasons, amount_ore = _compensation(facts, Cause(facts.kind), edition)
    refused = (*in_time.refusals, *refused)
    return Decision.judged(
        question="claim_judged",
        edition=edition.id,
        refusals=refused,
        passed="due",
        refused="not_due",
        reasons=(*reasons, *in_time.reasons),
        answer={"kind": facts.kind, "amount_ore": 0 if refused else amount_ore},
    )


_Found = tuple[tuple[Refusal, ...], tuple[Reason, ...], int]


def _fee(facts: ClaimFacts) -> _Found:
    rows = (
        (facts.letter_state is State.LOST, claims.FEE_EARNED),
        (facts.fee_ore > 0, claims.FEE_NOT_INVOICED),
    )
    refused = tuple(Refusal(reason) for holds, reason in rows if not holds)[:1]
    stated = Reason.stating("fee_back", PUM(13), PUM(17), words=_FEE, facts={"fee_ore": facts.fee_ore})
    return refused, (stated,), facts.fee_ore


def _compensation(facts: ClaimFacts, cause: Cause, edition: PumEdition) -> _Found:
    happened = {
        Cause.LOST: facts.letter_state is State.LOST,
        Cause.WRONG_RECIPIENT: facts.letter_state is State.LOST,
        Cause.DAMAGED: facts.damage_registered,
        Cause.DELAYED: True,
    }
    due = compensation(
        cause=cause, value_ore=facts.value_ore or 0, negligence=facts.negligence, edition=edition
    )
    full = due.answer["compensation_ore"]
    assert isinstance(full, int)
    amount_ore = max(0, min(full, edition.liability_cap_ore - facts.paid_before_ore))
    refused = due.refusals
    if not happened[cause]:
        refused = (Refusal(claims.CLAIM_NOT_REGISTERED, {"kind": cause}), *refused)
    elif not refused and not facts.value_ore:
        refused = (Refusal(claims.CLAIM_VALUE_NOT_SHOWN),)
    elif not refused and not amount_ore:
        refused = (Refusal(claims.CLAIM_PAID_BEFORE),)
    before = Reason.stating(
        "paid_before", PUM(17), words=_BEFORE, facts={"paid_before_ore": facts.paid_before_ore}
    )
    return refused, (*due.reasons, *((before,) if facts.paid_before_ore else ())), amount_ore


def decide_claim(
    *,
    amount_ore: int,
    ground: Ground | None,
    decided_by: str,
    confirmed_by: str = "",
    edition: PumEdition,
) -> Decision:
    """
    Decide whether one person's decision of a claim stands, or takes a second one.

    Terms:   PUM §17, §18.
    Unit:    øre; without a `ground` for declining it is granted.
    Reading: the amount is the terms', the decision a person's. Above the edition's amount it takes two (A-113,
    decision 0113); what is declined can be claimed again with more to show, so one person declines.
    Refuses: SECOND_PERSON_NEEDED, SAME_PERSON.
    """
    grants = ground is None
    two = grants and amount_ore > edition.claim_alone_ore
    refused: tuple[Refusal, ...] = ()
    if two and not confirmed_by:
        refused = (Refusal(desk.SECOND_PERSON_NEEDED),)
    elif two and confirmed_by == decided_by:
        refused = (Refusal(desk.SAME_PERSON),)
    words = _GRANTED if ground is None else GROUNDS[ground]
    told = [
        Reason.stating(
            "granted" if grants else "declined", PUM(17), PUM(18), words=words, facts={"ground": ground}
        )
    ]
    if two:
        told.append(
            Reason.stating("second_person", PUM(17), words=_TWO, facts={"confirmed_by": confirmed_by})
        )
    return Decision.judged(
        question="claim_decided",
        edition=edition.id,
        refusals=refused,
        passed="granted" if grants else "declined",
        refused="waits",
        reasons=tuple(told),
        answer={"amount_ore": amount_ore if grants else 0, "second_person": two},
    )
