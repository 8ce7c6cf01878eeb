"""Refusals of forwarding at the counter and at the desk: who somebody is, and what takes a second person."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING

_COME = Words(
    no="Be personen møte fram på et poststed med gyldig legitimasjon.",
    en="Ask the person to come to an outlet with a valid identity document.",
)
_OTHER_LEAD = Words(
    no="Be en annen leder se på det.",
    en="Ask another lead to look at it.",
)
REGISTER_NAME_DIFFERS = RefusalReason(
    code="REGISTER_NAME_DIFFERS",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Adresseregisteret har et annet navn på dette nummeret enn legitimasjonen.",
        en="The address register has another name for this number than the document.",
    ),
    person=Words(
        no="Navnet i legitimasjonen din er ikke det vi har registrert.",
        en="The name in your document is not the one we have registered.",
    ),
    cure=Words(
        no="Bruk legitimasjon i det registrerte navnet, eller krev retting av registeret først.",
        en="Use a document in the registered name, or ask for the register to be corrected first.",
    ),
)
REGISTER_NAME_UNDECIDED = RefusalReason(
    code="REGISTER_NAME_UNDECIDED",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Navnet likner det registrerte, men er ikke uten videre likt. Avgjør, og skriv hvorfor.",
        en="The name is like the registered one but not plainly the same. Decide, and write why.",
    ),
    person=Words(
        no="Navnet ditt er skrevet litt annerledes hos oss. Vi må se nærmere på det.",
        en="Your name is written a little differently with us. We must look closer.",
    ),
    cure=Words(
        no="Registrér avgjørelsen med begrunnelse. Er du i tvil, tar du ikke imot bestillingen.",
        en="Record the decision with its reason. When in doubt, do not take the order.",
    ),
)
CALLER_NOT_IDENTIFIED = RefusalReason(
    code="CALLER_NOT_IDENTIFIED",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Svarene er ikke nok til å vite hvem som ringer.",
        en="The answers are not enough to know who calls.",
    ),
    person=Words(no="Vi kan ikke vite hvem du er på telefon.", en="We cannot tell by telephone who you are."),
    cure=_COME,
)
CALLER_TOO_OFTEN = RefusalReason(
    code="CALLER_TOO_OFTEN",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Det er svart feil for ofte det siste døgnet.",
        en="Wrong answers were given too often within a day.",
    ),
    person=Words(no="Vi kan ikke ta dette på telefon i dag.", en="We cannot take this by telephone today."),
    cure=_COME,
)
NOTHING_TO_COLLECT = RefusalReason(
    code="NOTHING_TO_COLLECT",
    clauses=(FORWARDING(4),),
    staff=Words(
        no="Det ligger ingen oppbevart post til henting for denne bestillingen.",
        en="No stored mail waits to be collected for this order.",
    ),
    person=Words(no="Det ligger ingen oppbevart post her.", en="No stored mail lies here."),
    cure=Words(
        no="Se om posten er levert hjem, eller om tjenesten fortsatt går.",
        en="See whether the mail was brought home, or whether the service still runs.",
    ),
)
NO_LABEL = RefusalReason(
    code="NO_LABEL",
    clauses=(FORWARDING(2), FORWARDING(3), FORWARDING(7)),
    staff=Words(
        no="Koden gir ingen adresse: den er ukjent, eller bestillingen gjelder ikke lenger.",
        en="The code gives no address: it is unknown, or its order counts no more.",
    ),
    person=Words(no="Sendingen ettersendes ikke.", en="The item is not redirected."),
    cure=Words(
        no="Sortér sendingen på nytt etter det som står på den.",
        en="Sort the item anew by what stands on it.",
    ),
)
SETTLING_TAKES_TWO = RefusalReason(
    code="SETTLING_TAKES_TWO",
    clauses=(FORWARDING(1), FORWARDING(7)),
    staff=Words(
        no="En stanset bestilling slippes aldri fri av én alene; en annen må bekrefte.",
        en="A frozen order is never let go by one person alone; somebody else has to confirm.",
    ),
    person=Words(no="To av oss må se på innsigelsen.", en="Two of us have to look at the objection."),
    cure=Words(
        no="Den venter på at en leder som ikke er deg, bekrefter.",
        en="It waits until a lead who is not you confirms.",
    ),
)
SETTLING_SAME_PERSON = RefusalReason(
    code="SETTLING_SAME_PERSON",
    clauses=(FORWARDING(1), FORWARDING(7)),
    staff=Words(
        no="Den som ba om å slippe bestillingen fri, kan ikke bekrefte det.",
        en="Who asked for the order to be let go cannot confirm it.",
    ),
    person=Words(no="To av oss må se på innsigelsen.", en="Two of us have to look at the objection."),
    cure=_OTHER_LEAD,
)
SETTLING_WAITS = RefusalReason(
    code="SETTLING_WAITS",
    clauses=(FORWARDING(1), FORWARDING(7)),
    staff=Words(
        no="Det venter alt på bekreftelse at bestillingen slippes fri.",
        en="That the order is let go waits for its confirmation already.",
    ),
    person=Words(no="Vi ser på innsigelsen.", en="We are looking at the objection."),
    cure=_OTHER_LEAD,
)

FORWARDING_STAFF: tuple[RefusalReason, ...] = (
    REGISTER_NAME_DIFFERS,
    REGISTER_NAME_UNDECIDED,
    CALLER_NOT_IDENTIFIED,
    CALLER_TOO_OFTEN,
    NOTHING_TO_COLLECT,
    NO_LABEL,
    SETTLING_TAKES_TWO,
    SETTLING_SAME_PERSON,
    SETTLING_WAITS,
)
