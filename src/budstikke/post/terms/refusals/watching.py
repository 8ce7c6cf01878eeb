"""Refusals that keep an order from being somebody else's: locks, the pace of orders, objections, confirmations."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING

_COME = Words(
    no="Bestill på et poststed og vis legitimasjon.", en="Order at an outlet and show an identity document."
)
PERSON_LOCKED = RefusalReason(
    code="PERSON_LOCKED",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="En av dem bestillingen gjelder, har sikkerhetssperre; bare fremmøte med legitimasjon gjelder.",
        en="Somebody the order names has a security lock; only coming in person with a document counts.",
    ),
    person=Words(
        no="Adressen er sperret for endringer på nettet og per telefon.",
        en="The address is locked against changes online and by telephone.",
    ),
    cure=_COME,
)
MANY_TO_ONE_ADDRESS = RefusalReason(
    code="MANY_TO_ONE_ADDRESS",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Flere enn vanlig har bestilt til den nye adressen de siste {days} dagene.",
        en="More than usual have ordered to the new address within {days} days.",
    ),
    person=Words(
        no="Vi må se legitimasjon før vi tar imot denne bestillingen.",
        en="We need to see an identity document before we take this order.",
    ),
    cure=_COME,
)
MANY_FROM_ONE_DEVICE = RefusalReason(
    code="MANY_FROM_ONE_DEVICE",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Flere enn vanlig har bestilt fra den samme enheten de siste {days} dagene.",
        en="More than usual have ordered from the same device within {days} days.",
    ),
    person=Words(
        no="Vi må se legitimasjon før vi tar imot enda en bestilling herfra.",
        en="We need to see an identity document before we take one more order from here.",
    ),
    cure=_COME,
)
CONTACT_JUST_CHANGED = RefusalReason(
    code="CONTACT_JUST_CHANGED",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Telefon eller e-post ble nettopp endret; meldinger kan gå til feil person.",
        en="Telephone or e-mail was changed just now; notices may reach the wrong person.",
    ),
    person=Words(
        no="Telefonen eller e-posten din ble nettopp endret; da ber vi om fremmøte.",
        en="Your telephone or e-mail was changed just now; in that case we ask you to come in person.",
    ),
    cure=_COME,
)
CONTACT_CODES_MANY = RefusalReason(
    code="CONTACT_CODES_MANY",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Det er sendt så mange koder til personen det siste døgnet at ingen flere sendes nå.",
        en="So many codes were sent for the person within a day that no more are sent now.",
    ),
    person=Words(
        no="Vi har sendt deg mange koder i dag, og sender ingen flere nå.",
        en="We have sent you many codes today, and send no more now.",
    ),
    cure=Words(no="Prøv igjen i morgen.", en="Try again tomorrow."),
)
CONTACT_CODE_WRONG = RefusalReason(
    code="CONTACT_CODE_WRONG",
    clauses=(FORWARDING(7),),
    staff=Words(no="Koden er ikke den som ble sendt.", en="The code is not the one that was sent."),
    person=Words(
        no="Det er ikke koden vi sendte. Du kan prøve {left} ganger til.",
        en="That is not the code we sent. Tries left: {left}.",
    ),
    cure=Words(
        no="Se på meldingen en gang til, og skriv de seks sifrene.",
        en="Look at the message once more, and type the six digits.",
    ),
)
CONTACT_CODE_OVER = RefusalReason(
    code="CONTACT_CODE_OVER",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Koden gjelder ikke lenger: for gammel, eller prøvd for mange ganger.",
        en="The code counts no more: too old, or tried too often.",
    ),
    person=Words(
        no="Koden gjelder ikke lenger; ingenting er endret.",
        en="The code counts no more; nothing was changed.",
    ),
    cure=Words(no="Be om en ny kode.", en="Ask for a new code."),
)
CONTACT_LAST_WAY = RefusalReason(
    code="CONTACT_LAST_WAY",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Det er den siste måten å nå personen på, og en bestilling er ikke over.",
        en="It is the last way to reach the person, and an order is not over.",
    ),
    person=Words(
        no="Dette er den eneste måten vi når deg raskt på, og du er med i en bestilling som ikke er over.",
        en="This is the only way we reach you quickly, and you are in an order that is not over.",
    ),
    cure=Words(
        no="Legg til en ny måte først, eller vent til bestillingen er over.",
        en="Add another way first, or wait until the order is over.",
    ),
)
CONTACT_PUT_BACK = RefusalReason(
    code="CONTACT_PUT_BACK",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="En endring av telefon eller e-post ble nylig gjort om; i {days} dager endres de ikke på nettet.",
        en="A change of telephone or e-mail was undone lately; for {days} days they are not changed online.",
    ),
    person=Words(
        no="En endring ble nylig gjort om fra det vi hadde fra før. I {days} dager endrer vi ikke noe her.",
        en="A change was undone lately from what we had before. For {days} days we change nothing here.",
    ),
    cure=Words(
        no="Skriv til kundeservice og be om retting om det haster.",
        en="Write to customer service and ask for a correction if it is urgent.",
    ),
)
CONTACT_LINK_OVER = RefusalReason(
    code="CONTACT_LINK_OVER",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Lenken gjelder én gang og i {days} dager; den er brukt eller for gammel.",
        en="The link counts once and for {days} days; it was used or is too old.",
    ),
    person=Words(
        no="Lenken gjelder én gang og i {days} dager; den er brukt eller for gammel.",
        en="The link counts once and for {days} days; it was used or is too old.",
    ),
    cure=Words(
        no="Ring kundeservice, eller møt fram på et poststed med gyldig legitimasjon.",
        en="Call customer service, or come to an outlet with a valid identity document.",
    ),
)
PERSON_NOT_KNOWN = RefusalReason(
    code="PERSON_NOT_KNOWN",
    clauses=(FORWARDING(1), FORWARDING(7)),
    staff=Words(
        no="Adresseregisteret har ikke alle dem bestillingen gjelder.",
        en="The address register does not have everybody the order names.",
    ),
    person=Words(
        no="Vi finner ikke alle du vil bestille for.", en="We cannot find everybody you want to order for."
    ),
    cure=Words(
        no="Før inn den som mangler, eller se etter referansene.",
        en="Enter whoever is missing, or look at the references.",
    ),
)
ORDER_NOT_KNOWN = RefusalReason(
    code="ORDER_NOT_KNOWN",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Ingen slik bestilling, eller ikke denne personens.", en="No such order, or not this person's."
    ),
    person=Words(no="Vi finner ikke bestillingen.", en="We cannot find the order."),
    cure=Words(no="Se etter referansen i bekreftelsen.", en="Look for the reference in the confirmation."),
)
ORDER_NOT_OPEN = RefusalReason(
    code="ORDER_NOT_OPEN",
    clauses=(FORWARDING(1), FORWARDING(5)),
    staff=Words(
        no="Bestillingen står slik ({state}) at dette ikke kan gjøres.",
        en="The order stands so ({state}) that this cannot be done.",
    ),
    person=Words(no="Det kan ikke gjøres med bestillingen nå.", en="That cannot be done with the order now."),
    cure=Words(no="Legg inn en ny bestilling, eller ring oss.", en="Place a new order, or call us."),
)
NOT_PAID = RefusalReason(
    code="NOT_PAID",
    clauses=(FORWARDING(6),),
    staff=Words(
        no="Bestillingen på nettet er ikke betalt; avtalen er ikke inngått.",
        en="The order made online is not paid; there is no agreement.",
    ),
    person=Words(no="Betalingen mangler.", en="The payment is missing."),
    cure=Words(no="Betal med kort, så er bestillingen fullstendig.", en="Pay by card to complete the order."),
)
PAYMENT_REFUSED = RefusalReason(
    code="PAYMENT_REFUSED",
    clauses=(FORWARDING(6),),
    staff=Words(
        no="Betalingen ble ikke gjennomført ({provider_code}).",
        en="The payment was not made ({provider_code}).",
    ),
    person=Words(no="Betalingen gikk ikke igjennom.", en="The payment did not go through."),
    cure=Words(no="Prøv igjen eller bruk et annet kort.", en="Try again or use another card."),
)
NOBODY_COVERED = RefusalReason(
    code="NOBODY_COVERED",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Ingen av dem bestillingen gjelder, har bekreftet den før den skulle begynne.",
        en="None of those the order names has confirmed it before it was to start.",
    ),
    person=Words(
        no="Bestillingen falt bort, for ingen bekreftet den.", en="The order lapsed, for nobody confirmed it."
    ),
    cure=Words(no="Bestill på nytt og bekreft med en gang.", en="Order again and confirm at once."),
)
DAYS_TAKEN = RefusalReason(
    code="DAYS_TAKEN",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="En annen bestilling tok dagene i samme øyeblikk.",
        en="Another order took the days at the same moment.",
    ),
    person=Words(no="En annen bestilling kom oss i forkjøpet.", en="Another order was quicker by a moment."),
    cure=Words(no="Se på bestillingene dine og prøv igjen.", en="Look at your orders and try again."),
)
LOCK_NEEDS_PRESENCE = RefusalReason(
    code="LOCK_NEEDS_PRESENCE",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="En sikkerhetssperre oppheves bare mot legitimasjon ved fremmøte.",
        en="A security lock is lifted only in person, against a document.",
    ),
    person=Words(
        no="Sperren kan bare oppheves på et poststed.", en="The lock can only be lifted at an outlet."
    ),
    cure=Words(no="Møt fram og vis legitimasjon.", en="Come in and show an identity document."),
)

ROLE_NOT_SHOWN = RefusalReason(
    code="ROLE_NOT_SHOWN",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Det er ikke vist at den som bestiller, kan bestille for virksomheten eller boet.",
        en="It is not shown that whoever orders may order for the business or the estate.",
    ),
    person=Words(
        no="Vi må vite at du kan bestille for virksomheten eller boet.",
        en="We must know that you may order for the business or the estate.",
    ),
    cure=Words(
        no="Oppgi dokumentet og datoen på det, og bekreft at du har rett til å bestille; eller møt fram med det.",
        en="Name the document and the day it bears, and declare that you may order; or come in person with it.",
    ),
)
INTERIM_ASKED_BEFORE = RefusalReason(
    code="INTERIM_ASKED_BEFORE",
    clauses=(FORWARDING(4),),
    staff=Words(
        no="Det er alt bedt om utlevering underveis {deliver_on:%d.%m.%Y}.",
        en="A delivery meanwhile on {deliver_on:%d %b %Y} was asked for already.",
    ),
    person=Words(
        no="Du har alt bedt om å få posten {deliver_on:%d.%m.%Y}.",
        en="You have asked for the mail on {deliver_on:%d %b %Y} already.",
    ),
    cure=Words(no="Velg en annen dag.", en="Choose another day."),
)
FORWARDING_WATCH: tuple[RefusalReason, ...] = (
    PERSON_LOCKED,
    MANY_TO_ONE_ADDRESS,
    MANY_FROM_ONE_DEVICE,
    CONTACT_JUST_CHANGED,
    CONTACT_CODES_MANY,
    CONTACT_CODE_WRONG,
    CONTACT_CODE_OVER,
    CONTACT_LAST_WAY,
    CONTACT_PUT_BACK,
    CONTACT_LINK_OVER,
    PERSON_NOT_KNOWN,
    ORDER_NOT_KNOWN,
    ORDER_NOT_OPEN,
    NOT_PAID,
    PAYMENT_REFUSED,
    NOBODY_COVERED,
    DAYS_TAKEN,
    LOCK_NEEDS_PRESENCE,
    ROLE_NOT_SHOWN,
    INTERIM_ASKED_BEFORE,
)
