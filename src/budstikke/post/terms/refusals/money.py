"""Refusals about invoices, credit notes and payments; only the sender and the carrier's staff meet them."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

_NOT_YOURS = Words(
    no="Dette gjelder avsenderens regning, ikke brevet ditt.",
    en="This is about the sender's bill, not about your letter.",
)

MONTH_NOT_OVER = RefusalReason(
    code="MONTH_NOT_OVER",
    clauses=(PUM(13),),
    staff=Words(
        no="Måneden er ikke over og kan ikke faktureres ennå.",
        en="The month is not over and cannot be invoiced yet.",
    ),
    person=_NOT_YOURS,
    cure=Words(no="Fakturer fra {first_day:%d.%m.%Y}.", en="Invoice it from {first_day:%d %b %Y} on."),
)
INVOICE_UNKNOWN = RefusalReason(
    code="INVOICE_UNKNOWN",
    clauses=(PUM(13),),
    staff=Words(no="Det finnes ingen slik faktura.", en="There is no such invoice."),
    person=_NOT_YOURS,
    cure=Words(
        no="Se nummeret på fakturaen; det begynner med F.",
        en="Look at the invoice's number; it begins with F.",
    ),
)
NOTHING_TO_CREDIT = RefusalReason(
    code="NOTHING_TO_CREDIT",
    clauses=(PUM(13),),
    staff=Words(
        no="Brevene står ikke på fakturaen, eller er kreditert før: {letters}.",
        en="The letters are not on the invoice, or were credited before: {letters}.",
    ),
    person=_NOT_YOURS,
    cure=Words(no="Krediter bare det som står igjen.", en="Credit only what is left."),
)
KID_INVALID = RefusalReason(
    code="KID_INVALID",
    clauses=(PUM(13),),
    staff=Words(no="KID-nummeret har feil kontrollsiffer.", en="The check digit of the KID is wrong."),
    person=_NOT_YOURS,
    cure=Words(no="Skriv KID slik den står på fakturaen.", en="Write the KID as it stands on the invoice."),
)
KID_UNKNOWN = RefusalReason(
    code="KID_UNKNOWN",
    clauses=(PUM(13),),
    staff=Words(no="Ingen faktura har dette KID-nummeret.", en="No invoice has this KID."),
    person=_NOT_YOURS,
    cure=Words(
        no="Finn ut hvem som har betalt, og hva; bruk fakturaens KID.",
        en="Find out who paid, and what for; use that invoice's KID.",
    ),
)
PAYMENT_KNOWN_OTHERWISE = RefusalReason(
    code="PAYMENT_KNOWN_OTHERWISE",
    clauses=(PUM(13),),
    staff=Words(
        no="Bankens referanse er alt ført med et annet beløp, en annen dag eller en annen faktura.",
        en="The bank's reference is entered already with another amount, day or invoice.",
    ),
    person=_NOT_YOURS,
    cure=Words(no="Kontroller bankens oppgave.", en="Check the bank's statement."),
)
PAYMENT_MAYBE_KNOWN = RefusalReason(
    code="PAYMENT_MAYBE_KNOWN",
    clauses=(PUM(13),),
    staff=Words(
        no="Bankens andre fil melder en innbetaling med samme dag, beløp og KID under en annen referanse. Denne er ikke"
        " ført.",
        en="The bank's other file tells of a payment of the same day, amount and KID under another reference. This one"
        " is not entered.",
    ),
    person=_NOT_YOURS,
    cure=Words(
        no="Se i bankens oppgave om det er én innbetaling eller to. Er det to, før den; er det én, er den avklart.",
        en="See in the bank's statement whether it is one payment or two. Enter it if two; if one, it is cleared.",
    ),
)
GIRO_SUM_MAYBE = RefusalReason(
    code="GIRO_SUM_MAYBE",
    clauses=(PUM(13),),
    staff=Words(
        no="Beløpet har ikke KID. Innbetalingene i en OCR-giro-fil med samme dag kommer til sammen til det samme, men"
        " filene sier ikke om dette er summen av dem. Det er ikke ført.",
        en="The amount has no KID. The payments of a giro file of the same day come to the same, but the files do not"
        " say whether this is the sum of them. It is not entered.",
    ),
    person=_NOT_YOURS,
    cure=Words(
        no="Se i nettbanken hva beløpet består av. Er det summen av giro-filen, er det avklart; er det en innbetaling"
        " for seg, før den på fakturaens KID. Banken kan oppgi oppdragsnummer eller antall i kontoutskriften.",
        en="See in the online bank what the amount is made of. If it is the giro file's sum, it is cleared; if it is a"
        " payment of its own, enter it on the invoice's KID. The bank can give assignment or number of payments in"
        " the statement.",
    ),
)
GIRO_SUM_SEEN_TO = RefusalReason(
    code="GIRO_SUM_SEEN_TO",
    clauses=(PUM(13),),
    staff=Words(
        no="Summen av giro-filen denne innbetalingen står i, er alt ført eller betalt tilbake fra kontoutskriften."
        " Innbetalingen er ikke ført.",
        en="The sum of the giro file that this payment stands in was entered or paid back already, from the statement."
        " The payment is not entered.",
    ),
    person=_NOT_YOURS,
    cure=Words(
        no="Se hva som ble gjort med summen. Før innbetalingen hvis den ikke er med der; ellers er den avklart.",
        en="See what was done about the sum. Enter the payment if it is not in that; otherwise it is cleared.",
    ),
)
KID_MISSING = RefusalReason(
    code="KID_MISSING",
    clauses=(PUM(13),),
    staff=Words(no="Innbetalingen har ikke noe KID-nummer.", en="The payment has no KID."),
    person=_NOT_YOURS,
    cure=Words(
        no="Finn fakturaen i bankens oppgave, og før innbetalingen på dens KID.",
        en="Find the invoice in the bank's statement, and enter the payment on its KID.",
    ),
)
PAYMENT_TAKEN_BACK = RefusalReason(
    code="PAYMENT_TAKEN_BACK",
    clauses=(PUM(13),),
    staff=Words(no="Banken har tatt innbetalingen tilbake.", en="The bank has taken the payment back."),
    person=_NOT_YOURS,
    cure=Words(
        no="Avklar med avsenderen; det som er ført før, blir stående til noen retter det.",
        en="Clear it with the sender; what was entered before stands until somebody puts it right.",
    ),
)
PAID_BEFORE = RefusalReason(
    code="PAID_BEFORE",
    clauses=(PUM(13),),
    staff=Words(
        no="Fakturaen var gjort opp. Innbetalingen er ført og står til avsenderens fordel.",
        en="The invoice was settled. The payment is entered and stands in the sender's favour.",
    ),
    person=_NOT_YOURS,
    cure=Words(no="Betal tilbake, eller avtal noe annet.", en="Pay it back, or agree on something else."),
)
AMOUNT_DIFFERS = RefusalReason(
    code="AMOUNT_DIFFERS",
    clauses=(PUM(13),),
    staff=Words(
        no="Innbetalingen er ført, men er ikke det som sto igjen på fakturaen.",
        en="The payment is entered, but is not what was left on the invoice.",
    ),
    person=_NOT_YOURS,
    cure=Words(
        no="Se kontoutskriften, og spør avsenderen hva som var ment.",
        en="See the statement of account, and ask the sender what was meant.",
    ),
)

MONEY: tuple[RefusalReason, ...] = (
    MONTH_NOT_OVER,
    INVOICE_UNKNOWN,
    NOTHING_TO_CREDIT,
    KID_INVALID,
    KID_UNKNOWN,
    PAYMENT_KNOWN_OTHERWISE,
    PAYMENT_MAYBE_KNOWN,
    GIRO_SUM_MAYBE,
    GIRO_SUM_SEEN_TO,
    KID_MISSING,
    PAYMENT_TAKEN_BACK,
    PAID_BEFORE,
    AMOUNT_DIFFERS,
)
