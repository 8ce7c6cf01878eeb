"""Refusals outside the counter: outlets, redirection, extensions, reports, claims and complaints."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

NO_OUTLET = RefusalReason(
    code="NO_OUTLET",
    clauses=(PUM(11),),
    staff=Words(
        no="Ingen av hentestedene har en skanner som virker.", en="None of the outlets has a working scanner."
    ),
    person=Words(
        no="Vi finner ikke et hentested til brevet ennå. Du får beskjed.",
        en="We have not found an outlet for the letter yet. You will be told.",
    ),
    cure=Words(
        no="Hold brevet tilbake til et hentested har skanner i drift.",
        en="Hold the letter until an outlet has a scanner in working order.",
    ),
)
PUM_NOT_TO_BUSINESS = RefusalReason(
    code="PUM_NOT_TO_BUSINESS",
    clauses=(PUM(5),),
    staff=Words(
        no="Brevet kan ikke sendes videre til en firmaadresse.",
        en="The letter cannot be sent on to a business address.",
    ),
    person=Words(
        no="Et brev som bare du kan hente, kan ikke ettersendes til et firma.",
        en="A letter that only you may collect cannot be redirected to a business.",
    ),
    cure=Words(
        no="Brevet går tilbake til avsenderen, som kan sende det til privatadressen.",
        en="The letter goes back to the sender, who can send it to the private address.",
    ),
)
PUM_NOT_ABROAD = RefusalReason(
    code="PUM_NOT_ABROAD",
    clauses=(PUM(5),),
    staff=Words(
        no="Brevet kan ikke sendes videre til utlandet.",
        en="The letter cannot be sent on to an address abroad.",
    ),
    person=Words(
        no="Et brev som bare du kan hente, kan ikke ettersendes til utlandet.",
        en="A letter that only you may collect cannot be redirected abroad.",
    ),
    cure=Words(no="Brevet går tilbake til avsenderen.", en="The letter goes back to the sender."),
)
PUM_NEVER_REDIRECTED = RefusalReason(
    code="PUM_NEVER_REDIRECTED",
    clauses=(PUM(5),),
    staff=Words(
        no="Etter disse vilkårene sendes slike brev ikke videre.",
        en="Under this edition of the terms such letters are not sent on.",
    ),
    person=Words(
        no="Brevet kan ikke ettersendes til den nye adressen din.",
        en="The letter cannot be redirected to your new address.",
    ),
    cure=Words(
        no="Brevet går tilbake til avsenderen, som kan bruke den nye adressen.",
        en="The letter goes back to the sender, who can use the new address.",
    ),
)
EXTENSION_NOT_LATER = RefusalReason(
    code="EXTENSION_NOT_LATER",
    clauses=(PUM(14),),
    staff=Words(
        no="Den nye fristen er ikke senere enn den brevet alt har ({last_collect_day:%d.%m.%Y}).",
        en="The new deadline is no later than the one the letter has ({last_collect_day:%d %b %Y}).",
    ),
    person=Words(no="Fristen er alt så lang som du ber om.", en="The deadline already lies that far ahead."),
    cure=Words(no="Velg en senere dag.", en="Choose a later day."),
)
EXTENSION_TOO_LATE = RefusalReason(
    code="EXTENSION_TOO_LATE",
    clauses=(PUM(14), PUM(15)),
    staff=Words(
        no="Fristen gikk ut {last_collect_day:%d.%m.%Y} og kan ikke forlenges etterpå.",
        en="The deadline passed on {last_collect_day:%d %b %Y} and cannot be extended afterwards.",
    ),
    person=Words(
        no="Fristen er ute, og brevet er på vei tilbake til avsenderen.",
        en="The deadline has passed, and the letter is on its way back to the sender.",
    ),
    cure=Words(no="Be avsenderen sende brevet på nytt.", en="Ask the sender to send the letter again."),
)
REPORT_INCOMPLETE = RefusalReason(
    code="REPORT_INCOMPLETE",
    clauses=(PUM(12),),
    staff=Words(
        no="Utleveringsrapporten mangler opplysninger: {missing}.",
        en="The delivery report lacks particulars: {missing}.",
    ),
    person=Words(
        no="Rapporten til avsenderen er ikke ferdig.", en="The report to the sender is not complete."
    ),
    cure=Words(
        no="Tast inn det som ikke kunne leses av skanneren.", en="Key in what the scanner could not read."
    ),
)
COMPLAINT_TOO_LATE = RefusalReason(
    code="COMPLAINT_TOO_LATE",
    clauses=(PUM(18),),
    staff=Words(
        no="Reklamasjonsfristen gikk ut {last_day:%d.%m.%Y}.",
        en="The last day to complain was {last_day:%d %b %Y}.",
    ),
    person=Words(
        no="Reklamasjonen kom etter fristen, {last_day:%d.%m.%Y}.",
        en="The complaint came after the last day, {last_day:%d %b %Y}.",
    ),
    cure=Words(
        no="Kan det vises at det ble reklamert tidligere, legg det ved.",
        en="If you can show that you complained earlier, enclose that.",
    ),
)
DELAY_NOT_GROSS = RefusalReason(
    code="DELAY_NOT_GROSS",
    clauses=(PUM(17),),
    staff=Words(
        no="Forsinkelse erstattes bare når den skyldes grov uaktsomhet.",
        en="Delay is compensated only when it is due to gross negligence.",
    ),
    person=Words(
        no="Vi erstatter ikke denne forsinkelsen etter vilkårene.",
        en="Under the terms we do not compensate this delay.",
    ),
    cure=Words(
        no="Legg fram det som taler for at forsinkelsen var grovt uaktsom.",
        en="Put forward what suggests that the delay was grossly negligent.",
    ),
)

AFTERWARDS: tuple[RefusalReason, ...] = (
    NO_OUTLET,
    PUM_NOT_TO_BUSINESS,
    PUM_NOT_ABROAD,
    PUM_NEVER_REDIRECTED,
    EXTENSION_NOT_LATER,
    EXTENSION_TOO_LATE,
    REPORT_INCOMPLETE,
    COMPLAINT_TOO_LATE,
    DELAY_NOT_GROSS,
)
