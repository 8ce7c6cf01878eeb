"""Whether money is paid back: decided by rule from what the post reported, with the evidence named."""

from __future__ import annotations

from datetime import datetime

from budstikke.issuer.terms.clauses import EID
from budstikke.issuer.terms.edition import IssuerEdition
from budstikke.issuer.terms.letters import State
from budstikke.issuer.terms.refusals import REFUND_NOT_DUE, REFUND_TOO_LATE, REFUNDED_BEFORE
from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words

_CAME_BACK = frozenset({State.RETURNING, State.RETURNED, State.LOST, State.REJECTED})
_CAME_BACK_WORDS = Words(
    no="Brevet ble ikke utlevert til deg. {amount} kr betales tilbake, og koden i brevet virker ikke mer.",
    en="The letter was not handed to you. NOK {amount} is paid back, and the code in the letter works no more.",
)
_TURNED_AWAY_WORDS = Words(
    no="Legitimasjonskontrollen på poststedet ble ikke godkjent. {amount} kr betales tilbake, og koden i brevet er"
    " sperret.",
    en="The identity check at the outlet was not passed. NOK {amount} is paid back, and the code in the letter is"
    " blocked.",
)


def refund(
    *,
    state: State,
    turned_away: int,
    paid_ore: int,
    ended_at: datetime | None,
    refunded: bool,
    edition: IssuerEdition,
    now: datetime,
) -> Decision:
    """
    Decide a request for money back.

    Terms:   eID §7.
    Reading: money goes back when the letter came back, was lost or never taken, and also while it still lies at the
             outlet once the check was refused there: the customer need not wait for the deadline. What was handed over
             is not refunded. From the price nothing is kept but what the edition says.
    Refuses: REFUNDED_BEFORE, REFUND_NOT_DUE, REFUND_TOO_LATE.
    """
    amount_ore = max(0, paid_ore - edition.refund_less_ore)
    came_back = state in _CAME_BACK
    due = came_back or (state is State.READY and turned_away > 0)
    late = ended_at is not None and (now - ended_at).days > edition.refund_days
    refusal = (
        Refusal(REFUNDED_BEFORE) if refunded
        else Refusal(REFUND_NOT_DUE, {"state": state.value}) if not due
        else Refusal(REFUND_TOO_LATE, {"days": edition.refund_days}) if late
        else None
    )  # fmt: skip
    facts = {
        "state": state.value,
        "times": turned_away,
        "amount": f"{amount_ore / 100:.2f}".removesuffix(".00"),
    }
    words = _CAME_BACK_WORDS if came_back else _TURNED_AWAY_WORDS
    return Decision.judged(
        question="refund",
        edition=edition.id,
        refusals=(refusal,) if refusal else (),
        passed="refunded",
        refused="refused",
        reasons=(Reason.stating("check_not_made", EID(6), EID(7), words=words, facts=facts),),
        answer={} if refusal else {"amount_ore": amount_ore},
    )
