"""What can be wrong with a booking, under the codes clients know; their mixed spelling is the interface's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One fault; `suffixable`: it may be said of sender or recipient."""

    code: str
    no: str
    en: str
    suffixable: bool = False


_ROWS = (
    Code("BOOK-INPUT-001", "Forespørselen er ikke som den skal", "The request is not as it should be"),
    Code("BOOK-INPUT-002", "Vekt mangler", "The weight is missing"),
    Code("BOOK-INPUT-003", "schemaVersion mangler", "schemaVersion is missing"),
    Code("BOOK-INPUT-004", "Bestillingen har ingen forsendelse", "There is no consignment to book"),
    Code("BOOK-INPUT-006", "Avsender mangler", "The sender is missing"),
    Code("BOOK-INPUT-007", "Mottaker mangler", "The recipient is missing"),
    Code("BOOK-INPUT-008", "Produkt mangler", "The product is missing"),
    Code("BOOK-INPUT-009", "Forsendelsen har ingen brev", "The consignment has no package"),
    Code("BOOK-INPUT-011", "For mange brev i én bestilling", "Too many packages in one booking"),
    Code("BOOK-INPUT-012", "Dato for innlevering kan ikke leses", "The shipping date cannot be read"),
    Code("BOOK-INPUT-013", "Mål kan ikke leses", "The dimensions cannot be read"),
    Code("BOOK-INPUT-014", "Navn mangler", "A name is missing", True),
    Code("BOOK-INPUT-015", "Adresse mangler", "An address is missing", True),
    Code("BOOK-INPUT-016", "Poststed mangler", "A city is missing", True),
    Code("BOOK-INPUT-017", "Landkode mangler", "A country code is missing", True),
    Code("BOOK-INPUT-018", "Produktets nummer mangler", "The product id is missing"),
    Code("BOOK-INPUT-019", "Kundenummer mangler", "The customer number is missing"),
    Code("BOOK-INPUT-020", "Produktet finnes ikke her; bruk 2563", "No such product here; use 2563"),
    Code("BOOK-INPUT-021", "Kundenummeret er ikke nøkkelens", "The customer number is not the key's"),
    Code("BOOK-INPUT-022", "Produktet er bare for Norge", "The product is for Norway only", True),
    Code("BOOK-INPUT-023", "Brevet er for tungt, tykt eller stort", "The letter is too heavy, thick or large"),
    Code("BOOK-INPUT-024", "Adressen er utenfor dekningsområdet", "The address is outside coverage"),
    Code("BOOK-INPUT-025", "Returadressen må være norsk", "The return address must be Norwegian"),
    Code("BOOK-INPUT-027", "Vilkårene for tjenesten er ikke oppfylt", "A condition of the service is not met"),
    Code("BOOK-INPUT-028", "Landkoden er ikke gyldig", "The country code is not valid", True),
    Code("BOOK-INPUT-030", "testIndicator er verken sann eller usann", "testIndicator is neither true nor false"),
    Code("BOOK-INPUT-033", "Ett brev i hver pakke", "One letter in each package"),
    Code("BOOK_INPUT-057", "Postnummeret er ikke gyldig", "The postal code is not valid", True),
    Code("BOOK_INPUT-059", "Bestillingen kan ikke leses", "The booking cannot be read"),
    Code("BOOK_INPUT-060", "Forespørselen er tom", "The request is empty"),
    Code("BOOK-AUTHORIZATION-001", "Nøkkelen kan ikke bestille", "The key may not book"),
    Code("BOOK-VALIDATION-001", "Bestillingen bryter en regel", "The booking breaks a rule"),
    Code("BOOK_VALIDATION-011", "Mobil eller e-post kan ikke brukes", "The mobile number or e-mail cannot be used"),
    Code("BOOK_VALIDATION-016", "Tilleggstjenesten finnes ikke her", "The additional service is not offered here"),
    Code("BOOK-INTERNAL-001", "Noe gikk galt hos oss", "Something went wrong on our side"),
    Code("BOOK-INTERNAL-002", "Serien med brevnumre er brukt opp", "The range of letter numbers is used up"),
)  # fmt: skip

CODES: Mapping[str, Code] = {row.code: row for row in _ROWS}
# What the terms refuse, in the words of the interface.
OF_REFUSAL: Mapping[str, str] = {
    "WEIGHT": "BOOK-INPUT-023",
    "THICKNESS": "BOOK-INPUT-023",
    "ENVELOPE": "BOOK-INPUT-023",
    "NORWAY_ONLY": "BOOK-INPUT-022",
    "ADDRESS_INCOMPLETE": "BOOK-INPUT-015",
    "RETURN_ADDRESS": "BOOK-INPUT-025",
    "POSTCODE_UNKNOWN": "BOOK_INPUT-057",
    "CONTACT_INVALID": "BOOK_VALIDATION-011",
    "UNKNOWN_CUSTOMER": "BOOK-INPUT-021",
    "SERVICE_NOT_OFFERED": "BOOK_VALIDATION-016",
    "NOT_AML_OBLIGED": "BOOK-INPUT-027",
    "NO_AGREEMENT": "BOOK-INPUT-027",
    "NO_DIGIPOST": "BOOK-INPUT-027",
    "NO_NUMBERS_LEFT": "BOOK-INTERNAL-002",
    "INTERCHANGE_REPEATED": "BOOK-INPUT-001",
}


def code_of(refusal: str) -> Code:
    """Return the fault for what an order was refused for; a refusal without a row of its own breaks a rule."""
    return CODES[OF_REFUSAL.get(refusal, "BOOK-VALIDATION-001")]
