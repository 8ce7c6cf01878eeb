"""
A receipt for what was paid for forwarding, or paid back: its lines with their clauses, VAT by rate, and the sum.

In Norwegian and English on one page. It names the order and never a person or an address: who keeps accounts need not
know whose mail goes where. Terms: Forwarding §5, §6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from budstikke.kit.days import in_full
from budstikke.law.money import kroner
from budstikke.law.words import LANGUAGES, Language, Words
from budstikke.post.papers.notice_words import LABELS
from budstikke.post.papers.setting import refuse_unprintable, set_pdf

_TITLE = Words(no="Kvittering", en="Receipt")
_PAID_BACK = Words(no="Kvittering for tilbakebetaling", en="Receipt for a refund")
_LABELS: Mapping[str, Words] = {
    "number": Words(no="Kvittering nr.", en="Receipt no."),
    "order": Words(no="Bestilling", en="Order"),
    "paid_on": Words(no="Dato", en="Date"),
    "means": Words(no="Betalt med", en="Paid by"),
    "seller": Words(no="Selger", en="Seller"),
    "line": Words(no="Tjeneste", en="Service"),
    "clause": Words(no="Vilkår", en="Terms"),
    "vat_percent": Words(no="Mva.", en="VAT"),
    "amount": Words(no="Beløp", en="Amount"),
    "net": Words(no="Uten mva.", en="Without VAT"),
    "vat": Words(no="Mva. {rate} %", en="VAT {rate} %"),
    "total": Words(no="Sum med mva., NOK", en="Total with VAT, NOK"),
    "with_vat": Words(no="Beløpene er med mva.", en="Amounts include VAT."),
    "without_vat": Words(no="Beløpene er uten mva.", en="Amounts are without VAT."),
}
_MEANS: Mapping[str, Words] = {
    "card": Words(no="kort", en="card"),
    "invoice": Words(no="faktura", en="invoice"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """
    One line: what, how much, by which clause; below zero where it is paid back.

    Unit: whole øre.
    """

    words: Words
    amount_ore: int
    vat_percent: int
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says; `number` is the payment's reference, `means` card or invoice."""

    number: str
    order: str
    paid_on: date
    means: str
    seller: str
    organisation_number: str
    lines: tuple[ReceiptLine, ...]
    vat_included: bool
    test: bool


@dataclass(frozen=True, slots=True)
class VatSum:
    """
    What the lines of one rate come to.

    Unit: whole øre.
    """

    percent: int
    net_ore: int
    vat_ore: int


def vat_sums(lines: Iterable[ReceiptLine], *, vat_included: bool) -> tuple[VatSum, ...]:
    """
    Add up lines rate by rate.

    Reading: VAT is rounded once for each rate, half away from zero, so that a refund is the payment turned round.
    """
    by_rate: dict[int, int] = {}
    for line in lines:
        by_rate[line.vat_percent] = by_rate.get(line.vat_percent, 0) + line.amount_ore
    sums = []
    for rate, amount in sorted(by_rate.items()):
        whole = 100 + rate if vat_included else 100
        vat = (abs(amount) * rate * 2 + whole) // (2 * whole) * (1 if amount >= 0 else -1)
        sums.append(VatSum(rate, amount - vat if vat_included else amount, vat))
    return tuple(sums)


def render_receipt(receipt: Receipt) -> bytes:
    """
    Return a receipt as PDF (PDF/UA-1), one page.

    Raises: CannotPrint when a text has no letters.
    """
    said = [line.words.in_(each) for line in receipt.lines for each in LANGUAGES]
    refuse_unprintable(f"receipt {receipt.number}", (receipt.seller, *said))
    data = {
        "number": receipt.number,
        "versions": [_version(receipt, each) for each in LANGUAGES],
        "test": receipt.test,
    }
    return set_pdf("receipt.typ", data, standards=["ua-1"])


def _version(receipt: Receipt, language: Language) -> dict[str, object]:
    sums = vat_sums(receipt.lines, vat_included=receipt.vat_included)
    total = sum(each.net_ore + each.vat_ore for each in sums)

    def said(name: str) -> str:
        return _LABELS[name].in_(language)

    return {
        "lang": "nb" if language == "no" else "en",
        "heading": (_PAID_BACK if total < 0 else _TITLE).in_(language),
        "test_words": LABELS["test"].in_(language),
        "facts": [
            [said("number"), receipt.number],
            [said("order"), receipt.order],
            [said("paid_on"), in_full(receipt.paid_on, language=language)],
            [said("means"), _MEANS[receipt.means].in_(language)],
            [said("seller"), f"{receipt.seller}, {receipt.organisation_number} MVA"],
        ],
        "head": [said("line"), said("clause"), said("vat_percent"), said("amount")],
        "rows": [
            [
                line.words.in_(language),
                line.clause,
                f"{line.vat_percent} %",
                kroner(line.amount_ore, language=language),
            ]
            for line in receipt.lines
        ],
        "sums": [
            [said("net"), kroner(sum(each.net_ore for each in sums), language=language)],
            *(
                [
                    _LABELS["vat"].filled({"rate": each.percent}).in_(language),
                    kroner(each.vat_ore, language=language),
                ]
                for each in sums
            ),
            [said("total"), kroner(total, language=language)],
        ],
        "note": said("with_vat" if receipt.vat_included else "without_vat"),
    }
