"""Letters that are already far on their way, filled in by SQL past the actions."""

from __future__ import annotations

from bench import site
from bench.site import Connection

# Serials of the letters; the key of RR00000000xNO, by which all others are counted.
_FIRST = "RR000000005NO"


def fill_letters(
    connection: Connection, *, count: int, state: str, place: str, waiting: int = 0, due_a_day: int = 0
) -> None:
    """
    Fill in letters of one state, as their owner and past the triggers; nothing has their events.

    The first `waiting` of them, scattered, are ready instead: so many are due on each of the days from the first.
    """
    from budstikke.formats.s10 import letter_id

    days = waiting // due_a_day if due_a_day else 1
    connection.execute(
        "INSERT INTO interchange (sender_id, sender_edi_id, recipient_edi_id, reference, received_at, sha256, booked,"
        " rejected, refused) VALUES (1, 'x', 'y', 'FILLED', now(), '', 0, 0, false)"
    )
    connection.execute("ALTER TABLE letter DISABLE TRIGGER USER")
    connection.execute(
        f"""
        INSERT INTO letter (id, number, sender_id, interchange_id, edition, consignment_number, order_reference,
            recipient_name, street, street2, postcode, city, passport_only, envelope, weight_g,
            return_street, return_postcode, return_city, booked_at, state, place, handed_in_on, outlet_id, ready_at,
            notified_on, notice_channel, remind_on, later_reminders, reminders_made, last_collect_day)
        SELECT {letter_id(_FIRST)} + n, 'RR' || lpad(n::text, 8, '0') || '0NO', 1,
            (SELECT id FROM interchange WHERE reference = 'FILLED'), 'pum-present', '707070745' || n, 'ORDRE-' || n,
            'Kari Nordmann', 'Lilleveien ' || n %% 200, '', '5004', 'BERGEN', false, 'C5', 45,
            'Storgata 1', '0155', 'OSLO', %(now)s, CASE WHEN waits THEN 'ready' ELSE %(state)s END,
            CASE WHEN waits THEN 'at_outlet:122608' ELSE %(place)s END, '2026-11-02',
            CASE WHEN waits THEN 122608 END, CASE WHEN waits THEN '2026-11-03'::timestamptz END,
            CASE WHEN waits THEN '2026-11-03'::date END, CASE WHEN waits THEN 'sms' ELSE '' END,
            CASE WHEN waits THEN day END, '{{}}', 0, CASE WHEN waits THEN day + 30 END
        FROM (
            SELECT n, rank > (n - 1) * {waiting}::bigint / {count} AS waits,
                '2026-12-01'::date + (rank %% {days})::int AS day
            FROM generate_series(1, {count}) AS n, LATERAL (SELECT n * {waiting}::bigint / {count} AS rank) AS placed
        ) AS made
        """,
        {"now": site.NOW, "state": state, "place": place},
    )
    connection.execute("ALTER TABLE letter ENABLE TRIGGER USER")
    connection.execute("VACUUM ANALYZE letter")


def fill_events(connection: Connection) -> None:
    """Give every letter the five events of one that was delivered, past the triggers."""
    connection.execute("ALTER TABLE event DISABLE TRIGGER USER")
    connection.execute(
        """
        INSERT INTO event (letter_id, sender_id, code, happened_at, recorded_at, at_place, actor)
        SELECT letter.id, sender_id, step.code, at, at, step.at_place, ''
        FROM letter, (VALUES (1, 'PRE_NOTIFIED', ''), (2, 'HANDED_IN', 'OSLO'),
            (3, 'READY_FOR_PICKUP', '122608'), (4, 'NOTIFICATION_SENT', ''), (5, 'DELIVERED', '122608')
        ) AS step (nth, code, at_place),
            LATERAL (SELECT booked_at + nth * interval '7 hours' + letter.id % 300 * interval '1 minute' AS at) AS times
        ORDER BY nth, letter.id
        """
    )
    connection.execute("ALTER TABLE event ENABLE TRIGGER USER")
    connection.execute("VACUUM ANALYZE event")
