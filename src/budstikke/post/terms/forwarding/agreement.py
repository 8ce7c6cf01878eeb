"""§1: when an agreement exists."""

from __future__ import annotations

from datetime import date

from budstikke.law.decision import Decision, Reason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.edition import ForwardingEdition

_AGREED = Words(
    no="Avtalen er inngått {agreed_on:%d.%m.%Y}, da bestillingen var fullstendig og bekreftelsen sendt.",
    en="The agreement exists from {agreed_on:%d %b %Y}: the order was complete and the confirmation sent.",
)
_OPEN = Words(
    no="Avtalen er ikke inngått: bestillingen må være fullstendig, og bekreftelsen må være sendt.",
    en="There is no agreement yet: the order must be complete, and the confirmation must have been sent.",
)


def agreement(
    *, completed_on: date | None, confirmation_sent_on: date | None, edition: ForwardingEdition
) -> Decision:
    """
    Say from which day an agreement exists; None of the days stands for what has not happened.

    Terms: Forwarding §1 (a correct and complete order, and a confirmation sent).
    """
    agreed = (
        None
        if completed_on is None or confirmation_sent_on is None
        else max(completed_on, confirmation_sent_on)
    )
    return Decision(
        question="agreement",
        outcome="open" if agreed is None else "agreed",
        edition=edition.id,
        reasons=(
            Reason.stating(
                "agreement",
                FORWARDING(1),
                words=_OPEN if agreed is None else _AGREED,
                facts={
                    "completed_on": completed_on,
                    "confirmation_sent_on": confirmation_sent_on,
                    "agreed_on": agreed,
                },
            ),
        ),
        answer={"agreed_on": agreed},
    )
