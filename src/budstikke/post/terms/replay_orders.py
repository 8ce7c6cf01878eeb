"""
How an order would have ended under another edition, on the facts that were recorded when it was decided.

Reading: as with letters (terms.replay), a decision that comes out as it did leaves the record's path as it was, and
only one that comes out otherwise leads away from it. An order ends differently when it comes to something else, when
mail is moved from or until another day, or when other money is paid back. What the record cannot say is said as not
known, and never guessed:
- what whoever ordered would have done with an order that was refused, or one that was not;
- whether an extension that was refused would have been paid for, and what stood in its way besides (it is taken as
  paid, and nothing as in its way);
- what a person at the desk would have decided who was not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from budstikke.law.decision import Decision
from budstikke.law.words import Words
from budstikke.post.terms.asked_again import Difference, Facts, Recorded, ask_again, difference, facts_of
from budstikke.post.terms.editions import FORWARDING_BY_ID
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.events import OrderEvent, OrderState, order_step

_NOT_ORDERED = Words(
    no="Hva den som bestilte, da hadde gjort, er ikke kjent.",
    en="What whoever ordered would then have done is not known.",
)
_TAKEN = Words(
    no="Hvordan det hadde gått videre med bestillingen, er ikke kjent.",
    en="What would have become of the order is not known.",
)
_EXTENSION = Words(
    no="Om forlengelsen hadde blitt betalt, og om noe annet var i veien for den, er ikke kjent.",
    en="Whether the extension would have been paid for, and whether anything else stood in its way, is not known.",
)
_AT_THE_DESK = Words(
    no="Hva kundeservice da hadde gjort, er ikke kjent.",
    en="What customer service would then have done is not known.",
)


class OrderEnded(StrEnum):
    """What an order comes to, or where it stands."""

    NOT_TAKEN = "not_taken"
    TAKEN = "taken"
    ORDERED = "ordered"
    AGREED = "agreed"
    RUNNING = "running"
    FROZEN = "frozen"
    ENDED = "ended"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


RECORDED_AS: Mapping[OrderState, OrderEnded] = {
    OrderState.REFUSED: OrderEnded.NOT_TAKEN,
    OrderState.ORDERED: OrderEnded.ORDERED,
    OrderState.AGREED: OrderEnded.AGREED,
    OrderState.RUNNING: OrderEnded.RUNNING,
    OrderState.FROZEN_UNAGREED: OrderEnded.FROZEN,
    OrderState.FROZEN: OrderEnded.FROZEN,
    OrderState.ENDED: OrderEnded.ENDED,
    OrderState.CANCELLED: OrderEnded.CANCELLED,
    OrderState.LAPSED: OrderEnded.LAPSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderHappened:
    """One entry of an order's record; `last_day` where it said which days the order has from then on."""

    code: OrderEvent
    on: date
    decision: Recorded | None = None
    last_day: date | None = None

    @property
    def decisions(self) -> tuple[Recorded, ...]:
        """Every decision written down with its inputs, the deciding one first; what money came to has none."""
        if not self.decision:
            return ()
        return tuple(each for each in (self.decision, *self.decision.get("also", ())) if "inputs" in each)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """An order with its record, in the order in which it was written; `start` is its first day."""

    reference: str
    edition: str
    state: OrderState
    start: date
    last_day: date
    history: Sequence[OrderHappened]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEnding:
    """
    What an order comes to, from which day until which mail is moved, and what is paid back or paid.

    Unit: `compensation_ore` in øre, of all complaints. `last_day` None: no mail was moved.
    """

    ended: OrderEnded
    starts_on: date | None = None
    last_day: date | None = None
    paid_back: bool = False
    compensation_ore: int = 0
    decision: Decision | None = None
    differs: tuple[Difference, ...] = ()
    not_known: Words | None = None

    @property
    def comes_to(self) -> tuple[object, ...]:
        """What is compared with another ending."""
        return self.ended, self.starts_on, self.last_day, self.paid_back, self.compensation_ore


def order_ending(record: OrderRecord, *, edition: ForwardingEdition | None, today: date) -> OrderEnding:
    """
    Walk an order's recorded decisions in order, asking each again.

    Terms:   Forwarding §1 to §8, as far as they were asked when it happened.
    Reading: see above. `edition` None asks each decision under its own, and that is how it ended by its record.
    Returns: what it comes to, seen on the day `today`.
    """
    walk = _Walk(record, edition=edition, today=today)
    for entry in record.history:
        found = walk.step(entry)
        if found is not None:
            return replace(found, differs=tuple(walk.differs))
    return replace(walk.at_the_end(), differs=tuple(walk.differs))


