"""What the issuer's agreement with the carrier says, as far as a customer needs it; the rest is the carrier's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A value of ours that is not what the carrier publishes; `theirs` None: it publishes no such value."""

    name: str
    ours: object
    theirs: object

    def as_json(self) -> dict[str, object]:
        """Return what is written down."""
        return {"name": self.name, "ours": self.ours, "theirs": self.theirs}


def differences(
    agreement: PostAgreement, *, documents: Collection[str], published: Mapping[str, object]
) -> tuple[Difference, ...]:
    """
    Return where the agreement as we keep it is not what the carrier publishes.

    Reading: we remind nobody of letters, the carrier does; so each of its channels has to remind on our day and on
    no other. Which documents count as a passport is the carrier's to say, and ours are all of them.
    """
    expected: Mapping[str, object] = {
        "collection_days": agreement.collection_days,
        "reminder_days_sms": [agreement.reminder_day],
        "reminder_days_email": [agreement.reminder_day],
        "reminder_days_paper": [agreement.reminder_day],
        "extension_days": agreement.extension_days,
        "extensions_by_recipient": agreement.extensions,
        "passport_documents": sorted(documents),
    }
    found = {name: _in_order(published.get(name)) for name in expected}
    return tuple(
        Difference(name=name, ours=ours, theirs=found[name])
        for name, ours in expected.items()
        if found[name] != ours
    )


def _in_order(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value


def agreement_of(day: date) -> PostAgreement:
    """Return the edition in force on a day."""
    return edition_on(EDITIONS, day)
