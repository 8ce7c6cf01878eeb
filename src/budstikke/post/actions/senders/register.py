"""Enter senders and outlets, or renew what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from budstikke.post.records.models import NumberRange, Outlet, Postcode, Sender
from budstikke.post.records.scope import CARRIER, acting_as

_OF_THE_RANGE = ("prefix", "first_serial", "last_serial")


def register_senders(rows: Sequence[Mapping[str, Any]]) -> None:
    """
    Enter senders by their customer numbers, each with a range of letter numbers.

    Terms: PUM §2 (obliged by the anti-money-laundering rules, agreement, mailbox): recorded here, judged at booking.
    """
    with acting_as(CARRIER):
        for row in rows:
            given = {name: value for name, value in row.items() if name not in _OF_THE_RANGE}
            agreement = given.pop("agreement_on", None)
            organisation = given["organisation_number"]
            sender, _ = Sender.objects.update_or_create(
                customer_number=given.pop("customer_number"),
                defaults={
                    "edi_id": organisation,
                    "mailbox_organisation_number": organisation,
                    **given,
                    "agreement_on": date.fromisoformat(str(agreement)) if agreement else None,
                },
            )
            NumberRange.objects.get_or_create(
                sender=sender,
                prefix=row["prefix"],
                first_serial=row["first_serial"],
                defaults={"last_serial": row["last_serial"], "next_serial": row["first_serial"]},
            )


def register_outlets(rows: Sequence[Mapping[str, Any]]) -> None:
    """
    Enter outlets by their unit numbers, and which postcodes they serve.

    Terms: PUM §11.
    """
    with acting_as(CARRIER):
        for row in rows:
            given = {name: value for name, value in row.items() if name != "serves"}
            outlet, _ = Outlet.objects.update_or_create(id=given.pop("id"), defaults=given)
            serves = row.get("serves", ())
            assert isinstance(serves, Sequence)
            Postcode.objects.filter(code__in=list(serves)).update(outlet=outlet)
