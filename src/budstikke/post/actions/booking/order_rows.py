"""An order as the terms see it, and as the rows it becomes."""

from __future__ import annotations

import re
from functools import lru_cache

from budstikke.formats import national_number
from budstikke.formats.edifact.orders import BookedLetter, Booking, Function, Party
from budstikke.formats.s10 import letter_id
from budstikke.kit.installation import is_test
from budstikke.law.refusal import Refusal
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.sealing import Contact, number_lookup, seal_contact, seal_number
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
_ADDED = frozenset({(), (PASSPORT_ONLY,)})
_Judged = tuple[tuple[Refusal, ...], int]


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
        self._judgements = 0
        self._fresh: list[tuple[int, dict[str, object]]] = []

    def asked(self, order: Booking) -> tuple[tuple[Refusal, ...], list[int]]:
        """Return every reason not to book an order, and the number of the decision about each of its letters."""
        # A cancellation needs only to be its sender's.
        if order.customer_number != self._sender.customer_number:
            return (Refusal(UNKNOWN_CUSTOMER),), []
        if order.function is not Function.CANCEL:
            if order.service_code != PUM_SERVICE or order.added_codes not in _ADDED:
                return (Refusal(SERVICE_NOT_OFFERED),), []
            if order.function is Function.REPLACE and not order.consignment_number:
                # What a replacement brings anew is sealed to the consignment, so it must name it.
                return (Refusal(ORDER_UNKNOWN),), []
        recipient, back = order.recipient, order.return_address or order.sender
        home, home_complete, back_complete = recipient.country_code, _complete(recipient), _complete(back)
        judged = [
            self._judge(
                letter.envelope or None,
                letter.weight_g,
                letter.thickness_mm,
                order.passport_only,
                home,
                home_complete,
                back.country_code,
                back_complete,
            )
            for letter in order.letters or (_ANY_LETTER,)
        ]
        numbers = [number for _, number in judged]
        if order.function is Function.CANCEL:
            return (), numbers
        national = order.recipient_national_number
        found = [refusal for refusals, _ in judged for refusal in refusals]
        if not _can_be_told(order):
            found.append(Refusal(CONTACT_INVALID))
        if national and not national_number.is_valid(national, synthetic=self._synthetic):
            found.append(Refusal(NATIONAL_NUMBER_INVALID))
        return tuple({refusal.code: refusal for refusal in found}.values()) if found else (), numbers

    def fresh_decisions(self) -> list[tuple[int, dict[str, object]]]:
        """Return the decisions that `asked` has numbered since this was last asked."""
        fresh, self._fresh = self._fresh, []
        return fresh

    def rows(self, order: Booking, *, message: int, decisions: list[int]) -> list[Row]:
        """Return one row per letter, in the columns of records.arriving."""
        recipient, back = order.recipient, order.return_address or order.sender
        street, *others = recipient.streets or ("",)
        # A letter may not have its number yet, so what is sealed here is bound to the consignment.
        bound_to, national = order.consignment_number, order.recipient_national_number
        contact = Contact(mobile=order.recipient_mobile, email=order.recipient_email)
        reached, sealed = (
            seal_contact(contact, consignment_number=bound_to),
            seal_number(national, consignment_number=bound_to),
        )
        look_up = number_lookup(national)
        letters = order.letters or (_ANY_LETTER,)
        waits = order.function is not Function.NEW or not all(letter.number for letter in letters)
        return [
            (
                message,
                order.message_reference,
                order.segment_number,
                order.function.value,
                letter_id(letter.number) if letter.number else None,
                letter.number,
                order.consignment_number,
                order.order_reference,
                recipient.name,
                street,
                ", ".join(others),
                recipient.postcode,
                recipient.city,
                reached,
                sealed,
                look_up,
                order.passport_only,
                letter.envelope,
                letter.weight_g,
                letter.thickness_mm,
                ", ".join(back.streets),
                back.postcode,
                back.city,
                order.booked_at,
                decision,
                waits,
            )
            for letter, decision in zip(letters, decisions, strict=True)
        ]

    def _judged(
        self,
        envelope: str | None,
        weight_g: int | None,
        thickness_mm: int | None,
        passport_only: bool,
        home: str,
        home_complete: bool,
        back: str,
        back_complete: bool,
    ) -> _Judged:
        order = OrderFacts(by_edi=True, passport_only=passport_only)
        letter = LetterToSend(
            recipients=1,
            address=AddressFacts(country=home, complete=home_complete),
            return_address=AddressFacts(country=back, complete=back_complete),
            envelope=envelope,
            weight_g=weight_g,
            thickness_mm=thickness_mm,
        )
        decision = accept_order(sender=self._facts, order=order, letter=letter, edition=self._edition)
        self._judgements += 1
        written = recorded(decision, sender=self._facts, order=order, letter=letter)
        self._fresh.append((self._judgements, written))
        return decision.refusals, self._judgements


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
