"""
One letter as the finished text of an answer, put together by PostgreSQL in one statement.

What the answer looks like is its door's affair: a layout is fixed text with slots, and here is what fills them. Each
slot is filled with a whole JSON value, written exactly as Python's json writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from budstikke.post.terms.events import Event, State

# A layout in turns: fixed text, the name of a slot, fixed text, ... and fixed text at the end.
Pieces = tuple[str, ...]
# Whose letters: a sender known already, or whoever has the key; either way the letter is looked up as that sender.
KNOWN_SENDER = (
    "SELECT %(sender)s::integer AS sender_id, %(customer)s::text AS customer_number,"
    " %(name)s::text AS sender_name"
)
KNOWN_KEY = "SELECT * FROM api_key_of(%(hash)s::bytea) AS key WHERE key.uid = %(uid)s::text"
OF_A_KEY = ("hash", "uid", "letter", "unit_address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """An answer about one letter; of events, those that are named are shown, the newest first."""

    letter: Pieces
    events: Mapping[str, Pieces]
    words: Mapping[str, str]
    added: str


def _quoted(expression: str) -> str:
    return f"to_json({expression})::text"


def _bare(expression: str) -> str:
    # Digits, dots and the like need no look at each character.
    return f"""'"' || {expression} || '"'"""


_LOCAL = "event.happened_at AT TIME ZONE 'Europe/Oslo'"
_EVENT_SLOTS = {
    "taken_by": f"""CASE WHEN event.code = '{Event.DELIVERED}' THEN {_quoted("letter.recipient_name")} ELSE '""' END""",
    "unit": _bare("coalesce(outlet.id::text, '')"),
    "unit_address": _bare("coalesce(%(unit_address)s::text || outlet.id || '.xml', '')"),
    "postcode": _quoted("coalesce(outlet.postcode, '')"),
    "city": _quoted("coalesce(outlet.city, '')"),
    "country_code": """CASE WHEN outlet.city > '' THEN '"NO"' ELSE '""' END""",
    "country": """CASE WHEN outlet.city > '' THEN '"Norway"' ELSE '""' END""",
    # An offset of a named zone cannot be written whatever the zone of the session is; Oslo's is never negative.
    "at_iso": _bare(
        f"""to_char({_LOCAL}, 'YYYY-MM-DD"T"HH24:MI:SS') || '+'"""
        f""" || to_char({_LOCAL} - event.happened_at AT TIME ZONE 'UTC', 'HH24:MI')"""
    ),
    "at_day": _bare(f"to_char({_LOCAL}, 'DD.MM.YYYY')"),
    "at_time": _bare(f"to_char({_LOCAL}, 'HH24:MI')"),
}
_DAY = "'DD.MM.YYYY'"
_LETTER_SLOTS = {
    "number": _bare("letter.number"),
    "consignment_number": _quoted("letter.consignment_number"),
    "order_reference": _quoted("letter.order_reference"),
    "customer_number": _quoted("known.customer_number"),
    "sender_name": _quoted("known.sender_name"),
    "postcode": _quoted("letter.postcode"),
    "city": _quoted("letter.city"),
    # As floating-point numbers are written: never without a decimal.
    "weight_kg": "CASE WHEN coalesce(letter.weight_g, 0) %% 1000 = 0"
    " THEN coalesce(letter.weight_g, 0) / 1000 || '.0' ELSE (letter.weight_g / 1000::float8)::text END",
    "waits": f"CASE WHEN letter.state = '{State.READY}' THEN 'true' ELSE 'false' END",
    "return_on": _bare(
        f"CASE WHEN letter.state = '{State.READY}' THEN coalesce(to_char(letter.last_collect_day, {_DAY}), '')"
        " ELSE '' END"
    ),
    "delivered_on": _bare(f"coalesce(to_char(letter.delivered_at AT TIME ZONE 'Europe/Oslo', {_DAY}), '')"),
    "newest_words": _quoted("coalesce({words}, '')"),
    "events": "coalesce(history.events, '')",
    "added": "CASE WHEN letter.passport_only THEN {added} ELSE '' END",
}
# As whom a letter is looked up is set before anything is: the inner query needs what setting it returned, and OFFSET
# keeps it from being taken apart. Of a tenant that is not set no row is seen.
_STATEMENT = """
WITH known AS MATERIALIZED (
    SELECT theirs.*, set_config('budstikke.tenant', theirs.sender_id::text, true) AS tenant FROM ({known}) AS theirs)
SELECT found.answer FROM known LEFT JOIN LATERAL (
    SELECT {letter} AS answer
    FROM letter, LATERAL (
        SELECT string_agg({event}, ', ' ORDER BY event.id DESC) AS events,
               (array_agg(event.code ORDER BY event.id DESC))[1] AS newest
        FROM event LEFT JOIN outlet
            ON outlet.id = CASE WHEN event.at_place ~ '^[0-9]{{1,9}}$' THEN event.at_place::integer END
        WHERE event.letter_id = letter.id AND event.code = ANY({codes})) AS history
    WHERE letter.id = %(letter)s::bigint AND letter.sender_id = known.tenant::integer OFFSET 0) AS found ON true
"""


def statement(layout: Layout, *, known: str) -> str:
    """
    Return the statement that writes the answer about a letter: `known` is KNOWN_SENDER or KNOWN_KEY.

    It returns no row where the key is nobody's, and an empty answer where the letter is not the sender's.
    """
    slots = {
        name: expression.format(
            added=_literal(layout.added),
            words=_by_code("history.newest", layout.words),
        )
        for name, expression in _LETTER_SLOTS.items()
    }
    codes = list(layout.events)
    turns = list(zip(*layout.events.values(), strict=True))
    return _STATEMENT.format(
        known=known,
        letter=_joined([[piece] for piece in layout.letter], slots, _the_one),
        event=_joined(turns, _EVENT_SLOTS, lambda texts: _any_of(dict(zip(codes, texts, strict=True)))),
        codes=f"ARRAY[{', '.join(map(_literal, codes))}]",
    )


def answer_about(
    letter_id: int, *, asked: str, unit_address: str, sender: Mapping[str, str | int]
) -> str | None:
    """Return what a statement for a known sender answers about a letter; None for one of another as for none."""
    with connection.cursor() as cursor:
        cursor.execute(asked, {**sender, "letter": letter_id, "unit_address": unit_address})
        (answer,) = cursor.fetchone()
    return None if answer is None else str(answer)


def numbered(text: str, names: Sequence[str]) -> bytes:
    """Return a statement as the server itself reads it, its values by their place among `names`."""
    places = {name: f"${place}" for place, name in enumerate(names, 1)}
    return (text % places).encode()


def _joined(
    turns: Sequence[Sequence[str]], slots: Mapping[str, str], fixed: Callable[[Sequence[str]], str]
) -> str:
    """Return the expression that puts text and slots together; `fixed` is how several texts of one place are told."""
    parts = []
    for place, texts in enumerate(turns):
        if place % 2 == 0:
            parts.append(fixed(texts))
        else:
            (name,) = set(texts)
            parts.append(slots[name])
    return " || ".join(f"({part})" for part in parts)


def _the_one(texts: Sequence[str]) -> str:
    (text,) = texts
    return _literal(text)


def _any_of(texts: Mapping[str, str]) -> str:
    different = set(texts.values())
    return _literal(different.pop()) if len(different) == 1 else _by_code("event.code", texts)


def _by_code(column: str, texts: Mapping[str, str]) -> str:
    cases = " ".join(f"WHEN {_literal(code)} THEN {_literal(text)}" for code, text in texts.items())
    return f"CASE {column} {cases} END"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
