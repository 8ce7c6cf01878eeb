"""A street to test forwarding with: persons of the register, addresses, orders that read like orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tests.actions import line

if TYPE_CHECKING:
    from budstikke.post.actions.forwarding.order_forwarding import OrderTaken
    from budstikke.post.actions.forwarding.wanted_order import MailAddress, WantedOrder
    from budstikke.post.actions.sorting.sort_items import ItemToSort, Sorted
    from budstikke.post.channels.message import Message
    from budstikke.post.channels.payment import Created, NewPayment, PaymentState

NOW = line.NOW  # Monday 23 November 2026
START = date(2026, 12, 1)  # Tuesday
LAST = date(2027, 1, 29)  # Friday


def noon(day: date) -> datetime:
    """The middle of a day."""
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def sort_item(item: ItemToSort, *, machine: str, now: datetime) -> Sorted:
    """Sort one item, as a batch of its own."""
    from budstikke.post.actions.sorting.sort_items import sort_batch

    (only,) = sort_batch([item], machine=machine, now=now)
    return only


def person(
    name: str = "Kari Nordmann",
    *,
    born_on: date | None = date(1980, 5, 17),  # Saturday
    mobile: str = "",
    email: str = "",
    number: bool = True,
) -> UUID:
    """Enter somebody into the register; gives the ref."""
    from budstikke.kit.vault import look_up_for
    from budstikke.post.actions.address_register.person_contact import seal_contact_of
    from budstikke.post.actions.sealing import Contact
    from budstikke.post.records.models import Person
    from budstikke.post.records.scope import CARRIER, acting_as

    given, _, surname = name.rpartition(" ")
    with acting_as(CARRIER):
        row = Person(given_name=given, surname=surname, born_on=born_on, entered_at=NOW)
        if number:
            row.national_number_lookup = look_up_for("post").hash(str(row.ref), kind="national number")
        row.contact_sealed = seal_contact_of(Contact(mobile=mobile, email=email), ref=row.ref)
        row.save()
    return row.ref


def home() -> MailAddress:
    """The old address."""
    from budstikke.post.actions.sorting.order_facts import MailAddress

    return MailAddress(street="Lilleveien 2", postcode="5004", city="BERGEN")


def away(street: str = "Nygata 7") -> MailAddress:
    """A new address, which nobody else may learn."""
    from budstikke.post.actions.sorting.order_facts import MailAddress

    return MailAddress(street=street, postcode="9008", city="TROMSØ")


def wanted(orderer: UUID | None, **changed: object) -> WantedOrder:
    """A temporary redirection ordered at a counter, unless it says otherwise."""
    from budstikke.post.actions.forwarding.wanted_order import WantedOrder
    from budstikke.post.terms.forwarding.days import Period
    from budstikke.post.terms.forwarding.kinds import Channel, Service

    plain = WantedOrder(
        service=Service.TEMPORARY,
        channel=Channel.COUNTER,
        period=Period(date(2026, 12, 7), LAST),  # Monday
        old=home(),
        new=away(),
        orderer=orderer,
        covered=(orderer,) if orderer else (),
        identified_by="document",
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def order(want: WantedOrder, *, now: datetime = NOW) -> OrderTaken:
    """Order it."""
    from budstikke.post.actions.forwarding.order_forwarding import order_forwarding

    return order_forwarding(want, actor="clerk-1", now=now)


class Channels(dict[str, "Channels"]):
    """Every channel at once: takes what it is sent, and keeps it."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        super().__init__(dict.fromkeys(("sms", "email", "letter"), self))

    def send(self, message: Message) -> None:
        """Take a message."""
        self.sent.append(message)


class Provider:
    """A provider of payments that does as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, int]] = []
        self.told_payer: list[str] = []

    def create(self, payment: NewPayment) -> Created:
        """Begin a payment."""
        from budstikke.post.channels.payment import Created

        self.asked.append(("create", payment.reference, payment.amount_ore))
        self.told_payer.append(payment.words)
        return Created(provider_reference=f"P-{payment.reference}", redirect_url="https://pay.example/1")

    def state(self, reference: str) -> PaymentState:
        """Say how a payment stands."""
        raise NotImplementedError(reference)

    def capture(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Take an amount."""
        assert key
        self.asked.append(("capture", reference, amount_ore))

    def refund(self, reference: str, *, amount_ore: int, key: str) -> None:
        """Pay an amount back."""
        assert key
        self.asked.append(("refund", reference, amount_ore))

    def cancel(self, reference: str, *, key: str) -> None:
        """Let an amount go."""
        assert key
        self.asked.append(("cancel", reference, 0))


