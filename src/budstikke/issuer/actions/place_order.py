"""Place an order: whoever asks is entered as a customer, and is proven by letter or reader."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from budstikke.formats import national_number
from budstikke.issuer.actions import queue
from budstikke.issuer.actions.attempts import let_in
from budstikke.issuer.actions.audit import CUSTOMER, audited
from budstikke.issuer.actions.begin_letter import begin_letter
from budstikke.issuer.actions.maintenance import maintenance_windows
from budstikke.issuer.actions.sealed_eids import NUMBER, customer_by_number
from budstikke.issuer.actions.sealed_eids import seal_particulars as seal_of_customer
from budstikke.issuer.actions.sealed_orders import seal_particulars
from budstikke.issuer.channels.carrier_postcodes import Postcodes
from budstikke.issuer.records.models import Customer, Order
from budstikke.issuer.terms.channels import Channel, channel_for
from budstikke.issuer.terms.codes import ALPHABET
from budstikke.issuer.terms.edition import IssuerEdition, edition_of
from budstikke.issuer.terms.maintenance import ordering_paused, ordering_resumes_at
from budstikke.issuer.terms.ordering import (
    Lately,
    Particulars,
    may_order,
    number_fault,
    particulars_faults,
)
from budstikke.issuer.terms.products import Product
from budstikke.issuer.terms.refusals import CONDITIONS_NEWER, NO_CONSENT, POSTCODE_UNKNOWN
from budstikke.kit.clock import local_day
from budstikke.kit.days import with_hour
from budstikke.kit.installation import is_test
from budstikke.kit.vault import look_up_for, vault_for
from budstikke.law.refusal import Refusal
from budstikke.law.words import Language

_NUMBER_CHARACTERS = 9
_AT_CONSENT = (NO_CONSENT.code, CONDITIONS_NEWER.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for; `conditions` is the edition they were shown and accepted."""

    product: Product
    channel: Channel
    conditions: str
    national_number: str = field(repr=False)
    particulars: Particulars = field(repr=False)
    consents: bool
    language: Language


def place_order(
    wanted: Wanted,
    *,
    caller: str,
    now: datetime,
    closed: Collection[Channel] = (),
    postcodes: Postcodes | None = None,
) -> Order | Mapping[str, Refusal]:
    """
    Place an order, and have its letter ordered from the carrier.

    Terms:   eID §1, §2, §8, §10.
    Reading: a postcode the carrier does not know is refused at once, for it would refuse the letter; where it cannot
             be asked, the order stands.
    Returns: the order, or what is wrong by the field it is wrong in ("" for the order as a whole).
    """
    edition = edition_of(local_day(now))
    number = national_number.canonical(wanted.national_number)
    faults: dict[str, Refusal] = dict(particulars_faults(wanted.particulars))
    if fault := number_fault(number, synthetic=is_test()):
        faults["national_number"] = fault
    channel = channel_for(wanted.channel, closed=closed, edition=edition)
    if isinstance(channel, Refusal):
        faults["channel"] = channel
    within = timedelta(hours=edition.orders_by_caller_hours)
    seldom = let_in(caller, kind="orders", most=edition.orders_by_caller, within=within, now=now)
    # Asked before the transaction: no lock is held while somebody else answers.
    may_ask = seldom and "postcode" not in faults
    if may_ask and postcodes and postcodes.knows(wanted.particulars.postcode) is False:
        faults["postcode"] = Refusal(POSTCODE_UNKNOWN)
    with transaction.atomic():
        refusal = _refused(wanted, None if faults else number, seldom=seldom, edition=edition, now=now)
        if refusal is not None:
            faults["consent" if refusal.code in _AT_CONSENT else ""] = refusal
        if faults or isinstance(channel, Refusal):
            return faults
        customer = _customer(number, wanted, now=now)
        order = _order(wanted, customer, channel, edition=edition, now=now)
        if channel is Channel.LETTER:
            begin_letter(order, now=now)
            queue.send_orders()
    return order


def _refused(
    wanted: Wanted, number: str | None, *, seldom: bool, edition: IssuerEdition, now: datetime
) -> Refusal | None:
    # Read within the transaction that orders: a pause that begins now holds for this order.
    windows = maintenance_windows(at=now)
    paused = ordering_paused(windows, product=wanted.product, at=now) is not None
    resumes_at = ordering_resumes_at(windows, product=wanted.product, at=now) if paused else None
    customer = customer_by_number(number) if number else None
    since = now - timedelta(days=edition.orders_days)
    known = Order.objects.filter(customer=customer, placed_at__gt=since).count() if customer else 0
    return may_order(
        consents=wanted.consents,
        conditions=wanted.conditions,
        paused_until=resumes_at,
        until=with_hour(resumes_at, language=wanted.language) if resumes_at else "",
        lately=Lately(by_customer=known, from_there_seldom=seldom),
        edition=edition,
    )


def _customer(number: str, wanted: Wanted, *, now: datetime) -> Customer:
    """
    Return whose number it is, entered if nobody had it.

    Reading: whoever orders may be anybody, so what is known of a customer is not changed before it is proven.
    """
    known = customer_by_number(number)
    if known is not None:
        return Customer.objects.select_for_update(no_key=True).get(pk=known.pk)
    made = Customer(reference=uuid4(), language=wanted.language, since_at=now)
    made.number_lookup = look_up_for("issuer").hash(number, kind=NUMBER)
    made.number_sealed = vault_for("issuer").seal(
        number.encode(), context=f"issuer/customer/{made.reference}/number".encode()
    )
    made.particulars_sealed = seal_of_customer(wanted.particulars.as_json(), customer=made)
    made.save(force_insert=True)
    return made


def _order(
    wanted: Wanted, customer: Customer, channel: Channel, *, edition: IssuerEdition, now: datetime
) -> Order:
    order = Order(
        number=order_number(),
        reference=uuid4(),
        customer=customer,
        product=wanted.product,
        channel=channel,
        # May the price and the conditions change meanwhile: these are what was shown and accepted.
        edition=edition.id,
        price_ore=edition.prices_ore[wanted.product],
        language=wanted.language,
        placed_at=now,
        consented_at=now,
    )
    order.particulars_sealed = seal_particulars(wanted.particulars, order=order)
    order.save(force_insert=True)
    audited(
        "order.placed",
        actor=CUSTOMER,
        now=now,
        customer=customer.reference,
        order_number=order.number,
        product=wanted.product.value,
        channel=channel.value,
        asked_channel=wanted.channel.value,
        conditions=edition.id,
    )
    return order


def order_number() -> str:
    """Return a number for an order that says nothing about any other."""
    return "E" + "".join(secrets.choice(ALPHABET) for _ in range(_NUMBER_CHARACTERS))
