"""The records of orders of forwarding, one by one, as they were written: for whoever looks back at all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from budstikke.post.records.past import drawn
from budstikke.post.terms.forwarding.events import OrderEvent, OrderState
from budstikke.post.terms.replay_orders import OrderHappened, OrderRecord

# As with letters (records.past): one statement, and one order at a time through its own index. What is recorded of a
# decision names nobody, so an order that was forgotten is asked about all the same.
_RECORDS = """
SELECT reference, edition, state, lower(days), upper(days) - 1,
    (SELECT json_agg(json_build_array(code, (happened_at AT TIME ZONE 'Europe/Oslo')::date, decision,
                                      (upper(event.days) - 1)::text) ORDER BY id)::text
     FROM forwarding_event AS event WHERE order_id = forwarding_order.id)
FROM forwarding_order
WHERE (%(since)s::date IS NULL OR ordered_at >= %(since)s::date::timestamp AT TIME ZONE 'Europe/Oslo')
ORDER BY id
"""


def orders_with_records(*, since: date | None = None) -> Iterator[OrderRecord]:
    """
    Yield every order made since a day with its record, in the order of their ids.

    They are drawn from a cursor of the server as they are asked for; the caller's transaction stays open so long.
    """
    for reference, edition, state, start, last_day, events in drawn(_RECORDS, {"since": since}):
        yield OrderRecord(
            reference=reference,
            edition=edition,
            state=OrderState(state),
            start=start,
            last_day=last_day,
            history=tuple(
                OrderHappened(
                    code=OrderEvent(code),
                    on=date.fromisoformat(day),
                    decision=decision,
                    last_day=date.fromisoformat(told) if told else None,
                )
                for code, day, decision, told in json.loads(events)
            ),
        )