def send_all(*, now: datetime = NOW) -> Channels:
    """Send every message that waits."""
    from budstikke.post.actions.forwarding.forwarding_notices import send_forwarding_notices
    from budstikke.post.records.models import ForwardingNotice
    from budstikke.post.records.scope import CARRIER, acting_as

    channels = Channels()
    with acting_as(CARRIER):
        ids = list(ForwardingNotice.objects.filter(sent_at=None).values_list("id", flat=True))
    send_forwarding_notices(ids, channels=channels, now=now)  # type: ignore[arg-type]
    return channels


def publish(*, now: datetime = NOW, everything: bool = False) -> int:
    """Publish the orders; gives the snapshot's number."""
    from budstikke.post.actions.sorting.publish_snapshot import publish_snapshot

    return publish_snapshot(everything=everything, now=now).number


def history(reference: str) -> Sequence[str]:
    """The codes of an order's events."""
    from budstikke.post.records.models import ForwardingEvent
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return list(
            ForwardingEvent.objects.filter(order__reference=reference)
            .order_by("id")
            .values_list("code", flat=True)
        )


def state(reference: str) -> str:
    """Where an order stands, as the database says."""
    from budstikke.post.records.models import ForwardingOrder
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return ForwardingOrder.objects.get(reference=reference).state


def live() -> None:
    """A move through all its tables, so that every sealed column of forwarding and of the register holds something."""
    from tests.actions import registered
    from tests.actions.line import TODAY

    from budstikke.formats.registry.move import NewAddress
    from budstikke.post.actions.address_register.person_contact import seal_contact_of
    from budstikke.post.actions.address_register.persons import find_person
    from budstikke.post.actions.address_register.register_cases import Asked, open_register_case
    from budstikke.post.actions.address_register.tell_registry import ToldMove, queue_move
    from budstikke.post.actions.forwarding.complain_forwarding import Complaint, complain_forwarding
    from budstikke.post.actions.forwarding.order_forwarding import SeenInPerson, order_forwarding
    from budstikke.post.actions.forwarding.prove_role import add_proof
    from budstikke.post.actions.forwarding.wanted_order import Organisation
    from budstikke.post.actions.sealing import Contact
    from budstikke.post.records.models import Person
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.post.terms.forwarding.cases import CaseKind, Received
    from budstikke.post.terms.forwarding.days import Period
    from budstikke.post.terms.forwarding.kinds import Customer, Service

    number = registered.entered()
    with acting_as(CARRIER):
        found = find_person(number)
        assert found is not None
        contact = Contact(mobile="+4799999999", email="kari.specimen@post.example")
        Person.objects.filter(id=found.id).update(contact_sealed=seal_contact_of(contact, ref=found.ref))
    days = Period(date(2026, 12, 7), date(2027, 12, 6))  # Monday to Monday
    pad = SeenInPerson(signature=b"\x89PNG\r\n\x1a\nSPECIMEN")
    taken = order_forwarding(
        wanted(found.ref, service=Service.PERMANENT, period=days), seen=pad, actor="clerk-1", now=NOW
    )
    send_all()
    publish()
    firm = Organisation(number="314159268", name="Eksempel Handel AS")
    plain = wanted(None, customer=Customer.BUSINESS, organisation=firm, covered=())
    add_proof(order(plain).reference, b"%PDF-1.7 SPECIMEN", by="clerk-1", now=NOW)
    said = Complaint(channel="letter", discovered_on=TODAY, claimed_ore=1, words="SPECIMEN")
    complain_forwarding(taken.reference, said, by="desk", now=NOW)
    asked = Asked(kind=CaseKind.ACCESS, channel=Received.LETTER, words="SPECIMEN")
    open_register_case(found, asked, opened_by="desk", received_on=TODAY, now=NOW)
    move = ToldMove(
        order_ref=taken.reference,
        persons=[found.ref],
        consents={found.ref: NOW},
        told_by=found.ref,
        address=NewAddress(street="Nygata 7", postcode="9008", city="TROMSØ"),
        moved_on=days.start,
        ordered_on=TODAY,
    )
    queue_move(move, edition_id="forwarding-present", actor="web", now=NOW)
    _change_contact(found.ref)


def _change_contact(ref: UUID) -> None:
    """Change a telephone by its code, and leave an e-mail waiting for its own."""
    import re

    from budstikke.post.actions.address_register.own_contact import send_contact_code, type_contact_code
    from budstikke.post.terms.forwarding.contact import Way

    channels = Channels()
    for way, value in ((Way.MOBILE, "+4790000034"), (Way.EMAIL, "kari.specimen.new@post.example")):
        send_contact_code(ref, way=way, value=value, channels=channels, now=NOW)  # type: ignore[arg-type]
        if way is Way.MOBILE:
            code = re.findall(r"\b\d{6}\b", channels.sent[-1].text)[0]
            type_contact_code(ref, code=code, now=NOW)
