"""Refusals before the letter is ours: who may send, what may be sent, how it is ordered and handed in."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

# The recipient of a letter that is not yet ours needs one sentence only: the sender must act.
NOT_YET_OURS = Words(
    no="Brevet er ikke tatt imot ennå. Avsenderen har fått vite hva som må rettes.",
    en="The letter has not been accepted yet. The sender has been told what to put right.",
)

NOT_AML_OBLIGED = RefusalReason(
    code="NOT_AML_OBLIGED",
    clauses=(PUM(2),),
    staff=Words(
        no="Tjenesten er bare for virksomheter som er underlagt hvitvaskingsregelverket.",
        en="The service is only for businesses that the anti-money-laundering rules apply to.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Dokumentér at virksomheten hører inn under hvitvaskingsloven § 4, eller velg en annen tjeneste.",
        en="Show that the business falls under § 4 of the Money Laundering Act, or choose another service.",
    ),
)
NO_AGREEMENT = RefusalReason(
    code="NO_AGREEMENT",
    clauses=(PUM(2),),
    staff=Words(
        no="Avsenderen har ingen skriftlig avtale om tjenesten.",
        en="The sender has no written agreement for the service.",
    ),
    person=NOT_YET_OURS,
    cure=Words(no="Inngå avtale før brevene leveres inn.", en="Sign an agreement before handing letters in."),
)
NO_DIGIPOST = RefusalReason(
    code="NO_DIGIPOST",
    clauses=(PUM(1), PUM(2)),
    staff=Words(
        no="Avsenderen har ingen digital postkasse som utleveringsrapporten kan sendes til.",
        en="The sender has no digital mailbox to receive the delivery report.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Opprett den digitale postkassen og meld den inn på avtalen.",
        en="Open the digital mailbox and have it entered on the agreement.",
    ),
)
NO_EDI = RefusalReason(
    code="NO_EDI",
    clauses=(PUM(1), PUM(7)),
    staff=Words(
        no="Brevet er ikke bestilt med EDI-melding.", en="The letter was not ordered by an EDI message."
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Send EDI-bestillingen, og lever brevet inn når den er kvittert ut.",
        en="Send the EDI order, and hand the letter in when it has been acknowledged.",
    ),
)
NUMBER_IN_USE = RefusalReason(
    code="NUMBER_IN_USE",
    clauses=(PUM(7),),
    staff=Words(
        no="Sendingsnummeret er allerede brukt på et annet brev.",
        en="The item number is already used on another letter.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Bestill på nytt med et nytt nummer, eller la nummeret stå tomt.",
        en="Order again with a new number, or leave the number out.",
    ),
)
ORDER_CLOSED = RefusalReason(
    code="ORDER_CLOSED",
    clauses=(PUM(7),),
    staff=Words(
        no="Bestillingen kan ikke lenger endres eller avbestilles.",
        en="The order can no longer be changed or cancelled.",
    ),
    person=Words(
        no="Bestillingen kan ikke endres nå; brevet er alt underveis eller avsluttet.",
        en="The order cannot be changed now; the letter is already under way or closed.",
    ),
    cure=Words(
        no="En bestilling kan endres fram til første skanning. Be om retur hvis brevet må stoppes.",
        en="An order can be changed until the first scan. Ask for a return if the letter must be stopped.",
    ),
)
ENVELOPE = RefusalReason(
    code="ENVELOPE",
    clauses=(PUM(4),),
    staff=Words(
        no="Konvolutten er ikke av tillatt størrelse ({allowed}).",
        en="The envelope is not of an allowed size ({allowed}).",
    ),
    person=NOT_YET_OURS,
    cure=Words(no="Bruk konvolutt {allowed}.", en="Use an envelope of size {allowed}."),
)
WEIGHT = RefusalReason(
    code="WEIGHT",
    clauses=(PUM(4),),
    staff=Words(
        no="Brevet veier {weight_g} g; grensen er {max_weight_g} g.",
        en="The letter weighs {weight_g} g; the limit is {max_weight_g} g.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Del innholdet på flere brev, eller send det på annen måte.",
        en="Split the contents over several letters, or send them in another way.",
    ),
)
THICKNESS = RefusalReason(
    code="THICKNESS",
    clauses=(PUM(4),),
    staff=Words(
        no="Brevet er {thickness_mm} mm tykt; grensen er {max_thickness_mm} mm.",
        en="The letter is {thickness_mm} mm thick; the limit is {max_thickness_mm} mm.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Pakk flatere, eller del innholdet på flere brev.",
        en="Pack it flatter, or split the contents over several letters.",
    ),
)
ONE_RECIPIENT = RefusalReason(
    code="ONE_RECIPIENT",
    clauses=(PUM(5),),
    staff=Words(
        no="Brevet må ha nøyaktig én personlig mottaker; dette har {recipients}.",
        en="The letter must have exactly one personal recipient; this one has {recipients}.",
    ),
    person=NOT_YET_OURS,
    cure=Words(no="Send ett brev til hver person.", en="Send one letter to each person."),
)
PRIVATE_ADDRESS = RefusalReason(
    code="PRIVATE_ADDRESS",
    clauses=(PUM(5),),
    staff=Words(
        no="Brevet er ikke adressert til mottakerens private adresse.",
        en="The letter is not addressed to the recipient's private address.",
    ),
    person=NOT_YET_OURS,
    cure=Words(no="Bruk mottakerens privatadresse.", en="Use the recipient's private address."),
)
NORWAY_ONLY = RefusalReason(
    code="NORWAY_ONLY",
    clauses=(PUM(5),),
    staff=Words(no="Mottakerens adresse er ikke i Norge.", en="The recipient's address is not in Norway."),
    person=NOT_YET_OURS,
    cure=Words(no="Bruk en adresse i Norge.", en="Use an address in Norway."),
)
ADDRESS_INCOMPLETE = RefusalReason(
    code="ADDRESS_INCOMPLETE",
    clauses=(PUM(5),),
    staff=Words(no="Mottakerens adresse er ufullstendig.", en="The recipient's address is incomplete."),
    person=NOT_YET_OURS,
    cure=Words(
        no="Oppgi navn, gate eller postboks, postnummer og poststed.",
        en="Give name, street or box, postcode and town.",
    ),
)
LABEL_INCOMPLETE = RefusalReason(
    code="LABEL_INCOMPLETE",
    clauses=(PUM(5),),
    staff=Words(
        no="Etiketten mangler noe den må ha: {missing}.",
        en="The label lacks something it must have: {missing}.",
    ),
    person=NOT_YET_OURS,
    cure=Words(no="Skriv ut etiketten på nytt fra bestillingen.", en="Print the label again from the order."),
)
RETURN_ADDRESS = RefusalReason(
    code="RETURN_ADDRESS",
    clauses=(PUM(6),),
    staff=Words(
        no="Brevet mangler en fullstendig norsk returadresse.",
        en="The letter lacks a complete Norwegian return address.",
    ),
    person=NOT_YET_OURS,
    cure=Words(no="Påfør en fullstendig norsk returadresse.", en="Add a complete Norwegian return address."),
)
NOT_SORTED = RefusalReason(
    code="NOT_SORTED",
    clauses=(PUM(8),),
    staff=Words(
        no="Innleveringen har {letters} brev og er ikke sortert etter postnummer, som kreves over {limit}.",
        en="The dispatch has {letters} letters and is not in postcode order; above {limit} it must be.",
    ),
    person=NOT_YET_OURS,
    cure=Words(no="Sortér brevene etter postnummer.", en="Put the letters in postcode order."),
)
NOT_MARKED = RefusalReason(
    code="NOT_MARKED",
    clauses=(PUM(9),),
    staff=Words(
        no="Brevene er ikke tydelig merket som PUM.", en="The letters are not clearly marked as PUM letters."
    ),
    person=NOT_YET_OURS,
    cure=Words(no="Merk brevene eller kassen tydelig.", en="Mark the letters or the tray clearly."),
)
NOT_SEPARATED = RefusalReason(
    code="NOT_SEPARATED",
    clauses=(PUM(9),),
    staff=Words(
        no="Brevene er ikke holdt atskilt fra annen post.",
        en="The letters are not kept apart from other mail.",
    ),
    person=NOT_YET_OURS,
    cure=Words(no="Lever brevene for seg.", en="Hand these letters in on their own."),
)
WRONG_PLACE = RefusalReason(
    code="WRONG_PLACE",
    clauses=(PUM(9),),
    staff=Words(
        no="Dette er ikke det avtalte innleveringsstedet.",
        en="This is not the place agreed for handing in.",
    ),
    person=NOT_YET_OURS,
    cure=Words(
        no="Lever inn på avtalt sted, eller få stedet lagt til i avtalen.",
        en="Hand in at the agreed place, or have this place added to the agreement.",
    ),
)

# In the order in which they are judged.
SENDING: tuple[RefusalReason, ...] = (
    NOT_AML_OBLIGED,
    NO_AGREEMENT,
    NO_DIGIPOST,
    NO_EDI,
    NUMBER_IN_USE,
    ORDER_CLOSED,
    ENVELOPE,
    WEIGHT,
    THICKNESS,
    ONE_RECIPIENT,
    PRIVATE_ADDRESS,
    NORWAY_ONLY,
    ADDRESS_INCOMPLETE,
    LABEL_INCOMPLETE,
    RETURN_ADDRESS,
    NOT_SORTED,
    NOT_MARKED,
    NOT_SEPARATED,
    WRONG_PLACE,
)
