"""Write what is to be invoiced for letters, from the data of their orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from budstikke.post.records.models import BillingLine, Letter
from budstikke.post.terms.editions import pum_prices_on
from budstikke.post.terms.pum.billing import OrderedLetter, billing_lines


def bill(letter_ids: Sequence[int], *, on: date) -> None:
    """
    Write the billing lines of letters handed in; a line that stands already is not written again. Canaries have none.

    Terms: PUM §13 (from the order's data), §3 (the price list).
    """
    prices = pum_prices_on(on)
    letters = Letter.objects.filter(id__in=letter_ids, sender__is_canary=False).values_list(
        "id", "sender_id", "passport_only"
    )
    BillingLine.objects.bulk_create(
        [
            BillingLine(
                letter_id=letter_id,
                sender_id=sender_id,
                item=line.item,
                amount_ore=line.net_ore,
                vat_percent=line.vat_percent,
                price_list=prices.id,
                clauses=", ".join(map(str, line.clauses)),
                billed_on=on,
            )
            for letter_id, sender_id, passport_only in letters
            for line in billing_lines(OrderedLetter(passport_only=passport_only), prices=prices)
        ],
        ignore_conflicts=True,
        batch_size=5000,
    )