class _Walk:
    """An order on its way through its record, under another edition."""

    def __init__(self, record: OrderRecord, *, edition: ForwardingEdition | None, today: date) -> None:
        self.differs: list[Difference] = []
        self._record, self._edition, self._today = record, edition, today
        self._state: OrderState | None = None
        self._starts_on, self._last_day = record.start, record.last_day
        # Months the record has and the edition would not have given; below zero the other way.
        self._months_less = 0
        self._paid_back = False
        self._compensation_ore = 0
        # Whether the role of whoever ordered had to be accepted: by the record, and under the edition.
        self._role_waited = self._role_waits = False
        self._not_known: Words | None = None
        self._decided: Decision | None = None

    def step(self, entry: OrderHappened) -> OrderEnding | None:
        """Take one entry; returns what the order comes to if it ends here."""
        asked = [(recorded, self._again(recorded)) for recorded in entry.decisions]
        outcome_of = _OUTCOMES.get(entry.code)
        found = outcome_of(self, entry, asked) if outcome_of else None
        self._state = order_step(self._state, entry.code)
        return found

    def at_the_end(self) -> OrderEnding:
        """Say where an order stands whose whole record was walked."""
        ended = RECORDED_AS[self._record.state]
        over = self._last_day < self._today
        if ended in (OrderEnded.AGREED, OrderEnded.RUNNING) and over:
            ended = OrderEnded.ENDED
        elif ended is OrderEnded.ENDED and not over:
            ended = OrderEnded.RUNNING
        if ended is OrderEnded.CANCELLED and self._record.history[-1].code is OrderEvent.WITHDRAWN:
            ended = OrderEnded.WITHDRAWN
        return self._comes_to(ended, decision=self._decided, not_known=self._not_known)

    def _comes_to(
        self, ended: OrderEnded, *, decision: Decision | None = None, not_known: Words | None = None
    ) -> OrderEnding:
        moves = ended in (OrderEnded.AGREED, OrderEnded.RUNNING, OrderEnded.FROZEN, OrderEnded.ENDED)
        return OrderEnding(
            ended=ended,
            starts_on=self._starts_on if moves else None,
            last_day=self._last_day if moves else None,
            paid_back=self._paid_back,
            compensation_ore=self._compensation_ore,
            decision=decision,
            not_known=not_known,
        )

    def _again(self, recorded: Recorded) -> Decision:
        edition = self._edition or FORWARDING_BY_ID[recorded["edition"]]
        decision = ask_again(recorded, edition=edition, facts=self._as_it_would_be(recorded))
        self.differs += difference(recorded, decision)
        return decision

    def _as_it_would_be(self, recorded: Recorded) -> Facts:
        """Put the order's own course into the facts of a later question."""
        facts = facts_of(recorded)
        if recorded["question"] == "extend":
            facts["months"] -= self._months_less
        elif recorded["question"] in ("storage_release", "interim_delivery"):
            facts["last_day"] = self._last_day
        return facts

    def ordered(self, _entry: OrderHappened, asked: _Asked) -> OrderEnding | None:
        """§1 to §7."""
        refused = _refused(asked)
        if refused is not None:
            return OrderEnding(ended=OrderEnded.NOT_TAKEN, decision=refused, not_known=_NOT_ORDERED)
        for recorded, decision in asked:
            if recorded["question"] == "role":
                self._role_waited = recorded["answer"]["waits"] is True
                self._role_waits = decision.answer["waits"] is True
                if self._role_waits and not self._role_waited:
                    return OrderEnding(ended=OrderEnded.ORDERED, decision=decision, not_known=_AT_THE_DESK)
            if recorded["question"] == "cooling_off":
                effective = decision.answer["effective_on"]
                assert isinstance(effective, date)
                self._starts_on = effective
            if recorded["question"] == "order_check":
                self._last_day = date.fromisoformat(recorded["inputs"]["asked"]["period"]["last_day"])
        return None

    def refused(self, _entry: OrderHappened, asked: _Asked) -> OrderEnding:
        """§1 to §7. By another clause it is refused all the same."""
        refused = _refused(asked)
        if refused is not None:
            return OrderEnding(ended=OrderEnded.NOT_TAKEN, decision=refused)
        return OrderEnding(ended=OrderEnded.TAKEN, not_known=_TAKEN)

    def lapsed(self, _entry: OrderHappened, _asked: _Asked) -> OrderEnding | None:
        """§1. An order that nobody had to accept the role of would not have come to its end by that."""
        if self._role_waited and not self._role_waits:
            return OrderEnding(ended=OrderEnded.TAKEN, not_known=_TAKEN)
        return None

    def extended(self, _entry: OrderHappened, asked: _Asked) -> None:
        """§5. Not extended, it keeps its last day."""
        for recorded, decision in asked:
            if recorded["question"] != "extend":
                continue
            last = decision.answer.get("last_day")
            refused = _refused(asked)
            if refused is None and isinstance(last, date):
                self._last_day = last
            else:
                self._months_less += recorded["inputs"]["extra_months"]
                self._decided = refused

    def change_refused(self, _entry: OrderHappened, asked: _Asked) -> None:
        """§5. An extension that would not have been refused counts as one."""
        for recorded, decision in asked:
            last = decision.answer.get("last_day")
            if recorded["question"] == "extend" and _refused(asked) is None and isinstance(last, date):
                self._last_day = last
                self._months_less -= recorded["inputs"]["extra_months"]
                self._decided, self._not_known = decision, _EXTENSION

    def stopped(self, _entry: OrderHappened, asked: _Asked) -> OrderEnding | None:
        """§5. What came too late to be cancelled might not have been too late."""
        for recorded, decision in asked:
            if recorded["question"] == "cancel" and decision.outcome == "cancelled":
                self._paid_back = decision.answer["refund"] is True
                return self._comes_to(OrderEnded.CANCELLED, decision=decision)
            if recorded["question"] == "early_stop":
                last = decision.answer["last_day"]
                assert isinstance(last, date)
                self._last_day = min(max(last, self._record.start), self._last_day)
        return None

    def cancelled(self, entry: OrderHappened, asked: _Asked) -> OrderEnding | None:
        """§5. What was agreed and is too late to be cancelled is stopped, and nothing is paid back."""
        for recorded, decision in asked:
            if recorded["question"] != "cancel":
                continue
            agreed = self._state is not OrderState.ORDERED
            self._paid_back = decision.answer["refund"] is True or not agreed
            self._decided = decision
            if decision.outcome == "stopped" and agreed:
                self._last_day = min(max(entry.on, self._record.start), self._last_day)
                over = self._last_day < self._today
                return self._comes_to(OrderEnded.ENDED if over else OrderEnded.AGREED, decision=decision)
        return None

    def closed(self, entry: OrderHappened, _asked: _Asked) -> None:
        """§2. The other order is on record, and closes this one all the same."""
        if entry.last_day is not None:
            self._last_day = min(self._last_day, entry.last_day)

    def let_go(self, _entry: OrderHappened, asked: _Asked) -> OrderEnding | None:
        """§1, §7. Not let go, it stays frozen."""
        refused = _refused(asked)
        if refused is not None:
            return self._comes_to(OrderEnded.FROZEN, decision=refused, not_known=_AT_THE_DESK)
        return None

    def complained(self, _entry: OrderHappened, asked: _Asked) -> None:
        """§8."""
        too_late = any(
            recorded["question"] == "complaint" and decision.refusals for recorded, decision in asked
        )
        for recorded, decision in asked:
            if recorded["question"] == "compensation" and not too_late:
                paid = decision.answer["compensation_ore"]
                assert isinstance(paid, int)
                self._compensation_ore += paid

    def withdrawn(self, _entry: OrderHappened, _asked: _Asked) -> None:
        """§1. What nobody has had is paid back, whatever the edition."""
        self._paid_back = True


def _refused(asked: _Asked) -> Decision | None:
    return next((decision for _, decision in asked if decision.refusals), None)


_Asked = Sequence[tuple[Recorded, Decision]]
_Outcome = Callable[[_Walk, OrderHappened, _Asked], OrderEnding | None]
# What the answers written with each event mean for the order; whatever else differs, it goes its way all the same.
_OUTCOMES: Mapping[OrderEvent, _Outcome] = {
    OrderEvent.ORDERED: _Walk.ordered,
    OrderEvent.ORDER_REFUSED: _Walk.refused,
    OrderEvent.ROLE_REFUSED: _Walk.lapsed,
    OrderEvent.LAPSED: _Walk.lapsed,
    OrderEvent.EXTENDED: _Walk.extended,
    OrderEvent.CHANGE_REFUSED: _Walk.change_refused,
    OrderEvent.STOPPED: _Walk.stopped,
    OrderEvent.CLOSED_BY_PERMANENT: _Walk.closed,
    OrderEvent.CANCELLED: _Walk.cancelled,
    OrderEvent.LET_GO: _Walk.let_go,
    OrderEvent.WITHDRAWN: _Walk.withdrawn,
    OrderEvent.COMPLAINED: _Walk.complained,
}
