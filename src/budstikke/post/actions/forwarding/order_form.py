"""An order as staff type it, on its way to what is asked of the rules: every field that cannot be is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from budstikke.formats import national_number
from budstikke.kit.clock import local_day
from budstikke.law.words import Words
from budstikke.post.actions.address_register.persons import find_for_staff, note_reading
from budstikke.post.actions.forwarding.order_parts import wrong_parts
from budstikke.post.actions.forwarding.wanted_order import Organisation, WantedOrder
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sorting.order_facts import MailAddress
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import forwarding_on
from budstikke.post.terms.forwarding.days import Period, period_of
from budstikke.post.terms.forwarding.kinds import AddressKind, Channel, Customer, Service
from budstikke.post.terms.forwarding.role import Proof, RoleShown, role
from budstikke.post.terms.refusals import watching as refusals

FIELDS = (
    *(
        "service",
        "customer",
        "start",
        "months",
        "last_day",
        "interim_on",
        "parcels",
        "household",
        "covered",
        "not_own",
    ),
    *("old_street", "old_postcode", "old_city", "old_kind"),
    *("new_street", "new_postcode", "new_city", "new_country", "new_kind"),
    *("organisation_number", "organisation_name", "role_document", "role_document_on", "deceased"),
)
_CHOOSE = Words(no="Velg en av dem.", en="Choose one of them.")
_DAY = Words(no="Skriv en dag.", en="Write a day.")
_LAST = Words(
    no="Velg antall måneder, eller skriv siste dag.", en="Choose a number of months, or write the last day."
)
_NOBODY = refusals.PERSON_NOT_KNOWN.staff
_BUSINESS = Words(
    no="Skriv virksomhetens nummer og navn.", en="Write the number and the name of the business."
)
_ROLE = Words(
    no="Se dokumentet som viser rollen, og skriv dagen det bærer.",
    en="See the document that shows the role, and write the day it bears.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRead:
    """
    What a form came to: an order to be asked about, or the faults by the names of its fields.

    `role` is what shows that somebody may order for a business or an estate, as it is recorded.
    """

    wanted: WantedOrder | None = field(repr=False)
    faults: Mapping[str, Words]
    role: dict[str, object] | None = None


def read_order(
    form: Mapping[str, str],
    *,
    orderer: UUID,
    channel: Channel,
    identified_by: str,
    reader: str,
    now: datetime,
) -> OrderRead:
    """
    Return the order a form asks for.

    Terms:   Forwarding §1, §7.
    Reading: who else is meant is found by the number; somebody unknown and somebody protected are told alike
    (decision 0103). Of an estate it is the deceased alone, and of a business nobody is named.
    """
    faults: dict[str, Words] = {}
    today = local_day(now)
    service = Service(form["service"]) if form.get("service") in {*Service} else None
    if service is None:
        faults["service"] = _CHOOSE
    customer = Customer(form["customer"]) if form.get("customer") in {*Customer} else Customer.PRIVATE
    period = _period(form, faults, today=today)
    interim_on = _interim(form, faults)
    organisation = _organisation(form, faults) if customer is Customer.BUSINESS else None
    role_shown = _role(form, faults, customer=customer, channel=channel, today=today)
    covered = _covered(form, faults, customer=customer, orderer=orderer, reader=reader, now=now)
    if faults or service is None or period is None:
        return OrderRead(wanted=None, faults=faults)
    business = organisation is not None
    wanted = WantedOrder(
        service=service,
        channel=channel,
        period=period,
        old=_address(form, "old"),
        new=_address(form, "new") if service is not Service.STORAGE else None,
        customer=customer,
        # Whoever came for a business is told what becomes of the order, and adds what shows that they may.
        orderer=orderer,
        covered=() if business else covered,
        whole_household=form.get("household") == "on" and customer is Customer.PRIVATE,
        organisation=organisation,
        parcels=form.get("parcels") == "on",
        identified_by=identified_by,
        interim_on=interim_on,
    )
    wrong = {_FIELD_OF[each.part]: each.words for each in wrong_parts(wanted)}
    return OrderRead(wanted=None if wrong else wanted, faults=wrong, role=role_shown)


_FIELD_OF = {
    "period": "last_day",
    "old": "old_street",
    "new": "new_street",
    "organisation": "organisation_number",
    "orderer": "covered",
    "covered": "covered",
    "identified_by": "service",
    "interim_on": "interim_on",
}


def _period(form: Mapping[str, str], faults: dict[str, Words], *, today: date) -> Period | None:
    start = _day(form.get("start", ""))
    if start is None:
        faults["start"] = _DAY
        return None
    months, last = form.get("months", "").strip(), _day(form.get("last_day", ""))
    # How many there may be is for the rules.
    if months.isascii() and months.isdecimal() and 0 < int(months[:3]) < 100:
        return period_of(start=start, months=int(months), edition=forwarding_on(today))
    if last is None:
        faults["last_day"] = _LAST
        return None
    return Period(start, last)


def _interim(form: Mapping[str, str], faults: dict[str, Words]) -> date | None:
    typed = form.get("interim_on", "").strip()
    day = _day(typed)
    if typed and day is None:
        faults["interim_on"] = _DAY
    return day


def _organisation(form: Mapping[str, str], faults: dict[str, Words]) -> Organisation | None:
    number = "".join(form.get("organisation_number", "").split())
    name = form.get("organisation_name", "").strip()
    if not (number and name):
        faults["organisation_number"] = _BUSINESS
        return None
    return Organisation(number=number, name=name)


def _role(
    form: Mapping[str, str],
    faults: dict[str, Words],
    *,
    customer: Customer,
    channel: Channel,
    today: date,
) -> dict[str, object] | None:
    """Have the document judged that a clerk saw or a caller named, where somebody orders for another."""
    if customer is Customer.PRIVATE:
        return None
    named = form.get("role_document", "")
    shown = RoleShown(
        customer=customer,
        by=Proof(named) if named in {*Proof} else None,
        declared=True,
        document_on=_day(form.get("role_document_on", "")),
    )
    decision = role(shown, ordered_on=today, channel=channel, edition=forwarding_on(today))
    if decision.refusals:
        faults["role_document"] = _ROLE
    return recorded(decision, shown=shown, ordered_on=today, channel=channel)


def _covered(
    form: Mapping[str, str],
    faults: dict[str, Words],
    *,
    customer: Customer,
    orderer: UUID,
    reader: str,
    now: datetime,
) -> tuple[UUID, ...]:
    if customer is Customer.BUSINESS:
        return ()
    name = "deceased" if customer is Customer.ESTATE_MANAGER else "covered"
    numbers = [national_number.canonical(each) for each in form.get(name, "").replace(",", "\n").splitlines()]
    found = list(_found([each for each in numbers if each], reader=reader, now=now))
    if None in found or (customer is Customer.ESTATE_MANAGER and len(found) != 1):
        faults[name] = _NOBODY
        return ()
    others = tuple(dict.fromkeys(each for each in found if each is not None))
    if customer is Customer.ESTATE_MANAGER:
        return others
    own = () if form.get("not_own") == "on" else (orderer,)
    return tuple(dict.fromkeys((*own, *others)))


def _found(numbers: Sequence[str], *, reader: str, now: datetime) -> Iterator[UUID | None]:
    for number in numbers:
        with acting_as(CARRIER):
            person = find_for_staff(number, has_right=False)
            if person is not None:
                note_reading([person], reader=reader, purpose="order", fields=["national_number"], now=now)
        yield person.ref if person else None


def _address(form: Mapping[str, str], which: str) -> MailAddress:
    kind = form.get(f"{which}_kind", "")
    return MailAddress(
        street=form.get(f"{which}_street", "").strip(),
        postcode=form.get(f"{which}_postcode", "").strip(),
        city=form.get(f"{which}_city", "").strip(),
        country=form.get(f"{which}_country", "").strip().upper() or "NO",
        kind=AddressKind(kind) if kind in {*AddressKind} else AddressKind.RESIDENTIAL,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
