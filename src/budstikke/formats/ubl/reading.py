"""Reading an invoice or a credit note of the kind we write; one that says more is refused, not read in part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lxml import etree

from budstikke.formats import xml_root
from budstikke.formats.malformed import Fault, Malformed
from budstikke.formats.ubl import names
from budstikke.formats.ubl.values import Corrected, Document, Kind, Line, Organisation, Vat
from budstikke.formats.ubl.writing import write

# XML's own white space: what Python calls so besides may be part of a name.
_SPACE = " \t\r\n"
_KINDS: dict[str, Kind] = {
    f"{{{names.INVOICE}}}Invoice": "invoice",
    f"{{{names.CREDIT_NOTE}}}CreditNote": "credit_note",
}


def root_of(content: bytes) -> etree._Element:
    """
    Return the root element of an invoice or credit note.

    Raises: Malformed when it is no well-formed XML, has a document type, or is another document.
    """
    root = xml_root.root_of(content)
    if root.tag not in _KINDS:
        raise Malformed((Fault("root", "WRONG_ROOT", "expected an Invoice or a CreditNote of UBL 2.1"),))
    return root


def read(content: bytes) -> Document:
    """
    Read a document into values.

    What was read is written again and held against the input, so that nothing in it is passed over: an
    allowance, a second party or an attachment makes a fault, not a smaller invoice.
    Raises: Malformed with every fault found before the reading ended; nothing of the content is repeated.
    """
    root = root_of(content)
    reader = _Reader()
    document = reader.document(root, _KINDS[str(root.tag)])
    if reader.faults:
        raise Malformed(tuple(reader.faults))
    differing = _first_difference(root, root_of(write(document)))
    if differing:
        raise Malformed((Fault(differing, "NOT_READ", "is nothing we have a place for, or stands twice"),))
    return document


class _Reader:
    """Takes values out of elements, and notes what is missing or odd."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def text(self, element: etree._Element | None, path: str, *, needed: bool = True) -> str:
        found = None if element is None else element.find(path, dict(names.PREFIXES))
        said = (found.text or "").strip(_SPACE) if found is not None else ""
        if needed and not said:
            self._fault(element, path, "MISSING_ELEMENT", "is missing or empty")
        return said

    def whole(self, element: etree._Element | None, path: str) -> int:
        said = self.text(element, path)
        if said.isascii() and said.removeprefix("-").isdecimal() and len(said) < 16:
            return int(said)
        if said:
            self._fault(element, path, "NOT_A_NUMBER", "expected a whole number")
        return 0

    def ore(self, element: etree._Element | None, path: str) -> int:
        said = self.text(element, path)
        kroner, _, rest = said.partition(".")
        digits = kroner.removeprefix("-") + rest
        if (
            digits.isascii()
            and digits.isdecimal()
            and kroner.strip("-")
            and len(rest) <= 2
            and len(said) < 18
        ):
            return int(f"{kroner}{rest:0<2}")
        if said:
            self._fault(element, path, "NOT_AN_AMOUNT", "expected kroner with at most two decimals")
        return 0

    def day(self, element: etree._Element | None, path: str) -> date:
        said = self.text(element, path)
        day = _as_day(said)
        if said and day is None:
            self._fault(element, path, "NOT_A_DAY", "expected a day as YYYY-MM-DD")
        return day or date.min

    def document(self, root: etree._Element, kind: Kind) -> Document:
        def child(path: str) -> etree._Element | None:
            return root.find(path, dict(names.PREFIXES))

        invoice = kind == "invoice"
        corrected = child("cac:BillingReference/cac:InvoiceDocumentReference")
        return Document(
            kind=kind,
            number=self.text(root, "cbc:ID"),
            issued_on=self.day(root, "cbc:IssueDate"),
            first_on=self.day(root, "cac:InvoicePeriod/cbc:StartDate"),
            last_on=self.day(root, "cac:InvoicePeriod/cbc:EndDate"),
            buyer_reference=self.text(root, "cbc:BuyerReference"),
            seller=self.organisation(child("cac:AccountingSupplierParty/cac:Party")),
            buyer=self.organisation(child("cac:AccountingCustomerParty/cac:Party")),
            lines=tuple(self.line(each, invoice=invoice) for each in _lines(root, invoice=invoice)),
            vat=tuple(
                Vat(
                    percent=self.whole(each, "cac:TaxCategory/cbc:Percent"),
                    net_ore=self.ore(each, "cbc:TaxableAmount"),
                    vat_ore=self.ore(each, "cbc:TaxAmount"),
                )
                for each in root.iterfind("cac:TaxTotal/cac:TaxSubtotal", dict(names.PREFIXES))
            ),
            note=self.text(root, "cbc:Note", needed=False),
            due_on=self.day(root, "cbc:DueDate") if child("cbc:DueDate") is not None else None,
            account=self.text(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID", needed=False),
            kid=self.text(root, "cac:PaymentMeans/cbc:PaymentID", needed=False),
            corrects=None
            if corrected is None
            else Corrected(
                number=self.text(corrected, "cbc:ID"), issued_on=self.day(corrected, "cbc:IssueDate")
            ),
        )

    def organisation(self, party: etree._Element | None) -> Organisation:
        schemes = (
            []
            if party is None
            else [
                (each.text or "").strip()
                for each in party.iterfind("cac:PartyTaxScheme/cac:TaxScheme/cbc:ID", dict(names.PREFIXES))
            ]
        )
        return Organisation(
            name=self.text(party, "cac:PartyName/cbc:Name"),
            organisation_number=self.text(party, "cac:PartyLegalEntity/cbc:CompanyID"),
            street=self.text(party, "cac:PostalAddress/cbc:StreetName", needed=False),
            postcode=self.text(party, "cac:PostalAddress/cbc:PostalZone", needed=False),
            city=self.text(party, "cac:PostalAddress/cbc:CityName", needed=False),
            vat_registered="VAT" in schemes,
            in_business_register="TAX" in schemes,
        )

    def line(self, line: etree._Element, *, invoice: bool) -> Line:
        return Line(
            name=self.text(line, "cac:Item/cbc:Name"),
            description=self.text(line, "cac:Item/cbc:Description", needed=False),
            quantity=self.whole(line, "cbc:InvoicedQuantity" if invoice else "cbc:CreditedQuantity"),
            unit_ore=self.ore(line, "cac:Price/cbc:PriceAmount"),
            net_ore=self.ore(line, "cbc:LineExtensionAmount"),
            vat_percent=self.whole(line, "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent"),
            first_on=self.day(line, "cac:InvoicePeriod/cbc:StartDate"),
            last_on=self.day(line, "cac:InvoicePeriod/cbc:EndDate"),
        )

    def _fault(self, element: etree._Element | None, path: str, code: str, text: str) -> None:
        place = "document" if element is None else f"line {element.sourceline}"
        self.faults.append(Fault(f"{place}, {path}", code, text))


def _lines(root: etree._Element, *, invoice: bool) -> Iterator[etree._Element]:
    return root.iterfind(f"cac:{'InvoiceLine' if invoice else 'CreditNoteLine'}", dict(names.PREFIXES))


def _as_day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if len(said) == 10 else None
    except ValueError:
        return None


def _first_difference(given: etree._Element, ours: etree._Element) -> str:
    same = (
        given.tag == ours.tag
        and given.items() == ours.items()
        and (len(given) > 0 or _value(given) == _value(ours))
    )
    if not same:
        return f"line {given.sourceline}, {etree.QName(given).localname}"
    for one, other in zip(given, ours, strict=False):
        found = _first_difference(one, other)
        if found:
            return found
    if len(given) != len(ours):
        return f"line {given.sourceline}, {etree.QName(given).localname}"
    return ""


def _value(element: etree._Element) -> str:
    # 149 and 149.00 are one amount; texts are compared without the space around them.
    text = (element.text or "").strip(_SPACE)
    if "currencyID" in element.attrib and "." in text:
        return text.rstrip("0").rstrip(".")
    return text
