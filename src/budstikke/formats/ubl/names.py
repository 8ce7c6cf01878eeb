"""Names of UBL that the writer, the reader and the rules share."""

from __future__ import annotations

from collections.abc import Mapping

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDIT_NOTE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
PREFIXES: Mapping[str, str] = {"cac": CAC, "cbc": CBC}

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
# The scheme of Norwegian organisation numbers (ISO 6523), the type codes (UNTDID 1001), the code for pieces (UN/ECE
# Recommendation 20) and the one for a credit transfer (UNTDID 4461).
ORGANISATION_SCHEME = "0192"
TYPE_CODES: Mapping[str, str] = {"invoice": "380", "credit_note": "381"}
PIECES = "H87"
CREDIT_TRANSFER = "30"
CURRENCY = "NOK"
BUSINESS_REGISTER = "Foretaksregisteret"
