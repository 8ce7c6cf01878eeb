"""Refusals at sorting: why an item does not simply follow an order."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING

REDIRECTION_EXPIRED = RefusalReason(
    code="REDIRECTION_EXPIRED",
    clauses=(FORWARDING(2),),
    staff=Words(
        no="Adresseendringens periode er ute; sendingen går tilbake til avsenderen.",
        en="The period of the change of address has run out; the item goes back to its sender.",
    ),
    person=Words(
        no="Post til den gamle adressen går nå tilbake til avsenderen.",
        en="Mail to the old address now goes back to its sender.",
    ),
    cure=Words(no="Gi avsenderen den nye adressen.", en="Give the sender the new address."),
)
PARCEL_NOT_REQUESTED = RefusalReason(
    code="PARCEL_NOT_REQUESTED",
    clauses=(FORWARDING(2), FORWARDING(3)),
    staff=Words(
        no="Mottakeren har ikke bedt om at pakker følger med.",
        en="The recipient has not asked for parcels to follow.",
    ),
    person=Words(
        no="Pakker ettersendes bare når du ber om det.", en="Parcels follow only when you ask for it."
    ),
    cure=Words(
        no="Be om pakker i bestillingen; du betaler for ettersendingen når pakken kommer.",
        en="Ask for parcels in the order; you pay for their redirection on delivery.",
    ),
)
COD_NOT_REDIRECTED = RefusalReason(
    code="COD_NOT_REDIRECTED",
    clauses=(FORWARDING(2), FORWARDING(4)),
    staff=Words(
        no="Etter disse vilkårene ettersendes ikke postoppkrav.",
        en="Under this edition cash on delivery is not redirected.",
    ),
    person=Words(no="Postoppkrav ettersendes ikke.", en="Cash on delivery is not redirected."),
    cure=Words(no="Hent sendingen der den er adressert.", en="Collect the item where it is addressed."),
)
CUSTOMS_NOT_REDIRECTED_ABROAD = RefusalReason(
    code="CUSTOMS_NOT_REDIRECTED_ABROAD",
    clauses=(FORWARDING(2), FORWARDING(3)),
    staff=Words(
        no="Innhold som må tolldeklareres, ettersendes ikke til utlandet.",
        en="Contents that must be declared to customs are not redirected abroad.",
    ),
    person=Words(
        no="Varer som må tolldeklareres, følger ikke med til utlandet.",
        en="Goods that must be declared to customs do not follow you abroad.",
    ),
    cure=Words(
        no="Avsenderen kan sende varen direkte til den nye adressen.",
        en="The sender can send the goods directly to the new address.",
    ),
)
EA_NO_REDIRECT = RefusalReason(
    code="EA_NO_REDIRECT",
    clauses=(FORWARDING(2),),
    staff=Words(
        no="Avsenderen har avtalt at sendingen ikke skal ettersendes ved adresseendring.",
        en="The sender has agreed that the item is not redirected on a permanent change of address.",
    ),
    person=Words(
        no="Avsenderen ville ikke at sendingen skulle ettersendes.",
        en="The sender did not want the item redirected.",
    ),
    cure=Words(
        no="Avsenderen får vite det elektronisk og kan sende på nytt.",
        en="The sender is told electronically and can send it again.",
    ),
)
SIGNED_FOR_NOT_STORED = RefusalReason(
    code="SIGNED_FOR_NOT_STORED",
    clauses=(FORWARDING(4),),
    staff=Words(
        no="Sendinger som må kvitteres for, oppbevares ikke; de hentes, og hentefristen løper.",
        en="Items that must be signed for are not stored; they are collected, and their deadline runs.",
    ),
    person=Words(
        no="Sendingen må kvitteres for og ligger på hentestedet, også under oppbevaringen.",
        en="The item must be signed for and waits at the outlet, also during storage.",
    ),
    cure=Words(no="Hent den innen hentefristen.", en="Collect it before its deadline."),
)
NAME_AMBIGUOUS = RefusalReason(
    code="NAME_AMBIGUOUS",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Navnet passer på flere på adressen som ikke har bestilt det samme.",
        en="The name fits several at the address who have not ordered the same.",
    ),
    person=Words(
        no="Vi kunne ikke se hvem av dere sendingen var til.",
        en="We could not tell which of you the item was for.",
    ),
    cure=Words(no="Be avsenderne skrive hele navnet.", en="Ask those who write to you to use the full name."),
)

AT_SORTING: tuple[RefusalReason, ...] = (
    REDIRECTION_EXPIRED,
    PARCEL_NOT_REQUESTED,
    COD_NOT_REDIRECTED,
    CUSTOMS_NOT_REDIRECTED_ABROAD,
    EA_NO_REDIRECT,
    SIGNED_FOR_NOT_STORED,
    NAME_AMBIGUOUS,
)
