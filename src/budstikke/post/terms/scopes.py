"""What a program of a sender's may do at the API, and which role may do it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from budstikke.post.terms.roles import Role


class Scope(StrEnum):
    """One thing a token may be good for; the prefix is the carrier's, as Maskinporten has it."""

    LETTERS_READ = "budstikke:letters.read"
    LETTERS_WRITE = "budstikke:letters.write"
    EVIDENCE_READ = "budstikke:evidence.read"
    RELATIONSHIPS_WRITE = "budstikke:relationships.write"
    AGREEMENT_READ = "budstikke:agreement.read"
    CLAIMS_READ = "budstikke:claims.read"
    CLAIMS_WRITE = "budstikke:claims.write"
    INVOICES_READ = "budstikke:invoices.read"
    # The carrier's own machines; no role of a sender's has it.
    SORTING = "budstikke:sorting"


_OF_ROLE: Mapping[Role, frozenset[Scope]] = {
    Role.OWNER: frozenset(Scope) - {Scope.SORTING},
    Role.ORDERS: frozenset({Scope.LETTERS_READ, Scope.LETTERS_WRITE, Scope.CLAIMS_READ, Scope.CLAIMS_WRITE}),
    Role.REPORTS: frozenset({Scope.LETTERS_READ, Scope.EVIDENCE_READ}),
    Role.FINANCE: frozenset(
        {Scope.AGREEMENT_READ, Scope.INVOICES_READ, Scope.CLAIMS_READ, Scope.CLAIMS_WRITE}
    ),
    Role.SUBCONTRACTOR: frozenset({Scope.LETTERS_READ}),
}


def scopes_of(roles: Iterable[Role]) -> frozenset[Scope]:
    """Return everything that somebody with these roles may do."""
    return frozenset().union(*(_OF_ROLE[role] for role in roles))
