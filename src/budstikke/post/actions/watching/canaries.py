"""Canary letters: test letters of our own, ordered by EDI or API and carried to the end, to see that all works."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from budstikke.formats.edifact.iftmin_out import write_orders
from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party
from budstikke.formats.edifact.writer import Envelope
from budstikke.post.actions.moving.arrive import arrive
from budstikke.post.actions.moving.hand_in import Dispatch, hand_in
from budstikke.post.actions.senders.api_keys import register_api_key
from budstikke.post.actions.senders.register import register_senders
from budstikke.post.actions.watching.collect_canary import CLERK, GIVEN_NAMES, SURNAME, collect_canary
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.message import Message, MessageChannel
from budstikke.post.channels.own_device import OwnDevice
from budstikke.post.channels.seal import Sealer
from budstikke.post.records.models import Canary, IdCheck, Letter, Postcode, Report, Sender
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.roles import Role

_log = logging.getLogger(__name__)
CUSTOMER = "19999999990"
LATE_AFTER = timedelta(minutes=15)
# One that has not come through by then is given up: it stays late in the figures of its day.
GIVEN_UP_AFTER = timedelta(days=1)
_BY_EDI, _BY_API, _UID = "CANARY-", "CANARY-API-", "canary"
_STREET = "Prøveveien 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """An order for a canary, as its sender leaves it at the EDI door, and as a program says it to the API."""

    reference: str
    customer_number: str
    file_name: str
    content: bytes
    said: Mapping[str, Any]
    by_api: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCanary:
    """A canary that is late, and where it stands: the letter's state, `not_booked`, `no_notice` or `no_reading`."""

    reference: str
    ordered_at: datetime
    stands: str


def set_up_canaries(
    *,
    carrier: Mapping[str, str],
    outlet_id: int,
    prefix: str,
    first_serial: int,
    last_serial: int,
    today: date,
) -> None:
    """
    Enter the sender of canaries: the carrier itself, with letter numbers of its own, near an outlet.

    Raises: Postcode.DoesNotExist where no postcode is the outlet's.
    """
    with acting_as(CARRIER):
        near = Postcode.objects.filter(outlet_id=outlet_id).order_by("code").first()
        if near is None:
            raise Postcode.DoesNotExist(f"no postcode is served by outlet {outlet_id}")
        row = {
            "customer_number": CUSTOMER,
            "name": f"{carrier['name']} TEST",
            "organisation_number": carrier["orgnr"],
            "street": _STREET,
            "postcode": near.code,
            "city": near.city,
            "hand_in_place": near.city,
            "prefix": prefix,
            "first_serial": first_serial,
            "last_serial": last_serial,
            "aml_obliged": True,
            "agreement_on": today.isoformat(),
            "is_canary": True,
        }
        register_senders([row])


def order_canary(
    *, mail: str, every: timedelta | None = None, has_api: bool = False, now: datetime
) -> Ordered | None:
    """
    Write the order for one canary; None where none is due yet, or nobody set them up.

    `mail` is where its notice goes: an address of operations. Every other goes by the API, where there is a key for it.
    """
    with acting_as(CARRIER):
        # Whoever is first orders; the others see its row.
        sender = Sender.objects.select_for_update().filter(customer_number=CUSTOMER, is_canary=True).first()
        if sender is None:
            return None
        if every is not None and Canary.objects.filter(ordered_at__gt=now - every).exists():
            return None
        last = Canary.objects.order_by("-ordered_at", "-id").first()
        by_api = has_api and (last is None or not last.reference.startswith(_BY_API))
        reference = f"{_BY_API if by_api else _BY_EDI}{now:%Y%m%d%H%M%S}"
        _, made = Canary.objects.get_or_create(reference=reference, defaults={"ordered_at": now})
        if not made:
            return None
    content = b"".join(
        write_orders(
            [_booking(sender, reference=reference, mail=mail, now=now)], envelope=_envelope(sender, now=now)
        )
    )
    return Ordered(
        reference=reference,
        customer_number=CUSTOMER,
        file_name=f"{reference}.edi",
        content=content,
        said=_said(sender, reference=reference, mail=mail),
        by_api=by_api,
    )


def canary_key(*, now: datetime) -> str | None:
    """Enter a key by which canaries are ordered at the API, and return it; None where nobody set them up."""
    return register_api_key(CUSTOMER, uid=_UID, label="canaries", roles=[Role.ORDERS], now=now)


def carry_canaries(*, sealer: Sealer, device: OwnDevice, today: date, now: datetime) -> list[str]:
    """
    Do the next step for each canary under way, as clerks do it: hand-in, arrival, check and hand-over.

    Its order is taken in, its notice sent and its report made by whoever does so for every letter; a canary waits for
    them.
    Returns: the references of those that came through.
    """
    through = []
    for canary, letter in _under_way(now=now):
        if letter is None:
            continue
        if letter.state == "booked":
            hand_in(
                Dispatch(
                    customer_number=CUSTOMER, numbers=[letter.number], place=letter.sender.hand_in_place
                ),
                clerk=CLERK,
                today=today,
                now=now,
            )
        elif letter.state in ("handed_in", "in_transit") and letter.outlet_id is not None:
            arrive([letter.number], outlet_id=letter.outlet_id, clerk=CLERK, now=now)
        elif letter.state == "ready" and letter.notified_on is not None:
            try:
                collect_canary(letter, sealer=sealer, device=device, today=today, now=now)
            except (Unreachable, Rejected) as error:
                # The next minute is another try, and after some of them it is late.
                _log.error("canary %s is not handed over: %s", canary.reference, error)
        elif letter.state == "delivered" and _report_sent(letter):
            with acting_as(CARRIER):
                Canary.objects.filter(id=canary.id, through_at=None).update(through_at=_report_sent(letter))
            through.append(canary.reference)
    return through


