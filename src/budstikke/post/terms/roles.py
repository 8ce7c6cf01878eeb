"""What somebody who works for a sender may do; a key or a person has one or several roles."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """A role at a sender's; the owner may do what every other may, the subcontractor hand in and follow only."""

    OWNER = "owner"
    ORDERS = "orders"
    REPORTS = "reports"
    FINANCE = "finance"
    SUBCONTRACTOR = "subcontractor"


def may(roles: Iterable[Role], *wanted: Role) -> bool:
    """Say whether somebody with these roles may do what any of the wanted ones may."""
    return not {Role.OWNER, *wanted}.isdisjoint(roles)


class StaffRole(StrEnum):
    """A role of somebody who works for the carrier; a desk lead may do what the desk may."""

    CLERK = "clerk"
    DESK = "desk"
    DESK_LEAD = "desk_lead"
    AUDITOR = "auditor"
