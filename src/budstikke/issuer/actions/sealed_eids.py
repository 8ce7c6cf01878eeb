"""What is sealed of customers and their eIDs: opened and closed here, bound to whose it is."""

from __future__ import annotations

import json
from typing import Literal
from uuid import UUID

from budstikke.issuer.records.models import Customer, Eid
from budstikke.kit.vault import look_up_for, vault_for

NUMBER = "national number"


# What is sealed of a means: the secret of a code or the key of a card's stand-in, and what its PIN and PUK hash to.
Kept = Literal["secret", "pin", "puk"]


def seal_of_means(value: bytes, *, means: UUID, what: Kept) -> bytes:
    """Seal something of a means."""
    return vault_for("issuer").seal(value, context=f"issuer/means/{means}/{what}".encode())


def open_of_means(sealed: bytes | memoryview, *, means: UUID, what: Kept) -> bytes:
    """Open what `seal_of_means` sealed."""
    return vault_for("issuer").open(bytes(sealed), context=f"issuer/means/{means}/{what}".encode())


def seal_certificate(content: bytes, *, serial: str) -> bytes:
    """Seal a certificate, which names its holder."""
    return vault_for("issuer").seal(content, context=f"issuer/certificate/{serial}/content".encode())


def open_certificate(sealed: bytes | memoryview, *, serial: str) -> bytes:
    """Open what `seal_certificate` sealed."""
    return vault_for("issuer").open(bytes(sealed), context=f"issuer/certificate/{serial}/content".encode())


def seal_organisation(organisation: dict[str, str], *, eid: UUID) -> bytes:
    """Seal whom an enterprise certificate is for."""
    context = f"issuer/eid/{eid}/organisation".encode()
    return vault_for("issuer").seal(json.dumps(organisation).encode(), context=context)


def organisation_of(eid: Eid) -> dict[str, str]:
    """Return whom an enterprise certificate is for; empty for a person's eID."""
    if eid.organisation_sealed is None:
        return {}
    context = f"issuer/eid/{eid.reference}/organisation".encode()
    opened: dict[str, str] = json.loads(
        vault_for("issuer").open(bytes(eid.organisation_sealed), context=context)
    )
    return opened


def number_of(customer: Customer) -> str:
    """Return a customer's national number."""
    assert customer.number_sealed is not None, "they are not forgotten"
    context = f"issuer/customer/{customer.reference}/number".encode()
    return vault_for("issuer").open(bytes(customer.number_sealed), context=context).decode()


def particulars_of(customer: Customer) -> dict[str, str]:
    """Return what else is known of a customer: names, address, mobile, e-mail."""
    assert customer.particulars_sealed is not None, "they are not forgotten"
    context = f"issuer/customer/{customer.reference}/particulars".encode()
    opened: dict[str, str] = json.loads(
        vault_for("issuer").open(bytes(customer.particulars_sealed), context=context)
    )
    return opened


def seal_particulars(particulars: dict[str, str], *, customer: Customer) -> bytes:
    """Seal what is known of a customer."""
    context = f"issuer/customer/{customer.reference}/particulars".encode()
    return vault_for("issuer").seal(json.dumps(particulars, ensure_ascii=False).encode(), context=context)


def customer_by_number(number: str) -> Customer | None:
    """Return the customer of a national number, also while hashes are computed anew after a rotation."""
    hashes = look_up_for("issuer").hashes(number, kind=NUMBER)
    return Customer.objects.filter(number_lookup__in=hashes, closed_at=None).first()
