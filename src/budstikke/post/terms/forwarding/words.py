"""§1–§8: what services, states, channels, verdicts and payments of forwarding are called: a table for each."""

from __future__ import annotations

from collections.abc import Mapping

from budstikke.law.words import Words
from budstikke.post.terms.forwarding.cases import Received
from budstikke.post.terms.forwarding.events import OrderState
from budstikke.post.terms.forwarding.kinds import AddressKind, Channel, Service
from budstikke.post.terms.forwarding.role import Proof
from budstikke.post.terms.forwarding.verdicts import Outcome
from budstikke.post.terms.pum.notices import CHANNEL_WORDS

_FROZEN = Words(
    no="Stanset: noen har sagt nei. Posten leveres som adressert.",
    en="Stopped: somebody said no. Mail is delivered as addressed.",
)
SERVICES: Mapping[Service, Words] = {
    Service.PERMANENT: Words(no="Adresseendring", en="Permanent change of address"),
    Service.TEMPORARY: Words(no="Midlertidig ettersending", en="Temporary redirection"),
    Service.STORAGE: Words(no="Oppbevaring av post", en="Storage of mail"),
}
STATES: Mapping[OrderState, Words] = {
    OrderState.ORDERED: Words(no="Bestilt, ikke bekreftet ennå", en="Ordered, not confirmed yet"),
    OrderState.AGREED: Words(no="Avtalt, ikke begynt ennå", en="Agreed, not begun yet"),
    OrderState.RUNNING: Words(no="I gang", en="In force"),
    OrderState.FROZEN: _FROZEN,
    OrderState.FROZEN_UNAGREED: _FROZEN,
    OrderState.ENDED: Words(no="Perioden er over", en="The period is over"),
    OrderState.CANCELLED: Words(no="Avbestilt eller trukket", en="Cancelled or withdrawn"),
    OrderState.LAPSED: Words(no="Falt bort", en="Lapsed"),
    OrderState.REFUSED: Words(no="Avslått", en="Refused"),
}
CHANNELS: Mapping[Channel, Words] = {
    Channel.WEB: Words(no="nettet", en="the web"),
    Channel.COUNTER: Words(no="skranken", en="the counter"),
    Channel.PHONE: Words(no="telefon", en="telephone"),
}
RECEIVED: Mapping[Received, Words] = {
    Received.LETTER: Words(no="brev", en="letter"),
    Received.EMAIL: CHANNEL_WORDS["email"],
    Received.WEB: CHANNELS[Channel.WEB],
    Received.COUNTER: CHANNELS[Channel.COUNTER],
    Received.PHONE: CHANNELS[Channel.PHONE],
}
ADDRESS_KINDS: Mapping[AddressKind, Words] = {
    AddressKind.RESIDENTIAL: Words(no="Bolig", en="A home"),
    AddressKind.BUSINESS: Words(no="Virksomhetens egen adresse", en="A business's own address"),
    AddressKind.WORKPLACE: Words(no="Arbeidsplass", en="A workplace"),
    AddressKind.INSTITUTION: Words(
        no="Institusjon: sykehus, skole, hotell eller lignende",
        en="An institution: hospital, school, hotel or the like",
    ),
    AddressKind.POSTE_RESTANTE: Words(no="Poste restante", en="Poste restante"),
}
# A document that shows the role; what the sign-in says of it (Proof.CLAIM) is nobody's to choose.
PROOFS: Mapping[Proof, Words] = {
    Proof.REGISTRATION: Words(no="Firmaattest", en="Certificate of registration"),
    Proof.PROBATE: Words(no="Skifteattest eller formuesfullmakt", en="Probate certificate"),
    Proof.BANKRUPTCY: Words(
        no="Kjennelse om konkurs, med bostyrer", en="Bankruptcy order that names the manager"
    ),
    Proof.AUTHORISATION: Words(no="Skriftlig fullmakt", en="Written authorisation"),
}
OUTCOMES: Mapping[Outcome, Words] = {
    Outcome.DELIVER: Words(no="levert som adressert", en="delivered as addressed"),
    Outcome.REDIRECT: Words(no="ettersendt", en="redirected"),
    Outcome.STORE: Words(no="lagt til oppbevaring", en="stored"),
    Outcome.WITHHOLD: Words(no="holdt tilbake", en="withheld"),
    Outcome.PICKUP: Words(no="sendt til hentested", en="sent to an outlet"),
    Outcome.RETURN: Words(no="returnert til avsender", en="returned to sender"),
}
# What a payment was for, as it is recorded.
PURPOSES: Mapping[str, Words] = {
    "order": Words(no="Bestillingen", en="The order"),
    "extension": Words(no="Forlengelse", en="Extension"),
    "interim": Words(no="Utlevering underveis", en="Delivery meanwhile"),
}
# How a payment stands in our records: whoever pays and whoever answers them read the same words.
PAYMENTS: Mapping[str, Words] = {
    "created": Words(no="Ikke betalt ennå", en="Not paid yet"),
    "failed": Words(
        no="Ikke betalt; betalingen ble avslått eller avbrutt", en="Not paid; refused or broken off"
    ),
    "reserved": Words(no="Betalt: beløpet er reservert", en="Paid: the amount is reserved"),
    "captured": Words(no="Betalt", en="Paid"),
    "due": Words(no="Faktureres", en="To be invoiced"),
    "invoiced": Words(no="Fakturert", en="Invoiced"),
    "credited": Words(no="Kreditert", en="Credited"),
    "cancel_due": Words(no="Reservasjonen slippes", en="The reservation is being let go"),
    "refund_due": Words(no="Betales tilbake", en="Being paid back"),
    "refunded": Words(no="Betalt tilbake", en="Paid back"),
    "cancelled": Words(no="Ikke trukket", en="Not taken"),
}
# What a complaint was answered, as liability.complain words its outcome.
COMPLAINTS: Mapping[str, Words] = {
    "in_time": Words(no="i tide", en="in time"),
    "a_person_decides": Words(no="vurderes av en person", en="a person decides"),
    "too_late": Words(no="for sent", en="too late"),
}
