"""Customers of the issuer, invented, and eIDs they have."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from budstikke.issuer.terms.products import Product

if TYPE_CHECKING:
    from budstikke.issuer.records.models import Customer, Eid

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday
KARI = "20914695016"
OLA = "20914695024"


def customer(number: str = KARI, *, mobile: str = "+4790000001", surname: str = "Prøve") -> Customer:
    """Make a customer."""
    from budstikke.issuer.actions.sealed_eids import NUMBER, seal_particulars
    from budstikke.issuer.records.models import Customer
    from budstikke.kit.vault import look_up_for, vault_for

    made = Customer(
        reference=uuid4(), number_lookup=look_up_for("issuer").hash(number, kind=NUMBER), since_at=NOW
    )
    made.number_sealed = vault_for("issuer").seal(
        number.encode(), context=f"issuer/customer/{made.reference}/number".encode()
    )
    made.particulars_sealed = seal_particulars(
        {
            "given_names": "Kari",
            "surname": surname,
            "street": "Prøveveien 1",
            "postcode": "0010",
            "city": "OSLO",
            "mobile": mobile,
            "email": "kari@example.com",
        },
        customer=made,
    )
    made.save()
    return made


def issued(
    of: Customer, product: Product = Product.CODE_APP, *, order: str = "E-1001", now: datetime = NOW
) -> Eid:
    """Issue an eID."""
    from budstikke.issuer.actions.issue_eid import issue_eid

    return issue_eid(customer_id=of.pk, product=product, order_number=order, now=now)
