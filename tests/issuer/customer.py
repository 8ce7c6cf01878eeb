"""An invented customer of the issuer, who orders and is asked nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from budstikke.issuer.actions.place_order import Wanted, place_order
from budstikke.issuer.records.models import Letter, Order
from budstikke.issuer.terms.channels import Channel
from budstikke.issuer.terms.edition import PRESENT
from budstikke.issuer.terms.ordering import Particulars
from budstikke.issuer.terms.products import Product

NUMBER = "20914695016"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
KARI = Particulars(
    given_names="Kari",
    surname="Nordmann",
    street="Lilleveien 2",
    postcode="5004",
    city="BERGEN",
    mobile="+4799999999",
    email="kari@example.no",
)


def wanted(**changed: object) -> Wanted:
    """What Kari asks for."""
    asked = Wanted(
        product=Product.MOBILE,
        channel=Channel.LETTER,
        national_number=NUMBER,
        particulars=KARI,
        consents=True,
        conditions=PRESENT.id,
        language="no",
    )
    return replace(asked, **changed)  # type: ignore[arg-type]


def ordered(*, now: datetime = NOW, caller: str = "192.0.2.1", **changed: object) -> Order:
    """An order of hers."""
    placed = place_order(wanted(**changed), caller=caller, now=now)
    assert isinstance(placed, Order), placed
    return placed


def letter_of(order: Order) -> Letter:
    """The newest letter of an order."""
    return Letter.objects.filter(order=order).order_by("-id")[0]
