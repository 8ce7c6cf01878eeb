"""A small installation to test with: one sender, two outlets, and orders that read like orders."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from uuid import uuid4

from budstikke.formats import s10
from budstikke.formats.edifact.iftmin_out import write_orders
from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party
from budstikke.formats.edifact.writer import Envelope

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # Monday
TODAY = date(2026, 11, 23)  # Monday
CUSTOMER = "10009999999"
EDI_ID = "991825827"
BERGEN, SOTRA = 122608, 122610
SIGNATURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000200000002080000000057dd52f80000000e49"
    "444154789c6368686068680000060602012cc150d70000000049454e44ae426082"
)  # a PNG of four grey dots
SENDER = Party("Eksempel eID AS SPECIMEN", ("Storgata 1",), "0155", "OSLO", "NO")


def number(serial: int) -> str:
    """A letter number of the test series."""
    return s10.make(prefix="RR", serial=serial, country="NO")


def order(
    serial: int | None,
    *,
    name: str = "Kari Nordmann",
    function: Function = Function.NEW,
    reference: str = "1",
    consignment: str | None = None,
    passport_only: bool = False,
    mobile: str = "",
    email: str = "",
    postcode: str = "5004",
    weight_g: int | None = 45,
    national_number: str = "",
    customer: str = CUSTOMER,
) -> Booking:
    """One order for one letter; without a serial the carrier numbers it."""
    document = consignment or f"7070707450{serial or 0:07d}"
    return Booking(
        interchange_reference="",
        message_reference=reference,
        segment_number=0,
        document_number=document,
        function=function,
        booked_at=NOW,
        service_code="2563",
        added_codes=("1239",) if passport_only else (),
        passport_only=passport_only,
        order_reference=f"ORDRE-{serial}",
        consignment_number=document,
        customer_number=customer,
        payer_number=customer,
        sender=SENDER,
        recipient=Party(name, ("Lilleveien 2",), postcode, "BERGEN", "NO"),
        return_address=None,
        recipient_mobile=mobile,
        recipient_email=email,
        recipient_national_number=national_number,
        letters=(
            BookedLetter(
                number=number(serial) if serial else None,
                weight_g=weight_g,
                thickness_mm=None,
                length_mm=None,
                width_mm=None,
                package_type="EN",
                envelope="C5",
            ),
        ),
    )


def file_of(orders: Iterable[Booking], *, reference: str = "PUM1", sender: str = EDI_ID) -> bytes:
    """The orders as the file of one interchange."""
    envelope = Envelope(
        reference=reference,
        sender=sender,
        sender_qualifier="30",
        recipient="7080003248381",
        recipient_qualifier="14",
        prepared_at=NOW,
    )
    return b"".join(write_orders(orders, envelope=envelope))


def install() -> None:
    """Register the sender, its number range, two outlets (one without a scanner) and their postcodes."""
    from budstikke.post.records.models import NumberRange, Outlet, Postcode, Sender
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        sender = Sender.objects.create(
            customer_number=CUSTOMER,
            name=SENDER.name,
            organisation_number=EDI_ID,
            edi_id=EDI_ID,
            aml_obliged=True,
            agreement_on=date(2026, 1, 5),
            mailbox_organisation_number=EDI_ID,
            hand_in_place="OSLO",
            street="Storgata 1",
            postcode="0155",
            city="OSLO",
        )
        NumberRange.objects.create(
            sender=sender,
            prefix="RR",
            first_serial=50_000_000,
            last_serial=50_000_009,
            next_serial=50_000_000,
        )
        for outlet, name, scanner, longitude in (
            (BERGEN, "Bergen", True, 5.32),
            (SOTRA, "Sotra", False, 5.10),
        ):
            Outlet.objects.create(
                id=outlet,
                name=f"{name} postkontor SPECIMEN",
                kind=21,
                street="Torget 1",
                postcode="5004",
                city="BERGEN",
                latitude=60.39,
                longitude=longitude,
                hours_no="Man–fre 09–18",
                hours_en="Mon–Fri 09–18",
                has_scanner=scanner,
            )
        Postcode.objects.create(
            code="5004",
            city="BERGEN",
            municipality_number="4601",
            municipality="BERGEN",
            category="G",
            outlet_id=BERGEN,
        )
        Postcode.objects.create(
            code="5353",
            city="STRAUME",
            municipality_number="4626",
            municipality="ØYGARDEN",
            category="G",
            outlet_id=SOTRA,
        )


def book(content: bytes, *, now: datetime = NOW, today: date = TODAY) -> list:
    """Book a file."""
    import hashlib

    from budstikke.post.actions.booking.book import book_orders
    from budstikke.post.papers.glyphs import PRINTABLE

    digest = hashlib.sha256(content).hexdigest()
    return list(book_orders(io.BytesIO(content), printable=PRINTABLE, sha256=digest, today=today, now=now))


def bring_to_outlet(serials: Iterable[int], *, outlet: int = BERGEN):
    """Hand letters in and let them arrive."""
    from budstikke.post.actions.moving.arrive import arrive
    from budstikke.post.actions.moving.hand_in import Dispatch, hand_in

    numbers = [number(serial) for serial in serials]
    taken = hand_in(
        Dispatch(customer_number=CUSTOMER, numbers=numbers, place="OSLO"),
        clerk="clerk-1",
        today=TODAY,
        now=NOW,
    )
    return taken, arrive(numbers, outlet_id=outlet, clerk="clerk-7", now=NOW)


def presented(serial: int, **changed: object):
    """Kari Nordmann with her specimen passport, everything in order unless changed."""
    from budstikke.post.actions.reading.presented import Presented, Typed
    from budstikke.post.terms.pum.id_check import ALL_PASSED

    given = {
        "nonce": uuid4(),
        "number": number(serial),
        "outlet_id": BERGEN,
        "clerk": "clerk-7",
        "kind": "no_passport",
        "typed": Typed(
            surname="Nordmann",
            given_names="Kari",
            document_number="CCC0022514",
            issuing_country="NOR",
            expires_on=date(2030, 1, 1),
            national_number="20914695016",
        ),
        "findings": ALL_PASSED,
    }
    return Presented(**{**given, **changed})  # type: ignore[arg-type]


def as_others_read(content: bytes) -> list[tuple[str, list[tuple[str, list]]]]:
    """Each message of an interchange as pydifact reads it: its type, and its segments with their elements."""
    import warnings

    from pydifact.segmentcollection import Interchange

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has no tables of the service segments
        read = Interchange.from_str(content.decode("utf-8" if b"UNOY" in content[:40] else "iso8859-1"))
        return [
            (message.type, [(segment.tag, segment.elements) for segment in message.segments])
            for message in read.get_messages()
        ]


@cache
def sealer():
    """The tests' own sealer, its keys made once."""
    from budstikke.kit.installation import data_folder
    from budstikke.post.channels.seal import LocalSealer

    return LocalSealer(data_folder() / "keys" / "seal")


