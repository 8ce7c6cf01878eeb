"""Print the address labels of letters."""

from __future__ import annotations

from collections.abc import Sequence

from budstikke.formats.s10 import letter_id
from budstikke.kit.installation import is_test
from budstikke.law.words import Words
from budstikke.post.papers.label import Label, ReturnLabel
from budstikke.post.records.few import BY_API
from budstikke.post.records.models import Interchange, Letter, Sender
from budstikke.post.records.scope import CARRIER, acting_as

_NOT_COLLECTED = Words(no="Ikke hentet innen fristen", en="Not collected in time")


def labels_of(numbers: Sequence[str]) -> list[Label]:
    """
    Return the labels of letters, in the order of their numbers; numbers nobody booked are left out.

    Terms: PUM §5 (what the label carries), §6 (the return address).
    """
    with acting_as(CARRIER):
        letters = Letter.objects.filter(id__in=[letter_id(number) for number in numbers]).select_related(
            "sender"
        )
        return [_label(letter) for letter in letters.order_by("number")]


def labels_of_order(reference: str, *, customer_number: str | None = None) -> list[Label]:
    """
    Return the labels of an interchange, sorted by postcode, as a large dispatch must be (PUM §8).

    Senders choose their references themselves, so two may have chosen the same; a customer number tells them apart.
    """
    with acting_as(CARRIER):
        letters = Letter.objects.filter(interchange__reference=reference).select_related("sender")
        if customer_number is not None:
            letters = letters.filter(sender__customer_number=customer_number)
        return [_label(letter) for letter in letters.order_by("postcode", "number")]


def labels_of_consignment(consignment_number: str, *, sender_id: int) -> list[Label]:
    """Return the labels of a sender's consignment, those of letters that were cancelled left out."""
    with acting_as(str(sender_id)):
        letters = Letter.objects.filter(sender_id=sender_id, consignment_number=consignment_number)
        waiting = letters.exclude(state="cancelled").select_related("sender").order_by("number")
        return [_label(letter) for letter in waiting]


def labels_of_references(references: Sequence[str], *, sender_id: int) -> list[Label]:
    """
    Return the labels of a sender's bookings by their references, those of cancelled letters left out.

    Terms: PUM §8 (sorted by postcode).
    """
    with acting_as(str(sender_id)):
        known_as = Sender.objects.values("edi_id").get(id=sender_id)["edi_id"]
        booked = Interchange.objects.filter(
            sender_edi_id=known_as, recipient_edi_id=BY_API, reference__in=references
        )
        letters = Letter.objects.filter(
            sender_id=sender_id, interchange_id__in=list(booked.values_list("id", flat=True))
        )
        waiting = letters.exclude(state="cancelled").select_related("sender").order_by("postcode", "number")
        return [_label(letter) for letter in waiting]


def labels_of_returns() -> list[ReturnLabel]:
    """
    Return the labels of every letter on its way back, sorted by postcode.

    Terms: PUM §15 (a return travels as a registered letter), §6 (where to).
    """
    with acting_as(CARRIER):
        letters = Letter.objects.filter(state="returning").select_related("sender", "outlet")
        return [_return_label(letter) for letter in letters.order_by("return_postcode", "number")]


def _return_label(letter: Letter) -> ReturnLabel:
    outlet = letter.outlet
    return ReturnLabel(
        number=letter.number,
        letter_number=letter.number,
        sender_name=letter.sender.name,
        address_lines=(letter.return_street,),
        postcode=letter.return_postcode,
        city=letter.return_city,
        outlet_name=outlet.name if outlet else "",
        outlet_lines=(outlet.street, f"{outlet.postcode} {outlet.city}") if outlet else (),
        reason=_NOT_COLLECTED,
        order_reference=letter.order_reference,
        test=is_test(),
    )


def _label(letter: Letter) -> Label:
    return Label(
        number=letter.number,
        recipient_name=letter.recipient_name,
        address_lines=tuple(line for line in (letter.street, letter.street2) if line),
        postcode=letter.postcode,
        city=letter.city,
        sender_name=letter.sender.name,
        return_lines=(letter.return_street, f"{letter.return_postcode} {letter.return_city}"),
        passport_only=letter.passport_only,
        order_reference=letter.order_reference,
        customer_number=letter.sender.customer_number,
        test=is_test(),
    )
