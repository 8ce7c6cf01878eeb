"""Refusals of claims and of a corrected address: what is not paid, and what cannot be put right any more."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

CLAIM_BEFORE_HAND_IN = RefusalReason(
    code="CLAIM_BEFORE_HAND_IN",
    clauses=(PUM(9), PUM(18)),
    staff=Words(
        no="Brevet er ikke levert inn til oss; det er ingenting å reklamere på ennå.",
        en="The letter has not been handed in to us; there is nothing to complain of yet.",
    ),
    person=Words(no="Vi har ikke fått brevet ennå.", en="We have not been given the letter yet."),
    cure=Words(no="Spør avsenderen hvor brevet er.", en="Ask the sender where the letter is."),
)
CLAIM_NOT_REGISTERED = RefusalReason(
    code="CLAIM_NOT_REGISTERED",
    clauses=(PUM(17),),
    staff=Words(
        no="Det som skal ha skjedd med brevet, er ikke registrert på det.",
        en="What is said to have happened to the letter is not registered on it.",
    ),
    person=Words(
        no="Vi har ikke funnet at det har skjedd noe slikt med brevet.",
        en="We have not found that anything of the kind has happened to the letter.",
    ),
    cure=Words(
        no="Undersøk saken, og registrer tap, skade eller feil mottaker på brevet først.",
        en="Look into it, and register loss, damage or a wrong recipient on the letter first.",
    ),
)
CLAIM_VALUE_NOT_SHOWN = RefusalReason(
    code="CLAIM_VALUE_NOT_SHOWN",
    clauses=(PUM(17), PUM(18)),
    staff=Words(no="Verdien av innholdet er ikke vist.", en="The value of the contents has not been shown."),
    person=Words(
        no="Vi vet ikke hva innholdet var verdt.", en="We do not know what the contents were worth."
    ),
    cure=Words(
        no="Be om dokumentasjon på verdien, og skriv den inn.",
        en="Ask for papers that show the value, and enter it.",
    ),
)
CLAIM_PAID_BEFORE = RefusalReason(
    code="CLAIM_PAID_BEFORE",
    clauses=(PUM(17),),
    staff=Words(
        no="Brevet er erstattet før, så langt ansvaret går.",
        en="The letter has been compensated before, as far as the liability goes.",
    ),
    person=Words(no="Brevet er erstattet før.", en="The letter has been compensated before."),
    cure=Words(no="Se det forrige vedtaket.", en="See the decision before."),
)
FEE_EARNED = RefusalReason(
    code="FEE_EARNED",
    clauses=(PUM(13), PUM(17)),
    staff=Words(
        no="Brevet er ikke kommet bort, så portoen er opptjent.",
        en="The letter is not lost, so the fee has been earned.",
    ),
    person=Words(
        no="Brevet ble behandlet som bestilt; prisen betales ikke tilbake.",
        en="The letter was dealt with as ordered; its price is not paid back.",
    ),
    cure=Words(
        no="Er det fakturert noe annet enn det som var bestilt, krediteres fakturaen for det.",
        en="If something else than the order was invoiced, the invoice is credited for that.",
    ),
)
FEE_NOT_INVOICED = RefusalReason(
    code="FEE_NOT_INVOICED",
    clauses=(PUM(13),),
    staff=Words(
        no="Portoen er ikke fakturert, eller er kreditert alt.",
        en="The fee has not been invoiced, or has been credited already.",
    ),
    person=Words(no="Det er ingenting å betale tilbake ennå.", en="There is nothing to pay back yet."),
    cure=Words(
        no="Vent til måneden er fakturert, og avgjør da.",
        en="Wait until the month has been invoiced, and decide then.",
    ),
)
CLAIM_SETTLED = RefusalReason(
    code="CLAIM_SETTLED",
    clauses=(PUM(18),),
    staff=Words(
        no="Kravet er avgjort, eller venter på en annen.", en="The claim is decided, or waits for another."
    ),
    person=Words(no="Kravet er under behandling.", en="The claim is being dealt with."),
    cure=Words(no="Se hva som ble avgjort.", en="See what was decided."),
)
TERMS_GIVE_IT = RefusalReason(
    code="TERMS_GIVE_IT",
    clauses=(PUM(17), PUM(18)),
    staff=Words(
        no="Vilkårene gir rett til dette; det kan ikke avslås med henvisning til dem.",
        en="The terms give this; it cannot be declined on their account.",
    ),
    person=Words(no="Kravet er under behandling.", en="The claim is being dealt with."),
    cure=Words(
        no="Innvilg kravet, eller velg en annen grunn.", en="Grant the claim, or choose another ground."
    ),
)
ADDRESS_TOLD = RefusalReason(
    code="ADDRESS_TOLD",
    clauses=(PUM(5), PUM(11)),
    staff=Words(
        no="Mottakeren har fått hentemelding; adressen rettes ikke lenger.",
        en="The recipient has been sent a notice; the address is not corrected any more.",
    ),
    person=Words(no="Brevet ligger alt til henting.", en="The letter is already waiting to be collected."),
    cure=Words(
        no="Send brevet til et annet hentested, eller stans det og send det tilbake.",
        en="Send the letter to another outlet, or stop it and send it back.",
    ),
)
ADDRESS_THE_SAME = RefusalReason(
    code="ADDRESS_THE_SAME",
    clauses=(PUM(5),),
    staff=Words(no="Brevet har alt denne adressen.", en="The letter has this address already."),
    person=Words(no="Brevet har alt denne adressen.", en="The letter has this address already."),
    cure=Words(no="Rett det som er feil.", en="Put right what is wrong."),
)

CLAIMS: tuple[RefusalReason, ...] = (
    CLAIM_BEFORE_HAND_IN,
    CLAIM_NOT_REGISTERED,
    CLAIM_VALUE_NOT_SHOWN,
    CLAIM_PAID_BEFORE,
    FEE_EARNED,
    FEE_NOT_INVOICED,
    CLAIM_SETTLED,
    TERMS_GIVE_IT,
    ADDRESS_TOLD,
    ADDRESS_THE_SAME,
)
