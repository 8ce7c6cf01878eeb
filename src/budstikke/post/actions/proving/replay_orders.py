"""Ask everything again under another edition of the forwarding terms: whose order would have ended differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from budstikke.post.actions.replayed import decided, report
from budstikke.post.records.past_orders import orders_with_records
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.replay_orders import OrderEnding, OrderRecord, order_ending


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedOrder:
    """One order: how it ended by its record, and how it would have."""

    order: OrderRecord
    ended: OrderEnding
    instead: OrderEnding

    @property
    def differs(self) -> bool:
        """Whether it would have ended differently."""
        return self.ended.comes_to != self.instead.comes_to

    def as_json(self) -> dict[str, object]:
        """Return both endings with their clauses and words."""
        return report(
            {"order": self.order.reference},
            edition=self.order.edition,
            recorded=_as_json(self.ended),
            replayed=_as_json(self.instead),
            differs=self.instead.differs,
        )


def replay_orders(*, edition: ForwardingEdition, since: date | None, today: date) -> Iterator[ReplayedOrder]:
    """
    Replay every order made since a day, from what was recorded when it was decided; nothing is written.

    Terms:   Forwarding §1 to §8.
    Returns: all of them, one by one; memory stays flat, and the database sees one statement.
    """
    with acting_as(CARRIER):
        for order in orders_with_records(since=since):
            yield ReplayedOrder(
                order=order,
                ended=order_ending(order, edition=None, today=today),
                instead=order_ending(order, edition=edition, today=today),
            )


def _as_json(ending: OrderEnding) -> dict[str, object]:
    return {
        "ended": ending.ended,
        "starts_on": ending.starts_on and ending.starts_on.isoformat(),
        "last_day": ending.last_day and ending.last_day.isoformat(),
        "paid_back": ending.paid_back,
        "compensation_ore": ending.compensation_ore,
        "decision": ending.decision and decided(ending.decision),
        "not_known": ending.not_known and ending.not_known.as_json(),
    }
