"""§1, §7: whom an order covers, under which names, and what their death does to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from budstikke.post.terms.forwarding.days import Period
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.switches import Household, OldName, OnDeath


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """
    One person whose mail an order moves; `ref` is a reference of ours, never a national number.

    `died_on` is the day the register has, if it has one.
    """

    ref: str
    name: str
    earlier_names: tuple[str, ...] = ()
    died_on: date | None = None


def names_matched(person: Covered, *, edition: ForwardingEdition) -> tuple[str, ...]:
    """
    Return the names a person's mail may bear.

    Terms:   Forwarding §7 (name changes come from the National Registry).
    Reading: a name that was changed still stands on mail, so it stays an alias (A-25, decision 0073).
    """
    return (person.name, *(person.earlier_names if edition.old_name is OldName.ALIAS else ()))


def covered(
    *,
    named: Iterable[Covered],
    members_now: Iterable[Covered],
    whole_household: bool,
    edition: ForwardingEdition,
) -> tuple[Covered, ...]:
    """
    Return the persons an order covers today.

    Terms:   Forwarding §1 (one, several or everyone in the household).
    Reading: "everyone" is everybody named when it was ordered; who is born or moves in later is added by a
    confirmed change, because mail of a stranger must not be moved. The switch `live` takes the members of
    today (A-22, decision 0066).
    """
    live = whole_household and edition.household is Household.LIVE
    return tuple(members_now if live else named)


def period_for(person: Covered, *, period: Period, edition: ForwardingEdition) -> Period | None:
    """
    Return the part of an order's period that holds for a person; None where nothing is left.

    Terms:   Forwarding §1 (an estate's manager may order), §7 (deaths come from the National Registry).
    Reading: an order runs to its end also when the person dies, so that the estate's mail is found; the
    switch `stops` ends it with the day of death (A-26, decision 0073).
    """
    if person.died_on is None or edition.on_death is OnDeath.RUNS or person.died_on >= period.last_day:
        return period
    return Period(period.start, person.died_on) if person.died_on >= period.start else None
