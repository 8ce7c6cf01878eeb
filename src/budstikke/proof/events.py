"""
The events evidence is made of, and what each is called on paper.

Their names are those of ETSI EN 319 522-3 where the standard has one that fits, else names of our own.
"""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.proof.wording import Words

URI = "http://uri.etsi.org/19522/Event/"
OWN_URI = "urn:budstikke:event:"


@dataclass(frozen=True, slots=True)
class EventName:
    """
    One kind of event.

    `refuses` says that it went against somebody, so that at least one decision must say why; `checks_identity`
    that a person stood at the counter, so that the fields of the delivery report are filled. `own`: the standard
    has no such event.
    """

    name: str
    title: Words
    refuses: bool = False
    checks_identity: bool = False
    own: bool = False

    @property
    def uri(self) -> str:
        """The name in full, as the standard writes it, or as ours."""
        return (OWN_URI if self.own else URI) + self.name


_ROWS = (
    EventName("SubmissionAcceptance", Words("Bestilling mottatt", "Order accepted")),
    EventName("SubmissionRejection", Words("Bestilling avvist", "Order rejected"), refuses=True),
    EventName("RelayAcceptance", Words("Innlevering mottatt", "Hand-in accepted")),
    EventName("RelayRejection", Words("Innlevering avvist", "Hand-in rejected"), refuses=True),
    EventName("NotificationForAcceptance", Words("Hentemelding sendt", "Notice sent")),
    EventName(
        "NotificationForAcceptanceFailure", Words("Hentemelding kom ikke fram", "Notice failed"), refuses=True
    ),
    EventName(
        "ConsignmentRejection", Words("Mottaker tok ikke imot", "Refused by the recipient"), refuses=True
    ),
    EventName("ContentHandover", Words("Utleveringsrapport", "Delivery report"), checks_identity=True),
    EventName(
        "ContentHandoverFailure",
        Words("Utlevering avslått", "Hand-over refused"),
        refuses=True,
        checks_identity=True,
    ),
    EventName(
        "AcceptanceRejectionExpiry", Words("Ikke hentet innen fristen", "Not collected in time"), refuses=True
    ),
    EventName("ContentConsignment", Words("Klar til henting", "Ready to collect")),
    EventName("RelayToNonERDS", Words("Rapport lagt i postkassen", "Report put in the mailbox")),
    EventName("RelayToNonERDSFailure", Words("Rapport ikke levert", "Report not delivered"), refuses=True),
    EventName("ContentAccessTracking", Words("Rapport åpnet", "Report opened")),
    EventName("OrderCancelled", Words("Bestilling avbestilt", "Order cancelled"), own=True),
    EventName("SentOn", Words("Sendt til et annet hentested", "Sent on to another outlet"), own=True),
    EventName("DeadlineExtended", Words("Hentefrist forlenget", "Deadline extended"), own=True),
    EventName("BackAtSender", Words("Levert tilbake til avsenderen", "Back at the sender"), own=True),
    EventName("Deviation", Words("Avvik", "Deviation"), own=True),
    EventName("Damage", Words("Brevet er skadet", "The letter is damaged"), own=True),
    EventName("Found", Words("Brevet er funnet igjen", "The letter was found"), own=True),
    EventName("AddressCorrected", Words("Adresse rettet", "Address corrected"), own=True),
    EventName("ClaimOpened", Words("Krav meldt", "Claim made"), own=True),
    EventName("ClaimDecided", Words("Krav avgjort", "Claim decided"), own=True),
    EventName(
        "ForwardingOrdered",
        Words("Bestilling av ettersending eller oppbevaring mottatt", "Forwarding or storage ordered"),
        own=True,
    ),
    EventName(
        "ForwardingRefused",
        Words("Bestilling av ettersending eller oppbevaring avslått", "Forwarding or storage refused"),
        refuses=True,
        own=True,
    ),
    EventName("ForwardingConfirmed", Words("Bestilling bekreftet", "Forwarding confirmed"), own=True),
    EventName("ForwardingNotice", Words("Melding om bestilling", "Notice of forwarding"), own=True),
    EventName(
        "ForwardingNoticeFailure",
        Words("Melding om bestilling kom ikke fram", "Notice of forwarding failed"),
        refuses=True,
        own=True,
    ),
    EventName(
        "ForwardingUnderWay",
        Words("Tjenesten begynner eller slutter", "The service starts or ends"),
        own=True,
    ),
    EventName("ForwardingChanged", Words("Tjenesten endret", "The service changed"), own=True),
    EventName(
        "ForwardingChangeRefused",
        Words("Endring av tjenesten avslått", "Change of the service refused"),
        refuses=True,
        own=True,
    ),
    EventName(
        "ForwardingWithdrawn",
        Words("Bestilling avbestilt, falt bort eller trukket", "Forwarding cancelled, lapsed or withdrawn"),
        own=True,
    ),
    EventName("ForwardingObjection", Words("Innsigelse mot bestilling", "Objection to forwarding"), own=True),
    EventName("ForwardingComplaint", Words("Klage over tjenesten", "Complaint about the service"), own=True),
    EventName("Payment", Words("Betaling", "Payment"), own=True),
    EventName("PaymentFailure", Words("Betaling mislyktes", "Payment failed"), refuses=True, own=True),
    EventName("Refund", Words("Tilbakebetaling", "Refund"), own=True),
    EventName("SecurityLock", Words("Sikkerhetssperre", "Security lock"), own=True),
    EventName("Sorted", Words("Sendinger sortert", "Items sorted"), own=True),
    EventName(
        "RegisterChanged", Words("Endring i adresseregisteret", "Change of the address register"), own=True
    ),
    EventName("AgreementAccepted", Words("Avtale inngått", "Agreement accepted"), own=True),
    EventName("Erasure", Words("Personopplysninger slettet", "Personal data erased"), own=True),
)

EVENT_NAMES = {row.name: row for row in _ROWS}
