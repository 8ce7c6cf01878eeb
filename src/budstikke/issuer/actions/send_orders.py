"""Order letters from the carrier: an order file for all that wait, brought once, its answers heard."""

from __future__ import annotations

import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from budstikke.formats.edifact.answers import Acknowledged, read_acknowledgements, read_statuses
from budstikke.formats.edifact.iftmin_out import write_orders
from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party
from budstikke.formats.edifact.writer import Envelope
from budstikke.issuer.actions.audit import SYSTEM, audited
from budstikke.issuer.actions.letter_history import Happening, all_happened
from budstikke.issuer.actions.sealed_eids import number_of
from budstikke.issuer.actions.sealed_orders import open_file, particulars_of, seal_file
from budstikke.issuer.actions.told_of_letters import told_of_letters
from budstikke.issuer.channels.carrier_files import CONTRL, IFTSTA, CarrierFiles
from budstikke.issuer.records.models import Interchange, Letter, Place
from budstikke.issuer.terms.edition import BY_ID
from budstikke.issuer.terms.letters import Event, State
from budstikke.kit.installation import is_test

_MOST = 500
# Personal delivery, and that only a passport will do (Bring's codes).
_SERVICE, _PASSPORT_ONLY = "2563", "1239"
_CARRIER = "7080003248381"
_STATUSES = "statuses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a visit to the carrier came to; `unanswered` says that it is worth coming back soon."""

    ordered: int
    answered: int
    unanswered: bool


def send_orders(*, files: CarrierFiles, now: datetime) -> Sent:
    """
    Write what is ordered into a file, bring every file that was not brought, and hear the answers.

    Reading: one visit at a time (the queue's lock). A file is written down before it is brought, so that a visit that
    broke off brings the same bytes again, which the carrier answers as before.
    Raises:  Unreachable.
    """
    ordered = _write(now=now)
    waiting = list(Interchange.objects.filter(brought_at=None).order_by("id"))
    place = Place.objects.filter(name=_STATUSES).first() or Place(name=_STATUSES, value="")
    done = files.visit({each.file_name: open_file(each) for each in waiting}, after=place.value)
    with transaction.atomic():
        for each in waiting:
            _brought(each, now=now)
        ours = [name for name, content in done.found.items() if _heard(name, content, now=now)]
        place.value = max((name for name in done.found if name.startswith(IFTSTA)), default=place.value)
        place.save()
    if ours:
        files.remove(ours)
    unanswered = Interchange.objects.filter(answered_at=None).exists()
    return Sent(ordered=ordered, answered=len(ours), unanswered=unanswered)


@transaction.atomic
def _write(*, now: datetime) -> int:
    letters = list(
        Letter.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(state=State.ORDERED, interchange=None)
        .select_related("order__customer")
        .order_by("id")[:_MOST]
    )
    if not letters:
        return 0
    reference = f"I{secrets.token_hex(6).upper()}"
    file = Interchange(
        reference=reference,
        file_name=f"{settings.ISSUER['edi_id']}_{now:%Y%m%d-%H%M%S}_{reference}.edi",
        made_at=now,
    )
    envelope = Envelope(
        reference=reference,
        sender=settings.ISSUER["edi_id"],
        sender_qualifier="30",
        recipient=_CARRIER,
        recipient_qualifier="14",
        prepared_at=now,
        test=is_test(),
    )
    bookings = [_booking(letter, nth, now=now) for nth, letter in enumerate(letters, 1)]
    file.content_sealed = seal_file(b"".join(write_orders(bookings, envelope=envelope)), interchange=file)
    file.save(force_insert=True)
    Letter.objects.filter(id__in=[letter.id for letter in letters]).update(interchange=file)
    return len(letters)


def _booking(letter: Letter, nth: int, *, now: datetime) -> Booking:
    order, issuer = letter.order, settings.ISSUER
    person, edition = particulars_of(order), BY_ID[order.edition]
    return Booking(
        interchange_reference="",
        message_reference=str(nth),
        segment_number=0,
        document_number=letter.consignment,
        function=Function.NEW,
        booked_at=now,
        service_code=_SERVICE,
        added_codes=(_PASSPORT_ONLY,),
        passport_only=True,
        order_reference=order.number,
        consignment_number=letter.consignment,
        customer_number=issuer["customer_number"],
        payer_number=issuer["customer_number"],
        sender=Party(issuer["name"], (issuer["street"],), issuer["postcode"], issuer["city"], "NO"),
        recipient=Party(person.name, (person.street,), person.postcode, person.city, "NO"),
        return_address=None,
        recipient_mobile=person.mobile,
        recipient_email=person.email,
        # The carrier compares it with the document, and the report says it back to us.
        recipient_national_number=number_of(order.customer),
        letters=(
            BookedLetter(
                number=None,
                weight_g=edition.letter_weight_g,
                thickness_mm=None,
                length_mm=None,
                width_mm=None,
                package_type="EN",
                envelope=edition.letter_envelope,
            ),
        ),
    )


def _brought(file: Interchange, *, now: datetime) -> None:
    file.brought_at = now
    file.save(update_fields=["brought_at"])
    sent = (Happening(letter=each, event=Event.ORDER_SENT, at=now) for each in _letters(file))
    all_happened(sent, now=now)


def _letters(file: Interchange) -> Sequence[Letter]:
    # In the order they were written in: the nth message is of the nth letter.
    return list(Letter.objects.select_for_update().filter(interchange=file).order_by("id"))


def _heard(name: str, content: bytes, *, now: datetime) -> bool:
    """
    Take in one file of the carrier's, and say whether nothing in it is anybody else's.

    Reading: the company may order letters of other kinds under the same agreement; what is theirs stays for them.
    """
    if name.startswith(CONTRL):
        known = [_answered(each, now=now) for each in read_acknowledgements(io.BytesIO(content))]
        # What cannot be read may be about an order of ours: it is kept where it lies.
        return bool(known) and all(known)
    heard = {status.consignment_number for status in read_statuses(io.BytesIO(content))}
    # Status messages say that there is something new; what it is, the carrier's API says whole.
    return bool(heard) and told_of_letters(heard, now=now) == heard


def _answered(answer: Acknowledged, *, now: datetime) -> bool:
    file = Interchange.objects.select_for_update().filter(reference=answer.interchange).first()
    if file is None:
        return False
    if file.answered_at is not None or not answer.judged:
        return True
    file.answered_at, file.stands, file.content_sealed = now, answer.stands, None
    file.save(update_fields=["answered_at", "stands", "content_sealed"])
    told = [
        Happening(
            letter=letter,
            event=Event.ORDER_BOOKED
            if answer.stands and str(nth) not in answer.rejected
            else Event.ORDER_REJECTED,
            at=now,
            source="contrl",
        )
        for nth, letter in enumerate(_letters(file), 1)
    ]
    all_happened(told, now=now)
    booked = [each.letter.consignment for each in told if each.event is Event.ORDER_BOOKED]
    audited("orders.answered", actor=SYSTEM, now=now, file=file.reference, booked=len(booked))
    told_of_letters(booked, now=now)
    return True
