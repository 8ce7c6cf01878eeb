"""§11: which outlets can hand a letter over, and which one the notice names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import afterwards

_USUAL = Words(
    no="Hentestedet mottakeren vanligvis bruker, har skanner.",
    en="The outlet the recipient usually uses has a scanner.",
)
_OTHER = Words(
    no="Hentestedet mottakeren vanligvis bruker, har ikke skanner; hentemeldingen oppgir et annet.",
    en="The outlet the recipient usually uses has no scanner; the notice names another.",
)


_MEANWHILE = Words(
    no="Legitimasjonskontrollen her er ute av drift. Brevet ligger trygt, og dagene legges til hentefristen.",
    en="The identity check here is out of order. The letter is safe, and the days are added to the deadline.",
)
_ELSEWHERE = Words(
    no="Be om å få det sendt til nærmeste hentested der kontrollen virker, om du ikke vil vente.",
    en="Ask to have it sent to the nearest outlet where the check works, if you would rather not wait.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFacts:
    """
    A post office, post-in-shop or business centre, and whether it can check identity.

    `connected`: its line to the records is up, as far as is known.
    """

    id: int
    has_scanner: bool
    scanner_works: bool = True
    connected: bool = True
    distance_m: int = 0


def can_check(outlet: OutletFacts) -> bool:
    """
    Say whether letters can be handed over at an outlet.

    Terms:   PUM §11.
    Reading: a scanner that is out of order for longer is no scanner; one that is down for the moment is met
    by SCANNER_DOWN at the counter instead.
    """
    return outlet.has_scanner and outlet.scanner_works


def outlet_for(*, usual: OutletFacts, others: Sequence[OutletFacts] = (), edition: PumEdition) -> Decision:
    """
    Choose the outlet a letter is sent to and its notice names.

    Terms:   PUM §11.
    Reading: another means the nearest that can check identity; between two as near, the lower number.
    Refuses: NO_OUTLET.
    """
    chosen = usual if can_check(usual) else _nearest(outlet for outlet in others if can_check(outlet))
    return Decision.judged(
        question="outlet",
        edition=edition.id,
        refusals=() if chosen else (Refusal(afterwards.NO_OUTLET, {"usual": usual.id}),),
        passed="usual" if chosen is usual else "other",
        refused="none",
        reasons=(
            Reason.stating(
                "outlet", PUM(11), words=_USUAL if chosen is usual else _OTHER, facts={"usual": usual.id}
            ),
        ),
        answer={"outlet": chosen.id if chosen else None},
    )


def outlet_meanwhile(
    *, here: OutletFacts, others: Sequence[OutletFacts] = (), edition: PumEdition
) -> Decision:
    """
    Name another outlet to a recipient whose letter lies where nothing can be handed over now.

    Terms:   PUM §11 (an outlet that can check identity; no hand-over during an outage).
    Reading: the letter stays where it lies unless its recipient asks otherwise (decision 0009); the one named is
    the nearest that has its line and a working scanner. Where there is none, the days are given back all the same.
    Returns: outcome other or none; answer: outlet.
    """
    chosen = _nearest(
        outlet for outlet in others if outlet.id != here.id and can_check(outlet) and outlet.connected
    )
    facts = {"here": here.id, "outlet": chosen.id if chosen else None}
    return Decision(
        question="outlet_meanwhile",
        outcome="other" if chosen else "none",
        edition=edition.id,
        reasons=(
            Reason.stating("outage", PUM(11), PUM(14), words=_MEANWHILE, facts=facts),
            *((Reason.stating("outlet", PUM(11), words=_ELSEWHERE, facts=facts),) if chosen else ()),
        ),
        answer={"outlet": chosen.id if chosen else None},
    )


def _nearest(outlets: Iterable[OutletFacts]) -> OutletFacts | None:
    return min(outlets, key=lambda one: (one.distance_m, one.id), default=None)
