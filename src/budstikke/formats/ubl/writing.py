"""Writing an invoice or a credit note; the same values give the same bytes."""

from __future__ import annotations

from datetime import date
from typing import Any

from lxml import etree

from budstikke.formats.ubl import names
from budstikke.formats.ubl.values import Document, Line, Organisation, Vat

# A leaf is a text, or a text with attributes; a branch is its children in the order of the schema; None is left out.
Leaf = str | tuple[str, dict[str, str]]
Tree = list[tuple[str, "Leaf | Tree | None"]]


def write(document: Document) -> bytes:
    """Return the document as UBL 2.1, customised as EHF Billing 3.0 (Peppol BIS Billing 3.0)."""
    invoice = document.kind == "invoice"
    space = names.INVOICE if invoice else names.CREDIT_NOTE
    # None makes UBL's own namespace the one without a prefix; the stubs know only names.
    prefixes: Any = {None: space, **names.PREFIXES}
    root = etree.Element(f"{{{space}}}{'Invoice' if invoice else 'CreditNote'}", nsmap=prefixes)
    _grow(root, [*_head(document), *_money(document)])
    etree.indent(root, space=" ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def kroner(ore: int) -> str:
    """
    Return an amount as it is written.

    >>> kroner(-5)
    '-0.05'
    """
    return f"{'-' if ore < 0 else ''}{abs(ore) // 100}.{abs(ore) % 100:02d}"


def _head(document: Document) -> Tree:
    invoice = document.kind == "invoice"
    corrects = document.corrects
    return [
        ("cbc:CustomizationID", names.CUSTOMIZATION),
        ("cbc:ProfileID", names.PROFILE),
        ("cbc:ID", document.number),
        ("cbc:IssueDate", document.issued_on.isoformat()),
        ("cbc:DueDate", _day(document.due_on) if invoice else None),
        (f"cbc:{'Invoice' if invoice else 'CreditNote'}TypeCode", names.TYPE_CODES[document.kind]),
        ("cbc:Note", document.note or None),
        ("cbc:DocumentCurrencyCode", names.CURRENCY),
        ("cbc:BuyerReference", document.buyer_reference),
        ("cac:InvoicePeriod", _period(document.first_on, document.last_on)),
        (
            "cac:BillingReference",
            None
            if corrects is None
            else [
                (
                    "cac:InvoiceDocumentReference",
                    [("cbc:ID", corrects.number), ("cbc:IssueDate", corrects.issued_on.isoformat())],
                )
            ],
        ),
        ("cac:AccountingSupplierParty", [("cac:Party", _organisation(document.seller))]),
        ("cac:AccountingCustomerParty", [("cac:Party", _organisation(document.buyer))]),
    ]


def _money(document: Document) -> Tree:
    net, vat = document.net_ore, document.vat_ore
    line_name = "cac:InvoiceLine" if document.kind == "invoice" else "cac:CreditNoteLine"
    return [
        (
            "cac:PaymentMeans",
            [
                ("cbc:PaymentMeansCode", names.CREDIT_TRANSFER),
                ("cbc:PaymentID", document.kid),
                ("cac:PayeeFinancialAccount", [("cbc:ID", document.account)]),
            ]
            if document.account
            else None,
        ),
        ("cac:TaxTotal", [("cbc:TaxAmount", _amount(vat)), *(_rate(each) for each in document.vat)]),
        (
            "cac:LegalMonetaryTotal",
            [
                ("cbc:LineExtensionAmount", _amount(net)),
                ("cbc:TaxExclusiveAmount", _amount(net)),
                ("cbc:TaxInclusiveAmount", _amount(net + vat)),
                ("cbc:PayableAmount", _amount(net + vat)),
            ],
        ),
        *((line_name, _line(line, nth=nth, of=document)) for nth, line in enumerate(document.lines, 1)),
    ]


def _organisation(party: Organisation) -> Tree:
    number = party.organisation_number
    return [
        ("cbc:EndpointID", (number, {"schemeID": names.ORGANISATION_SCHEME})),
        ("cac:PartyName", [("cbc:Name", party.name)]),
        (
            "cac:PostalAddress",
            [
                ("cbc:StreetName", party.street or None),
                ("cbc:CityName", party.city or None),
                ("cbc:PostalZone", party.postcode or None),
                ("cac:Country", [("cbc:IdentificationCode", "NO")]),
            ],
        ),
        ("cac:PartyTaxScheme", _tax_scheme(f"NO{number}MVA", "VAT") if party.vat_registered else None),
        (
            "cac:PartyTaxScheme",
            _tax_scheme(names.BUSINESS_REGISTER, "TAX") if party.in_business_register else None,
        ),
        (
            "cac:PartyLegalEntity",
            [
                ("cbc:RegistrationName", party.name),
                ("cbc:CompanyID", (number, {"schemeID": names.ORGANISATION_SCHEME})),
            ],
        ),
    ]


def _tax_scheme(company: str, scheme: str) -> Tree:
    return [("cbc:CompanyID", company), ("cac:TaxScheme", [("cbc:ID", scheme)])]


def _rate(vat: Vat) -> tuple[str, Tree]:
    return "cac:TaxSubtotal", [
        ("cbc:TaxableAmount", _amount(vat.net_ore)),
        ("cbc:TaxAmount", _amount(vat.vat_ore)),
        ("cac:TaxCategory", _category(vat.percent)),
    ]


def _category(percent: int) -> Tree:
    # S is the standard category whatever the rate; Z is the one at no rate (UNCL 5305).
    return [
        ("cbc:ID", "S" if percent else "Z"),
        ("cbc:Percent", str(percent)),
        ("cac:TaxScheme", [("cbc:ID", "VAT")]),
    ]


def _line(line: Line, *, nth: int, of: Document) -> Tree:
    quantity = "cbc:InvoicedQuantity" if of.kind == "invoice" else "cbc:CreditedQuantity"
    return [
        ("cbc:ID", str(nth)),
        (quantity, (str(line.quantity), {"unitCode": names.PIECES})),
        ("cbc:LineExtensionAmount", _amount(line.net_ore)),
        ("cac:InvoicePeriod", _period(line.first_on, line.last_on)),
        (
            "cac:Item",
            [
                ("cbc:Description", line.description or None),
                ("cbc:Name", line.name),
                ("cac:ClassifiedTaxCategory", _category(line.vat_percent)),
            ],
        ),
        ("cac:Price", [("cbc:PriceAmount", _amount(line.unit_ore))]),
    ]


def _period(first_on: date, last_on: date) -> Tree:
    return [("cbc:StartDate", first_on.isoformat()), ("cbc:EndDate", last_on.isoformat())]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _amount(ore: int) -> Leaf:
    return kroner(ore), {"currencyID": names.CURRENCY}


def _grow(parent: etree._Element, tree: Tree) -> None:
    for name, content in tree:
        if content is None:
            continue
        prefix, _, local = name.partition(":")
        child = etree.SubElement(parent, f"{{{names.PREFIXES[prefix]}}}{local}")
        if isinstance(content, list):
            _grow(child, content)
        else:
            text, attributes = (content, {}) if isinstance(content, str) else content
            child.text = text
            for key, value in attributes.items():
                child.set(key, value)
