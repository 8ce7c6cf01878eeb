"""
The invoice and the credit note as PDF/A-3b and PDF/UA-1, in both languages, with the EHF document attached.

Every line cites the clauses it rests on. Terms: PUM §13, §3.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from budstikke.law.money import kroner
from budstikke.law.words import Words
from budstikke.post.papers.setting import refuse_unprintable, set_pdf

_HEADINGS = {
    "invoice": Words(no="Faktura", en="Invoice"),
    "credit_note": Words(no="Kreditnota", en="Credit note"),
}
_TEST = Words(no="TEST – dette er ingen ekte regning", en="TEST – this is no real bill")
_CITED = {
    "PUM §3": Words(no="prisen står i prislisten", en="the price is that of the price list"),
    "PUM §13": Words(no="fakturert av det som ble bestilt", en="invoiced from what was ordered"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceParty:
    """Who sells or buys."""

    name: str
    organisation_number: str
    address_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A line as it is printed; `clauses` are citations, such as PUM §13."""

    words: Words
    quantity: int
    unit_ore: int
    net_ore: int
    vat_percent: int
    first_on: date
    last_on: date
    clauses: tuple[str, ...]
    price_list: str
    price_list_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRate:
    """The VAT at one rate."""

    vat_percent: int
    net_ore: int
    vat_ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePaper:
    """
    What stands on an invoice or a credit note.

    `corrects` is the invoice that a credit note is for and `reason` why; `due_on`, `account` and `kid` are an
    invoice's.
    """

    kind: str
    number: str
    customer_number: str
    issued_on: date
    first_on: date
    last_on: date
    seller: InvoiceParty
    buyer: InvoiceParty
    lines: tuple[PaperLine, ...]
    rates: tuple[PaperRate, ...]
    ubl: bytes
    test: bool
    due_on: date | None = None
    account: str = ""
    kid: str = ""
    corrects: str = ""
    reason: Words | None = None
    reason_clauses: tuple[str, ...] = ()


def render_invoice(paper: InvoicePaper) -> bytes:
    """
    Return the document as PDF; the same values give the same bytes.

    Raises: CannotPrint when a text has letters that no font has.
    """
    data = _data(paper)
    refuse_unprintable(f"{paper.kind} {paper.number}", _texts(data))
    return set_pdf("invoice.typ", data | {"ubl": paper.ubl.decode()}, standards=["a-3b", "ua-1"])


def _data(paper: InvoicePaper) -> dict[str, object]:
    net = sum(rate.net_ore for rate in paper.rates)
    vat = sum(rate.vat_ore for rate in paper.rates)
    heading = _HEADINGS[paper.kind]
    return {
        "heading": heading.as_json(),
        "number": paper.number,
        "issued_on": paper.issued_on.isoformat(),
        "test": _TEST.as_json() if paper.test else None,
        "seller": _party(paper.seller, seller=True),
        "buyer": _party(paper.buyer),
        "facts": [[_label(no, en), value] for no, en, value in _facts(paper) if value],
        "reason": {**paper.reason.as_json(), "clauses": ", ".join(paper.reason_clauses)}
        if paper.reason
        else None,
        "lines": [_line(line) for line in paper.lines],
        "totals": [
            [_label("Sum uten mva.", "Total without VAT"), money(net)],
            *(
                [
                    _label(
                        f"{rate.vat_percent} % mva. av {money(rate.net_ore)}",
                        f"{rate.vat_percent} % VAT of {money(rate.net_ore)}",
                    ),
                    money(rate.vat_ore),
                ]
                for rate in paper.rates
            ),
        ],
        "grand": [
            _label("Å betale, NOK", "To pay, NOK")
            if paper.kind == "invoice"
            else _label("Til gode, NOK", "In your favour, NOK"),
            money(net + vat),
        ],
        "cited": [
            {"clause": clause, **_CITED[clause].as_json()}
            for clause in sorted({each for line in paper.lines for each in line.clauses} & set(_CITED))
        ],
        "invented": any(line.price_list_invented for line in paper.lines),
    }


def _facts(paper: InvoicePaper) -> list[tuple[str, str, str]]:
    return [
        ("Nummer", "Number", paper.number),
        ("Av faktura", "Of invoice", paper.corrects),
        ("Kundenr.", "Customer no.", paper.customer_number),
        ("Dato", "Date", day(paper.issued_on)),
        ("Innlevert", "Handed in", f"{day(paper.first_on)} – {day(paper.last_on)}"),
        ("Forfall", "Pay by", day(paper.due_on) if paper.due_on else ""),
        ("Til konto", "To account", _account(paper.account)),
        ("KID", "KID", paper.kid),
    ]


def _line(line: PaperLine) -> dict[str, object]:
    spent = (
        day(line.first_on) if line.first_on == line.last_on else f"{day(line.first_on)} – {day(line.last_on)}"
    )
    return {
        **line.words.as_json(),
        "days": spent,
        "clauses": ", ".join(line.clauses),
        "price_list": line.price_list,
        "quantity": _grouped(line.quantity),
        "unit": money(line.unit_ore),
        "vat": f"{line.vat_percent} %",
        "net": money(line.net_ore),
    }


def _party(party: InvoiceParty, *, seller: bool = False) -> dict[str, object]:
    number = party.organisation_number
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    return {
        "name": party.name,
        "lines": list(party.address_lines),
        "orgnr": f"Org.nr. NO {spaced} MVA Foretaksregisteret" if seller else f"Org.nr. {spaced}",
    }


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []


def _label(no: str, en: str) -> dict[str, str]:
    return Words(no=no, en=en).as_json()


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def money(ore: int) -> str:
    """Return an amount as Norwegian invoices show it."""
    return kroner(ore, language="no")


def day(on: date) -> str:
    """Return a day as Norwegian invoices show it."""
    return f"{on:%d.%m.%Y}"


def _account(digits: str) -> str:
    return f"{digits[:4]}.{digits[4:6]}.{digits[6:]}" if len(digits) == 11 else digits
