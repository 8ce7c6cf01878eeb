"""Refusals at the desk: what customer service may not do, or not alone."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

SECOND_PERSON_NEEDED = RefusalReason(
    code="SECOND_PERSON_NEEDED",
    clauses=(PUM(14), PUM(15), PUM(17)),
    staff=Words(
        no="Dette gjør ingen alene; en annen må bekrefte det.",
        en="Nobody does this alone; somebody else has to confirm it.",
    ),
    person=Words(no="Vi må se på saken to ganger.", en="Two of us have to look at this."),
    cure=Words(
        no="Det venter nå på at en leder som ikke er deg, bekrefter.",
        en="It now waits until a lead who is not you confirms.",
    ),
)
SAME_PERSON = RefusalReason(
    code="SAME_PERSON",
    clauses=(PUM(14), PUM(15), PUM(17)),
    staff=Words(
        no="Den som ba om det, kan ikke bekrefte det.", en="Who asked for it cannot be the one who confirms."
    ),
    person=Words(no="Vi må se på saken to ganger.", en="Two of us have to look at this."),
    cure=Words(no="Be en annen leder bekrefte.", en="Ask another lead to confirm."),
)
NO_EARLY_RETURN = RefusalReason(
    code="NO_EARLY_RETURN",
    clauses=(PUM(15),),
    staff=Words(
        no="Av den grunnen går brevet ikke tilbake før hentefristen er ute.",
        en="For that reason the letter does not go back before its deadline.",
    ),
    person=Words(no="Brevet blir liggende ut hentefristen.", en="The letter stays until its deadline."),
    cure=Words(no="La det ligge fristen ut.", en="Let it lie until the deadline."),
)
NOTHING_TO_RESEND = RefusalReason(
    code="NOTHING_TO_RESEND",
    clauses=(PUM(11),),
    staff=Words(
        no="Brevet venter ikke på å bli hentet, eller den første meldingen er ikke sendt ennå.",
        en="The letter does not wait to be collected, or its first notice has not gone out yet.",
    ),
    person=Words(no="Det er ingen melding å sende på nytt.", en="There is no notice to send again."),
    cure=Words(no="Se når meldingene ble sendt.", en="See when the messages went out."),
)
NOT_IN_THAT_STATE = RefusalReason(
    code="NOT_IN_THAT_STATE",
    clauses=(PUM(10),),
    staff=Words(
        no="Det kan ikke skje med brevet der det er nå ({state}).",
        en="That cannot happen to the letter where it is now ({state}).",
    ),
    person=Words(no="Det lar seg ikke gjøre med brevet nå.", en="That cannot be done with the letter now."),
    cure=Words(no="Se hva som har skjedd med brevet.", en="See what has happened to the letter."),
)
WAITS_ALREADY = RefusalReason(
    code="WAITS_ALREADY",
    clauses=(PUM(14), PUM(15)),
    staff=Words(
        no="Det samme venter alt på bekreftelse.", en="The same is waiting for its confirmation already."
    ),
    person=Words(no="Vi ser alt på saken.", en="We are looking at it already."),
    cure=Words(no="Be en annen leder om å se på det.", en="Ask another lead to look at it."),
)

AT_THE_DESK: tuple[RefusalReason, ...] = (
    SECOND_PERSON_NEEDED,
    SAME_PERSON,
    NO_EARLY_RETURN,
    NOTHING_TO_RESEND,
    NOT_IN_THAT_STATE,
    WAITS_ALREADY,
)
