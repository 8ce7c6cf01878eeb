"""§1: who may order for a business or an estate: what shows it, the document that proves it, and who accepts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import Channel, Customer
from budstikke.post.terms.refusals import forwarding_role
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


_WAITS = Words(
    no="Bestillingen bekreftes når kundeservice har sett dokumentet og godtatt rollen.",
    en="The order is confirmed once customer service has seen the document and accepted the role.",
)
_ACCEPTED = Words(
    no="Kundeservice har sett dokumentet og godtatt rollen.",
    en="Customer service has seen the document and accepted the role.",
)
_TAKEN = Words(no="Dokumentet er tatt imot.", en="The document is taken.")
_ANOTHER = Words(
    no="Kundeservice trenger et annet dokument: {why_no}.",
    en="Customer service needs another document: {why_en}.",
)


class Proof(StrEnum):
    """By what somebody shows that they may order for a business or an estate."""

    CLAIM = "claim"
    REGISTRATION = "registration_certificate"
    PROBATE = "probate_certificate"
    BANKRUPTCY = "bankruptcy_order"
    AUTHORISATION = "written_authorisation"


class RoleDoubt(StrEnum):
    """Why a role is not accepted."""

    NOT_ENTITLED = "not_entitled"
    ANOTHER = "another"
    NOT_LEGIBLE = "not_legible"
    OUT_OF_DATE = "out_of_date"
    NONE_CAME = "none_came"


DOUBTS: Mapping[RoleDoubt, Words] = {
    RoleDoubt.NOT_ENTITLED: Words(
        no="dokumentet gir ikke rett til å bestille", en="the document gives no right to order"
    ),
    RoleDoubt.ANOTHER: Words(
        no="dokumentet gjelder en annen person, virksomhet eller et annet bo",
        en="the document is about another person, business or estate",
    ),
    RoleDoubt.NOT_LEGIBLE: Words(no="dokumentet kan ikke leses", en="the document cannot be read"),
    RoleDoubt.OUT_OF_DATE: Words(no="dokumentet gjelder ikke lenger", en="the document holds no longer"),
    RoleDoubt.NONE_CAME: Words(no="det kom ikke noe dokument", en="no document came"),
}
assert DOUBTS.keys() == set(RoleDoubt), "every doubt is worded"
_BEGINS: Mapping[str, bytes] = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
}
# What can be named of a document; a claim is the sign-in's to make.
DOCUMENTS = {
    Customer.BUSINESS: (Proof.REGISTRATION, Proof.AUTHORISATION),
    Customer.ESTATE_MANAGER: (Proof.PROBATE, Proof.BANKRUPTCY, Proof.AUTHORISATION),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleShown:
    """For whom somebody orders and what shows that they may; `document_on` is the day the document bears."""

    customer: Customer
    by: Proof | None = None
    declared: bool = False
    document_on: date | None = None


def role(
    shown: RoleShown, *, ordered_on: date, channel: Channel = Channel.COUNTER, edition: ForwardingEdition
) -> Decision:
    """
    Decide whether somebody who has signed in may order for whom they say.

    Terms:   Forwarding §1 (businesses; managers of an estate).
    Reading: the terms do not say how. By the sign-in where it names the business; else by a declaration that names
    the document and its day (decision 0146). Where nobody saw the document across a counter, the order waits until
    customer service has seen it and accepted the role; an edition names the channels (A-93, decision 0172).
    Returns: `waits`: whether the role must be accepted before the order is confirmed.
    Refuses: ROLE_NOT_SHOWN.
    """
    own = shown.customer is Customer.PRIVATE
    claimed = shown.by is Proof.CLAIM and shown.customer is Customer.BUSINESS
    named = shown.by in DOCUMENTS.get(shown.customer, ()) and shown.document_on is not None
    declared = named and shown.declared and shown.document_on is not None and shown.document_on <= ordered_on
    words = _OWN if own else _CLAIMED if claimed else _DECLARED
    facts = {"document_on": shown.document_on, "by": shown.by}
    may = own or claimed or declared
    waits = declared and not claimed and channel in edition.role_accepted_channels
    reasons = [Reason.stating("role", FORWARDING(1), words=words, facts=facts)] if may else []
    if waits:
        reasons.append(Reason.stating("role_waits", FORWARDING(1), words=_WAITS))
    return Decision.judged(
        question="role",
        edition=edition.id,
        refusals=() if may else (Refusal(refusals.ROLE_NOT_SHOWN),),
        passed="shown",
        refused="refused",
        reasons=tuple(reasons),
        answer={"waits": waits},
    )


def media_type_of(content: bytes) -> str:
    """Return what a file is, by how it begins: its name and what a browser calls it prove nothing; "" for neither."""
    return next((kind for kind, begins in _BEGINS.items() if content.startswith(begins)), "")


def take_document(
    *, media_type: str, size_bytes: int, sha256: str, before: int, edition: ForwardingEdition
) -> Decision:
    """
    Decide whether a document that shows a role is taken; `before` are those the order has already.

    Terms:   Forwarding §1.
    Reading: a picture or a PDF, so large and so many as the edition says (A-93, decision 0172).
    Refuses: DOCUMENT_NOT_READABLE; DOCUMENT_TOO_LARGE; TOO_MANY_DOCUMENTS.
    """
    facts = {
        "most_mb": edition.proof_bytes // 1_000_000,
        "most": edition.proof_documents,
        "media_type": media_type,
        "size_bytes": size_bytes,
        "sha256": sha256,
    }
    rows = (
        (not media_type, forwarding_role.DOCUMENT_NOT_READABLE),
        (size_bytes > edition.proof_bytes, forwarding_role.DOCUMENT_TOO_LARGE),
        (before >= edition.proof_documents, forwarding_role.TOO_MANY_DOCUMENTS),
    )
    return Decision.judged(
        question="take_document",
        edition=edition.id,
        refusals=tuple(Refusal(reason, facts) for applies, reason in rows if applies),
        passed="taken",
        refused="refused",
        reasons=(Reason.stating("document_taken", FORWARDING(1), words=_TAKEN, facts=facts),),
    )


def settle_role(
    *, accepts: bool, why: RoleDoubt | None, documents: int, edition: ForwardingEdition
) -> Decision:
    """
    Decide what the word of customer service about a declared role comes to; `why` is said with a no.

    Terms:   Forwarding §1 (businesses; managers of an estate).
    Reading: nobody accepts a role without a document to look at. A no ends the order, and what was reserved for it is
    let go (A-93, decision 0172).
    Refuses: NO_DOCUMENT_SEEN (then nothing is decided); ROLE_NOT_ACCEPTED.
    """
    if accepts and not documents:
        refused: tuple[Refusal, ...] = (Refusal(forwarding_role.NO_DOCUMENT_SEEN),)
    elif not accepts:
        doubt = DOUBTS[why or RoleDoubt.NOT_ENTITLED]
        refused = (Refusal(forwarding_role.ROLE_NOT_ACCEPTED, {"why_no": doubt.no, "why_en": doubt.en}),)
    else:
        refused = ()
    return Decision.judged(
        question="settle_role",
        edition=edition.id,
        refusals=refused,
        passed="accepted",
        refused="waits" if accepts else "refused",
        reasons=(Reason.stating("role_accepted", FORWARDING(1), words=_ACCEPTED),),
    )


def ask_for_document(
    *, why: RoleDoubt, documents: int, asked_since: bool, edition: ForwardingEdition
) -> Decision:
    """
    Decide whether whoever declared a role is asked for another document; `asked_since` the last one came.

    Terms:   Forwarding §1 (businesses; managers of an estate).
    Reading: a document that cannot be read is no ground to end an order that another would save. It is asked for once,
    until it came, and where it could still be taken; the order waits as before (A-93, decision 0185).
    Refuses: DOCUMENT_ASKED_BEFORE; TOO_MANY_DOCUMENTS.
    """
    doubt = DOUBTS[why]
    facts = {"why_no": doubt.no, "why_en": doubt.en, "most": edition.proof_documents}
    rows = (
        (asked_since, forwarding_role.DOCUMENT_ASKED_BEFORE),
        (documents >= edition.proof_documents, forwarding_role.TOO_MANY_DOCUMENTS),
    )
    return Decision.judged(
        question="ask_for_document",
        edition=edition.id,
        refusals=tuple(Refusal(reason, facts) for applies, reason in rows if applies),
        passed="asked",
        refused="waits",
        reasons=(Reason.stating("another_document", FORWARDING(1), words=_ANOTHER, facts=facts),),
    )
