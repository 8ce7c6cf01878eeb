"""The custody balance kept as it grows: what is settled is added up once, and what is new is counted beside it."""

from __future__ import annotations

from django.db import connection

from budstikke.post.records import horizons
from budstikke.post.records.balance import Balance
from budstikke.post.terms.events import Custody, Outcome

HORIZON = "tally of letters"
# Letters are counted where they were entered (the row of place ''), places by custody events: neither is made of the
# other, so that a letter that no event ever put anywhere makes a difference. Canaries are no letters of anybody's.
_MOVED = """
SELECT place, sum(letters)::bigint AS letters FROM (
    SELECT '' AS place, letters, sender_id FROM letters_entered WHERE {when}
    UNION ALL
    SELECT split_part(to_place, ':', 1), 1, sender_id FROM event WHERE {when} AND to_place IS NOT NULL
    UNION ALL
    SELECT split_part(from_place, ':', 1), -1, sender_id FROM event WHERE {when} AND from_place IS NOT NULL
) AS moved WHERE sender_id NOT IN (SELECT id FROM sender WHERE is_canary) GROUP BY place
"""
ADD_UP = f"""
INSERT INTO tally (place, letters) {_MOVED.format(when="recorded_in >= %(since)s AND recorded_in < %(upto)s")}
ON CONFLICT (place) DO UPDATE SET letters = tally.letters + excluded.letters
"""
# As one statement, so that letters and places are seen at one moment.
COUNT = f"""
SELECT place, sum(letters)::bigint FROM (
    SELECT place, letters FROM tally
    UNION ALL
    SELECT * FROM ({_MOVED.format(when="recorded_in >= %(upto)s")}) AS fresh
) AS counted GROUP BY place
"""


def counted() -> Balance:
    """
    Count as `balance.count` does, without places and at the cost of what is new since the last time.

    Reading: what transactions below the oldest one running have written is settled and added up once (decision 0157).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [HORIZON])
    given = {"upto": horizons.oldest_running(), "since": horizons.below(HORIZON)}
    with connection.cursor() as cursor:
        cursor.execute(ADD_UP, given)
        horizons.advance(HORIZON, to=given["upto"])
        cursor.execute(COUNT, given)
        by_place = {str(place): int(letters) for place, letters in cursor.fetchall()}
    booked = by_place.pop("", 0)
    outcomes = dict.fromkeys(Outcome, 0)
    for place, letters in by_place.items():
        outcomes[Custody(place).outcome] += letters
    return Balance(booked=booked, outcomes=outcomes, held_at={}, astray=())
