"""§1–§4: what sorting may say of an item, with the clause of each rule on the way and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from budstikke.law.clause import Clause
from budstikke.law.decision import Decision, Reason, plain
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING, PUM
from budstikke.post.terms.refusals import TABLE


class Outcome(StrEnum):
    """The six things that can become of an item."""

    DELIVER = "deliver"
    REDIRECT = "redirect"
    STORE = "store"
    WITHHOLD = "withhold"
    PICKUP = "pickup"
    RETURN = "return_to_sender"


@dataclass(frozen=True, slots=True)
class SortingRule:
    """One rule an item met: its clauses and what it says."""

    clauses: tuple[Clause, ...]
    words: Words


def _rule(*clauses: Clause, no: str, en: str) -> SortingRule:
    return SortingRule(clauses, Words(no=no, en=en))


_PUM_STAYS = _rule(
    PUM(5),
    FORWARDING(2),
    no="Et brev med personlig utlevering følger bare til en adresse dets egne vilkår tillater.",
    en="A letter for personal delivery follows only where its own terms allow.",
)
# In the order they are met.
RULES: Mapping[str, SortingRule] = {
    "unaddressed": _rule(
        FORWARDING(2),
        FORWARDING(3),
        FORWARDING(4),
        no="Bare adressert post omfattes.",
        en="Only addressed mail is covered.",
    ),
    "own_notice": _rule(
        FORWARDING(1),
        no="Meldingen om en bestilling går alltid til adressen den bærer.",
        en="The notice about an order always goes to the address it bears.",
    ),
    "no_order": _rule(
        FORWARDING(1),
        no="Ingen bestilling gjelder for navnet på adressen denne dagen.",
        en="No order holds for the name at the address on this day.",
    ),
    "ambiguous": _rule(
        FORWARDING(1),
        no="Navnet passer på flere som ikke har bestilt det samme.",
        en="The name fits several who have not ordered the same.",
    ),
    "stored": _rule(FORWARDING(4), no="Posten oppbevares.", en="The mail is stored."),
    "signed_for": _rule(
        FORWARDING(4),
        no="Det som må kvitteres for, oppbevares ikke, men hentes.",
        en="What must be signed for is not stored but collected.",
    ),
    "permanent": _rule(FORWARDING(2), no="Mottakeren har flyttet hit.", en="The recipient has moved here."),
    "temporary": _rule(
        FORWARDING(3),
        no="Posten ettersendes for en tid.",
        en="The mail is redirected for a time.",
    ),
    "withheld": _rule(
        FORWARDING(3),
        no="Posten ville ikke nå fram før mottakeren er hjemme igjen, og holdes tilbake.",
        en="The mail would not arrive before the recipient is home again, and is withheld.",
    ),
    "expired": _rule(
        FORWARDING(2),
        no="Perioden for ettersending er ute.",
        en="The period of redirection has run out.",
    ),
    "parcel_not_requested": _rule(
        FORWARDING(2),
        FORWARDING(3),
        no="Pakker følger bare når mottakeren ber om det.",
        en="Parcels follow only when the recipient asks.",
    ),
    "parcel_fee": _rule(
        FORWARDING(2),
        FORWARDING(3),
        no="Mottakeren betaler for ettersendingen av pakken når den kommer.",
        en="The recipient pays for the redirection of the parcel on delivery.",
    ),
    "cod_stays": _rule(
        FORWARDING(2),
        FORWARDING(4),
        no="Postoppkrav ettersendes ikke.",
        en="Cash on delivery is not redirected.",
    ),
    "customs_stays": _rule(
        FORWARDING(3),
        no="Tollpliktig innhold ettersendes ikke til utlandet; sendingen leveres på den faste adressen.",
        en="Contents for customs are not redirected abroad; the item is delivered at the permanent address.",
    ),
    "customs_returns": _rule(
        FORWARDING(2),
        FORWARDING(3),
        no="Tollpliktig innhold ettersendes ikke til utlandet; sendingen går tilbake.",
        en="Contents for customs are not redirected abroad; the item goes back.",
    ),
    "ea_returns": _rule(
        FORWARDING(2),
        no="Avsenderen har avtalt at sendingen ikke følger ved adresseendring.",
        en="The sender has agreed that the item does not follow a change of address.",
    ),
    "pum_not_to_business": _PUM_STAYS,
    "pum_not_abroad": _PUM_STAYS,
    "pum_never_redirected": _PUM_STAYS,
    "circle": _rule(
        FORWARDING(2),
        FORWARDING(3),
        no="Bestillingene går i ring; den nyeste gjelder.",
        en="The orders lead in a circle; the newest counts.",
    ),
    "hops": _rule(
        FORWARDING(2),
        FORWARDING(3),
        no="Posten følges ikke videre enn dette.",
        en="Mail is not followed further than this.",
    ),
}
_FEE = "parcel_fee"


class Verdict(NamedTuple):
    """
    What becomes of an item.

    `path` names the rules it met, in order. `snapshot` and `denied` are the numbers of what was looked up, so
    that the same question gets the same answer for ever. `via` are addresses whose own orders sent the item
    on or kept it; `orders` are references of the orders that took part.
    """

    outcome: Outcome
    path: tuple[str, ...]
    snapshot: int
    denied: int
    to: str | None = None
    via: tuple[str, ...] = ()
    reason: str | None = None
    release_on: date | None = None
    orders: tuple[str, ...] = ()

    @property
    def recipient_pays(self) -> bool:
        """Whether the recipient pays for the redirection, on delivery."""
        return _FEE in self.path

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause the verdict rests on, once each, in the order they were met."""
        return tuple(dict.fromkeys(clause for name in self.path for clause in RULES[name].clauses))

    def as_json(self) -> dict[str, object]:
        """Return the verdict as plain JSON values, as it is recorded and compared."""
        return {
            "verdict": str(self.outcome),
            "path": list(self.path),
            "clauses": [str(clause) for clause in self.clauses],
            "snapshot": self.snapshot,
            "denied": self.denied,
            "to": self.to,
            "via": list(self.via),
            "reason": self.reason,
            "release_on": plain(self.release_on),
            "orders": list(self.orders),
        }

    def decision(self, *, edition: str) -> Decision:
        """Return the verdict as a decision, with the words of every rule on the way."""
        return Decision(
            question="decide",
            outcome=self.outcome,
            edition=edition,
            reasons=tuple(
                Reason.stating(name, *RULES[name].clauses, words=RULES[name].words) for name in self.path
            ),
            answer={
                "verdict": self.outcome,
                **({"to": self.to} if self.to is not None else {}),
                **({"via": self.via} if self.via else {}),
                **({"reason": self.reason} if self.reason else {}),
                **(
                    {"deliver_on": self.release_on, "deliver_from": self.release_on}
                    if self.release_on
                    else {}
                ),
                **({"fee_payer": "recipient", "fee_due": "on_delivery"} if self.recipient_pays else {}),
            },
            refusals=(Refusal(TABLE[self.reason]),) if self.reason else (),
        )
