"""The numbers of the rules for eIDs, as dated data: tries, lifetimes, windows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from budstikke.issuer.terms.products import Product
from budstikke.law.edition import edition_on

_THREE_YEARS = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class EidTerms:
    """
    One edition; an eID keeps the days it was issued with, all else goes by the edition of the day.

    Reading: no source names these numbers but the tries of a code in five (NIST SP 800-63B, 5.2.2 allows a hundred,
    peers use five to ten); they are ours, and change by a new edition.
    """

    id: str
    valid_from: date
    valid_to: date | None = None
    pin_digits: tuple[int, int] = (4, 8)
    pin_tries: int = 3
    puk_digits: int = 8
    puk_tries: int = 5
    lifetime: Mapping[Product, timedelta] = field(
        default_factory=lambda: MappingProxyType(dict.fromkeys(Product, _THREE_YEARS))
    )
    # An eID that nobody puts into use does not lie about for years.
    put_into_use_within: timedelta = timedelta(days=90)
    renewal_window: timedelta = timedelta(days=90)
    set_up_lasts: timedelta = timedelta(minutes=30)
    sms_code_lasts: timedelta = timedelta(minutes=30)
    sms_code_tries: int = 5
    sms_codes_a_day: int = 3
    sms_codes_apart: timedelta = timedelta(minutes=1)
    session_idle: timedelta = timedelta(minutes=15)
    session_lasts: timedelta = timedelta(hours=2)
    proof_lasts: timedelta = timedelta(minutes=5)
    approval_lasts: timedelta = timedelta(minutes=2)
    tries_of_a_number: int = 10
    tries_of_an_address: int = 60
    tries_within: timedelta = timedelta(minutes=15)
    code_step: timedelta = timedelta(seconds=30)
    # A clock a step off is forgiven; a code counts once.
    code_steps_off: int = 1
    two_decide_within: timedelta = timedelta(days=2)
    invitation_lasts: timedelta = timedelta(days=3)
    # Confirming waits for a lead to come to work again, over a holiday too.
    invitation_decided_within: timedelta = timedelta(days=14)
    invitation_tries: int = 10


EDITIONS: tuple[EidTerms, ...] = (EidTerms(id="eid-2020", valid_from=date(2020, 1, 1)),)


def eid_terms(day: date) -> EidTerms:
    """Return the edition in force on a day."""
    return edition_on(EDITIONS, day)
