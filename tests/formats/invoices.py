"""An invoice and a credit note to write, and a way to break each rule in one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lxml import etree

from budstikke.formats import ubl
from budstikke.formats.ubl import names

SELLER = ubl.Organisation(
    name="Eksempelposten SPECIMEN",
    organisation_number="314159268",
    street="Torget 1",
    postcode="0155",
    city="OSLO",
    vat_registered=True,
    in_business_register=True,
)
BUYER = ubl.Organisation(
    name="Eksempel eID AS SPECIMEN",
    organisation_number="991825827",
    street="Storgata 1",
    postcode="0155",
    city="OSLO",
)
FIRST, LAST = date(2026, 11, 2), date(2026, 11, 30)  # Mondays
INVOICE = ubl.Document(
    kind="invoice",
    number="F000001",
    issued_on=date(2026, 12, 1),  # Tuesday
    first_on=date(2026, 11, 1),  # Sunday
    last_on=LAST,
    buyer_reference="10009999999",
    seller=SELLER,
    buyer=BUYER,
    lines=(
        ubl.Line(
            name="Brev med personlig utlevering",
            description="PUM §13, PUM §3",
            quantity=3,
            unit_ore=14_900,
            net_ore=44_700,
            vat_percent=25,
            first_on=FIRST,
            last_on=LAST,
        ),
        ubl.Line(
            name="Krav til pass",
            description="PUM §13, PUM §3",
            quantity=1,
            unit_ore=2_500,
            net_ore=2_500,
            vat_percent=25,
            first_on=FIRST,
            last_on=FIRST,
        ),
    ),
    vat=(ubl.Vat(percent=25, net_ore=47_200, vat_ore=11_800),),
    note="TEST",
    due_on=date(2026, 12, 15),  # Tuesday
    account="99999900018",
    kid="10009999999000000018",
)
CREDIT_NOTE = replace(
    INVOICE,
    kind="credit_note",
    number="K000001",
    due_on=None,
    account="",
    kid="",
    corrects=ubl.Corrected(number="F000001", issued_on=INVOICE.issued_on),
)

_SELLER = "cac:AccountingSupplierParty/cac:Party"
_BUYER = "cac:AccountingCustomerParty/cac:Party"
_TOTAL = "cac:LegalMonetaryTotal"
_RATE = "cac:TaxTotal/cac:TaxSubtotal"
_LINE = "cac:InvoiceLine[2]"
# What is broken, where, and how: "-" takes the element away, "@name" its attribute, "+x" puts a child x into it,
# anything else becomes its text. A code may be broken in a credit note, marked with a K.
BROKEN: tuple[tuple[str, str, str], ...] = (
    ("BR-01", "cbc:CustomizationID", "-"),
    ("BR-02", "cbc:ID", "-"),
    ("BR-03", "cbc:IssueDate", "-"),
    ("BR-04", "cbc:InvoiceTypeCode", "-"),
    ("BR-05", "cbc:DocumentCurrencyCode", "-"),
    ("BR-06", f"{_SELLER}/cac:PartyLegalEntity/cbc:RegistrationName", "-"),
    ("BR-07", f"{_BUYER}/cac:PartyLegalEntity/cbc:RegistrationName", "-"),
    ("BR-08", f"{_SELLER}/cac:PostalAddress", "-"),
    ("BR-09", f"{_SELLER}/cac:PostalAddress/cac:Country", "-"),
    ("BR-10", f"{_BUYER}/cac:PostalAddress", "-"),
    ("BR-11", f"{_BUYER}/cac:PostalAddress/cac:Country", "-"),
    ("BR-12", f"{_TOTAL}/cbc:LineExtensionAmount", "-"),
    ("BR-13", f"{_TOTAL}/cbc:TaxExclusiveAmount", "-"),
    ("BR-14", f"{_TOTAL}/cbc:TaxInclusiveAmount", "-"),
    ("BR-15", f"{_TOTAL}/cbc:PayableAmount", "-"),
    ("BR-16", "cac:InvoiceLine", "-"),
    ("BR-21", f"{_LINE}/cbc:ID", "-"),
    ("BR-22", f"{_LINE}/cbc:InvoicedQuantity", "-"),
    ("BR-23", f"{_LINE}/cbc:InvoicedQuantity", "@unitCode"),
    ("BR-24", f"{_LINE}/cbc:LineExtensionAmount", "-"),
    ("BR-25", f"{_LINE}/cac:Item/cbc:Name", "-"),
    ("BR-26", f"{_LINE}/cac:Price", "-"),
    ("BR-27", f"{_LINE}/cac:Price/cbc:PriceAmount", "-25.00"),
    ("BR-29", "cac:InvoicePeriod/cbc:EndDate", "2026-10-31"),
    ("BR-30", f"{_LINE}/cac:InvoicePeriod/cbc:EndDate", "2026-11-01"),
    ("BR-45", f"{_RATE}/cbc:TaxableAmount", "-"),
    ("BR-46", f"{_RATE}/cbc:TaxAmount", "-"),
    ("BR-47", f"{_RATE}/cac:TaxCategory/cbc:ID", "-"),
    ("BR-48", f"{_RATE}/cac:TaxCategory/cbc:Percent", "-"),
    ("BR-49", "cac:PaymentMeans/cbc:PaymentMeansCode", "-"),
    ("K BR-55", "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", "-"),
    ("BR-61", "cac:PaymentMeans/cac:PayeeFinancialAccount", "-"),
    ("BR-CO-04", f"{_LINE}/cac:Item/cac:ClassifiedTaxCategory", "-"),
    ("BR-CO-10", f"{_TOTAL}/cbc:LineExtensionAmount", "471.99"),
    ("BR-CO-13", f"{_TOTAL}/cbc:TaxExclusiveAmount", "472.01"),
    ("BR-CO-14", "cac:TaxTotal/cbc:TaxAmount", "118.01"),
    ("BR-CO-15", f"{_TOTAL}/cbc:TaxInclusiveAmount", "590.01"),
    ("BR-CO-16", f"{_TOTAL}/cbc:PayableAmount", "589.99"),
    ("BR-CO-17", f"{_RATE}/cbc:TaxAmount", "119.01"),
    ("BR-CO-18", f"{_RATE}", "-"),
    ("BR-CO-25", "cbc:DueDate", "-"),
    ("BR-CO-26", f"{_SELLER}/cac:PartyLegalEntity/cbc:CompanyID", "- with the VAT number"),
    ("BR-S-01", f"{_RATE}/cac:TaxCategory/cbc:ID", "E"),
    ("BR-S-02", f"{_SELLER}/cac:PartyTaxScheme", "-"),
    ("BR-S-05", f"{_LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "0"),
    ("BR-S-08", f"{_RATE}/cbc:TaxableAmount", "473.01"),
    ("BR-DEC-09", f"{_TOTAL}/cbc:LineExtensionAmount", "472.000"),
    ("BR-DEC-12", f"{_TOTAL}/cbc:TaxExclusiveAmount", "472.000"),
    ("BR-DEC-13", "cac:TaxTotal/cbc:TaxAmount", "118.000"),
    ("BR-DEC-14", f"{_TOTAL}/cbc:TaxInclusiveAmount", "590.000"),
    ("BR-DEC-18", f"{_TOTAL}/cbc:PayableAmount", "590.000"),
    ("BR-DEC-19", f"{_RATE}/cbc:TaxableAmount", "472.000"),
    ("BR-DEC-20", f"{_RATE}/cbc:TaxAmount", "118.000"),
    ("BR-DEC-23", f"{_LINE}/cbc:LineExtensionAmount", "25.000"),
    ("PEPPOL-EN16931-R001", "cbc:ProfileID", "-"),
    ("PEPPOL-EN16931-R002", ".", "+Note"),
    ("PEPPOL-EN16931-R003", "cbc:BuyerReference", "-"),
    ("PEPPOL-EN16931-R004", "cbc:CustomizationID", "urn:cen.eu:en16931:2017"),
    ("PEPPOL-EN16931-R007", "cbc:ProfileID", "urn:fdc:peppol.eu:2017:poacc:billing:1:1.0"),
    ("PEPPOL-EN16931-R008", f"{_SELLER}/cac:PostalAddress/cbc:StreetName", " "),
    ("PEPPOL-EN16931-R010", f"{_BUYER}/cbc:EndpointID", "-"),
    ("PEPPOL-EN16931-R020", f"{_SELLER}/cbc:EndpointID", "-"),
    ("PEPPOL-EN16931-R051", "cbc:DocumentCurrencyCode", "SEK"),
    ("PEPPOL-EN16931-R053", "cac:TaxTotal", "-"),
    ("PEPPOL-EN16931-R110", f"{_LINE}/cac:InvoicePeriod/cbc:StartDate", "2026-10-31"),
    ("PEPPOL-EN16931-R111", f"{_LINE}/cac:InvoicePeriod/cbc:EndDate", "2026-12-01"),
    ("PEPPOL-EN16931-R120", f"{_LINE}/cac:Price/cbc:PriceAmount", "25.03"),
    ("PEPPOL-EN16931-R121", f"{_LINE}/cac:Price", "+BaseQuantity"),
    ("PEPPOL-EN16931-P0100", "cbc:InvoiceTypeCode", "381"),
    ("K PEPPOL-EN16931-P0101", "cbc:CreditNoteTypeCode", "380"),
    ("PEPPOL-EN16931-F001", "cbc:DueDate", "2026-12-1"),
    ("PEPPOL-COMMON-R041", f"{_BUYER}/cbc:EndpointID", "991825828"),
    ("NO-R-001", f"{_SELLER}/cac:PartyTaxScheme[1]/cbc:CompanyID", "NO314159268"),
    ("NO-R-002", f"{_SELLER}/cac:PartyTaxScheme[2]", "-"),
)


def broken(row: tuple[str, str, str]) -> tuple[str, bytes]:
    """The code of a rule, and a document in which it does not hold."""
    code, path, how = row
    credit = code.startswith("K ")
    root = etree.fromstring(ubl.write(CREDIT_NOTE if credit else INVOICE))
    spaces = dict(names.PREFIXES)
    for element in root.xpath(path, namespaces=spaces):
        if how.startswith("- with"):
            scheme = element.getparent().getparent().find("cac:PartyTaxScheme", spaces)
            scheme.getparent().remove(scheme)
        if how == "-" or how.startswith("- with"):
            element.getparent().remove(element)
        elif how.startswith("@"):
            del element.attrib[how[1:]]
        elif how.startswith("+"):
            etree.SubElement(element, f"{{{names.CBC}}}{how[1:]}").text = "0"
        else:
            element.text = how
    return code.removeprefix("K "), etree.tostring(root)
