"""
How a letter would have ended under another edition, on the facts that were recorded when it was decided.

Reading: a decision that comes out as it did leaves the record's path as it was; only one that comes out
otherwise leads away from it. What the record cannot say is said as not known, and never guessed:
- what a sender would have done with a letter that was not booked or not taken in;
- what a recipient would have done who was turned away, and who did not come while the letter waited longer
  than it did (nobody is on record, so nobody is taken to have come);
- whether a request for more time that was refused, or an outage that gave no day back, left other days: neither
  is an event. An order that was refused is no letter, and is not asked about again;
- what a clerk would have decided who was not asked. What a clerk only had to do (key a name) is taken as done.
A person who passes the check is taken to have signed and gone with the letter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from budstikke.law.decision import Decision
from budstikke.law.words import Words
from budstikke.post.terms.asked_again import Difference, Facts, Recorded, ask_again, difference, facts_of
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import EVENTS, Event, State
from budstikke.post.terms.events import step as next_state
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.returns import return_due
from budstikke.post.terms.refusals.checking import STILL_TO_DO

_DAY = timedelta(days=1)
_STILL_HERE = frozenset({State.IN_TRANSIT, State.READY})
_HAND_IN = frozenset({Event.HANDED_IN, Event.HAND_IN_REFUSED})

_NOT_SENT = Words(
    no="Hva avsenderen da hadde gjort, er ikke kjent.",
    en="What the sender would then have done is not known.",
)
_ON_ITS_WAY = Words(
    no="Hvordan det hadde gått videre, er ikke kjent.", en="What would have become of it is not known."
)
_NOBODY_CAME = Words(
    no="Ingen er registrert mens brevet hadde ligget lenger; om noen hadde kommet, er ikke kjent.",
    en="Nobody is on record while the letter would have waited longer; whether somebody would have come is not known.",
)
_TURNED_AWAY = Words(
    no="Om mottakeren hadde kommet igjen i tide, er ikke kjent.",
    en="Whether the recipient would have come again in time is not known.",
)


class Ended(StrEnum):
    """How a letter ends, or where it stands."""

    NOT_BOOKED = "not_booked"
    NOT_TAKEN_IN = "not_taken_in"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    UNDER_WAY = "under_way"
    WAITING = "waiting"
    NOT_HANDED_OVER = "not_handed_over"
    DELIVERED = "delivered"
    RETURNED = "returned"
    LOST = "lost"


RECORDED_AS: Mapping[State, Ended] = {
    State.BOOKED: Ended.BOOKED,
    State.CANCELLED: Ended.CANCELLED,
    State.HANDED_IN: Ended.UNDER_WAY,
    State.IN_TRANSIT: Ended.UNDER_WAY,
    State.READY: Ended.WAITING,
    State.DELIVERED: Ended.DELIVERED,
    State.RETURNING: Ended.RETURNED,
    State.RETURNED: Ended.RETURNED,
    State.LOST: Ended.LOST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One entry of a letter's record; `code` None is a check at the counter, which is no event by itself."""

    code: Event | None
    on: date
    decision: Recorded | None = None

    @property
    def decisions(self) -> tuple[Recorded, ...]:
        """Every decision written down with the entry, the deciding one first; what others said no to is none."""
        if not self.decision or "question" not in self.decision:
            return ()
        return (self.decision, *self.decision.get("also", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter with its record, in the order in which it was written."""

    number: str
    edition: str
    state: State
    history: Sequence[Happened]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """
    How a letter ends, on which day where that is known, and by which decision.

    `differs` holds every question answered otherwise on the way there; `not_known` what the record cannot say.
    """

    ended: Ended
    on: date | None = None
    decision: Decision | None = None
    differs: tuple[Difference, ...] = ()
    not_known: Words | None = None


def recorded_ending(letter: Letter) -> tuple[Ended, date | None, Recorded | None]:
    """Return how a letter ended by its record, and the day and the decision of the event that brought it there."""
    ended = RECORDED_AS[letter.state]
    brought = [entry for entry in letter.history if entry.code and _brings(entry.code) is ended]
    if not brought:
        return ended, None, None
    # The event that was decided on, not the one that followed from it (back at its sender, after the return).
    entry = next((entry for entry in reversed(brought) if entry.decision), brought[-1])
    return ended, entry.on, entry.decision


def _brings(code: Event) -> Ended | None:
    becomes = EVENTS[code].becomes
    return RECORDED_AS[becomes] if becomes else None


def ending(letter: Letter, *, edition: PumEdition | None, today: date) -> Ending:
    """
    Walk a letter's recorded decisions in order, asking each again.

    Terms:   PUM §4 to §15, as far as they were asked when it happened.
    Reading: see above. `edition` None asks each decision under its own, and then nothing may differ.
    Returns: how it ends, seen on the day `today`.
    """
    walk = _Walk(letter, edition=edition, today=today)
    for entry in letter.history:
        found = walk.step(entry)
        if found is not None:
            return replace(found, differs=tuple(walk.differs))
    return replace(walk.at_the_end(), differs=tuple(walk.differs))


class _Walk:
    """A letter on its way through its record, under another edition."""

    def __init__(self, letter: Letter, *, edition: PumEdition | None, today: date) -> None:
        self.differs: list[Difference] = []
        self._letter, self._edition, self._today = letter, edition, today
        # The last day by the record, and under the edition; both None until the notice.
        self._own_last: date | None = None
        self._last: date | None = None
        self._state: State | None = None
        # It was sent back, and would not have been; or it went back another day.
        self._kept = False
        self._back_on: date | None = None
        # It was refused at hand-in, and would not have been.
        self._taken_in: date | None = None
        self._passport_only: bool | None = None
        self._check: Decision | None = None

    def step(self, entry: Happened) -> Ending | None:
        """Take one entry; returns how the letter ends if it ends here."""
        asked = [(recorded, self._again(recorded)) for recorded in entry.decisions]
        # Going back is no other ending because it comes on another day.
        goes_back = any(recorded["question"] == "return_due" for recorded, _ in asked)
        if self._gone_back_before(entry.on) and not goes_back:
            return self._gone_back()
        if entry.code in _HAND_IN:
            found = self._handed_in(entry, [decision for _, decision in asked])
        else:
            answers = (self._led_to(entry, recorded, decision) for recorded, decision in asked)
            found = next((answer for answer in answers if answer is not None), None)
        self._state = next_state(self._state, entry.code) if entry.code else self._state
        return found

    def _led_to(self, entry: Happened, recorded: Recorded, decision: Decision) -> Ending | None:
        outcome_of = _OUTCOMES.get(recorded["question"])
        return outcome_of(self, entry, recorded, decision) if outcome_of else None

    def at_the_end(self) -> Ending:
        """Say how a letter stands whose whole record was walked."""
        if self._kept:
            return self._gone_back() if self._gone_back_before(self._today) else Ending(ended=Ended.WAITING)
        if self._taken_in and self._letter.state in (State.BOOKED, State.CANCELLED):
            return Ending(ended=Ended.UNDER_WAY, on=self._taken_in, not_known=_ON_ITS_WAY)
        if self._gone_back_before(self._today):
            return self._gone_back()
        ended, on, _ = recorded_ending(self._letter)
        return Ending(ended=ended, on=(ended is Ended.RETURNED and self._back_on) or on)

    def _again(self, recorded: Recorded) -> Decision:
        edition = self._edition or BY_ID[recorded["edition"]]
        facts = self._as_it_would_be(recorded["question"], facts_of(recorded))
        decision = ask_again(recorded, edition=edition, facts=facts)
        self.differs += difference(recorded, decision)
        return decision

    def _as_it_would_be(self, question: str, facts: Facts) -> Facts:
        """Put the letter's own course into the facts of a later question."""
        if question in ("hand_over", "conclude"):
            name = "letter" if question == "hand_over" else "facts"
            facts[name] = replace(facts[name], **self._course(question, facts[name]))
        elif "last_collect_day" in facts and self._last is not None:
            facts["last_collect_day"] = self._last
        elif "wait" in facts and self._last is not None:
            facts["wait"] = replace(facts["wait"], last_collect_day=self._last)
        return facts

    def _course(self, question: str, known: Any) -> dict[str, Any]:
        course: dict[str, Any] = {}
        if self._last is not None:
            course["last_collect_day"] = self._last
        if self._kept and known.state in (State.RETURNING, State.RETURNED):
            course["state"] = State.READY
        if question == "hand_over" and self._passport_only is not None:
            course["passport_only"] = self._passport_only
        if question == "conclude" and self._check is not None:
            course["check_passed"] = _passes(self._check)
        return course

    def _gone_back_before(self, day: date) -> bool:
        """Say whether the letter would have been sent back before a day on which, by its record, it was still there."""
        if self._last is None or self._own_last is None:
            return False
        if self._kept:
            return self._last < day
        return self._state in _STILL_HERE and self._last < day and self._last < self._own_last

    def _gone_back(self) -> Ending:
        assert self._last is not None
        on = self._last + _DAY
        edition = self._edition or BY_ID[self._letter.edition]
        return Ending(
            ended=Ended.RETURNED,
            on=on,
            decision=return_due(last_collect_day=self._last, today=on, edition=edition),
            not_known=_NOBODY_CAME if self._kept else None,
        )

    def _handed_in(self, entry: Happened, decisions: Sequence[Decision]) -> Ending | None:
        refused = next((decision for decision in decisions if decision.refusals), None)
        if self._taken_in or not decisions:
            return None
        if refused is None and entry.code == Event.HAND_IN_REFUSED:
            self._taken_in = entry.on
        if refused is None or entry.code == Event.HAND_IN_REFUSED:
            return None
        return Ending(ended=Ended.NOT_TAKEN_IN, on=entry.on, decision=refused, not_known=_NOT_SENT)

    def ordered(self, entry: Happened, recorded: Recorded, decision: Decision) -> Ending | None:
        """§1 to §7. A replacement that is refused leaves the order as it was."""
        if not decision.refusals:
            self._passport_only = recorded["inputs"]["order"]["passport_only"]
        elif entry.code == Event.PRE_NOTIFIED:
            return Ending(ended=Ended.NOT_BOOKED, on=entry.on, decision=decision, not_known=_NOT_SENT)
        return None

    def waits(self, _entry: Happened, recorded: Recorded, decision: Decision) -> None:
        """§11, §14. The notice went out on the day it did, more time was asked for until that day."""
        self._own_last = date.fromisoformat(recorded["answer"]["last_collect_day"])
        last = decision.answer["last_collect_day"]
        assert isinstance(last, date)
        self._last = last

    def checked(self, entry: Happened, recorded: Recorded, decision: Decision) -> Ending | None:
        """§5, §7, §11, §12. Who passes takes the letter along."""
        if recorded["outcome"] == "released":
            self._check = decision
        elif not decision.refusals:
            return Ending(ended=Ended.DELIVERED, on=entry.on, decision=decision)
        return None

    def concluded(self, entry: Happened, _recorded: Recorded, decision: Decision) -> Ending | None:
        """§11, §12. Without a passed check nothing changes hands; the check says why."""
        if decision.refusals:
            why = self._check if self._check is not None and not _passes(self._check) else decision
            return Ending(ended=Ended.NOT_HANDED_OVER, on=entry.on, decision=why, not_known=_TURNED_AWAY)
        return None

    def due(self, entry: Happened, _recorded: Recorded, decision: Decision) -> None:
        """§14, §15. A letter that is not due yet is kept where it lies."""
        assert self._last is not None
        self._kept = decision.outcome == "kept"
        self._back_on = entry.on if self._last == self._own_last else self._last + _DAY


def _passes(check: Decision) -> bool:
    return all(refusal.code in STILL_TO_DO for refusal in check.refusals)


_Outcome = Callable[[_Walk, Happened, Recorded, Decision], Ending | None]
# What the answer to each question means for the letter. Where it is collected from and how its recipient is told
# (outlet, notice_channel) may differ, and the letter goes its way all the same.
_OUTCOMES: Mapping[str, _Outcome] = {
    "accept_order": _Walk.ordered,
    "collection": _Walk.waits,
    "extend_deadline": _Walk.waits,
    "extend_by_recipient": _Walk.waits,
    "outage": _Walk.waits,
    "support_case": _Walk.waits,
    "hand_over": _Walk.checked,
    "conclude": _Walk.concluded,
    "return_due": _Walk.due,
}
