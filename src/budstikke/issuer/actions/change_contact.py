"""Change how a customer is reached; both the old number and the new one are told."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from budstikke.issuer.actions.eid_history import SELF, write_of_person
from budstikke.issuer.actions.sealed_eids import (
    organisation_of,
    particulars_of,
    seal_organisation,
    seal_particulars,
)
from budstikke.issuer.channels import chosen
from budstikke.issuer.channels.errors import Rejected, Unreachable
from budstikke.issuer.channels.sms import Sms, international
from budstikke.issuer.records.models import Customer, Eid
from budstikke.issuer.terms.eid_refusals import refuse
from budstikke.issuer.terms.eids import Happening
from budstikke.law.refusal import Refusal

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_MOST_EMAIL = 254
_TOLD = {
    "no": "Kontaktopplysningene dine hos oss er endret. Var det ikke deg? Ring kundeservice.",
    "en": "Your contact details with us were changed. Was it not you? Call customer service.",
}


def change_contact(customer_id: int, *, mobile: str, email: str, now: datetime) -> Refusal | None:
    """
    Keep another mobile number and e-mail address of a customer.

    Reading: the number before is told too: whoever takes over an eID changes it first. That an SMS could not be sent
    changes nothing; both are tried.
    """
    number = international(mobile)
    if number is None or not _is_email(email):
        return refuse("CONTACT_FORM")
    with transaction.atomic():
        customer = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
        known = particulars_of(customer)
        before = known.get("mobile", "")
        if (before, known.get("email", "")) == (number, email):
            return None
        customer.particulars_sealed = seal_particulars(
            known | {"mobile": number, "email": email}, customer=customer
        )
        customer.save(update_fields=["particulars_sealed"])
        written = write_of_person(customer, Happening.CONTACT_CHANGED, now=now, actor=SELF)
    text = _TOLD["en" if customer.language == "en" else "no"]
    for nth, told in enumerate(dict.fromkeys((before, number))):
        try:
            if told:
                chosen.sms().send(Sms(key=f"contact-{written.pk}-{nth}", mobile=told, text=text))
        except (Unreachable, Rejected):
            continue
    return None


def change_organisation_contact(eid_id: int, *, contact: str, now: datetime) -> Refusal | None:
    """Keep another address at which an enterprise is reached about its certificate."""
    if not _is_email(contact):
        return refuse("CONTACT_FORM")
    with transaction.atomic():
        eid = (
            Eid.objects.select_for_update(no_key=True, of=("self",)).select_related("customer").get(pk=eid_id)
        )
        organisation = organisation_of(eid)
        if not organisation:
            return refuse("NOT_IN_THIS_STATE")
        eid.organisation_sealed = seal_organisation(organisation | {"contact": contact}, eid=eid.reference)
        eid.save(update_fields=["organisation_sealed"])
        write_of_person(eid.customer, Happening.CONTACT_CHANGED, now=now)
    return None


def _is_email(text: str) -> bool:
    return len(text) <= _MOST_EMAIL and _EMAIL.fullmatch(text) is not None
