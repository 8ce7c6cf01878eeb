"""An order as the terms see it, and as the rows it becomes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache

from budstikke.formats import national_number
from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party
from budstikke.formats.s10 import letter_id
from budstikke.kit.installation import is_test
from budstikke.law.refusal import Refusal
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sealing import seal_for_order
from budstikke.post.records.incoming import Row
from budstikke.post.records.models import Sender
from budstikke.post.terms.pum.accept import accept_order
from budstikke.post.terms.pum.agreement import SenderFacts
from budstikke.post.terms.pum.booking import OrderFacts
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.letter import AddressFacts, LetterToSend
from budstikke.post.terms.refusals.booking import (
    CONTACT_INVALID,
    NATIONAL_NUMBER_INVALID,
    ORDER_UNKNOWN,
    SERVICE_NOT_OFFERED,
    UNKNOWN_CUSTOMER,
)

PUM_SERVICE = "2563"
PASSPORT_ONLY = "1239"
_Judged = tuple[tuple[Refusal, ...], str]


# The shape of what can be dialled and mailed; whether somebody answers shows when the notice is sent.
_MOBILE = re.compile(r"\+?[0-9](?: ?[0-9]){7,14}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


class OrderRows:
    """Asks the terms about one sender's orders, and lays the accepted ones out as rows."""

    def __init__(self, sender: Sender, edition: PumEdition) -> None:
        self._sender = sender
        self._edition = edition
        self._synthetic = is_test()
        self._facts = SenderFacts(
            aml_obliged=sender.aml_obliged,
            has_agreement=sender.agreement_on is not None,
            has_mailbox=bool(sender.mailbox_organisation_number),
        )
        # Orders differ in names and addresses, which the terms do not ask for; what they do ask for repeats.
        self._judge = lru_cache(maxsize=4096)(self._judged)

    def refusals(self, order: Booking) -> tuple[Refusal, ...]:
        """Return every reason not to book an order; a cancellation needs only to be its sender's."""
        if order.customer_number != self._sender.customer_number:
            return (Refusal(UNKNOWN_CUSTOMER),)
        if order.function is Function.CANCEL:
            return ()
        if order.service_code != PUM_SERVICE or any(code != PASSPORT_ONLY for code in order.added_codes):
            return (Refusal(SERVICE_NOT_OFFERED),)
        if order.function is Function.REPLACE and not order.consignment_number:
            # What a replacement brings anew is sealed to the consignment, so it must name it.
            return (Refusal(ORDER_UNKNOWN),)
        found = [refusal for letter in order.letters for refusal in self._of(order, letter)[0]]
        if not _can_be_told(order):
            found.append(Refusal(CONTACT_INVALID))
        number = order.recipient_national_number
        if number and not national_number.is_valid(number, synthetic=self._synthetic):
            found.append(Refusal(NATIONAL_NUMBER_INVALID))
        return tuple({refusal.code: refusal for refusal in found}.values())

    def rows(self, order: Booking, *, message: int) -> Iterator[Row]:
        """Yield one row per letter, in the columns of records.incoming."""
        recipient, back = order.recipient, order.return_address or order.sender
        # A letter may not have its number yet, so what is sealed here is bound to the consignment.
        sealed = order.recipient_national_number and seal_for_order(
            order.recipient_national_number, consignment_number=order.consignment_number
        )
        for letter in order.letters or (_ANY_LETTER,):
            number = letter.number
            yield (
                message,
                order.message_reference,
                order.segment_number,
                order.function.value,
                letter_id(number) if number else None,
                number,
                order.consignment_number,
                order.order_reference,
                recipient.name,
                recipient.streets[0] if recipient.streets else "",
                ", ".join(recipient.streets[1:]),
                recipient.postcode,
                recipient.city,
                order.recipient_mobile,
                order.recipient_email,
                sealed or None,
                order.passport_only,
                letter.envelope,
                letter.weight_g,
                letter.thickness_mm,
                ", ".join(back.streets),
                back.postcode,
                back.city,
                order.booked_at,
                self._of(order, letter)[1],
            )

    def _of(self, order: Booking, letter: BookedLetter) -> _Judged:
        back = order.return_address or order.sender
        return self._judge(
            letter.envelope or None,
            letter.weight_g,
            letter.thickness_mm,
            order.passport_only,
            (order.recipient.country_code, _complete(order.recipient)),
            (back.country_code, _complete(back)),
        )

    def _judged(
        self,
        envelope: str | None,
        weight_g: int | None,
        thickness_mm: int | None,
        passport_only: bool,
        home: tuple[str, bool],
        back: tuple[str, bool],
    ) -> _Judged:
        order = OrderFacts(by_edi=True, passport_only=passport_only)
        letter = LetterToSend(
            recipients=1,
            address=AddressFacts(country=home[0], complete=home[1]),
            return_address=AddressFacts(country=back[0], complete=back[1]),
            envelope=envelope,
            weight_g=weight_g,
            thickness_mm=thickness_mm,
        )
        decision = accept_order(sender=self._facts, order=order, letter=letter, edition=self._edition)
        written = json.dumps(recorded(decision, sender=self._facts, order=order, letter=letter))
        return decision.refusals, written


# What a cancellation without packages is about: the consignment's letters, by their place in it.
_ANY_LETTER = BookedLetter(None, None, None, None, None, "", "")


def _complete(party: Party) -> bool:
    return bool(
        party.name.strip()
        and any(street.strip() for street in party.streets)
        and party.city.strip()
        and len(party.postcode) == 4
        and party.postcode.isdecimal()
    )


def _can_be_told(order: Booking) -> bool:
    mobile, email = order.recipient_mobile, order.recipient_email
    return (not mobile or _MOBILE.fullmatch(mobile) is not None) and (
        not email or _EMAIL.fullmatch(email) is not None
    )
