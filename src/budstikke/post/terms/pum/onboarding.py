"""§2: what a new sender declares before it may use the service, and whether that is enough."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.law.decision import Decision
from budstikke.law.words import Words
from budstikke.post.terms.pum.agreement import SenderFacts, may_send
from budstikke.post.terms.pum.edition import PumEdition

# Kinds of business that section 4 of the Money Laundering Act (Act of 1 June 2018 no. 23) obliges, in groups of ours.
OBLIGED: Mapping[str, Words] = {
    "bank": Words(no="Bank, kredittforetak eller finansieringsforetak", en="Bank, credit or finance company"),
    "payment": Words(no="Betalingsforetak eller e-pengeforetak", en="Payment or e-money institution"),
    "securities": Words(no="Verdipapirforetak eller fondsforvalter", en="Investment firm or fund manager"),
    "insurance": Words(no="Forsikring", en="Insurance"),
    "auditor": Words(no="Revisor eller regnskapsfører", en="Auditor or accountant"),
    "lawyer": Words(no="Advokat eller annen som yter rettshjelp", en="Lawyer or other legal adviser"),
    "estate_agent": Words(no="Eiendomsmegler", en="Estate agent"),
    "other": Words(no="Annen rapporteringspliktig etter § 4", en="Other business obliged by section 4"),
}


def may_begin(*, obliged_as: str, accepts: bool, mailbox_answered: bool, edition: PumEdition) -> Decision:
    """
    Decide whether a business that asks for an agreement may have one.

    Terms:   PUM §1, §2.
    Reading: that a business is obliged is declared by it under one of the kinds above, and not looked up: no register
    says it of all of them. Its mailbox is one from which it read back what we had sent there.
    Refuses: NOT_AML_OBLIGED, NO_AGREEMENT, NO_DIGIPOST.
    """
    facts = SenderFacts(
        aml_obliged=obliged_as in OBLIGED, has_agreement=accepts, has_mailbox=mailbox_answered
    )
    return may_send(facts, edition=edition)
