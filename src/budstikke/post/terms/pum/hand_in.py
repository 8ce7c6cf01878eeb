"""§8, §9: postcode order above a number of letters, and the place, marking and separation of a dispatch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import sending

_RECEIVED = Words(
    no="Levert på avtalt sted, merket og atskilt.", en="Handed in at the agreed place, marked and kept apart."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchFacts:
    """A dispatch as it lies on the counter."""

    letters: int
    sorted_by_postcode: bool
    marked: bool
    separated: bool
    at_agreed_place: bool = True


def out_of_order(postcodes: Sequence[str]) -> int | None:
    """
    Return the place (from 0) of the first letter that breaks the postcode order, or None.

    Terms:   PUM §8.
    Reading: sorted means that no postcode is followed by a lower one; four digits compare as text.
    """
    for index, (before, after) in enumerate(pairwise(postcodes), start=1):
        if after < before:
            return index
    return None


def dispatch_refusals(dispatch: DispatchFacts, *, edition: PumEdition) -> tuple[Refusal, ...]:
    """
    Return everything that keeps a dispatch from being received.

    Terms: PUM §8, §9.
    """
    return tuple(_judge(dispatch, edition=edition))


def _judge(dispatch: DispatchFacts, *, edition: PumEdition) -> Iterable[Refusal]:
    if dispatch.letters > edition.sorted_above_letters and not dispatch.sorted_by_postcode:
        yield Refusal(
            sending.NOT_SORTED, {"letters": dispatch.letters, "limit": edition.sorted_above_letters}
        )
    if not dispatch.marked:
        yield Refusal(sending.NOT_MARKED)
    if not dispatch.separated:
        yield Refusal(sending.NOT_SEPARATED)
    if not dispatch.at_agreed_place:
        yield Refusal(sending.WRONG_PLACE)


def receive(dispatch: DispatchFacts, *, edition: PumEdition) -> Decision:
    """
    Decide whether a dispatch is received.

    Terms: PUM §8, §9.
    """
    return Decision.judged(
        question="hand_in",
        edition=edition.id,
        refusals=dispatch_refusals(dispatch, edition=edition),
        passed="accepted",
        refused="refused",
        reasons=(Reason.stating("hand_in", PUM(8), PUM(9), words=_RECEIVED),),
    )
