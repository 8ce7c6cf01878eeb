"""Issue an eID to a customer whose identity is proved: it exists, and waits to be put into use."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from budstikke.issuer.actions.eid_history import SELF, write_event
from budstikke.issuer.actions.sealed_eids import seal_organisation
from budstikke.issuer.records.models import Customer, Eid
from budstikke.issuer.terms.eid_editions import eid_terms
from budstikke.issuer.terms.eids import Happening, State
from budstikke.issuer.terms.products import Product
from budstikke.kit.clock import local_day


def issue_eid(
    *,
    customer_id: int,
    product: Product,
    order_number: str,
    now: datetime,
    renews: Eid | None = None,
    organisation: dict[str, str] | None = None,
    actor: str = SELF,
) -> Eid:
    """
    Return a new eID of a customer, issued and not in use; it is put into use where its means are made.

    Reading: whoever calls has proved who the customer is, by the letter's evidence or by an eID in its last days.
    An order issues once: called again with the same order, it returns what was issued.
    """
    terms = eid_terms(local_day(now))
    with transaction.atomic():
        customer = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
        there = Eid.objects.filter(
            customer=customer, product=product, order_number=order_number, renews=renews
        )
        if found := there.first():
            return found
        eid = Eid(
            reference=uuid4(),
            customer=customer,
            product=product,
            order_number=order_number,
            state=State.ISSUED,
            issued_at=now,
            expires_at=now + terms.lifetime[product],
            renews=renews,
        )
        if organisation:
            eid.organisation_sealed = seal_organisation(organisation, eid=eid.reference)
        eid.save(force_insert=True)
        write_event(eid, Happening.ISSUED, now=now, actor=actor)
    return eid
