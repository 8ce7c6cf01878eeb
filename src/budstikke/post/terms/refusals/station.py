"""Refusals at the station, before anything is judged: no such letter, not here, open elsewhere, not allowed."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

STATION_REVOKED = RefusalReason(
    code="STATION_REVOKED",
    clauses=(PUM(11),),
    staff=Words(
        no="Denne stasjonen ({station}) er ikke lenger godkjent for utlevering.",
        en="This station ({station}) is no longer allowed to hand letters over.",
    ),
    person=Words(
        no="Vi kan ikke utlevere brevet ved denne skranken. Det er ikke noe du har gjort.",
        en="We cannot hand the letter over at this counter. It is nothing you have done.",
    ),
    cure=Words(
        no="Bruk en annen stasjon, eller be driften om å melde inn denne på nytt.",
        en="Use another station, or ask operations to enrol this one again.",
    ),
)
STATION_CODE_SPENT = RefusalReason(
    code="STATION_CODE_SPENT",
    clauses=(PUM(11),),
    staff=Words(
        no="Engangskoden er brukt, utløpt eller ukjent.",
        en="The one-time code has been used, has expired or is unknown.",
    ),
    person=Words(
        no="Denne skranken er ikke klar til bruk ennå.",
        en="This counter is not ready for use yet.",
    ),
    cure=Words(
        no="Be driften om en ny kode; den gjelder i en halv time.",
        en="Ask operations for a new code; it lasts half an hour.",
    ),
)
STATION_OCCUPIED = RefusalReason(
    code="STATION_OCCUPIED",
    clauses=(PUM(12),),
    staff=Words(
        no="En kontroll for brev {number} er åpen på denne stasjonen.",
        en="A check for letter {number} is open at this station.",
    ),
    person=Words(
        no="Vi må først gjøre ferdig en annen utlevering. Det tar et øyeblikk.",
        en="We have to finish another hand-over first. It takes a moment.",
    ),
    cure=Words(
        no="Gjør den ferdig eller avbryt den, og skann brevet igjen.",
        en="Finish it or give it up, then scan the letter again.",
    ),
)
CHECK_OPEN_ELSEWHERE = RefusalReason(
    code="CHECK_OPEN_ELSEWHERE",
    clauses=(PUM(12),),
    staff=Words(
        no="Brevet er åpent på stasjon {station} siden kl. {since}.",
        en="The letter is open at station {station} since {since}.",
    ),
    person=Words(
        no="En kollega er i gang med dette brevet.",
        en="A colleague is already dealing with this letter.",
    ),
    cure=Words(
        no="Gjør ferdig kontrollen der, eller avbryt den. Etter 15 minutter uten aktivitet kan du overta den her.",
        en="Finish the check there, or give it up. After 15 minutes without activity you can take it over here.",
    ),
)
CHECK_NOT_OPEN = RefusalReason(
    code="CHECK_NOT_OPEN",
    clauses=(PUM(12),),
    staff=Words(
        no="Kontrollen er ikke lenger åpen her: den er avgjort, avbrutt eller overtatt av en annen.",
        en="The check is no longer open here: it was decided, given up, or taken over by another.",
    ),
    person=Words(
        no="Vi må begynne kontrollen på nytt.",
        en="We have to begin the check again.",
    ),
    cure=Words(
        no="Skann brevet igjen for å se hvor det står.",
        en="Scan the letter again to see where it stands.",
    ),
)
LETTER_UNKNOWN = RefusalReason(
    code="LETTER_UNKNOWN",
    clauses=(PUM(12),),
    staff=Words(
        no="Ingen har bestilt et brev med dette nummeret.",
        en="Nobody has booked a letter with this number.",
    ),
    person=Words(
        no="Vi finner ikke noe brev med dette nummeret.",
        en="We find no letter with this number.",
    ),
    cure=Words(
        no="Kontrollér nummeret mot etiketten eller hentemeldingen, og skann eller tast det på nytt.",
        en="Compare the number with the label or the notice, and scan or type it again.",
    ),
)
LETTER_ELSEWHERE = RefusalReason(
    code="LETTER_ELSEWHERE",
    clauses=(PUM(11), PUM(14)),
    staff=Words(
        no="Brevet ligger på et annet hentested: {outlet}.",
        en="The letter waits at another outlet: {outlet}.",
    ),
    person=Words(
        no="Brevet ditt ligger ikke her, men på {outlet}.",
        en="Your letter is not here but at {outlet}.",
    ),
    cure=Words(
        no="Hent det på {outlet} innen fristen. Hentemeldingen viser åpningstidene.",
        en="Collect it at {outlet} before the deadline. The notice shows the opening hours.",
    ),
)
LETTER_COLLECTED = RefusalReason(
    code="LETTER_COLLECTED",
    clauses=(PUM(11),),
    staff=Words(
        no="Brevet ble utlevert {on:%d.%m.%Y}.",
        en="The letter was handed over on {on:%d %b %Y}.",
    ),
    person=Words(
        no="Brevet er allerede hentet, {on:%d.%m.%Y}.",
        en="The letter has already been collected, on {on:%d %b %Y}.",
    ),
    cure=Words(
        no="Utleveringen kan ikke gjøres om. Var det ikke mottakeren, meld det til kundeservice med en gang.",
        en="The hand-over cannot be repeated. If it was not the recipient, tell customer service at once.",
    ),
)
LETTER_ON_ITS_WAY = RefusalReason(
    code="LETTER_ON_ITS_WAY",
    clauses=(PUM(11), PUM(14)),
    staff=Words(
        no="Brevet er ikke ankommet noe hentested.",
        en="The letter has not arrived at an outlet.",
    ),
    person=Words(
        no="Brevet ditt er underveis. Du får beskjed når det kan hentes.",
        en="Your letter is on its way. You are told when it can be collected.",
    ),
    cure=Words(
        no="Ligger brevet her, skann det inn som ankommet først. Ellers: følg sporingen.",
        en="If the letter lies here, scan it in as arrived first. Otherwise follow the tracking.",
    ),
)
LETTER_CLOSED = RefusalReason(
    code="LETTER_CLOSED",
    clauses=(PUM(14), PUM(15)),
    staff=Words(
        no="Brevet er i retur, avbestilt eller meldt tapt, og kan ikke utleveres.",
        en="The letter is going back, cancelled or reported lost, and cannot be handed over.",
    ),
    person=Words(
        no="Dette brevet kan ikke lenger hentes.",
        en="This letter can no longer be collected.",
    ),
    cure=Words(
        no="Legg brevet til retur hvis det ligger her. Mottakeren kan be avsenderen om å sende på nytt.",
        en="Put the letter with the returns if it lies here. The recipient may ask the sender to send again.",
    ),
)
NOTHING_TO_TELL = RefusalReason(
    code="NOTHING_TO_TELL",
    clauses=(PUM(12),),
    staff=Words(
        no="Kontrollen ble bestått; det er ingenting å forklare mottakeren.",
        en="The check was passed; there is nothing to explain to the recipient.",
    ),
    person=Words(
        no="Kontrollen gikk bra.",
        en="The check went well.",
    ),
    cure=Words(
        no="Utlever brevet.",
        en="Hand the letter over.",
    ),
)
NO_MOBILE = RefusalReason(
    code="NO_MOBILE",
    clauses=(PUM(11),),
    staff=Words(
        no="Avsenderen har ikke oppgitt mobilnummer, så det kan ikke sendes SMS.",
        en="The sender gave no mobile number, so no SMS can be sent.",
    ),
    person=Words(
        no="Vi har ikke mobilnummeret ditt, men du kan få forklaringen på papir.",
        en="We do not have your mobile number, but you can have the explanation on paper.",
    ),
    cure=Words(
        no="Skriv ut lappen i stedet.",
        en="Print the slip instead.",
    ),
)
DEVICE_REVOKED = RefusalReason(
    code="DEVICE_REVOKED",
    clauses=(PUM(11),),
    staff=Words(
        no="Enheten {device} er ikke lenger godkjent; det den leser, teller ikke.",
        en="Device {device} is no longer allowed; what it reads does not count.",
    ),
    person=Words(
        no="Utstyret ved denne skranken kan ikke brukes nå. Det er ikke noe du har gjort.",
        en="The equipment at this counter cannot be used now. It is nothing you have done.",
    ),
    cure=Words(
        no="Bruk en annen enhet, eller be driften om å melde inn denne på nytt.",
        en="Use another device, or ask operations to register this one again.",
    ),
)
NO_CHECK_OPEN = RefusalReason(
    code="NO_CHECK_OPEN",
    clauses=(PUM(12),),
    staff=Words(
        no="Ingen kontroll er åpen på stasjonen enheten hører til.",
        en="No check is open at the station the device belongs to.",
    ),
    person=Words(
        no="Vi må finne frem brevet før vi leser legitimasjonen.",
        en="We have to find your letter before we read your document.",
    ),
    cure=Words(
        no="Skann brevet først, og les dokumentet på nytt.",
        en="Scan the letter first, then read the document again.",
    ),
)

# In the order in which a clerk meets them.
AT_THE_STATION: tuple[RefusalReason, ...] = (
    STATION_REVOKED,
    STATION_CODE_SPENT,
    STATION_OCCUPIED,
    CHECK_OPEN_ELSEWHERE,
    CHECK_NOT_OPEN,
    LETTER_UNKNOWN,
    LETTER_ELSEWHERE,
    LETTER_COLLECTED,
    LETTER_ON_ITS_WAY,
    LETTER_CLOSED,
    NOTHING_TO_TELL,
    NO_MOBILE,
    DEVICE_REVOKED,
    NO_CHECK_OPEN,
)
