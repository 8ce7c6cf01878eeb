"""What somebody asks for when ordering forwarding, and what the rules say to it, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from budstikke.kit.clock import local_day
from budstikke.kit.vault import look_up_for
from budstikke.law.decision import Decision
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sorting.order_facts import ADDRESS, MailAddress, door_hashes, door_of
from budstikke.post.records.models import ForwardingOrder, Person
from budstikke.post.records.orders import taken_days
from budstikke.post.terms.editions import forwarding_prices_on
from budstikke.post.terms.forwarding.chains import storage_chain, temporary_chain
from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.eligible import Applicant, eligible
from budstikke.post.terms.forwarding.kinds import Channel, Customer, Service, Zone
from budstikke.post.terms.forwarding.ordering import AskedPeriod, order_check, overlaps
from budstikke.post.terms.forwarding.orders import Scope
from budstikke.post.terms.forwarding.payment import (
    Audience,
    ForwardingPriceList,
    Ordered,
    PriceLine,
    interim_price,
    payment_by,
    price_of,
)
from budstikke.post.terms.forwarding.role import RoleShown, role
from budstikke.post.terms.forwarding.storing import interim_delivery
from budstikke.post.terms.forwarding.watching import Pace, cooling_off, watch

_NOT_COUNTED = ("refused", "cancelled", "lapsed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A business that orders for all its mail at one address."""

    number: str
    name: str
    established_in: str = "NO"
    covers_all: bool = True
    addresses: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedOrder:
    """
    One order as it is asked for; persons are named by their refs in the address register.

    `covered` are the persons whose mail is meant, the orderer among them or not; of an estate it is the deceased alone.
    `identified_by` is how the door knows the orderer: eid, document, phone, organisation. `seen_in_person` are the
    persons besides whose document was checked at the counter. `device` is a pseudonym of where an order came from,
    `shown_sha256` the hash of what the orderer said yes to. `role` is how somebody who signed in shows that they may
    order for another; at a counter the clerk sees it. `tell_registry`: the orderer agrees that the National Registry is
    told of a move, for themselves and for the children. On `interim_on` what is stored by then is delivered meanwhile.
    """

    service: Service
    channel: Channel
    period: Period
    old: MailAddress = field(repr=False)
    new: MailAddress | None = field(default=None, repr=False)
    customer: Customer = Customer.PRIVATE
    orderer: UUID | None = None
    covered: tuple[UUID, ...] = ()
    whole_household: bool = False
    organisation: Organisation | None = None
    parcels: bool = False
    identified_by: str
    seen_in_person: tuple[UUID, ...] = ()
    device: str = ""
    shown_sha256: str = ""
    role: RoleShown | None = None
    tell_registry: bool = False
    interim_on: date | None = None

    @property
    def scope(self) -> Scope:
        """Whose mail it moves."""
        if self.organisation is not None:
            return Scope.BUSINESS
        return Scope.HOUSEHOLD if self.whole_household else Scope.PERSONS

    @property
    def audience(self) -> Audience:
        """Whose price list counts."""
        return Audience.BUSINESS if self.organisation is not None else Audience.PRIVATE

    def zone(self, edition: ForwardingEdition) -> Zone:
        """How far away the new address lies."""
        return edition.zone(self.new.country) if self.new else Zone.NO

    def prices(self, today: date) -> ForwardingPriceList:
        """The price list the order is made under."""
        return forwarding_prices_on(today, audience=self.audience)

    def ordered(self, edition: ForwardingEdition) -> Ordered:
        """What it asks for, as far as it costs something."""
        return Ordered(
            service=self.service,
            period=self.period,
            persons=max(1, len(self.covered)),
            abroad=self.zone(edition) is not Zone.NO,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    What the rules say to a wanted order: every decision, with the JSON it is recorded as.

    `beside` is what was decided before and is recorded with it: who somebody is, by which document.
    """

    decisions: tuple[Decision, ...]
    written: tuple[dict[str, object], ...]
    beside: tuple[dict[str, object], ...] = ()

    @property
    def refused(self) -> Decision | None:
        """The first decision that refuses; None when the order can be taken."""
        return next((each for each in self.decisions if each.refusals), None)

    def recorded(self) -> dict[str, object]:
        """Return all of it as one event has it: what decided first."""
        first = self.decisions.index(self.refused) if self.refused else 0
        rest = [each for place, each in enumerate(self.written) if place != first]
        return {**self.written[first], "also": [*rest, *self.beside]}

    def named(self, question: str) -> Decision:
        """Return the decision of a question."""
        return next(each for each in self.decisions if each.question == question)

    @property
    def interim_on(self) -> date | None:
        """The day on which stored mail is delivered meanwhile; None where nobody asked, or it cannot be."""
        asked = (each for each in self.decisions if each.question == "interim_delivery" and not each.refusals)
        found = next((each.answer["deliver_on"] for each in asked), None)
        assert found is None or isinstance(found, date)
        return found


def subjects_of(wanted: WantedOrder, persons: Sequence[Person]) -> list[str]:
    """Return whose days the order takes: each person's, or the business's."""
    if wanted.organisation is not None:
        return [f"org:{wanted.organisation.number}"]
    return [f"person:{each.ref}" for each in persons if each.ref in wanted.covered]


def ask(
    wanted: WantedOrder, persons: Sequence[Person], *, edition: ForwardingEdition, now: datetime
) -> Answer:
    """
    Ask every rule about an order; the persons must be locked, or what is said holds for a moment only.

    Terms: Forwarding §1 to §7.
    """
    asked = list(_asked(wanted, persons, edition=edition, now=now))
    return Answer(
        decisions=tuple(decision for decision, _ in asked),
        written=tuple(recorded(decision, **inputs) for decision, inputs in asked),
    )


_Asked = tuple[Decision, dict[str, object]]


def _asked(
    wanted: WantedOrder, persons: Sequence[Person], *, edition: ForwardingEdition, now: datetime
) -> Iterator[_Asked]:
    today = local_day(now)
    applicant = _applicant(wanted, persons)
    asked = AskedPeriod(
        service=wanted.service,
        channel=wanted.channel,
        ordered_on=today,
        period=wanted.period,
        zone=wanted.zone(edition),
    )
    yield order_check(asked, edition=edition), {"asked": asked}
    yield eligible(applicant, edition=edition), {"applicant": applicant}
    if wanted.channel is Channel.WEB:
        shown = wanted.role or RoleShown(customer=wanted.customer)
        by = {"ordered_on": today, "channel": wanted.channel}
        yield role(shown, **by, edition=edition), {"shown": shown, **by}  # type: ignore[arg-type]
    if wanted.interim_on is not None:
        interim = {
            "requested_on": today,
            "last_day": wanted.period.last_day,
            "start": wanted.period.start,
            "wanted_on": wanted.interim_on,
        }
        yield interim_delivery(**interim, edition=edition), dict(interim)  # type: ignore[arg-type]
    yield from beside_others(
        subjects_of(wanted, persons),
        service=wanted.service,
        period=wanted.period,
        doors=door_hashes(wanted.old.key),
        edition=edition,
    )
    pace = _pace(wanted, persons, edition=edition, now=now)
    yield watch(pace, ordered_on=today, edition=edition), {"pace": pace, "ordered_on": today}
    cooled = {"start": wanted.period.start, "ordered_on": today}
    yield cooling_off(start=wanted.period.start, ordered_on=today, edition=edition), dict(cooled)
    yield payment_by(channel=wanted.channel, edition=edition), {"channel": wanted.channel}


def _applicant(wanted: WantedOrder, persons: Sequence[Person]) -> Applicant:
    orderer = next((each for each in persons if each.ref == wanted.orderer), None)
    organisation = wanted.organisation
    living = [each for each in persons if each.ref in wanted.covered and each.ref != wanted.orderer]
    return Applicant(
        customer=wanted.customer,
        service=wanted.service,
        old_address=wanted.old.kind,
        number_told=orderer is not None and orderer.national_number_lookup is not None,
        covered_without_number=sum(each.national_number_lookup is None for each in living),
        established_in=organisation.established_in if organisation else "NO",
        covers_all=organisation.covers_all if organisation else True,
        addresses=organisation.addresses if organisation else 1,
        deceased=orderer is not None and orderer.died_on is not None,
    )


def beside_others(
    subjects: Sequence[str],
    *,
    service: Service,
    period: Period,
    doors: Sequence[bytes],
    but: str = "",
    edition: ForwardingEdition,
) -> Iterator[tuple[Decision, dict[str, object]]]:
    """
    Hold a period against what each subject has ordered at the door already, but for one order.

    Terms: Forwarding §1, §3, §4.
    """
    chain = {Service.STORAGE: storage_chain, Service.TEMPORARY: temporary_chain}.get(service)
    for subject in subjects:
        taken = taken_days(subject, doors=doors)
        others = [(kind, days) for order, kind, days in taken if order.reference != but]
        facts = {"service": service, "period": period, "others": others}
        yield overlaps(**facts, edition=edition), _plainly(facts)  # type: ignore[arg-type]
        if chain is not None:
            # An extension goes on from what it extends.
            previous = [days for _, kind, days in taken if kind is service]
            run = {"previous": previous, "requested": period}
            yield chain(**run, edition=edition), _plainly(run)  # type: ignore[arg-type]


def _plainly(facts: dict[str, object]) -> dict[str, object]:
    """Return facts with periods as JSON can carry them, also inside lists."""

    def plain(value: object) -> object:
        if isinstance(value, Period):
            return {"start": value.start, "last_day": value.last_day}
        return [plain(each) for each in value] if isinstance(value, list | tuple) else value

    return {name: plain(value) for name, value in facts.items()}


def _pace(
    wanted: WantedOrder, persons: Sequence[Person], *, edition: ForwardingEdition, now: datetime
) -> Pace:
    """Count what was ordered lately, and look when the ways to reach the orderer changed."""
    orderer = next((each for each in persons if each.ref == wanted.orderer), None)
    since = now - timedelta(days=edition.pace_days)
    lately = ForwardingOrder.objects.filter(ordered_at__gte=since).exclude(state__in=_NOT_COUNTED)
    to_address = 0
    if wanted.new is not None:
        targets = look_up_for("post").hashes(door_of(wanted.new.key), kind=ADDRESS)
        # One person who moves twice is no crowd.
        others = lately.filter(target_lookup__in=targets)
        if wanted.orderer is not None:
            others = others.exclude(orderer__ref=wanted.orderer)
        to_address = others.values("orderer_id", "organisation_number").distinct().count()
    return Pace(
        channel=wanted.channel,
        in_person=wanted.channel is Channel.COUNTER and wanted.identified_by == "document",
        to_new_address=to_address,
        from_device=lately.filter(device=wanted.device).count() if wanted.device else 0,
        contact_changed_on=orderer.contact_changed_on if orderer else None,
        locked=any(each.locked_at is not None for each in persons),
    )


def price(wanted: WantedOrder, *, edition: ForwardingEdition, today: date) -> tuple[PriceLine, ...]:
    """Return what the order costs, line by line."""
    prices = wanted.prices(today)
    lines = price_of(wanted.ordered(edition), prices=prices)
    return lines if wanted.interim_on is None else (*lines, *interim_price(prices=prices))
