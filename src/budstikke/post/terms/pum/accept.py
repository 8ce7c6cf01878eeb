"""§1–§9 together: may this letter be sent, by this sender, in this dispatch?"""

from __future__ import annotations

from budstikke.law.decision import Decision, Reason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.agreement import SenderFacts, sender_refusals
from budstikke.post.terms.pum.booking import OrderFacts, order_refusals
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.hand_in import DispatchFacts, dispatch_refusals
from budstikke.post.terms.pum.letter import LetterToSend, letter_refusals
from budstikke.post.terms.pum.redirection import comes_back

_ACCEPTED = Words(
    no="Brevet kan sendes med personlig utlevering.", en="The letter may be sent for personal delivery."
)


def accept(
    *,
    sender: SenderFacts,
    order: OrderFacts,
    letter: LetterToSend,
    dispatch: DispatchFacts,
    edition: PumEdition,
) -> Decision:
    """
    Decide whether a letter may be sent for handing over to its recipient in person.

    Terms:   PUM §1, and the conditions of §2, §4 to §9.
    Refuses: in the order of the clauses, with every reason that applies.
    """
    return Decision.judged(
        question="accept",
        edition=edition.id,
        refusals=(
            *sender_refusals(sender),
            *order_refusals(order),
            *letter_refusals(letter, edition=edition),
            *dispatch_refusals(dispatch, edition=edition),
        ),
        passed="accepted",
        refused="refused",
        reasons=(
            Reason.stating(
                "accepted", PUM(1), PUM(2), PUM(4), PUM(5), PUM(6), PUM(7), PUM(8), PUM(9), words=_ACCEPTED
            ),
            comes_back(edition=edition),
        ),
    )


def accept_order(
    *, sender: SenderFacts, order: OrderFacts, letter: LetterToSend, edition: PumEdition
) -> Decision:
    """
    Decide whether an order may be booked; the dispatch it comes in is judged when it is handed in.

    Terms:   PUM §1, and the conditions of §2 and §4 to §7.
    Refuses: in the order of the clauses, with every reason that applies.
    """
    return Decision.judged(
        question="accept_order",
        edition=edition.id,
        refusals=(
            *sender_refusals(sender),
            *order_refusals(order),
            *letter_refusals(letter, edition=edition),
        ),
        passed="accepted",
        refused="refused",
        reasons=(
            Reason.stating("order_accepted", PUM(1), PUM(2), PUM(4), PUM(5), PUM(6), PUM(7), words=_ACCEPTED),
        ),
    )
