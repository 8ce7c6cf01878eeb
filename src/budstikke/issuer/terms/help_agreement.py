"""What the issuer's agreement with the carrier says, as far as a customer needs it; the rest is the carrier's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from budstikke.law.edition import edition_on


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAgreement:
    """
    One edition of the agreement on letters handed over in person.

    The days are those the agreement grants; the day a certain letter waits until, its notice and its page tell.
    """

    id: str
    valid_from: date
    valid_to: date | None = None
    collection_days: int
    reminder_day: int
    extension_days: int
    extensions: int
    tracking_characters: int


_PRESENT = PostAgreement(
    id="post-2025",
    valid_from=date(2025, 1, 1),
    collection_days=21,
    reminder_day=5,
    extension_days=7,
    extensions=1,
    tracking_characters=13,
)
EDITIONS = (_PRESENT,)


def agreement_of(day: date) -> PostAgreement:
    """Return the edition in force on a day."""
    return edition_on(EDITIONS, day)
