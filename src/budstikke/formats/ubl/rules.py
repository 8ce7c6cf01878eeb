"""
The rules of EN 16931 (BR-), of Peppol BIS Billing 3.0 (PEPPOL-) and of Norway (NO-R-) that concern documents like ours.

A row says where the rule looks and what must hold there, in XPath 1.0 with the functions of judging.py, in words
of ours under the code of the rule's owner. Rules about what we never write (allowances, other currencies, other
countries, other VAT categories than S and Z) have no row. The owners' rules are in CEN/TC 434's and OpenPEPPOL's
Schematron files; docs/money.md says how ours were held against them.
"""

from __future__ import annotations

from dataclasses import dataclass

from budstikke.formats.ubl import names


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, the elements it looks at, what must hold for each, and what is wrong if it does not."""

    code: str
    where: str
    holds: str
    text: str
    fatal: bool = True


_SELLER = "/*/cac:AccountingSupplierParty/cac:Party"
_BUYER = "/*/cac:AccountingCustomerParty/cac:Party"
_LINE = "/*/cac:InvoiceLine | /*/cac:CreditNoteLine"
_TOTAL = "/*/cac:LegalMonetaryTotal"
_RATE = "/*/cac:TaxTotal/cac:TaxSubtotal"
_S = "[normalize-space(cac:TaxCategory/cbc:ID)='S']"
_CATEGORY = "cac:Item/cac:ClassifiedTaxCategory[normalize-space(cac:TaxScheme/cbc:ID)='VAT']"
_VAT_ID = "cac:PartyTaxScheme[normalize-space(cac:TaxScheme/cbc:ID)='VAT']/cbc:CompanyID"
_NORWEGIAN = f"{_SELLER}[starts-with({_VAT_ID}, 'NO') or not({_VAT_ID}) and .//cbc:IdentificationCode='NO']"
_SUM = "sum(../cac:InvoiceLine/cbc:LineExtensionAmount | ../cac:CreditNoteLine/cbc:LineExtensionAmount)"
_QUANTITY = "sum(cbc:InvoicedQuantity | cbc:CreditedQuantity)"
_CHARGES = "sum(cac:AllowanceCharge[cbc:ChargeIndicator='true']/cbc:Amount)"
_ALLOWANCES = "sum(cac:AllowanceCharge[cbc:ChargeIndicator='false']/cbc:Amount)"


def _present(code: str, where: str, element: str, what: str) -> Rule:
    return Rule(code, where, f"normalize-space({element}) != ''", f"{what} is missing")


def _two_decimals(code: str, element: str) -> Rule:
    return Rule(code, element, "string-length(substring-after(., '.')) <= 2", "more than two decimals")


PRESENT = (
    _present("BR-01", "/*", "cbc:CustomizationID", "the specification identifier"),
    _present("BR-02", "/*", "cbc:ID", "the number"),
    _present("BR-03", "/*", "cbc:IssueDate", "the day of issue"),
    _present("BR-04", "/*", "cbc:InvoiceTypeCode | cbc:CreditNoteTypeCode", "the type code"),
    _present("BR-05", "/*", "cbc:DocumentCurrencyCode", "the currency"),
    _present("BR-06", "/*", f"{_SELLER}/cac:PartyLegalEntity/cbc:RegistrationName", "the seller's name"),
    _present("BR-07", "/*", f"{_BUYER}/cac:PartyLegalEntity/cbc:RegistrationName", "the buyer's name"),
    Rule("BR-08", "/*", f"{_SELLER}/cac:PostalAddress", "the seller's address is missing"),
    _present("BR-09", f"{_SELLER}/cac:PostalAddress", "cac:Country/cbc:IdentificationCode", "the country"),
    Rule("BR-10", "/*", f"{_BUYER}/cac:PostalAddress", "the buyer's address is missing"),
    _present("BR-11", f"{_BUYER}/cac:PostalAddress", "cac:Country/cbc:IdentificationCode", "the country"),
    _present("BR-12", _TOTAL, "cbc:LineExtensionAmount", "the sum of the lines"),
    _present("BR-13", _TOTAL, "cbc:TaxExclusiveAmount", "the total without VAT"),
    _present("BR-14", _TOTAL, "cbc:TaxInclusiveAmount", "the total with VAT"),
    _present("BR-15", _TOTAL, "cbc:PayableAmount", "the amount to pay"),
    Rule("BR-16", "/*", "cac:InvoiceLine | cac:CreditNoteLine", "there is no line"),
    _present("BR-21", _LINE, "cbc:ID", "the line's number"),
    Rule("BR-22", _LINE, "cbc:InvoicedQuantity | cbc:CreditedQuantity", "the line's quantity is missing"),
    Rule(
        "BR-23",
        _LINE,
        "cbc:InvoicedQuantity/@unitCode | cbc:CreditedQuantity/@unitCode",
        "the unit is missing",
    ),
    _present("BR-24", _LINE, "cbc:LineExtensionAmount", "the line's amount"),
    _present("BR-25", _LINE, "cac:Item/cbc:Name", "the name of what is invoiced"),
    _present("BR-26", _LINE, "cac:Price/cbc:PriceAmount", "the price"),
    _present("BR-45", _RATE, "cbc:TaxableAmount", "the amount that is taxed"),
    _present("BR-46", _RATE, "cbc:TaxAmount", "the VAT at this rate"),
    _present("BR-47", _RATE, "cac:TaxCategory/cbc:ID", "the VAT category"),
    _present("BR-48", _RATE, "cac:TaxCategory/cbc:Percent", "the VAT rate"),
    _present("BR-49", "/*/cac:PaymentMeans", "cbc:PaymentMeansCode", "how it is to be paid"),
    _present(
        "BR-55", "/*/cac:BillingReference/cac:InvoiceDocumentReference", "cbc:ID", "the earlier invoice"
    ),
    Rule("BR-CO-04", _LINE, f"count({_CATEGORY}/cbc:ID) = 1", "the line's VAT category is missing"),
    Rule("BR-CO-18", "/*", "cac:TaxTotal/cac:TaxSubtotal", "there is no VAT by rate"),
    Rule(
        "BR-CO-26",
        _SELLER,
        f"cac:PartyIdentification/cbc:ID | cac:PartyLegalEntity/cbc:CompanyID | {_VAT_ID}",
        "nothing identifies the seller",
    ),
)
SUMS = (
    Rule("BR-27", _LINE, "not(cac:Price/cbc:PriceAmount < 0)", "the price is negative"),
    Rule(
        "BR-29",
        "/*/cac:InvoicePeriod[cbc:StartDate and cbc:EndDate]",
        "b:day(cbc:EndDate) >= b:day(cbc:StartDate)",
        "the period ends before it begins",
    ),
    Rule(
        "BR-30",
        "/*/cac:InvoiceLine/cac:InvoicePeriod[cbc:StartDate and cbc:EndDate]"
        " | /*/cac:CreditNoteLine/cac:InvoicePeriod[cbc:StartDate and cbc:EndDate]",
        "b:day(cbc:EndDate) >= b:day(cbc:StartDate)",
        "the line's period ends before it begins",
    ),
    Rule("BR-CO-10", _TOTAL, f"b:same(cbc:LineExtensionAmount, {_SUM})", "is not the sum of the lines"),
    Rule(
        "BR-CO-13",
        _TOTAL,
        "b:same(cbc:TaxExclusiveAmount, sum(cbc:LineExtensionAmount) - sum(cbc:AllowanceTotalAmount)"
        " + sum(cbc:ChargeTotalAmount))",
        "the total without VAT is not that of the lines, allowances and charges",
    ),
    Rule(
        "BR-CO-14",
        "/*/cac:TaxTotal[cac:TaxSubtotal]",
        "b:same(cbc:TaxAmount, sum(cac:TaxSubtotal/cbc:TaxAmount))",
        "the VAT is not the sum of the VAT at each rate",
    ),
    Rule(
        "BR-CO-15",
        _TOTAL,
        "b:same(cbc:TaxInclusiveAmount, cbc:TaxExclusiveAmount + ../cac:TaxTotal[cac:TaxSubtotal]/cbc:TaxAmount)",
        "the total with VAT is not the total without it and the VAT",
    ),
    Rule(
        "BR-CO-16",
        _TOTAL,
        "b:same(cbc:PayableAmount, cbc:TaxInclusiveAmount - sum(cbc:PrepaidAmount) + sum(cbc:PayableRoundingAmount))",
        "the amount to pay is not the total with VAT, less what is paid, and rounding",
    ),
    # The owner lets it differ by less than one krone, and so does this row: credit notes round together.
    Rule(
        "BR-CO-17",
        _RATE,
        "b:near(cbc:TaxAmount, cbc:TaxableAmount * sum(cac:TaxCategory/cbc:Percent) div 100, 1)",
        "the VAT is not the rate of the amount",
    ),
    Rule(
        "BR-CO-25",
        "/*[cac:LegalMonetaryTotal/cbc:PayableAmount > 0][cbc:InvoiceTypeCode]",
        "cbc:DueDate or cac:PaymentTerms/cbc:Note",
        "neither a last day to pay nor terms of payment",
    ),
    Rule("BR-S-01", f"/*[.//{_CATEGORY}[cbc:ID='S']]", f"{_RATE}{_S}", "no VAT at the standard rate"),
    Rule(
        "BR-S-02",
        f"/*[.//{_CATEGORY}[cbc:ID='S']]",
        f"{_SELLER}/cac:PartyTaxScheme/cbc:CompanyID | /*/cac:TaxRepresentativeParty/{_VAT_ID}",
        "no tax registration of the seller's",
    ),
    Rule(
        "BR-S-05", _LINE, f"not({_CATEGORY}[cbc:ID='S'][not(cbc:Percent > 0)])", "a standard rate of nothing"
    ),
    Rule(
        "BR-S-08",
        f"{_RATE}{_S}",
        "b:at_rate(., 1)",
        "the amount taxed is not the sum of the lines at this rate",
    ),
    Rule(
        "BR-61",
        "/*/cac:PaymentMeans[cbc:PaymentMeansCode='30' or cbc:PaymentMeansCode='58']",
        "normalize-space(cac:PayeeFinancialAccount/cbc:ID) != ''",
        "a credit transfer without an account",
    ),
    _two_decimals("BR-DEC-09", f"{_TOTAL}/cbc:LineExtensionAmount"),
    _two_decimals("BR-DEC-12", f"{_TOTAL}/cbc:TaxExclusiveAmount"),
    _two_decimals("BR-DEC-13", "/*/cac:TaxTotal/cbc:TaxAmount"),
    _two_decimals("BR-DEC-14", f"{_TOTAL}/cbc:TaxInclusiveAmount"),
    _two_decimals("BR-DEC-18", f"{_TOTAL}/cbc:PayableAmount"),
    _two_decimals("BR-DEC-19", f"{_RATE}/cbc:TaxableAmount"),
    _two_decimals("BR-DEC-20", f"{_RATE}/cbc:TaxAmount"),
    _two_decimals(
        "BR-DEC-23",
        "/*/cac:InvoiceLine/cbc:LineExtensionAmount | /*/cac:CreditNoteLine/cbc:LineExtensionAmount",
    ),
)
PEPPOL = (
    _present("PEPPOL-EN16931-R001", "/*", "cbc:ProfileID", "the business process"),
    Rule("PEPPOL-EN16931-R002", "/*", "count(cbc:Note) <= 1", "more than one note"),
    Rule(
        "PEPPOL-EN16931-R003",
        "/*",
        "cbc:BuyerReference or cac:OrderReference/cbc:ID",
        "no reference of the buyer's",
    ),
    Rule(
        "PEPPOL-EN16931-R004",
        "/*",
        f"starts-with(normalize-space(cbc:CustomizationID), '{names.CUSTOMIZATION}')",
        "the specification identifier is not that of Peppol BIS Billing 3.0",
    ),
    Rule(
        "PEPPOL-EN16931-R007",
        "/*[cbc:ProfileID]",
        "b:process(cbc:ProfileID)",
        "not a business process of billing",
    ),
    Rule("PEPPOL-EN16931-R008", "//*[not(*)]", "normalize-space() != ''", "an empty element"),
    Rule("PEPPOL-EN16931-R010", _BUYER, "cbc:EndpointID", "the buyer's electronic address is missing"),
    Rule("PEPPOL-EN16931-R020", _SELLER, "cbc:EndpointID", "the seller's electronic address is missing"),
    Rule(
        "PEPPOL-EN16931-R051",
        "//*[@currencyID][not(parent::cac:TaxTotal[not(cac:TaxSubtotal)])]",
        "@currencyID = normalize-space(/*/cbc:DocumentCurrencyCode)",
        "another currency than the document's",
    ),
    Rule(
        "PEPPOL-EN16931-R053", "/*", "count(cac:TaxTotal[cac:TaxSubtotal]) = 1", "not one VAT total by rate"
    ),
    Rule(
        "PEPPOL-EN16931-R110",
        "/*[cac:InvoicePeriod/cbc:StartDate]/*/cac:InvoicePeriod/cbc:StartDate",
        "b:day(.) >= b:day(/*/cac:InvoicePeriod/cbc:StartDate)",
        "the line begins before the document's period",
    ),
    Rule(
        "PEPPOL-EN16931-R111",
        "/*[cac:InvoicePeriod/cbc:EndDate]/*/cac:InvoicePeriod/cbc:EndDate",
        "b:day(.) <= b:day(/*/cac:InvoicePeriod/cbc:EndDate)",
        "the line ends after the document's period",
    ),
    Rule(
        "PEPPOL-EN16931-R120",
        _LINE,
        f"b:near(cbc:LineExtensionAmount, {_QUANTITY} * cac:Price/cbc:PriceAmount"
        f" div b:or_one(cac:Price/cbc:BaseQuantity) + {_CHARGES} - {_ALLOWANCES}, 0.0201)",
        "is not the quantity times the price",
    ),
    Rule("PEPPOL-EN16931-R121", _LINE, "not(cac:Price/cbc:BaseQuantity <= 0)", "a price for nothing or less"),
    Rule(
        "PEPPOL-EN16931-P0100",
        "/*/cbc:InvoiceTypeCode",
        "contains(' 71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876"
        " 877 ', concat(' ', normalize-space(), ' '))",
        "no type of invoice that Peppol takes",
    ),
    Rule(
        "PEPPOL-EN16931-P0101",
        "/*/cbc:CreditNoteTypeCode",
        "contains(' 381 396 81 83 532 ', concat(' ', normalize-space(), ' '))",
        "no type of credit note that Peppol takes",
    ),
    Rule(
        "PEPPOL-EN16931-F001",
        "//cbc:IssueDate | //cbc:DueDate | //cbc:TaxPointDate | //cbc:StartDate | //cbc:EndDate",
        "b:day(.) > 0",
        "not a day as YYYY-MM-DD",
    ),
    Rule(
        "PEPPOL-COMMON-R041",
        f"//*[@schemeID='{names.ORGANISATION_SCHEME}']",
        "b:organisation(.)",
        "not a Norwegian organisation number",
    ),
)
NORWAY = (
    Rule(
        "NO-R-001",
        _NORWEGIAN,
        f"not({_VAT_ID}) or b:norwegian_vat({_VAT_ID})",
        "the VAT number is not NO, an organisation number and MVA",
    ),
    Rule(
        "NO-R-002",
        _NORWEGIAN,
        "cac:PartyTaxScheme[normalize-space(cac:TaxScheme/cbc:ID)='TAX']"
        f"[normalize-space(cbc:CompanyID)='{names.BUSINESS_REGISTER}']",
        "the word Foretaksregisteret is missing, which most sellers must show",
        fatal=False,
    ),
)
RULES: tuple[Rule, ...] = (*PRESENT, *SUMS, *PEPPOL, *NORWAY)
