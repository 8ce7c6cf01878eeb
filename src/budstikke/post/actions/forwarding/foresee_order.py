"""Say of a wanted order, before anything is written, what the rules answer, what it costs and what happens when."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime

from budstikke.kit.clock import local_day
from budstikke.post.actions.forwarding.order_forwarding import UnknownPerson
from budstikke.post.actions.forwarding.wanted_order import Answer, WantedOrder, ask, price
from budstikke.post.records.models import ForwardingInterim, ForwardingOrder, Person
from budstikke.post.records.orders import period_of
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_BY_ID, forwarding_on
from budstikke.post.terms.forwarding.foreseen import Foreseen, foresee
from budstikke.post.terms.forwarding.kinds import Channel, Service, Zone
from budstikke.post.terms.forwarding.ordering import AskedPeriod
from budstikke.post.terms.forwarding.payment import PriceLine, to_pay_ore


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderForeseen:
    """
    What an order would come to now: the answer of the rules, its days, its price.

    Unit: `to_pay_ore` with VAT. `shown_sha256` is the hash of all of it, by which a door knows that what is said yes to
    is what was shown.
    """

    answer: Answer
    days: tuple[Foreseen, ...]
    lines: tuple[PriceLine, ...]
    to_pay_ore: int
    means: str
    shown_sha256: str


def foresee_order(wanted: WantedOrder, *, now: datetime) -> OrderForeseen:
    """
    Ask the rules about an order without ordering.

    Terms:   Forwarding §1 to §7.
    Reading: nothing is locked and nothing written, so the answer holds for a moment; the order itself is judged again.
    Raises:  order_forwarding.UnknownPerson.
    """
    today = local_day(now)
    edition, prices = forwarding_on(today), wanted.prices(today)
    refs = {*wanted.covered, *({wanted.orderer} if wanted.orderer else ())}
    with acting_as(CARRIER):
        persons = list(Person.objects.filter(ref__in=refs).order_by("id"))
        if len(persons) < len(refs):
            raise UnknownPerson
        answer = ask(wanted, persons, edition=edition, now=now)
    asked = AskedPeriod(
        service=wanted.service,
        channel=wanted.channel,
        ordered_on=today,
        period=wanted.period,
        zone=wanted.zone(edition),
    )
    effective = answer.named("cooling_off").answer["effective_on"]
    assert isinstance(effective, date)
    interim = answer.interim_on
    days = foresee(asked, effective_on=effective, interim_on=(interim,) if interim else (), edition=edition)
    lines = price(wanted, edition=edition, today=today)
    return OrderForeseen(
        answer=answer,
        days=days,
        lines=lines,
        to_pay_ore=to_pay_ore(lines, vat_included=prices.vat_included),
        means=str(answer.named("payment").outcome),
        shown_sha256=_hash(wanted, days, lines, edition=edition.id),
    )


def foreseen_of(order: ForwardingOrder) -> tuple[Foreseen, ...]:
    """Return the calendar of an order that was made, by its own edition and the days it has now."""
    period = period_of(order)
    interims = ForwardingInterim.objects.filter(order=order, deliver_on__lte=period.last_day)
    asked = AskedPeriod(
        service=Service(order.service),
        channel=Channel(order.channel),
        ordered_on=local_day(order.ordered_at),
        period=period,
        zone=Zone(order.new_zone) if order.new_zone else Zone.NO,
    )
    return foresee(
        asked,
        effective_on=order.effective_on,
        interim_on=interims.order_by("deliver_on").values_list("deliver_on", flat=True),
        edition=FORWARDING_BY_ID[order.edition],
    )


def _hash(
    wanted: WantedOrder, days: tuple[Foreseen, ...], lines: tuple[PriceLine, ...], *, edition: str
) -> str:
    shown = {
        "edition": edition,
        "service": wanted.service,
        "customer": wanted.customer,
        "days": [[each.on.isoformat(), each.code] for each in days],
        "old": [wanted.old.key, wanted.old.kind],
        "new": [wanted.new.key, wanted.new.kind] if wanted.new else None,
        "orderer": str(wanted.orderer or ""),
        "covered": sorted(str(each) for each in wanted.covered),
        "household": wanted.whole_household,
        "organisation": wanted.organisation.number if wanted.organisation else "",
        "parcels": wanted.parcels,
        "tell_registry": wanted.tell_registry,
        "interim_on": wanted.interim_on.isoformat() if wanted.interim_on else "",
        "lines": [[each.item, each.amount_ore] for each in lines],
    }
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
