"""Refusals of who orders for a business or an estate: the document that shows it, and the role itself."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING

DOCUMENT_NOT_READABLE = RefusalReason(
    code="DOCUMENT_NOT_READABLE",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Filen er verken et bilde (JPEG, PNG) eller en PDF.",
        en="The file is neither a picture (JPEG, PNG) nor a PDF.",
    ),
    person=Words(
        no="Vi kan ikke lese filen. Vi tar imot bilder (JPEG, PNG) og PDF.",
        en="We cannot read the file. We take pictures (JPEG, PNG) and PDF.",
    ),
    cure=Words(
        no="Ta et bilde av dokumentet, eller lagre det som PDF.",
        en="Take a picture of the document, or save it as PDF.",
    ),
)
DOCUMENT_TOO_LARGE = RefusalReason(
    code="DOCUMENT_TOO_LARGE",
    clauses=(FORWARDING(1),),
    staff=Words(no="Filen er større enn {most_mb} MB.", en="The file is larger than {most_mb} MB."),
    person=Words(
        no="Filen er for stor; den kan være inntil {most_mb} MB.",
        en="The file is too large; it may have up to {most_mb} MB.",
    ),
    cure=Words(no="Lagre den mindre, eller ta et nytt bilde.", en="Save it smaller, or take a new picture."),
)
TOO_MANY_DOCUMENTS = RefusalReason(
    code="TOO_MANY_DOCUMENTS",
    clauses=(FORWARDING(1),),
    staff=Words(no="Bestillingen har {most} dokumenter alt.", en="The order has {most} documents already."),
    person=Words(
        no="Vi har fått {most} dokumenter; flere tar vi ikke imot.",
        en="We have got {most} documents; we take no more.",
    ),
    cure=Words(no="Ring kundeservice.", en="Call customer service."),
)
DOCUMENT_ASKED_BEFORE = RefusalReason(
    code="DOCUMENT_ASKED_BEFORE",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Et annet dokument er alt bedt om, og det har ikke kommet noe siden.",
        en="Another document was asked for already, and none has come since.",
    ),
    person=Words(
        no="Vi har alt bedt om et annet dokument.", en="We have asked for another document already."
    ),
    cure=Words(
        no="Vent på dokumentet, eller avslå rollen hvis det haster.",
        en="Wait for the document, or refuse the role if time is short.",
    ),
)
NO_DOCUMENT_SEEN = RefusalReason(
    code="NO_DOCUMENT_SEEN",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Rollen kan ikke godtas før et dokument er lagt ved.",
        en="The role cannot be accepted before a document is there.",
    ),
    person=Words(
        no="Vi mangler dokumentet som viser at du kan bestille.",
        en="We lack the document that shows you may order.",
    ),
    cure=Words(
        no="Be om dokumentet, eller legg det ved hvis det kom i posten.",
        en="Ask for the document, or add it if it came by post.",
    ),
)
ROLE_NOT_ACCEPTED = RefusalReason(
    code="ROLE_NOT_ACCEPTED",
    clauses=(FORWARDING(1),),
    staff=Words(no="Rollen er ikke godtatt: {why_no}.", en="The role was not accepted: {why_en}."),
    person=Words(
        no="Vi kunne ikke godta at du bestiller for en annen: {why_no}. Ingenting er trukket.",
        en="We could not accept that you order for another: {why_en}. Nothing was taken.",
    ),
    cure=Words(
        no="Bestill på nytt med et annet dokument, eller møt fram med det på et poststed.",
        en="Order anew with another document, or come to an outlet with it.",
    ),
)
ROLE_NOT_SETTLED = RefusalReason(
    code="ROLE_NOT_SETTLED",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Rollen var ikke godtatt da tjenesten skulle begynne; avtalen er ikke inngått.",
        en="The role was not accepted when the service was to begin; there is no agreement.",
    ),
    person=Words(
        no="Vi hadde ikke godtatt dokumentet ditt før tjenesten skulle begynne.",
        en="We had not accepted your document before the service was to begin.",
    ),
    cure=Words(
        no="Bestill på nytt, og legg ved dokumentet med en gang.",
        en="Order anew, and add the document at once.",
    ),
)
FORWARDING_ROLE: tuple[RefusalReason, ...] = (
    DOCUMENT_NOT_READABLE,
    DOCUMENT_TOO_LARGE,
    TOO_MANY_DOCUMENTS,
    DOCUMENT_ASKED_BEFORE,
    NO_DOCUMENT_SEEN,
    ROLE_NOT_ACCEPTED,
    ROLE_NOT_SETTLED,
)
