"""Every no of the issuer: its code, the clause, the words for staff and customer, and what would cure it."""

from __future__ import annotations

from budstikke.issuer.terms.clauses import EID
from budstikke.law.clause import Clause
from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words


def _row(code: str, *clauses: Clause, staff: Words, person: Words, cure: Words) -> RefusalReason:
    return RefusalReason(code=code, clauses=clauses, staff=staff, person=person, cure=cure)


_TRY_LATER = Words(no="Prøv igjen senere.", en="Try again later.")

PAUSED = _row(
    "ORDERING_PAUSED", EID(8),
    staff=Words(no="Bestilling er stanset til {until}.", en="Ordering is paused until {until}."),
    person=Words(
        no="Nye bestillinger er stanset for vedlikehold til {until}. Det du har, virker som før.",
        en="New orders are paused for maintenance until {until}. What you have works as before.",
    ),
    cure=Words(no="Bestill etter {until}.", en="Order after {until}."),
)  # fmt: skip
NUMBER_INVALID = _row(
    "NATIONAL_NUMBER_INVALID", EID(1),
    staff=Words(no="Fødselsnummeret er ikke gyldig.", en="The national number is not valid."),
    person=Words(no="Fødselsnummeret er ikke gyldig.", en="The national number is not valid."),
    cure=Words(no="Se over de elleve sifrene.", en="Look over the eleven digits."),
)  # fmt: skip
PARTICULARS_INVALID = _row(
    "PARTICULARS_INVALID", EID(1),
    staff=Words(no="Feltet {field} er ikke riktig fylt ut.", en="The field {field} is not filled in correctly."),
    person=Words(no="Her mangler det noe, eller det er et tegn vi ikke kan trykke.",
                 en="Something is missing here, or there is a sign we cannot print."),
    cure=Words(no="Fyll ut feltet på nytt.", en="Fill in the field again."),
)  # fmt: skip
NO_CONSENT = _row(
    "NO_CONSENT", EID(1),
    staff=Words(no="Vilkårene er ikke godtatt.", en="The conditions are not accepted."),
    person=Words(no="Du må godta vilkårene for å bestille.", en="You have to accept the conditions to order."),
    cure=Words(no="Les vilkårene, og kryss av.", en="Read the conditions, and tick the box."),
)  # fmt: skip
TOO_MANY_ORDERS = _row(
    "TOO_MANY_ORDERS", EID(10),
    staff=Words(no="Mer enn {most} bestillinger på {days} dager.", en="More than {most} orders in {days} days."),
    person=Words(no="Det er bestilt for mange ganger den siste tiden.", en="There were too many orders lately."),
    cure=Words(no="Fullfør en bestilling du har, eller prøv igjen senere.",
               en="Finish an order you have, or try again later."),
)  # fmt: skip
TOO_OFTEN = _row(
    "TOO_OFTEN", EID(10),
    staff=Words(no="For mange forsøk fra samme sted.", en="Too many attempts from the same place."),
    person=Words(no="Det er gjort for mange forsøk herfra.", en="Too many attempts were made from here."),
    cure=_TRY_LATER,
)  # fmt: skip
CHANNEL_CLOSED = _row(
    "CHANNEL_NOT_OFFERED", EID(2),
    staff=Words(no="Kanalen {channel} tilbys ikke nå.", en="The channel {channel} is not offered now."),
    person=Words(no="Denne måten å legitimere seg på tilbys ikke nå.",
                 en="This way to prove who you are is not offered now."),
    cure=Words(no="Velg den andre måten.", en="Choose the other way."),
)  # fmt: skip
NOT_TO_BE_SWITCHED = _row(
    "CHANNEL_NOT_SWITCHED", EID(2),
    staff=Words(no="Bestillingen er avsluttet.", en="The order has ended."),
    person=Words(no="Bestillingen er avsluttet, og måten kan ikke byttes.",
                 en="The order has ended, and the way cannot be changed."),
    cure=Words(no="Bestill på nytt.", en="Order anew."),
)  # fmt: skip
NO_MATCH = _row(
    "CODE_DOES_NOT_MATCH", EID(4), EID(5),
    staff=Words(no="Bestilling og kode passer ikke sammen.", en="Order and code do not match."),
    person=Words(no="Ordrenummeret og koden passer ikke sammen.", en="The order number and the code do not match."),
    cure=Words(no="Koden har ti tegn og står i brevet. Vi leser O som 0 og I og L som 1. Du har få forsøk.",
               en="The code has ten characters and stands in the letter. We read O as 0, and I and L as 1."
                  " You have few tries."),
)  # fmt: skip
CODE_LOCKED = _row(
    "CODE_LOCKED", EID(4),
    staff=Words(no="Koden er brukt opp etter {tries} forsøk.", en="The code is used up after {tries} tries."),
    person=Words(no="Det er prøvd for mange ganger, og koden virker ikke mer.",
                 en="It was tried too often, and the code works no more."),
    cure=Words(no="Ta kontakt med kundeservice.", en="Contact customer service."),
)  # fmt: skip
CODE_EXPIRED = _row(
    "CODE_EXPIRED", EID(4),
    staff=Words(no="Koden gjaldt til {expires_on}.", en="The code was good until {expires_on}."),
    person=Words(no="Koden gjaldt til {expires_on}, og virker ikke mer.",
                 en="The code was good until {expires_on}, and works no more."),
    cure=Words(no="Ta kontakt med kundeservice.", en="Contact customer service."),
)  # fmt: skip
TOO_SOON = _row(
    "TRY_LATER", EID(4),
    staff=Words(no="Fem forsøk på ti minutter.", en="Five tries in ten minutes."),
    person=Words(no="Det er prøvd mange ganger på kort tid.", en="It was tried many times in a short time."),
    cure=Words(no="Vent {minutes} minutter.", en="Wait {minutes} minutes."),
)  # fmt: skip
NOT_HANDED_OVER = _row(
    "NOT_HANDED_OVER", EID(5),
    staff=Words(no="Det er ikke mottatt noen forseglet rapport om utleveringen.",
                en="No sealed report of the hand-over was received."),
    person=Words(no="Vi har ikke fått bevis for at brevet er utlevert til deg etter legitimasjonskontroll.",
                 en="We have no proof that the letter was handed to you after an identity check."),
    cure=Words(no="Rapporten kommer noen minutter etter at du har hentet brevet. Har du ikke hentet det selv,"
                  " ring kundeservice nå.",
               en="The report comes some minutes after you collected the letter. If you did not collect it yourself,"
                  " call customer service now."),
)  # fmt: skip
HAND_OVER_DOUBTED = _row(
    "HAND_OVER_DOUBTED", EID(5),
    staff=Words(no="Rapporten holder ikke: {failed}.", en="The report does not hold: {failed}."),
    person=Words(no="Beviset for utleveringen kan ikke godtas, og koden virker derfor ikke.",
                 en="The proof of the hand-over cannot be accepted, so the code does not work."),
    cure=Words(no="Vi har fått beskjed og tar kontakt.", en="We were told, and will contact you."),
)  # fmt: skip
READER_DOUBTED = _row(
    "READER_DOUBTED",
    EID(2),
    EID(5),
    staff=Words(no="Lesingen holder ikke: {failed}.", en="The reading does not hold: {failed}."),
    person=Words(
        no="Telefonen kunne ikke bekrefte hvem du er.", en="The phone could not confirm who you are."
    ),
    cure=Words(
        no="Prøv igjen, eller få et brev du henter på posten.",
        en="Try again, or have a letter that you collect at the post.",
    ),
)
READER_DOWN = _row(
    "READER_DOWN", EID(2),
    staff=Words(no="ID-verifisereren svarer ikke.", en="The ID verifier does not answer."),
    person=Words(no="ID-verifisereren svarer ikke nå.", en="The ID verifier does not answer now."),
    cure=Words(no="Prøv igjen senere, eller få et brev du henter på posten.",
               en="Try again later, or have a letter that you collect at the post."),
)  # fmt: skip
READER_NUMBER_WRONG = _row(
    "READER_NUMBER_WRONG", EID(5),
    staff=Words(no="Tallet er ikke det ID-verifisereren viste.",
                en="The number is not the one the ID verifier showed."),
    person=Words(no="Tallet er ikke det som ID-verifisereren viste.",
                 en="The number is not the one that the ID verifier showed."),
    cure=Words(no="Det har {digits} sifre. Du har få forsøk.", en="It has {digits} digits. You have few tries."),
)  # fmt: skip
READER_NUMBER_OVER = _row(
    "READER_NUMBER_OVER", EID(5),
    staff=Words(no="Tallet er brukt opp eller for gammelt.", en="The number is used up or too old."),
    person=Words(no="Tallet virker ikke mer.", en="The number works no more."),
    cure=Words(no="Ta kontakt med kundeservice.", en="Contact customer service."),
)  # fmt: skip
CONDITIONS_NEWER = _row(
    "CONDITIONS_NEWER", EID(1),
    staff=Words(no="Vilkårene som ble vist, gjelder ikke mer.", en="The conditions that were shown hold no more."),
    person=Words(no="Vilkårene er endret siden siden ble åpnet.",
                 en="The conditions have changed since the page was opened."),
    cure=Words(no="Les dem, og kryss av på nytt.", en="Read them, and tick the box again."),
)  # fmt: skip
POSTCODE_UNKNOWN = _row(
    "POSTCODE_UNKNOWN", EID(1),
    staff=Words(no="Postnummeret finnes ikke hos posten.", en="The post knows no such postcode."),
    person=Words(no="Postnummeret finnes ikke.", en="There is no such postcode."),
    cure=Words(no="Se over de fire sifrene.", en="Look over the four digits."),
)  # fmt: skip
NO_NEW_LETTER = _row(
    "NO_NEW_LETTER", EID(4),
    staff=Words(no="Nytt brev kan ikke sendes nå ({why}).", en="A new letter cannot be sent now ({why})."),
    person=Words(no="Et nytt brev kan ikke sendes nå.", en="A new letter cannot be sent now."),
    cure=Words(no="Ta kontakt med kundeservice.", en="Contact customer service."),
)  # fmt: skip
NUMBERS_DO_NOT_MATCH = _row(
    "NUMBERS_DO_NOT_MATCH", EID(7),
    staff=Words(no="Ordrenummer og sporingsnummer hører ikke sammen.",
                en="Order number and tracking number do not belong together."),
    person=Words(no="Vi finner ingen bestilling med dette ordrenummeret og sporingsnummeret.",
                 en="We find no order with this order number and tracking number."),
    cure=Words(no="Sporingsnummeret har 13 tegn og står i hentemeldingen.",
               en="The tracking number has 13 characters and stands in the collection notice."),
)  # fmt: skip
REFUND_NOT_DUE = _row(
    "REFUND_NOT_DUE", EID(7),
    staff=Words(no="Brevet er {state}; da refunderes ikke.", en="The letter is {state}; then nothing is refunded."),
    person=Words(no="Pengene betales tilbake når kontrollen ikke lot seg gjøre; det er ikke tilfelle nå.",
                 en="The money is paid back when the check could not be made; that is not so now."),
    cure=Words(no="Prøv på nytt på poststedet, eller få hentefristen forlenget.",
               en="Try again at the outlet, or have the deadline extended."),
)  # fmt: skip
REFUND_TOO_LATE = _row(
    "REFUND_TOO_LATE", EID(7),
    staff=Words(no="Mer enn {days} dager siden bestillingen ble avsluttet.",
                en="More than {days} days since the order ended."),
    person=Words(no="Fristen for å be om refusjon er ute.", en="The time to ask for a refund is over."),
    cure=Words(no="Ta kontakt med kundeservice om noe hindret deg.",
               en="Contact customer service if something kept you from asking."),
)  # fmt: skip
REFUNDED_BEFORE = _row(
    "REFUNDED_BEFORE", EID(7),
    staff=Words(no="Bestillingen er refundert.", en="The order was refunded."),
    person=Words(no="Pengene er betalt tilbake.", en="The money was paid back."),
    cure=Words(no="Det er ikke mer å gjøre.", en="There is nothing more to do."),
)  # fmt: skip
TABLE = {
    row.code: row
    for row in (
        PAUSED,
        NUMBER_INVALID,
        PARTICULARS_INVALID,
        NO_CONSENT,
        TOO_MANY_ORDERS,
        TOO_OFTEN,
        CHANNEL_CLOSED,
        NOT_TO_BE_SWITCHED,
        NO_MATCH,
        CODE_LOCKED,
        CODE_EXPIRED,
        TOO_SOON,
        NOT_HANDED_OVER,
        HAND_OVER_DOUBTED,
        READER_DOUBTED,
        READER_DOWN,
        READER_NUMBER_WRONG,
        READER_NUMBER_OVER,
        CONDITIONS_NEWER,
        POSTCODE_UNKNOWN,
        NO_NEW_LETTER,
        NUMBERS_DO_NOT_MATCH,
        REFUND_NOT_DUE,
        REFUND_TOO_LATE,
        REFUNDED_BEFORE,
    )
}
