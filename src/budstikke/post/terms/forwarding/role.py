"""§1: who may order for a business or an estate, where nobody looks at a document across a counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import Customer
from budstikke.post.terms.refusals import watching as refusals

_OWN = Words(no="Den som bestiller, bestiller for seg selv.", en="Whoever orders orders for themselves.")
_CLAIMED = Words(
    no="Innloggingen sier at den som bestiller, kan bestille for virksomheten.",
    en="The sign-in says that whoever orders may order for the business.",
)
_DECLARED = Words(
    no="Den som bestiller, har erklært å ha rett til det, med et dokument av {document_on:%d.%m.%Y}.",
    en="Whoever orders has declared the right to, with a document of {document_on:%d %b %Y}.",
)


class Proof(StrEnum):
    """By what somebody shows that they may order for a business or an estate."""

    CLAIM = "claim"
    REGISTRATION = "registration_certificate"
    PROBATE = "probate_certificate"
    AUTHORISATION = "written_authorisation"


# What can be named of a document; a claim is the sign-in's to make.
DOCUMENTS = {
    Customer.BUSINESS: (Proof.REGISTRATION, Proof.AUTHORISATION),
    Customer.ESTATE_MANAGER: (Proof.PROBATE, Proof.AUTHORISATION),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleShown:
    """For whom somebody orders and what shows that they may; `document_on` is the day the document bears."""

    customer: Customer
    by: Proof | None = None
    declared: bool = False
    document_on: date | None = None


def role(shown: RoleShown, *, ordered_on: date, edition: ForwardingEdition) -> Decision:
    """
    Decide whether somebody who has signed in may order for whom they say.

    Terms:   Forwarding §1 (businesses; managers of an estate).
    Reading: the terms do not say how. By the sign-in where it names the business; else by a declaration that names
    the document and its day, which customer service may ask to see (decision 0146).
    Refuses: ROLE_NOT_SHOWN.
    """
    own = shown.customer is Customer.PRIVATE
    claimed = shown.by is Proof.CLAIM and shown.customer is Customer.BUSINESS
    named = shown.by in DOCUMENTS.get(shown.customer, ()) and shown.document_on is not None
    declared = named and shown.declared and shown.document_on is not None and shown.document_on <= ordered_on
    words = _OWN if own else _CLAIMED if claimed else _DECLARED
    facts = {"document_on": shown.document_on, "by": shown.by}
    may = own or claimed or declared
    return Decision.judged(
        question="role",
        edition=edition.id,
        refusals=() if may else (Refusal(refusals.ROLE_NOT_SHOWN),),
        passed="shown",
        refused="refused",
        reasons=(Reason.stating("role", FORWARDING(1), words=words, facts=facts),) if may else (),
    )
