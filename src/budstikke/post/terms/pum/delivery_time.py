"""§11: the normal delivery time, a target and not a promise."""

from __future__ import annotations

from datetime import date

from budstikke.law.decision import Decision, Reason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.days import working_days
from budstikke.post.terms.pum.edition import PumEdition, TargetMeans

_TARGET = Words(
    no="Normal leveringstid er {days} virkedager fra innlevering, altså innen {target_by:%d.%m.%Y}.",
    en="Normal delivery time is {days} working days from hand-in, that is by {target_by:%d %b %Y}.",
)


def delivery_target(*, handed_in_on: date, edition: PumEdition) -> Decision:
    """
    Return the day by which the letter should normally be there.

    Terms:   PUM §11.
    Unit:    working days; the day of hand-in is day 0.
    Reading: there means ready at the outlet, because the recipient chooses when to collect (A-46, decision
    0017); `is_met` follows the same switch.
    """
    target = working_days(edition).add(handed_in_on, edition.delivery_target_days)
    return Decision(
        question="delivery_target",
        outcome="target",
        edition=edition.id,
        reasons=(
            Reason.stating(
                "delivery_target",
                PUM(11),
                words=_TARGET,
                facts={
                    "handed_in_on": handed_in_on,
                    "days": edition.delivery_target_days,
                    "target_by": target,
                    "means": edition.delivery_target_means,
                },
            ),
        ),
        answer={"target_delivery_by": target},
    )


def is_met(
    *, target_by: date, ready_on: date | None, handed_over_on: date | None, edition: PumEdition
) -> bool | None:
    """
    Say whether a letter met its target, or None while that is still open.

    Terms:   PUM §11.
    Reading: A-46, decision 0017.
    """
    reached = ready_on if edition.delivery_target_means is TargetMeans.AT_OUTLET else handed_over_on
    return None if reached is None else reached <= target_by
