"""§1, §2, §16: who may send, and who answers for a dispatch sent by somebody else."""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import sending

_MAY_SEND = Words(
    no="Avsenderen er rapporteringspliktig, har avtale og en digital postkasse for rapporten.",
    en="The sender falls under the anti-money-laundering rules and has an agreement and a digital mailbox.",
)
_ANSWERS = Words(
    no="Kunden svarer for at underleverandøren kjenner og følger vilkårene.",
    en="The customer answers for the subcontractor knowing and keeping the terms.",
)
_OWN = Words(no="Kunden sender selv.", en="The customer sends the letters itself.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderFacts:
    """What must be known of a customer before it may use the service."""

    aml_obliged: bool
    has_agreement: bool
    has_mailbox: bool


def sender_refusals(sender: SenderFacts) -> tuple[Refusal, ...]:
    """
    Return what keeps a customer from being a sender.

    Terms: PUM §2 (bound by the anti-money-laundering rules, written agreement, mailbox), §1 (mailbox).
    """
    rows = (
        (sender.aml_obliged, sending.NOT_AML_OBLIGED),
        (sender.has_agreement, sending.NO_AGREEMENT),
        (sender.has_mailbox, sending.NO_DIGIPOST),
    )
    return tuple(Refusal(reason) for holds, reason in rows if not holds)


def may_send(sender: SenderFacts, *, edition: PumEdition) -> Decision:
    """
    Decide whether a customer may use the service.

    Terms: PUM §1, §2.
    """
    return Decision.judged(
        question="may_send",
        edition=edition.id,
        refusals=sender_refusals(sender),
        passed="accepted",
        refused="refused",
        reasons=(Reason.stating("sender", PUM(1), PUM(2), words=_MAY_SEND),),
    )


def answerable(*, customer: str, sent_by: str, edition: PumEdition) -> Decision:
    """
    Say who answers for a dispatch, and record that somebody else sent it on the customer's behalf.

    Terms:   PUM §16.
    Reading: the terms lay a duty on the customer and give us no right to refuse its subcontractor's dispatch;
    so nothing is refused, and what is recorded is who sent for whom.
    """
    itself = customer == sent_by
    return Decision(
        question="answerable",
        outcome="own" if itself else "on_behalf",
        edition=edition.id,
        reasons=(
            Reason.stating(
                "subcontractor",
                PUM(16),
                words=_OWN if itself else _ANSWERS,
                facts={"customer": customer, "sent_by": sent_by},
            ),
        ),
        answer={"answerable": customer, "sent_by": sent_by},
    )
