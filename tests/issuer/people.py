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


PIN = "2580"
SITE_ORIGIN = "http://localhost:8202"


def sent_codes() -> list[str]:
    """The activation codes that went out by SMS, the newest last."""
    import re

    from budstikke.kit.installation import data_folder

    return re.findall(r"ode: (\d{8})\.", (data_folder() / "sent" / "issuer-sms.jsonl").read_text())


def with_code_app(of: Customer, *, now: datetime = NOW, order: str = "E-1001") -> tuple[Eid, bytes]:
    """Give a code app in use, and the secret that its app holds."""
    import base64

    from budstikke.issuer.actions.app_codes import begin_app, send_code
    from budstikke.issuer.actions.code_app import AppSecret, code_at, confirm_app, take_sms_code
    from budstikke.issuer.terms.eid_editions import EDITIONS

    eid = issued(of, Product.CODE_APP, now=now, order=order)
    begin_app(eid.pk, now=now)
    assert send_code(eid.pk, link="http://localhost/set-up/", now=now) is None
    told = take_sms_code(eid.pk, code=sent_codes()[-1], pin=PIN, name="Eksempel-ID", now=now)
    assert isinstance(told, AppSecret)
    secret = base64.b32decode(told.base32)
    code = code_at(secret, terms=EDITIONS[0], at=now)
    assert confirm_app(eid.pk, code=code, now=now, clock_at=now) is None
    eid.refresh_from_db()
    return eid, secret


def with_card(of: Customer, *, now: datetime = NOW) -> tuple[Eid, str, str]:
    """Give a card in use, its number and its PUK."""
    from budstikke.issuer.actions.cards import activate_card

    eid = issued(of, Product.SMART_CARD, order="E-2001", now=now)
    made = activate_card(eid.pk, pin=PIN, now=now)
    assert isinstance(made, tuple)
    eid.refresh_from_db()
    return eid, *made
