"""Refusals of what a recipient asks for from the tracking page: more time, another outlet."""

from __future__ import annotations

from budstikke.law.refusal import RefusalReason
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM

EXTENSION_USED = RefusalReason(
    code="EXTENSION_USED",
    clauses=(PUM(14),),
    staff=Words(
        no="Mottakeren har alt forlenget fristen selv; den er {last_collect_day:%d.%m.%Y}.",
        en="The recipient has extended the deadline already; it is {last_collect_day:%d %b %Y}.",
    ),
    person=Words(
        no="Du har alt forlenget fristen. Siste dag er {last_collect_day:%d.%m.%Y}.",
        en="You have extended the deadline already. The last day is {last_collect_day:%d %b %Y}.",
    ),
    cure=Words(
        no="Spør kundeservice om du trenger mer tid; de kan gi det så lenge brevet ligger her.",
        en="Ask customer service if you need more time; they can give it while the letter waits.",
    ),
)
OUTLET_CANNOT_CHECK = RefusalReason(
    code="OUTLET_CANNOT_CHECK",
    clauses=(PUM(11),),
    staff=Words(
        no="Hentested {outlet} kan ikke kontrollere legitimasjon nå.",
        en="Outlet {outlet} cannot check identity documents now.",
    ),
    person=Words(
        no="Hentestedet du valgte, kan ikke kontrollere legitimasjon nå.",
        en="The outlet you chose cannot check identity documents now.",
    ),
    cure=Words(no="Velg et av de andre på listen.", en="Choose another one of the list."),
)
OUTLET_THE_SAME = RefusalReason(
    code="OUTLET_THE_SAME",
    clauses=(PUM(11),),
    staff=Words(
        no="Brevet ligger alt på hentested {outlet}.", en="The letter is at outlet {outlet} already."
    ),
    person=Words(no="Brevet ligger alt der.", en="The letter is there already."),
    cure=Words(no="Hent det der, eller velg et annet.", en="Collect it there, or choose another."),
)
OUTLET_CHOSEN_BEFORE = RefusalReason(
    code="OUTLET_CHOSEN_BEFORE",
    clauses=(PUM(11),),
    staff=Words(
        no="Brevet er alt sendt til et hentested mottakeren valgte.",
        en="The letter has already been sent to an outlet that its recipient chose.",
    ),
    person=Words(
        no="Du har alt valgt et annet hentested for dette brevet.",
        en="You have already chosen another outlet for this letter.",
    ),
    cure=Words(
        no="Hent brevet der det ligger, eller spør kundeservice.",
        en="Collect the letter where it is, or ask customer service.",
    ),
)
OUTLET_TOO_LATE = RefusalReason(
    code="OUTLET_TOO_LATE",
    clauses=(PUM(11), PUM(14)),
    staff=Words(
        no="Det er under {days} dager igjen av fristen, {last_collect_day:%d.%m.%Y}.",
        en="Fewer than {days} days are left of the deadline, {last_collect_day:%d %b %Y}.",
    ),
    person=Words(
        no="Fristen er {last_collect_day:%d.%m.%Y}; brevet rekker ikke sikkert fram til et annet hentested.",
        en="The deadline is {last_collect_day:%d %b %Y}; the letter might not reach another outlet in time.",
    ),
    cure=Words(
        no="Forleng fristen først, om du ikke har gjort det, eller hent brevet der det ligger.",
        en="Extend the deadline first, if you have not, or collect the letter where it is.",
    ),
)
BEING_SERVED = RefusalReason(
    code="BEING_SERVED",
    clauses=(PUM(11), PUM(12)),
    staff=Words(
        no="Legitimasjonskontrollen for brevet pågår ved en skranke.",
        en="The identity check for this letter is going on at a counter.",
    ),
    person=Words(
        no="Noen er ved skranken med dette brevet akkurat nå.",
        en="Somebody is at the counter about this letter just now.",
    ),
    cure=Words(
        no="Prøv igjen om litt. Er det ikke deg, si fra om det nedenfor.",
        en="Try again in a while. If it is not you, tell us so below.",
    ),
)

ASKED_BY_RECIPIENT: tuple[RefusalReason, ...] = (
    EXTENSION_USED,
    OUTLET_CANNOT_CHECK,
    OUTLET_THE_SAME,
    OUTLET_CHOSEN_BEFORE,
    OUTLET_TOO_LATE,
    BEING_SERVED,
)
