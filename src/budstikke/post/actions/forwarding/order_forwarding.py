"""Order forwarding: take what can be taken, refuse the rest by its clause, and tell everybody whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from secrets import choice

from django.db import IntegrityError, transaction

from budstikke.kit.clock import local_day
from budstikke.law.decision import Decision
from budstikke.post.actions.forwarding.forwarding_notices import make_notices
from budstikke.post.actions.forwarding.settle import complete_if_ready, new_payment
from budstikke.post.actions.forwarding.wanted_order import Answer, WantedOrder, ask, price, subjects_of
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sorting.order_facts import sealed_addresses, sealed_signature
from budstikke.post.records import orders
from budstikke.post.records.models import (
    ForwardingCover,
    ForwardingInterim,
    ForwardingOrder,
    ForwardingPayment,
    Household,
    HouseholdMember,
    Person,
)
from budstikke.post.records.orders import NewOrderEvent
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.events import OrderEvent
from budstikke.post.terms.forwarding.kinds import Customer
from budstikke.post.terms.forwarding.ordering import days_taken
from budstikke.post.terms.forwarding.storing import first_delivery
from budstikke.post.terms.forwarding.watching import CoverFacts, may_be_covered

# Crockford's letters: none that is taken for another.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTaken:
    """
    What became of an order, also of one that was refused.

    `decision` is the one that decided; `payment` the reference of what is to be paid, by `means`. `waits_for` counts
    the adults who must still confirm.
    """

    reference: str
    state: str
    decision: Decision
    means: str = ""
    payment: str = ""
    to_pay_ore: int = 0
    waits_for: int = 0

    @property
    def refused(self) -> bool:
        """Whether nothing was ordered."""
        return bool(self.decision.refusals)


class UnknownPerson(LookupError):
    """A person the register does not have; no ref is repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenInPerson:
    """
    What a counter has besides the order: what decided who orders, as it is recorded, and the pad's picture.

    The picture is sealed with the order.
    """

    decisions: tuple[dict[str, object], ...] = ()
    signature: bytes | None = field(default=None, repr=False)


NOT_SEEN = SeenInPerson()


def order_forwarding(
    wanted: WantedOrder, *, seen: SeenInPerson = NOT_SEEN, actor: str, now: datetime
) -> OrderTaken:
    """
    Order a permanent change, a temporary redirection or storage, for persons, a business or an estate.

    `seen` is what the door knows of whoever stands before it; its decisions are written down with the order's.

    Terms:   Forwarding §1 to §4, §6, §7.
    Reading: a refused order is kept without its addresses, because the refusal is evidenced (decision 0098).
    Refuses: whatever order_check, eligible, overlaps, the chains and watch refuse; DAYS_TAKEN.
    Raises:  UnknownPerson.
    """
    today = local_day(now)
    edition = forwarding_on(today)
    with acting_as(CARRIER):
        persons = _locked(wanted)
        answer = ask(wanted, persons, edition=edition, now=now)
        answer = replace(answer, beside=seen.decisions)
        if answer.refused is None:
            try:
                with transaction.atomic():
                    return _take(wanted, persons, answer, edition, seen=seen, actor=actor, now=now)
            except IntegrityError as error:
                # The database has the last word on whose days are taken.
                if "no_two_orders" not in str(error):
                    raise
                answer = _overtaken(edition)
        return _refuse(wanted, persons, answer, edition, actor=actor, now=now)


def _locked(wanted: WantedOrder) -> list[Person]:
    refs = {*wanted.covered, *({wanted.orderer} if wanted.orderer else ())}
    ids = list(Person.objects.filter(ref__in=refs).values_list("id", flat=True))
    if len(ids) < len(refs):
        raise UnknownPerson
    orders.lock_persons(ids)
    if wanted.organisation is not None:
        orders.lock_subject(f"org:{wanted.organisation.number}")
    return list(Person.objects.filter(id__in=ids).order_by("id"))


def _overtaken(edition: ForwardingEdition) -> Answer:
    decision = days_taken(edition=edition)
    return Answer(decisions=(decision,), written=(recorded(decision),))


def _row(
    wanted: WantedOrder, persons: Sequence[Person], edition: ForwardingEdition, *, now: datetime
) -> ForwardingOrder:
    organisation = wanted.organisation
    return ForwardingOrder(
        reference="F" + "".join(choice(_LETTERS) for _ in range(_LENGTH)),
        service=wanted.service,
        customer=wanted.customer,
        scope=wanted.scope,
        channel=wanted.channel,
        edition=edition.id,
        price_list=wanted.prices(local_day(now)).id,
        orderer=next((each for each in persons if each.ref == wanted.orderer), None),
        organisation_number=organisation.number if organisation else "",
        organisation_name=organisation.name if organisation else "",
        new_zone=wanted.zone(edition) if wanted.new else "",
        new_kind=wanted.new.kind if wanted.new else "",
        parcels=wanted.parcels,
        identified_by=wanted.identified_by,
        device=wanted.device,
        shown_sha256=wanted.shown_sha256,
        ordered_at=now,
    )


def _refuse(
    wanted: WantedOrder,
    persons: Sequence[Person],
    answer: Answer,
    edition: ForwardingEdition,
    *,
    actor: str,
    now: datetime,
) -> OrderTaken:
    order = _row(wanted, persons, edition, now=now)
    order.save()
    refused = NewOrderEvent(
        code=OrderEvent.ORDER_REFUSED,
        order_id=order.id,
        actor=actor,
        days=wanted.period,
        decision=answer.recorded(),
    )
    orders.write([refused], now=now)
    assert answer.refused is not None
    return OrderTaken(reference=order.reference, state="refused", decision=answer.refused)


