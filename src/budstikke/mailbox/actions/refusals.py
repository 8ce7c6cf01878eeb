"""Why the mailbox says no: the API's codes, in words, with what would cure each."""

from __future__ import annotations

from budstikke.law.refusal import Refusal, RefusalReason
from budstikke.law.words import Words


def _row(code: str, no: str, en: str, cure_no: str, cure_en: str) -> RefusalReason:
    # A program reads these, and whoever wrote it: there is no clerk and no recipient to tell apart.
    words = Words(no=no, en=en)
    return RefusalReason(code=code, clauses=(), staff=words, person=words, cure=Words(no=cure_no, en=cure_en))


_ROWS = (
    _row("INVALID_USER_ID_HEADER", "X-Digipost-UserId mangler eller er ikke et tall.",
         "X-Digipost-UserId is missing or is not a number.",
         "Send avsender-id-en.", "Send the sender id."),
    _row("UNKNOWN_USER_ID", "Avsender-id-en er ukjent.", "The sender id is unknown.",
         "Opprett en konto først.", "Open an account first."),
    _row("MISSING_DATE_HEADER", "Date mangler.", "Date is missing.",
         "Send Date og la den inngå i signaturen.", "Send Date and let the signature cover it."),
    _row("INVALID_DATE_HEADER", "Date kan ikke leses.", "Date cannot be read.",
         "Skriv den slik: Sat, 21 Nov 2026 10:15:00 GMT.", "Write it like Sat, 21 Nov 2026 10:15:00 GMT."),
    _row("DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL", "Date er mer enn fem minutter fra klokken her, {here}.",
         "Date is more than five minutes away from the clock here, {here}.",
         "Still klokken.", "Set the clock."),
    _row("MISSING_SIGNATURE", "X-Digipost-Signature mangler.", "X-Digipost-Signature is missing.",
         "Signer forespørselen.", "Sign the request."),
    _row("INVALID_SIGNATURE",
         "Signaturen er ikke kontoens over denne teksten: ===START==={expected}===SLUTT===.",
         "The signature is not the account's over this text: ===START==={expected}===SLUTT===.",
         "Signer nøyaktig teksten mellom merkene.", "Sign exactly the text between the marks."),
    _row("MISSING_SHA256", "X-Content-SHA256 mangler.", "X-Content-SHA256 is missing.",
         "Send SHA-256 av innholdet som base64.", "Send the SHA-256 of the body as base64."),
    _row("INVALID_SHA256", "Innholdet har en annen SHA-256 enn X-Content-SHA256.",
         "The body has another SHA-256 than X-Content-SHA256 says.",
         "Send innholdet på nytt.", "Send the body again."),
    _row("REQUEST_TOO_LARGE", "Innholdet er større enn {limit_bytes} byte.",
         "The body is longer than {limit_bytes} bytes.",
         "Send færre eller mindre dokumenter.", "Send fewer or smaller documents."),
    _row("INVALID_QUERY_PARAMETER", "{parameter} må være et helt tall fra {least} til {most}.",
         "{parameter} must be a whole number from {least} to {most}.",
         "Rett spørrestrengen.", "Correct the query."),
    _row("PROBLEM_WITH_REQUEST", "Forespørselen kan ikke brukes her: {problem}.",
         "The request cannot be used here: {problem}.",
         "Se beskrivelsen av tjenesten.", "See the description of the service."),
    _row("BROKER_NOT_AUTHORIZED", "Denne avsenderen kan ikke handle for en annen konto.",
         "This sender may not act for another account.",
         "Bruk sin egen avsender-id.", "Use its own sender id."),
    _row("UNKNOWN_RECIPIENT", "Mottakeren har ingen postkasse her.", "The recipient has no mailbox here.",
         "Oppgi organisasjonsnummeret til en konto.", "Give the organisation number of an account."),
    _row("DUPLICATE_MESSAGE", "Meldings-id-en er brukt før.", "The message id was used before.",
         "Er det samme melding, er den levert; ellers velg en ny id.",
         "If it is the same message it is delivered; otherwise choose a new id."),
    _row("DUPLICATE_DOCUMENT_ID", "Et dokuments UUID er brukt før.", "A document's UUID was used before.",
         "Gi dokumentet en ny UUID.", "Give the document a new UUID."),
    _row("DELIVERY_DATE_HISTORICAL", "Leveringstiden er passert.", "The delivery time has passed.",
         "Utelat den eller velg en senere tid.", "Leave it out or choose a later time."),
    _row("NOT_APPROVED_FOR_PRINT", "Denne postkassen skriver ikke ut.", "This mailbox does not print.",
         "Utelat utskriftsønsket.", "Leave out the wish for print."),
    _row("NOT_APPROVED_FOR_PREENCRYPT", "Denne postkassen tar ikke imot forhåndskrypterte dokumenter.",
         "This mailbox does not take documents encrypted by the sender.",
         "Send dem ukryptert; de krypteres her.", "Send them unencrypted; they are encrypted here."),
    _row("NOT_APPROVED_FOR_IDPORTEN", "Dette sikkerhetsnivået er for offentlige etater.",
         "This authentication level is for public agencies.", "Bruk TWO_FACTOR.", "Use TWO_FACTOR."),
    _row("AUTHENTICATION_LEVEL_TOO_LOW", "Et sensitivt dokument krever TWO_FACTOR.",
         "A sensitive document needs TWO_FACTOR.",
         "Hev sikkerhetsnivået.", "Raise the authentication level."),
    _row("VALIDATION_FAILED", "Postkassen tilbyr ikke {asked_for}.",
         "This mailbox does not offer {asked_for}.",
         "Utelat elementet.", "Leave the element out."),
    _row("ILLEGAL_CONTENT_TYPE", "Filtypen tas ikke imot.", "The file type is not taken.",
         "Bruk en av {file_types}.", "Use one of {file_types}."),
    _row("INVALID_PDF_CONTENT", "Dokument {document} er ikke en PDF.", "Document {document} is not a PDF.",
         "Send en PDF, eller en annen filtype.", "Send a PDF, or another file type."),
    _row("DOCUMENT_NOT_FOUND", "Dokumentet finnes ikke i denne postkassen.",
         "There is no such document in this mailbox.", "Hent listen på nytt.", "Fetch the list again."),
    _row("ILLEGAL_ACCESS", "Lenken er brukt, utløpt eller har aldri vært til.",
         "The link is used, has expired, or never was.",
         "Be om innholdet på nytt; lenken varer i 30 sekunder.",
         "Ask for the content again; a link lasts 30 s."),
)  # fmt: skip

REASONS = {row.code: row for row in _ROWS}


def refused(code: str, **facts: object) -> Refusal:
    """Return a refusal by its code; the facts fill the braces of its words."""
    return Refusal(REASONS[code], facts)
