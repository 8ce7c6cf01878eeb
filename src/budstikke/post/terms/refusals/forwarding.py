"""Refusals of the forwarding terms, from the order to the complaint."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING

POSTE_RESTANTE = RefusalReason(
    code="POSTE_RESTANTE",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Post adressert poste restante kan ikke omadresseres, ettersendes eller oppbevares.",
        en="Mail addressed poste restante can be neither redirected nor stored.",
    ),
    person=Words(
        no="Tjenesten gjelder ikke post adressert poste restante.",
        en="The service does not cover mail addressed poste restante.",
    ),
    cure=Words(
        no="Oppgi postadressen posten er adressert til.", en="State the postal address the mail bears."
    ),
)
PRIVATE_MAIL_AT_COMPANY = RefusalReason(
    code="PRIVATE_MAIL_AT_COMPANY",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Privat post adressert til en arbeidsplass omfattes ikke.",
        en="Private mail addressed to a workplace is not covered.",
    ),
    person=Words(
        no="Vi kan ikke flytte privat post som er adressert til arbeidsplassen din.",
        en="We cannot move private mail that is addressed to your workplace.",
    ),
    cure=Words(
        no="Bestill for privatadressen, og gi avsenderne den.",
        en="Order for the private address, and give it to those who write to you.",
    ),
)
PRIVATE_MAIL_AT_INSTITUTION = RefusalReason(
    code="PRIVATE_MAIL_AT_INSTITUTION",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Privat post adressert til en institusjon omfattes ikke.",
        en="Private mail addressed to an institution is not covered.",
    ),
    person=Words(
        no="Vi kan ikke flytte post som er adressert til et sykehus, en skole, et hotell eller liknende.",
        en="We cannot move mail that is addressed to a hospital, a school, a hotel or the like.",
    ),
    cure=Words(
        no="Be institusjonen sende posten videre, eller bestill for privatadressen.",
        en="Ask the institution to send the mail on, or order for the private address.",
    ),
)
NATIONAL_ID_REQUIRED = RefusalReason(
    code="NATIONAL_ID_REQUIRED",
    clauses=(FORWARDING(7),),
    staff=Words(
        no="Fødselsnummer mangler for den som bestiller, eller for en bestillingen gjelder.",
        en="The national identity number of whoever orders, or of somebody covered, is missing.",
    ),
    person=Words(
        no="Vi trenger fødselsnummeret for å være sikre på hvem bestillingen gjelder.",
        en="We need the national identity number to be sure whom the order is about.",
    ),
    cure=Words(
        no="Oppgi fødselsnummer eller D-nummer for alle bestillingen gjelder.",
        en="Give the national identity number or D number of everybody the order covers.",
    ),
)
ESTATE_TEMPORARY_ONLY = RefusalReason(
    code="ESTATE_TEMPORARY_ONLY",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="En bobestyrer kan bestille midlertidig ettersending, og ikke noe annet.",
        en="The manager of an estate can order temporary redirection, and nothing else.",
    ),
    person=Words(
        no="Som bobestyrer kan du bestille midlertidig ettersending.",
        en="As manager of an estate you can order temporary redirection.",
    ),
    cure=Words(no="Bestill midlertidig ettersending.", en="Order temporary redirection."),
)
BUSINESS_NOT_IN_NORWAY = RefusalReason(
    code="BUSINESS_NOT_IN_NORWAY",
    clauses=(FORWARDING(1),),
    staff=Words(no="Virksomheten er ikke etablert i Norge.", en="The business is not established in Norway."),
    person=Words(
        no="Tjenesten er for virksomheter som er etablert i Norge.",
        en="The service is for businesses established in Norway.",
    ),
    cure=Words(
        no="Bestill for en virksomhet med norsk organisasjonsnummer.",
        en="Order for a business with a Norwegian organisation number.",
    ),
)
BUSINESS_MUST_COVER_ALL = RefusalReason(
    code="BUSINESS_MUST_COVER_ALL",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="En virksomhets bestilling må gjelde all post til virksomheten på adressen.",
        en="The order of a business must cover all its mail at the address.",
    ),
    person=Words(
        no="Bestillingen kan ikke gjelde bare en del av virksomheten.",
        en="The order cannot cover only a part of the business.",
    ),
    cure=Words(
        no="Bestill for all post til virksomheten på adressen.",
        en="Order for all mail to the business at the address.",
    ),
)
CHANNEL_NOT_OFFERED = RefusalReason(
    code="CHANNEL_NOT_OFFERED",
    clauses=(FORWARDING(2), FORWARDING(3), FORWARDING(4)),
    staff=Words(
        no="Tjenesten bestilles ikke i denne kanalen; vilkårene har ingen frist for den.",
        en="The service is not ordered through this channel; the terms give no lead time for it.",
    ),
    person=Words(
        no="Denne tjenesten kan ikke bestilles slik.", en="This service cannot be ordered in this way."
    ),
    cure=Words(no="Bestill på nettet eller på et poststed.", en="Order online or at an outlet."),
)
TOO_EARLY = RefusalReason(
    code="TOO_EARLY",
    clauses=(FORWARDING(2), FORWARDING(3), FORWARDING(4)),
    staff=Words(
        no="Bestillingsfristen er {lead_days} virkedager; tidligste start er {earliest_start:%d.%m.%Y}.",
        en="The lead time is {lead_days} working days; the earliest start is {earliest_start:%d %b %Y}.",
    ),
    person=Words(
        no="Vi rekker ikke å begynne før {earliest_start:%d.%m.%Y}.",
        en="We cannot begin before {earliest_start:%d %b %Y}.",
    ),
    cure=Words(
        no="Velg {earliest_start:%d.%m.%Y} eller en senere dag.",
        en="Choose {earliest_start:%d %b %Y} or a later day.",
    ),
)
TOO_LONG = RefusalReason(
    code="TOO_LONG",
    clauses=(FORWARDING(2), FORWARDING(3), FORWARDING(4)),
    staff=Words(
        no="Perioden er lengre enn vilkårene tillater; siste mulige dag er {max_last_day:%d.%m.%Y}.",
        en="The period is longer than the terms allow; the last possible day is {max_last_day:%d %b %Y}.",
    ),
    person=Words(
        no="Perioden kan vare til og med {max_last_day:%d.%m.%Y}.",
        en="The period can last up to and including {max_last_day:%d %b %Y}.",
    ),
    cure=Words(
        no="Velg {max_last_day:%d.%m.%Y} eller en tidligere dag som siste dag.",
        en="Choose {max_last_day:%d %b %Y} or an earlier day as the last.",
    ),
)
TAIL_HOLD_COVERS_PERIOD = RefusalReason(
    code="TAIL_HOLD_COVERS_PERIOD",
    clauses=(FORWARDING(3),),
    staff=Words(
        no="Posten holdes tilbake fra {withhold_from:%d.%m.%Y}; da ble ingenting ettersendt.",
        en="Mail is withheld from {withhold_from:%d %b %Y}; nothing would be redirected.",
    ),
    person=Words(
        no="Perioden er så kort at posten ikke ville nå fram før du er hjemme igjen.",
        en="The period is so short that the mail would not reach you before you are home again.",
    ),
    cure=Words(
        no="Bestill oppbevaring, eller velg en lengre periode.",
        en="Order storage, or choose a longer period.",
    ),
)
OVERLAPS_SAME_KIND = RefusalReason(
    code="OVERLAPS_SAME_KIND",
    clauses=(FORWARDING(1),),
    staff=Words(
        no="Personen har alt en slik bestilling på adressen i perioden.",
        en="The person already has such an order at the address in the period.",
    ),
    person=Words(
        no="Du har alt bestilt dette for en del av perioden.",
        en="You have already ordered this for a part of the period.",
    ),
    cure=Words(
        no="Forleng bestillingen som finnes, eller velg dager utenfor den.",
        en="Extend the order there is, or choose days outside it.",
    ),
)
STORAGE_AND_TEMPORARY_OVERLAP = RefusalReason(
    code="STORAGE_AND_TEMPORARY_OVERLAP",
    clauses=(FORWARDING(3), FORWARDING(4)),
    staff=Words(
        no="Oppbevaring og midlertidig ettersending kan ikke gjelde samme person, adresse og dag.",
        en="Storage and temporary redirection cannot cover the same person, address and day.",
    ),
    person=Words(
        no="Posten kan ikke både oppbevares og ettersendes.",
        en="Mail cannot be both stored and redirected.",
    ),
    cure=Words(no="Stopp den ene først.", en="Stop the one first."),
)
INTERIM_TOO_EARLY = RefusalReason(
    code="INTERIM_TOO_EARLY",
    clauses=(FORWARDING(4),),
    staff=Words(
        no="En utlevering underveis kan tidligst komme {earliest_on:%d.%m.%Y}.",
        en="An interim delivery can come on {earliest_on:%d %b %Y} at the earliest.",
    ),
    person=Words(
        no="Posten kan leveres underveis tidligst {earliest_on:%d.%m.%Y}.",
        en="The mail can be delivered meanwhile on {earliest_on:%d %b %Y} at the earliest.",
    ),
    cure=Words(no="Velg den dagen eller en senere.", en="Choose that day or a later one."),
)
INTERIM_NOT_EARLIER = RefusalReason(
    code="INTERIM_NOT_EARLIER",
    clauses=(FORWARDING(4),),
    staff=Words(
        no="En utlevering underveis ville ikke komme før posten likevel leveres {deliver_on:%d.%m.%Y}.",
        en="An interim delivery would not come before the mail is delivered anyway on {deliver_on:%d %b %Y}.",
    ),
    person=Words(
        no="Posten kommer {deliver_on:%d.%m.%Y}; tidligere rekker vi det ikke.",
        en="The mail comes on {deliver_on:%d %b %Y}; we cannot make it earlier.",
    ),
    cure=Words(no="Vent til posten leveres.", en="Wait until the mail is delivered."),
)
NEW_ORDER_REQUIRED = RefusalReason(
    code="NEW_ORDER_REQUIRED",
    clauses=(FORWARDING(5),),
    staff=Words(
        no="Den nye adressen i en bestilling kan ikke byttes.",
        en="The new address of an order cannot be exchanged.",
    ),
    person=Words(
        no="En annen ny adresse krever en ny bestilling.", en="Another new address needs a new order."
    ),
    cure=Words(
        no="Legg inn en ny bestilling til den andre adressen.", en="Place a new order to the other address."
    ),
)
NOT_CANCELLED_IN_TIME = RefusalReason(
    code="NOT_CANCELLED_IN_TIME",
    clauses=(FORWARDING(5),),
    staff=Words(
        no="Siste dag å avbestille var {last_cancel_day:%d.%m.%Y}; tjenesten stoppes uten tilbakebetaling.",
        en="The last day to cancel was {last_cancel_day:%d %b %Y}; the service is stopped without a refund.",
    ),
    person=Words(
        no="Det er for sent å avbestille; vi stopper tjenesten, men betaler ikke tilbake.",
        en="It is too late to cancel; we stop the service but do not pay back.",
    ),
    cure=Words(
        no="Avbestill senest {last_cancel_day:%d.%m.%Y} en annen gang.",
        en="Another time, cancel by {last_cancel_day:%d %b %Y}.",
    ),
)
DECEASED_NO_SELF_SERVICE = RefusalReason(
    code="DECEASED_NO_SELF_SERVICE",
    clauses=(FORWARDING(1), FORWARDING(7)),
    staff=Words(
        no="Personen er registrert som død; bare bobestyreren kan bestille.",
        en="The person is registered as deceased; only the manager of the estate can order.",
    ),
    person=Words(
        no="Bestillingen må gjøres av den som bestyrer boet.",
        en="The order must be placed by whoever manages the estate.",
    ),
    cure=Words(
        no="Bobestyreren kan bestille midlertidig ettersending.",
        en="The manager of the estate can order temporary redirection.",
    ),
)
CONSEQUENTIAL_LOSS = RefusalReason(
    code="CONSEQUENTIAL_LOSS",
    clauses=(FORWARDING(8),),
    staff=Words(no="Følgetap erstattes ikke.", en="Consequential loss is not compensated."),
    person=Words(
        no="Vi erstatter ikke tap som følger av at posten kom feil eller sent.",
        en="We do not compensate losses that follow from mail going astray or coming late.",
    ),
    cure=Words(no="Krev det du betalte for tjenesten.", en="Claim what you paid for the service."),
)
NOT_CARRIED_BY_US = RefusalReason(
    code="NOT_CARRIED_BY_US",
    clauses=(FORWARDING(8),),
    staff=Words(
        no="Sendingen ble distribuert av et annet selskap.", en="Another company distributed the item."
    ),
    person=Words(
        no="Vi svarer bare for post vi selv distribuerer.",
        en="We answer only for mail that we distribute ourselves.",
    ),
    cure=Words(
        no="Henvend deg til selskapet som brakte sendingen.", en="Turn to the company that carried the item."
    ),
)
COMPLAINT_UNDUE_DELAY = RefusalReason(
    code="COMPLAINT_UNDUE_DELAY",
    clauses=(FORWARDING(8),),
    staff=Words(
        no="Feilen ble oppdaget {discovered_on:%d.%m.%Y}; siste dag å klage var {last_day:%d.%m.%Y}.",
        en="The error was discovered on {discovered_on:%d %b %Y}; the last day to complain was {last_day:%d %b %Y}.",
    ),
    person=Words(
        no="Klagen kom for lenge etter at feilen ble oppdaget.",
        en="The complaint came too long after the error was discovered.",
    ),
    cure=Words(
        no="Kan det vises at feilen ble oppdaget senere, legg det ved.",
        en="If you can show that the error was discovered later, enclose that.",
    ),
)

FORWARDING_ORDERS: tuple[RefusalReason, ...] = (
    POSTE_RESTANTE,
    PRIVATE_MAIL_AT_COMPANY,
    PRIVATE_MAIL_AT_INSTITUTION,
    NATIONAL_ID_REQUIRED,
    ESTATE_TEMPORARY_ONLY,
    BUSINESS_NOT_IN_NORWAY,
    BUSINESS_MUST_COVER_ALL,
    DECEASED_NO_SELF_SERVICE,
    CHANNEL_NOT_OFFERED,
    TOO_EARLY,
    TOO_LONG,
    TAIL_HOLD_COVERS_PERIOD,
    OVERLAPS_SAME_KIND,
    STORAGE_AND_TEMPORARY_OVERLAP,
    INTERIM_TOO_EARLY,
    INTERIM_NOT_EARLIER,
    NEW_ORDER_REQUIRED,
    NOT_CANCELLED_IN_TIME,
    CONSEQUENTIAL_LOSS,
    NOT_CARRIED_BY_US,
    COMPLAINT_UNDUE_DELAY,
)
