"""An earlier edition of the PUM terms: two weeks to collect, two reminders by SMS or e-mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from budstikke.law.words import Words
from budstikke.post.terms.editions.pum_present import PUM_PRESENT

# The dates are INVENTED, as those of the present edition.
PUM_EARLIER = replace(
    PUM_PRESENT,
    id="pum-earlier",
    valid_from=date(2018, 1, 1),
    valid_to=date(2024, 12, 31),
    about=Words(
        no="Tidligere vilkår: to ukers hentefrist. Datoene er oppdiktet.",
        en="Earlier terms: two weeks to collect. The dates are invented.",
    ),
    collection_days=14,
    reminder_days_sms=(3, 11),
    reminder_days_email=(3, 11),
    reminder_days_paper=(5,),
)
