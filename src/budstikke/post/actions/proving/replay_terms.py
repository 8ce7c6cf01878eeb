"""Ask everything again under another edition, and say whose letter would have ended differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from budstikke.post.actions.replayed import decided, recorded_decision, report
from budstikke.post.records.past import letters_with_records
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.asked_again import Recorded
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.replay import Ended, Ending, Letter, ending, recorded_ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One letter: how it ended by its record, on which day and by which decision, and how it would have."""

    letter: Letter
    ended: Ended
    on: date | None
    decision: Recorded | None
    instead: Ending

    @property
    def differs(self) -> bool:
        """Whether it would have ended differently; another day alone is the same ending."""
        return self.ended is not self.instead.ended

    def as_json(self) -> dict[str, object]:
        """Return both endings with their clauses and words."""
        instead = self.instead
        return report(
            {"letter": self.letter.number},
            edition=self.letter.edition,
            recorded={
                "ended": self.ended,
                "on": self.on and self.on.isoformat(),
                "decision": self.decision and recorded_decision(self.decision),
            },
            replayed={
                "ended": instead.ended,
                "on": instead.on and instead.on.isoformat(),
                "decision": instead.decision and decided(instead.decision),
                "not_known": instead.not_known and instead.not_known.as_json(),
            },
            differs=instead.differs,
        )


def replay_terms(*, edition: PumEdition, since: date | None, today: date) -> Iterator[Replayed]:
    """
    Replay every letter booked since a day, from what was recorded when it was decided; nothing is written.

    Returns: all of them, one by one; memory stays flat, and the database sees one statement.
    """
    with acting_as(CARRIER):
        for letter in letters_with_records(since=since):
            ended, on, decision = recorded_ending(letter)
            yield Replayed(
                letter=letter,
                ended=ended,
                on=on,
                decision=decision,
                instead=ending(letter, edition=edition, today=today),
            )
