"""How long the issuer keeps what, as dated data; every figure is invented, and to be checked against the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from budstikke.issuer.terms.clauses import EID
from budstikke.law.edition import edition_on
from budstikke.law.words import Words


class HeldFor(StrEnum):
    """Why nothing of a customer, or of a case, is erased for the time being."""

    CLAIM = "claim"
    DISPUTE = "dispute"
    COURT = "court"
    AUTHORITY = "authority"


HELD_WORDS: Mapping[HeldFor, Words] = {
    HeldFor.CLAIM: Words(no="Et krav er ikke avgjort", en="A claim is not settled"),
    HeldFor.DISPUTE: Words(
        no="En klage eller tvist er ikke avgjort", en="A complaint or dispute is not settled"
    ),
    HeldFor.COURT: Words(no="En sak for domstolene", en="A case before the courts"),
    HeldFor.AUTHORITY: Words(no="En myndighet har bedt om det", en="An authority has asked for it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingTerms:
    """
    One edition.

    Terms:   eID §11.
    Reading: `proof_years` count from the end of a customer's last eID: as long must be shown how it came into whose
    hands (ETSI EN 319 411-1 asks seven years of who issues certificates). What was ordered and never proven shows
    nothing, and goes with the order. What is kept goes by the edition of the day it is looked at, so that a shorter
    time counts at once for what is there.
    """

    id: str
    valid_from: date
    valid_to: date | None = None
    case_days: int = 365
    # An order may be paid back for ninety days after it ended; and what the customer asks about it, for as long again.
    order_days: int = 180
    # An order that nobody proves ends by itself.
    order_open_days: int = 365
    proof_years: int = 7
    # No shorter than the proof: who looked somebody up must be found for as long as there is something to look up.
    audit_years: int = 10
    # A hold ends by itself on a day that somebody chose; longer than this, it is looked at again and placed anew.
    hold_days: int = 730


EDITIONS: tuple[KeepingTerms, ...] = (KeepingTerms(id="eid-keeping-2025", valid_from=date(2025, 1, 1)),)
CLAUSE = EID(11)


def keeping_terms(day: date) -> KeepingTerms:
    """Return the edition in force on a day."""
    return edition_on(EDITIONS, day)


def hold_ends(terms: KeepingTerms, *, today: date) -> date:
    """Return the last day on which what is held from a day on may be held."""
    return today + timedelta(days=terms.hold_days)


def bounds(terms: KeepingTerms, *, today: date) -> Mapping[str, date]:
    """Return for each number the day before which what ended goes; the last day of a period is kept still."""
    days = ("case_days", "order_days", "order_open_days")
    years = ("proof_years", "audit_years")
    return {name: today - timedelta(days=getattr(terms, name)) for name in days} | {
        name: years_before(today, years=getattr(terms, name)) for name in years
    }


def years_before(day: date, *, years: int) -> date:
    """Return the same day years before; of a 29 February the day before it, so that nothing goes a day early."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=day.day - 1)