def turn_away(serial: int) -> None:
    """Somebody comes with a driving licence on the phone."""
    from budstikke.post.actions.counter.check_identity import check_identity

    shown = presented(serial, kind="digital_driving_licence")
    assert not check_identity(shown, sealer=sealer(), today=TODAY, now=NOW).passed


def misdeliver(serial: int) -> None:
    """Note that a letter went to the wrong person."""
    from budstikke.post.records import history
    from budstikke.post.records.history import NewEvent
    from budstikke.post.records.scope import CARRIER, acting_as
    from budstikke.post.terms.events import Event

    with acting_as(CARRIER):
        (known,) = history.lock_letters([s10.letter_id(number(serial))])
        wrong = NewEvent(letter_id=known, code=Event.MISDELIVERED, happened_at=NOW, actor="service-1")
        history.write([wrong], recorded_at=NOW)


def letters() -> dict:
    """Every letter by its number."""
    from budstikke.post.records.models import Letter
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return {letter.number: letter for letter in Letter.objects.order_by("id")}


def states() -> dict[str, str]:
    """The state of every letter."""
    return {number: letter.state for number, letter in letters().items()}


def codes(serial: int) -> list[str]:
    """The events of a letter, in their order."""
    from budstikke.post.records.models import Event
    from budstikke.post.records.scope import CARRIER, acting_as

    with acting_as(CARRIER):
        return list(
            Event.objects.filter(letter__number=number(serial)).order_by("id").values_list("code", flat=True)
        )


def reasons(*results: object) -> list[tuple[object, object]]:
    """Message and code of every fault told."""
    return [(fault["message"], fault["code"]) for result in results for fault in result.all_faults]  # type: ignore[attr-defined]


def answer(result: object) -> bytes:
    """The CONTRL that an interchange got."""
    return b"".join(result.answer.pieces())  # type: ignore[attr-defined]


def of_several(one: Booking, serials: list[int | None]) -> Booking:
    """The order with one letter for each serial."""
    (letter,) = one.letters
    return replace(
        one, letters=tuple(replace(letter, number=number(each) if each else None) for each in serials)
    )


def wait_for_recipient(*serials: int, today: date = TODAY) -> None:
    """Book letters, bring them to the outlet and tell their recipients by SMS."""
    from budstikke.post.records.models import Notice
    from budstikke.post.records.scope import CARRIER, acting_as

    orders = [order(each, reference=str(each), mobile="+4799999999") for each in serials]
    book(file_of(orders, reference=f"P{serials[0]}"))
    bring_to_outlet(serials)
    with acting_as(CARRIER):
        waiting = list(Notice.objects.filter(sent_at=None).values_list("id", flat=True))
    tell(waiting, today=today)


def tell(notice_ids: list[int], *, today: date = TODAY) -> None:
    """Send notices through channels that take everything."""
    from budstikke.post.actions.telling.notify import send_notices

    class Takes:
        def send(self, message: object) -> None:
            """Take it."""

    channels = {"sms": Takes(), "email": Takes(), "letter": Takes()}
    send_notices(notice_ids, channels=channels, today=today, now=at(today))


def at(day: date) -> datetime:
    """Eight o'clock UTC on a day."""
    return NOW + (day - TODAY)


def check(serial: int, *, today: date = TODAY, **changed: object):
    """Check Kari Nordmann's identity for a letter."""
    from budstikke.post.actions.counter.check_identity import check_identity

    return check_identity(presented(serial, **changed), sealer=sealer(), today=today, now=at(today))


def give(
    serial: int, check_id: int, *, today: date = TODAY, signature: bytes | None = SIGNATURE, through=None
):
    """Hand a letter over on a check."""
    from budstikke.post.actions.counter.hand_over import Signature, hand_over

    return hand_over(
        number(serial),
        check_id=check_id,
        clerk="clerk-7",
        signature=Signature(picture=signature),
        sealer=through or sealer(),
        today=today,
        now=at(today),
    )
