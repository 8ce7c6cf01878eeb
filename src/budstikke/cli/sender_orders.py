"""A sender's letters as orders and as labels; the table they come in is read by post.actions.order_table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from budstikke.formats.edifact.orders import Booking, Party
from budstikke.kit.installation import is_test
from budstikke.post.actions.booking.order_table import Row, order_of
from budstikke.post.papers.label import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends, as the agreement has it; `numbers` are the first and last letter number of a range of its own."""

    customer_number: str
    edi_id: str
    name: str
    street: str
    postcode: str
    city: str
    numbers: tuple[str, str] | None = None


def orders_of(
    rows: Sequence[Row], sender: Sender, *, batch: str, numbers: Sequence[str], now: datetime
) -> list[Booking]:
    """Return an order for each row; its message is named after the row."""
    own = Party(sender.name, (sender.street,), sender.postcode, sender.city, "NO")
    return [
        order_of(
            row,
            sender=own,
            customer_number=sender.customer_number,
            document_number=f"{batch}{row.row:06}",
            reference=reference_of(row, batch=batch),
            number=number,
            now=now,
        )
        for row, number in zip(rows, numbers, strict=True)
    ]


def reference_of(row: Row, *, batch: str) -> str:
    """Return the reference a row gives, or one made of the table and the row."""
    return row.values["reference"] or f"{batch}-{row.row}"


def labels_of(rows: Sequence[Row], sender: Sender, *, batch: str, numbers: Sequence[str]) -> list[Label]:
    """Return the labels of the letters, in the order of their postcodes (PUM §8)."""
    labels = [
        Label(
            number=number,
            recipient_name=row.values["name"],
            address_lines=tuple(line for line in (row.values["street"], row.values["street2"]) if line),
            postcode=row.values["postcode"],
            city=row.values["city"],
            sender_name=sender.name,
            return_lines=(sender.street, f"{sender.postcode} {sender.city}"),
            passport_only=row.passport_only,
            order_reference=reference_of(row, batch=batch),
            customer_number=sender.customer_number,
            test=is_test(),
        )
        for row, number in zip(rows, numbers, strict=True)
    ]
    return sorted(labels, key=lambda label: (label.postcode, label.number))
