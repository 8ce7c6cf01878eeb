"""Print the address labels of letters."""

from __future__ import annotations

from collections.abc import Sequence

from budstikke.formats.s10 import letter_id
from budstikke.kit.installation import is_test
from budstikke.post.papers.label import Label
from budstikke.post.records.models import Letter
from budstikke.post.records.scope import CARRIER, acting_as


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
