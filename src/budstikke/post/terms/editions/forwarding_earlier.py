"""An earlier edition of the forwarding terms: five days online, roles only declared, a cap, refunds by phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from budstikke.law.words import Words
from budstikke.post.terms.editions.forwarding_present import FORWARDING_PRESENT
from budstikke.post.terms.forwarding.switches import CancelUnit, RefundContact

# The dates are INVENTED, as those of the present edition. The values are ones the carrier has published at some time.
FORWARDING_EARLIER = replace(
    FORWARDING_PRESENT,
    id="forwarding-earlier",
    valid_from=date(2018, 1, 1),
    valid_to=date(2024, 12, 31),
    about=Words(
        no="Tidligere vilkår: fem virkedager på nettet, høyst tolv måneder ettersending. Datoene er oppdiktet.",
        en="Earlier terms: five working days online, at most twelve months of redirection. The dates are invented.",
    ),
    role_accepted_channels=(),
    permanent_lead_web_days=5,
    temporary_lead_web_days=5,
    temporary_max_total_months=12,
    cancel_unit=CancelUnit.WORKING_DAY,
    refund_contact=RefundContact.PHONE_ONLY,
)
