"""The custody balance: every letter booked is somewhere, counted from custody events, never as a remainder."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import connection

from budstikke.post.terms.events import Custody, Outcome

# How many were booked stands in the row without a place. Canaries are no letters of anybody's.
_COUNTED = """
SELECT NULL AS place, count(*)::bigint FROM letter WHERE sender_id NOT IN (SELECT id FROM sender WHERE is_canary)
UNION ALL
SELECT * FROM (
    SELECT place, sum(letters)::bigint FROM (
        SELECT to_place AS place, 1 AS letters, sender_id FROM event WHERE to_place IS NOT NULL
        UNION ALL
        SELECT from_place, -1, sender_id FROM event WHERE from_place IS NOT NULL
    ) AS moved WHERE sender_id NOT IN (SELECT id FROM sender WHERE is_canary)
    GROUP BY place ORDER BY place
) AS by_place
"""
# A letter is astray when a custody event takes it from where no event had put it, or when it does not lie
# where its last custody event put it: one lost or foreign event is enough, and the counts may still agree.
_ASTRAY = """
WITH moved AS (
    SELECT letter_id, from_place, to_place,
           lag(to_place) OVER custody AS was_at,
           lead(to_place) OVER custody IS NULL AS is_last
    FROM event WHERE to_place IS NOT NULL
    WINDOW custody AS (PARTITION BY letter_id ORDER BY id)
)
SELECT number FROM letter WHERE id IN (
    SELECT letter_id FROM moved WHERE from_place IS DISTINCT FROM was_at
    UNION
    SELECT letter.id FROM letter LEFT JOIN moved ON moved.letter_id = letter.id AND moved.is_last
    WHERE moved.to_place IS DISTINCT FROM letter.place
) ORDER BY number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Letters booked, letters per outcome, letters per place held, and the numbers of letters gone astray."""

    booked: int
    outcomes: dict[Outcome, int]
    held_at: dict[str, int]
    astray: tuple[str, ...]

    @property
    def difference(self) -> int:
        """Letters booked less letters found anywhere; anything but 0 is our fault."""
        return self.booked - sum(self.outcomes.values())

    @property
    def holds(self) -> bool:
        """Whether every letter is accounted for."""
        return self.difference == 0 and not self.astray


def balance() -> Balance:
    """Count, and look for each letter where it should be; sees what the caller's tenant sees."""
    counted = count()
    with connection.cursor() as cursor:
        cursor.execute(_ASTRAY)
        return replace(counted, astray=tuple(number for (number,) in cursor.fetchall()))


def count() -> Balance:
    """Count only, in one statement over all there is: two mistakes may cancel each other out."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        by_place = {place: int(letters) for place, letters in cursor.fetchall()}
    booked = by_place.pop(None)
    outcomes = dict.fromkeys(Outcome, 0)
    held_at = {}
    for place, letters in by_place.items():
        outcome = Custody(place.partition(":")[0]).outcome
        outcomes[outcome] += letters
        if outcome is Outcome.HELD and letters:
            held_at[place] = letters
    return Balance(booked=booked, outcomes=outcomes, held_at=held_at, astray=())
