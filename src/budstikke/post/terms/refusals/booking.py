"""Refusals of an order that is written right but cannot be booked as it stands."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.refusals.sending import NOT_YET_OURS

UNKNOWN_CUSTOMER = RefusalReason(
    code="UNKNOWN_CUSTOMER",
    clauses=(PUM(2),),
    staff=Words(
        no="Kundenummeret i bestillingen hører ikke til den som sendte filen.",
        en="The customer number of the order does not belong to whoever sent the file.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Bruk kundenummeret fra avtalen, eller få filens avsender meldt inn på den.",
        en="Use the customer number of the agreement, or have the file's sender entered on it.",
    ),
)
INTERCHANGE_REPEATED = RefusalReason(
    code="INTERCHANGE_REPEATED",
    clauses=(PUM(7),),
    staff=Words(
        no="En annen fil med samme avsender, mottaker og referanse er tatt imot før.",
        en="Another file with the same sender, recipient and reference was taken before.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Gi filen en ny referanse i UNB, og send den på nytt.",
        en="Give the file a new reference in UNB and send it again.",
    ),
)
CONTACT_INVALID = RefusalReason(
    code="CONTACT_INVALID",
    clauses=(PUM(7), PUM(11)),
    staff=Words(
        no="Mobilnummeret eller e-postadressen i bestillingen kan ikke brukes til en hentemelding.",
        en="The mobile number or e-mail address of the order cannot be used for a notice.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Skriv mobilnummeret med sifre, gjerne + og landkode, og e-posten som navn@sted.no, eller utelat dem.",
        en="Write the number in digits, with + and country code if you like, the mail as name@place.no, or neither.",
    ),
)
SERVICE_NOT_OFFERED = RefusalReason(
    code="SERVICE_NOT_OFFERED",
    clauses=(PUM(7),),
    staff=Words(
        no="Tjenestekoden eller tilleggstjenesten i bestillingen finnes ikke her.",
        en="The service or added service of the order is not offered here.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Bruk 2563 for personlig utlevering og 1239 for krav til pass, og ingen andre koder.",
        en="Use 2563 for personal delivery and 1239 for passport required, and no other code.",
    ),
)
POSTCODE_UNKNOWN = RefusalReason(
    code="POSTCODE_UNKNOWN",
    clauses=(PUM(5),),
    staff=Words(
        no="Postnummeret til mottakeren står ikke i postnummerregisteret.",
        en="The recipient's postcode is not in the postcode register.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Rett postnummeret og send bestillingen på nytt.", en="Correct the postcode and order again."
    ),
)
ORDER_UNKNOWN = RefusalReason(
    code="ORDER_UNKNOWN",
    clauses=(PUM(7),),
    staff=Words(
        no="Det finnes ingen bestilling som denne endringen eller avbestillingen gjelder.",
        en="There is no order that this change or cancellation is about.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Bruk sendingsnummeret og brevnumrene fra den opprinnelige bestillingen.",
        en="Use the consignment number and the letter numbers of the original order.",
    ),
)
NO_NUMBERS_LEFT = RefusalReason(
    code="NO_NUMBERS_LEFT",
    clauses=(PUM(5),),
    staff=Words(
        no="Avsenderens serie med brevnumre er brukt opp.",
        en="The sender's range of letter numbers is used up.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Be om en ny nummerserie, eller oppgi numrene i bestillingen.",
        en="Ask for a new range, or give the numbers in the order.",
    ),
)
TEST_NOT_BOOKED = RefusalReason(
    code="TEST_NOT_BOOKED",
    clauses=(PUM(7),),
    staff=Words(
        no="Filen er merket som test; her bestilles det på ordentlig, og ingenting er bestilt.",
        en="The file is marked as a test; orders are real here, and nothing has been booked.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Send filen uten testmerket i UNB, eller til en testinstallasjon.",
        en="Send the file without the test indicator in UNB, or to a test installation.",
    ),
)
NATIONAL_NUMBER_INVALID = RefusalReason(
    code="NATIONAL_NUMBER_INVALID",
    clauses=(PUM(7), PUM(11)),
    staff=Words(
        no="Fødselsnummeret i bestillingen er ikke gyldig; testnumre gjelder bare på en testinstallasjon.",
        en="The national number in the order is not valid; test numbers count on a test installation only.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Rett nummeret, eller la det stå tomt, og send bestillingen på nytt.",
        en="Correct the number, or leave it out, and order again.",
    ),
)

BOOKING = (
    UNKNOWN_CUSTOMER,
    INTERCHANGE_REPEATED,
    CONTACT_INVALID,
    SERVICE_NOT_OFFERED,
    POSTCODE_UNKNOWN,
    ORDER_UNKNOWN,
    NO_NUMBERS_LEFT,
    TEST_NOT_BOOKED,
    NATIONAL_NUMBER_INVALID,
)
