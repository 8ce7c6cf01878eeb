"""What time alone brings about: reminders and returns, for all letters at once."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection

from budstikke.post.actions import queue
from budstikke.post.records.scope import CARRIER, acting_as, allow_for_many

# A sweep that comes late reminds once, not once for every day it missed.
_REMIND = """
WITH due AS (
    UPDATE letter SET
        remind_on = (SELECT min(later) FROM unnest(later_reminders) AS later WHERE later > %(today)s),
        reminders_made = reminders_made + 1
    WHERE state = 'ready' AND remind_on <= %(today)s AND last_collect_day >= %(today)s
    RETURNING id, sender_id, reminders_made
)
INSERT INTO notice (letter_id, sender_id, kind, ordinal, made_at, channel, failed_channels)
SELECT id, sender_id, 'reminder', reminders_made, %(now)s, '', '[]' FROM due
RETURNING id
"""
_HELD = "UPDATE notice SET is_held = false WHERE is_held AND held_until <= %(now)s RETURNING id"
# The events move the letters (migration 0002); the decision is the same for all letters of a last day.
# One that is found and goes back a second time is told of under the same key.
_RETURN = """
WITH gone AS (
    INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor, from_place, to_place,
                       decision)
    SELECT id, sender_id, 'RETURN', %(now)s, %(now)s, coalesce(outlet_id::text, ''), 'worker', place, 'going_back',
           jsonb_build_object('question', 'return_due', 'edition', edition, 'outcome', 'returned',
                              'clauses', jsonb_build_array('PUM §14', 'PUM §15'),
                              'inputs', jsonb_build_object('last_collect_day', last_collect_day,
                                                           'today', %(today)s::date))
    FROM letter
    WHERE state = 'ready' AND last_collect_day < %(today)s
    ORDER BY id
    FOR UPDATE SKIP LOCKED
    RETURNING letter_id, sender_id
)
INSERT INTO notice (letter_id, sender_id, kind, ordinal, made_at, channel, failed_channels)
SELECT letter_id, sender_id, 'returned', 0, %(now)s, '', '[]' FROM gone
ON CONFLICT (letter_id, kind, ordinal) DO UPDATE
    SET made_at = excluded.made_at, sent_at = NULL, channel = '', failed_channels = '[]'
RETURNING id
"""


def remind(*, today: date, now: datetime) -> int:
    """
    Make the reminders that are due and leave them to be sent.

    Terms:   PUM §14.
    Returns: how many.
    """
    with acting_as(CARRIER), connection.cursor() as cursor:
        allow_for_many()
        cursor.execute(_REMIND, {"today": today, "now": now})
        made = [row[0] for row in cursor.fetchall()]
        queue.send_notices(made)
    return len(made)


def send_held(*, now: datetime) -> int:
    """
    Leave the notices that were held over quiet hours to be sent.

    Terms:   PUM §11.
    Returns: how many.
    """
    with acting_as(CARRIER), connection.cursor() as cursor:
        cursor.execute(_HELD, {"now": now})
        held = [row[0] for row in cursor.fetchall()]
        queue.send_notices(held)
    return len(held)


def return_uncollected(*, today: date, now: datetime) -> int:
    """
    Send back every letter whose last day has passed, and have the recipients told; a letter at the counter this moment
    is left to the next sweep.

    Terms:   PUM §14, §15 (a failed check returns nothing early; the return is a registered letter).
    Returns: how many.
    """
    with acting_as(CARRIER), connection.cursor() as cursor:
        allow_for_many()
        cursor.execute(_RETURN, {"today": today, "now": now})
        gone = [row[0] for row in cursor.fetchall()]
        queue.send_notices(gone)
    return len(gone)
