"""The receipt of a payment, or of what was paid back of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from budstikke.kit.clock import local_day
from budstikke.law.words import Words
from budstikke.post.papers.receipt import Receipt, ReceiptLine, render_receipt
from budstikke.post.records.models import ForwardingPayment
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import FORWARDING_PRICES
from budstikke.post.terms.forwarding.payment import REFUND

# What was taken, or is owed; and what was given back.
_PAID = frozenset({"captured", "invoiced", "refund_due", "refunded", "credited"})
_PAID_BACK = frozenset({"refunded", "credited"})


def receipt_of(
    reference: str, *, refund: bool = False, seller: str, organisation_number: str, test: bool
) -> bytes | None:
    """
    Return the receipt of a payment as PDF, or that of its refund; None when there is no such thing, or not yet.

    Terms:  Forwarding §5, §6.
    Raises: CannotPrint when a text has no letters (our bug: all of it is ours).
    """
    with acting_as(CARRIER):
        payment = ForwardingPayment.objects.select_related("order").filter(reference=reference).first()
    settled = payment is not None and payment.state in (_PAID_BACK if refund else _PAID)
    if payment is None or not settled or not payment.lines:
        return None
    price_list = next(each for each in FORWARDING_PRICES if each.id == payment.order.price_list)
    return render_receipt(
        Receipt(
            number=payment.reference + ("-R" if refund else ""),
            order=payment.order.reference,
            paid_on=_day(payment),
            means=payment.means,
            seller=seller,
            organisation_number=organisation_number,
            lines=tuple(_line(each, refund=refund) for each in payment.lines),
            vat_included=price_list.vat_included,
            test=test,
        )
    )


def _day(payment: ForwardingPayment) -> date:
    return local_day(payment.settled_at or payment.made_at)


def _line(said: Mapping[str, Any], *, refund: bool) -> ReceiptLine:
    words = Words(no=said["words"]["no"], en=said["words"]["en"])
    if refund:
        words = Words(no=f"{REFUND.no}: {words.no}", en=f"{REFUND.en}: {words.en}")
    return ReceiptLine(
        words=words,
        amount_ore=-said["amount_ore"] if refund else said["amount_ore"],
        vat_percent=said["vat_percent"],
        clause="Forwarding §5" if refund else said["clause"],
    )