def _take(
    wanted: WantedOrder,
    persons: Sequence[Person],
    answer: Answer,
    edition: ForwardingEdition,
    *,
    seen: SeenInPerson,
    actor: str,
    now: datetime,
) -> OrderTaken:
    today = local_day(now)
    order = _row(wanted, persons, edition, now=now)
    for name, value in sealed_addresses(order.reference, old=wanted.old, new=wanted.new).items():
        setattr(order, name, value)
    order.signature_sealed = sealed_signature(order.reference, seen.signature)
    effective = answer.named("cooling_off").answer["effective_on"]
    assert isinstance(effective, date)
    order.effective_on = effective
    order.role_waits = _role_waits(answer)
    order.release_on = first_delivery(last_day=wanted.period.last_day, edition=edition)
    order.save()
    covers, counted = _covers(order, wanted, persons, edition, today=today, now=now)
    answer = replace(answer, beside=(*counted, *answer.beside))
    _name_household(order, wanted, persons, today=today, now=now)
    if answer.interim_on is not None:
        ForwardingInterim.objects.create(order=order, deliver_on=answer.interim_on)
    written = [
        NewOrderEvent(
            code=OrderEvent.ORDERED,
            order_id=order.id,
            actor=actor,
            days=wanted.period,
            decision=answer.recorded(),
        )
    ]
    orders.write(written, now=now)
    payment = new_payment(
        order,
        purpose="order",
        means=str(answer.named("payment").outcome),
        lines=price(wanted, edition=edition, today=today),
        prices=wanted.prices(today),
        now=now,
    )
    to_covered = "to_estate" if wanted.customer is Customer.ESTATE_MANAGER else "to_covered"
    make_notices(order, covers, kinds=("to_old_address", to_covered), now=now)
    complete_if_ready(order, actor=actor, now=now)
    order.refresh_from_db(fields=["state"])
    return _told(order, answer, payment, covers)


def _role_waits(answer: Answer) -> bool:
    """Say whether a declared role must be accepted first, as the rule said on the web or beside the order."""
    told = (each["answer"] for each in (*answer.written, *answer.beside) if each.get("question") == "role")
    return any(isinstance(each, dict) and each.get("waits") is True for each in told)


def _told(
    order: ForwardingOrder, answer: Answer, payment: ForwardingPayment, covers: Sequence[ForwardingCover]
) -> OrderTaken:
    return OrderTaken(
        reference=order.reference,
        state=order.state,
        decision=answer.decisions[0],
        means=payment.means,
        payment=payment.reference,
        to_pay_ore=payment.amount_ore,
        waits_for=sum(cover.confirmed_at is None for cover in covers),
    )


def _covers(
    order: ForwardingOrder,
    wanted: WantedOrder,
    persons: Sequence[Person],
    edition: ForwardingEdition,
    *,
    today: date,
    now: datetime,
) -> tuple[list[ForwardingCover], tuple[dict[str, object], ...]]:
    """Write down whom the order names; returns them, and what decided who need say nothing more, as recorded."""
    if wanted.organisation is not None:
        (subject,) = subjects_of(wanted, persons)
        itself = ForwardingCover.objects.create(
            order=order, subject=subject, confirmed_at=now, confirmed_by=wanted.identified_by
        )
        return [itself], ()
    named = [each for each in persons if each.ref in wanted.covered]
    estate = wanted.customer is Customer.ESTATE_MANAGER
    facts = [
        CoverFacts(
            adult=_is_adult(each, today=today, edition=edition),
            orderer=each.ref == wanted.orderer or estate,
            confirmed=each.ref in wanted.seen_in_person,
        )
        for each in named
    ]
    decision = may_be_covered(facts, edition=edition)
    counts = decision.answer["counts"]
    assert isinstance(counts, tuple)
    covers = [
        ForwardingCover.objects.create(
            order=order,
            person=person,
            subject=f"person:{person.ref}",
            adult=fact.adult,
            confirmed_at=now if confirmed else None,
            confirmed_by=_word(fact, wanted) if confirmed else "",
            registry_agreed_at=now if wanted.tell_registry and (fact.orderer or not fact.adult) else None,
        )
        for person, fact, confirmed in zip(named, facts, counts, strict=True)
    ]
    return covers, (recorded(decision, covers=[asdict(each) for each in facts]),)


def _word(fact: CoverFacts, wanted: WantedOrder) -> str:
    """Say by whose word somebody is in the order."""
    if fact.orderer:
        return wanted.identified_by
    return "document" if fact.confirmed else "orderer"


def _is_adult(person: Person, *, today: date, edition: ForwardingEdition) -> bool:
    """Say whether a person is of age; whose date of birth is not known, is."""
    born = person.born_on
    if born is None:
        return True
    birthday_passed = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not birthday_passed) >= edition.adult_years


def _name_household(
    order: ForwardingOrder, wanted: WantedOrder, persons: Sequence[Person], *, today: date, now: datetime
) -> None:
    if not wanted.whole_household or wanted.organisation is not None:
        return
    household = Household.objects.create(order_ref=order.reference, named_at=now)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=household, person=each, joined_on=today)
        for each in persons
        if each.ref in wanted.covered
    )
