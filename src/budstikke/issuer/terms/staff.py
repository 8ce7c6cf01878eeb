"""What the issuer's own staff may do, in which role, why, and what takes two of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from budstikke.law.words import Words


class StaffRole(StrEnum):
    """Roles of the issuer's staff."""

    SUPPORT = "support"
    LEAD = "lead"
    AUDITOR = "auditor"


ROLE_WORDS: dict[StaffRole, Words] = {
    StaffRole.SUPPORT: Words("Kundeservice", "Customer service"),
    StaffRole.LEAD: Words("Leder", "Lead"),
    StaffRole.AUDITOR: Words("Revisor", "Auditor"),
}


class LookUpReason(StrEnum):
    """Why a customer is looked up; the customer reads it."""

    CUSTOMER_ASKED = "customer_asked"
    ORDER_PROBLEM = "order_problem"
    SUSPICION = "suspicion"
    AUDIT = "audit"


REASON_WORDS: dict[LookUpReason, Words] = {
    LookUpReason.CUSTOMER_ASKED: Words("Kunden tok kontakt", "The customer contacted us"),
    LookUpReason.ORDER_PROBLEM: Words("Feil i en bestilling", "A fault in an order"),
    LookUpReason.SUSPICION: Words("Mistanke om misbruk", "Suspected misuse"),
    LookUpReason.AUDIT: Words("Revisjon", "Audit"),
}


class Act(StrEnum):
    """What staff may do with a customer's eID."""

    BLOCK = "block"
    UNBLOCK = "unblock"
    CLOSE = "close"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act: its words, who may ask for it, and whether a second person has to confirm."""

    words: Words
    asks: frozenset[StaffRole]
    confirms: frozenset[StaffRole]
    takes_two: bool


_ALL = frozenset({StaffRole.SUPPORT, StaffRole.LEAD})
ACTS: dict[Act, ActRow] = {
    # Blocking too much harms less than waiting for a second person.
    Act.BLOCK: ActRow(Words("Sperre", "Block"), _ALL, frozenset(), False),
    Act.UNBLOCK: ActRow(Words("Åpne igjen", "Unblock"), _ALL, _ALL, True),
    Act.CLOSE: ActRow(Words("Avslutte", "Close"), _ALL, _ALL, True),
    Act.EXPORT: ActRow(
        Words("Hente ut revisjonspakken", "Export the audit pack"),
        frozenset({StaffRole.LEAD, StaffRole.AUDITOR}),
        frozenset({StaffRole.LEAD, StaffRole.AUDITOR}),
        True,
    ),
}
LOOKS_UP = frozenset(StaffRole)
# Who may confirm that somebody begins to work here; and who holds back forgetting. To hold back too long harms less
# than to erase what is disputed, so letting go is the lead's.
CONFIRMS_STAFF = frozenset({StaffRole.LEAD})
PLACES_HOLD, LIFTS_HOLD = _ALL, frozenset({StaffRole.LEAD})


def roles_of(text: str) -> frozenset[StaffRole]:
    """Return the roles that a row keeps as words with spaces between."""
    return frozenset(StaffRole(word) for word in text.split())
