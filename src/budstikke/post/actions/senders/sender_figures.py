"""Count for a sender what became of its letters in a period: outcomes, days taken, noes at the counter, outlets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from budstikke.post.records import sender_counts
from budstikke.post.records.scope import acting_as
from budstikke.post.records.sender_counts import AtOutlet, Period
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.pum.days import working_days
from budstikke.post.terms.refusals import TABLE
from budstikke.post.terms.refusals.checking import STILL_TO_DO


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """
    What became of the letters handed in within a period, and of the checks made in it.

    Unit: letters; the keys of `to_outlet` and `to_recipient` are working days, the day of hand-in being day 0.
    """

    states: Mapping[str, int]
    to_outlet: Mapping[int, int]
    to_recipient: Mapping[int, int]
    refused: Mapping[str, int]
    checks_refused: int
    outlets: tuple[AtOutlet, ...]


def figures_of(sender_id: int, *, from_on: date, to_on: date) -> Figures:
    """
    Count; each figure by one statement, whatever the number of letters.

    Terms:   PUM §11 (working days from hand-in), §12 (the reasons of a no).
    Reading: a letter belongs to the period in which it was handed in, a check to the one in which it was made.
    """
    period = Period(from_on=from_on, to_on=to_on)
    with acting_as(str(sender_id)):
        states = sender_counts.states(period, sender_id=sender_id)
        taken = sender_counts.days_taken(period, sender_id=sender_id)
        refused, checks_refused = sender_counts.refused(
            period, sender_id=sender_id, rules=TABLE, lesser=STILL_TO_DO
        )
        outlets = sender_counts.at_outlets(period, sender_id=sender_id)
    to_outlet: Counter[int] = Counter()
    to_recipient: Counter[int] = Counter()
    for each in taken:
        calendar = working_days(BY_ID[each.edition])
        if each.ready_on is not None:
            to_outlet[calendar.count(each.handed_in_on, until=each.ready_on)] += each.letters
        if each.delivered_on is not None:
            to_recipient[calendar.count(each.handed_in_on, until=each.delivered_on)] += each.letters
    return Figures(
        states=states,
        to_outlet=to_outlet,
        to_recipient=to_recipient,
        refused=refused,
        checks_refused=checks_refused,
        outlets=tuple(outlets),
    )
