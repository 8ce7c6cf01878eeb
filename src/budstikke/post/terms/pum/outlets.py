"""§11: which outlets can hand a letter over, and which one the notice names."""

from __future__ import annotations

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFacts:
    """A post office, post-in-shop or business centre, and whether it can check identity."""

    id: int
    has_scanner: bool
    scanner_works: bool = True
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
    able = sorted(
        (outlet for outlet in others if can_check(outlet)), key=lambda one: (one.distance_m, one.id)
    )
    chosen = usual if can_check(usual) else next(iter(able), None)
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