def tell_of_late_canaries(
    *, mail: str, channels: Mapping[str, MessageChannel], now: datetime
) -> list[LateCanary]:
    """
    Tell operations by e-mail of canaries that are late, once each.

    Returns: those that are late and were not told of before, whether or not the mail could be sent.
    """
    late = [
        (canary, LateCanary(reference=canary.reference, ordered_at=canary.ordered_at, stands=_stands(letter)))
        for canary, letter in _under_way(now=now)
        if canary.alarmed_at is None and canary.ordered_at + LATE_AFTER < now
    ]
    for canary, told in late:
        if mail:
            try:
                channels["email"].send(_alarm(canary, told, mail=mail))
            except (Unreachable, Rejected):
                # It is in the log; the mail is tried again the next time.
                continue
        with acting_as(CARRIER):
            Canary.objects.filter(id=canary.id).update(alarmed_at=now)
    return [told for _, told in late]


def canaries_since(since: datetime) -> list[Canary]:
    """Return the canaries ordered since a moment, the latest first."""
    with acting_as(CARRIER):
        return list(Canary.objects.filter(ordered_at__gte=since).order_by("-ordered_at"))


def _under_way(*, now: datetime) -> Sequence[tuple[Canary, Letter | None]]:
    with acting_as(CARRIER):
        rows = list(
            Canary.objects.filter(through_at=None, ordered_at__gt=now - GIVEN_UP_AFTER).order_by("ordered_at")
        )
        letters = Letter.objects.select_related("sender").filter(
            sender__customer_number=CUSTOMER, order_reference__in=[row.reference for row in rows]
        )
        known = {letter.order_reference: letter for letter in letters}
    return [(row, known.get(row.reference)) for row in rows]


def _report_sent(letter: Letter) -> datetime | None:
    with acting_as(CARRIER):
        return Report.objects.filter(letter=letter).values_list("sent_at", flat=True).first()


def _stands(letter: Letter | None) -> str:
    if letter is None:
        return "not_booked"
    if letter.state != "ready":
        return letter.state
    if letter.notified_on is None:
        return "no_notice"
    with acting_as(CARRIER):
        return "ready" if IdCheck.objects.filter(letter=letter).exists() else "no_reading"


def _alarm(canary: Canary, told: LateCanary, *, mail: str) -> Message:
    lines = (
        f"Prøvebrevet {told.reference} er ikke kommet fram. Det står på: {told.stands}.",
        f"The test letter {told.reference} has not come through. It stands at: {told.stands}.",
        f"{told.ordered_at:%Y-%m-%d %H:%M:%S} UTC + {LATE_AFTER.seconds // 60} min",
    )
    return Message(
        key=f"canary-{canary.id}",
        email=mail,
        subject=f"Prøvebrev forsinket / Test letter late: {told.stands}",
        text="\n".join(lines) + "\n",
    )


def _booking(sender: Sender, *, reference: str, mail: str, now: datetime) -> Booking:
    address = ((sender.street,), sender.postcode, sender.city, "NO")
    document = f"70707{now:%y%m%d%H%M%S}"
    return Booking(
        interchange_reference="",
        message_reference="1",
        segment_number=0,
        document_number=document,
        function=Function.NEW,
        booked_at=now,
        service_code="2563",
        added_codes=(),
        passport_only=False,
        order_reference=reference,
        consignment_number=document,
        customer_number=sender.customer_number,
        payer_number=sender.customer_number,
        sender=Party(sender.name, *address),
        recipient=Party(f"{GIVEN_NAMES} {SURNAME}", *address),
        return_address=None,
        recipient_mobile="",
        recipient_email=mail,
        recipient_national_number="",
        letters=tuple(_letters()),
    )


def _said(sender: Sender, *, reference: str, mail: str) -> Mapping[str, Any]:
    """Return the same order as the API takes it."""
    recipient = {
        "name": f"{GIVEN_NAMES} {SURNAME}",
        "street": sender.street,
        "postcode": sender.postcode,
        "city": sender.city,
        "email": mail,
    }
    return {"recipient": recipient, "reference": reference, "envelope": "C5", "weight_g": 20}


def _letters() -> Iterator[BookedLetter]:
    yield BookedLetter(
        number=None,
        weight_g=20,
        thickness_mm=None,
        length_mm=None,
        width_mm=None,
        package_type="EN",
        envelope="C5",
    )


def _envelope(sender: Sender, *, now: datetime) -> Envelope:
    return Envelope(
        reference=f"C{now:%y%m%d%H%M%S}",
        sender=sender.edi_id,
        sender_qualifier="30",
        recipient="7080003248381",
        recipient_qualifier="14",
        prepared_at=now,
        # Of everybody else production books nothing that says so.
        test=True,
    )
