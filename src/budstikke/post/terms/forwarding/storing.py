"""§4: how long mail may be stored, when it is released, and what is delivered meanwhile or never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import FORWARDING
from budstikke.post.terms.forwarding.days import DAY, working_days
from budstikke.post.terms.forwarding.edition import ForwardingEdition
from budstikke.post.terms.forwarding.kinds import ItemKind
from budstikke.post.terms.forwarding.switches import Release
from budstikke.post.terms.refusals import forwarding as refusals

_RELEASED = Words(
    no="Posten leveres på den faste adressen {deliver_on:%d.%m.%Y}, første virkedag etter perioden.",
    en="Mail is delivered at the permanent address on {deliver_on:%d %b %Y}, the first working day after the period.",
)
_ROUND = Words(
    no="Postbudets runde der går {planned_on:%d.%m.%Y}.", en="The round there is on {planned_on:%d %b %Y}."
)
_COLLECT = Words(
    no="Det er mye post: mottakeren får beskjed i postkassen, henter den på det faste hentestedet og viser "
    "legitimasjon.",
    en="There is much mail: the recipient is told by a message in the box, collects it at the usual outlet and shows "
    "an identity document.",
)
_INTERIM = Words(
    no="Oppbevart post leveres {deliver_on:%d.%m.%Y}, {days} virkedager etter at det ble bedt om det.",
    en="Stored mail is delivered on {deliver_on:%d %b %Y}, {days} working days after it was asked for.",
)
_INTERIM_THEN = Words(
    no="Det som er oppbevart til da, leveres {deliver_on:%d.%m.%Y}.",
    en="What is stored by then is delivered on {deliver_on:%d %b %Y}.",
)
_WAITS = Words(
    no="Sendingen ligger til henting til og med {last_collect_day:%d.%m.%Y} og går i retur dagen etter, også om "
    "oppbevaringen varer lenger.",
    en="The item can be collected until {last_collect_day:%d %b %Y} and goes back the day after, even if storage "
    "lasts longer.",
)
_LONGEST = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """The weekdays (0 is Monday) on which mail is brought to a postcode, in odd and in even weeks of the year."""

    odd_weeks: frozenset[int] = field(default_factory=lambda: frozenset(range(5)))
    even_weeks: frozenset[int] = field(default_factory=lambda: frozenset(range(5)))

    def has(self, day: date) -> bool:
        """Say whether the round goes on a day."""
        return day.weekday() in (self.odd_weeks if day.isocalendar().week % 2 else self.even_weeks)


EVERY_WORKING_DAY = Rounds()


def first_delivery(*, last_day: date, closed_days: Iterable[date] = (), edition: ForwardingEdition) -> date:
    """
    Return the first working day after a last day.

    Terms: Forwarding §4.
    """
    return working_days(edition, closed_days=closed_days).add(last_day, 1)


def first_round(
    *, promised_on: date, rounds: Rounds, closed_days: Iterable[date] = (), edition: ForwardingEdition
) -> date:
    """
    Return the first round on or after the day promised.

    Terms:   Forwarding §4.
    Reading: A-12, decision 0069. A postcode whose rounds never meet a working day is served as promised.
    """
    calendar = working_days(edition, closed_days=closed_days)
    day = promised_on
    for _ in range(_LONGEST):
        if calendar.is_working_day(day) and rounds.has(day):
            return day
        day += DAY
    return promised_on


def storage_release(
    *,
    last_day: date,
    items: int = 0,
    rounds: Rounds = EVERY_WORKING_DAY,
    closed_days: Iterable[date] = (),
    edition: ForwardingEdition,
) -> Decision:
    """
    Say when stored mail is delivered, how, and which round brings it.

    Terms:   Forwarding §4.
    Reading: the first working day is what we promise; the plan is the first round of the postcode from then.
    The switch `distribution_day` promises the round (A-12). Large is what the operator's number of items says;
    then it is collected, with an identity document (A-13, decision 0069).
    """
    closed = tuple(closed_days)
    promised = first_delivery(last_day=last_day, closed_days=closed, edition=edition)
    planned = first_round(promised_on=promised, rounds=rounds, closed_days=closed, edition=edition)
    deliver_on = planned if edition.release is Release.DISTRIBUTION_DAY else promised
    large = items >= edition.large_amount_items
    facts = {"last_day": last_day, "deliver_on": deliver_on, "planned_on": planned, "items": items}
    reasons = [Reason.stating("storage_release", FORWARDING(4), words=_RELEASED, facts=facts)]
    if planned != deliver_on:
        reasons.append(Reason.stating("round", FORWARDING(4), words=_ROUND, facts=facts))
    if large:
        reasons.append(Reason.stating("large_amount", FORWARDING(4), words=_COLLECT, facts=facts))
    return Decision(
        question="storage_release",
        outcome="collect" if large else "deliver",
        edition=edition.id,
        reasons=tuple(reasons),
        answer={
            "deliver_on": deliver_on,
            "planned_on": planned,
            "mode": "collect" if large else "deliver",
            "id_required": large,
        },
    )


def interim_delivery(
    *,
    requested_on: date,
    last_day: date,
    start: date | None = None,
    wanted_on: date | None = None,
    closed_days: Iterable[date] = (),
    edition: ForwardingEdition,
) -> Decision:
    """
    Decide when stored mail is delivered during storage, to the permanent address.

    `wanted_on` is the day it is asked for; None: as soon as can be. `start` is the first day of storage, where that
    may lie ahead.

    Terms:   Forwarding §4 (on request; two working days).
    Reading: one that would not come before the release is not made; the mail then comes with the release
    (A-14, decision 0069). Asked for in advance, it comes on the first working day on or after the day asked for, which
    lies after the two working days and after the first day of storage (decision 0171).
    Refuses: INTERIM_TOO_EARLY; INTERIM_NOT_EARLIER.
    """
    closed = tuple(closed_days)
    calendar = working_days(edition, closed_days=closed)
    release = first_delivery(last_day=last_day, closed_days=closed, edition=edition)
    ready = calendar.add(requested_on, edition.interim_lead_days)
    if start is not None:
        # On its first day nothing has been stored yet.
        ready = max(ready, calendar.add(start, 1))
    early = wanted_on is not None and wanted_on < ready
    comes = ready if wanted_on is None else max(ready, calendar.on_or_after(wanted_on))
    made = comes < release or not edition.interim_before_release
    facts = {
        "deliver_on": comes if made else release,
        "days": edition.interim_lead_days,
        "earliest_on": ready,
    }
    rows = ((early, refusals.INTERIM_TOO_EARLY), (not made, refusals.INTERIM_NOT_EARLIER))
    words = _INTERIM if wanted_on is None else _INTERIM_THEN
    return Decision.judged(
        question="interim_delivery",
        edition=edition.id,
        refusals=tuple(Refusal(reason, facts) for applies, reason in rows if applies),
        passed="interim",
        refused="with_release",
        reasons=(Reason.stating("interim_delivery", FORWARDING(4), words=words, facts=facts),),
        answer={"interim": made and not early, "deliver_on": facts["deliver_on"]},
    )


def pickup_return(
    *, kind: ItemKind, ready_on: date, collect_days: int | None = None, edition: ForwardingEdition
) -> Decision:
    """
    Say until when an item that must be signed for waits, and when it goes back.

    Terms:   Forwarding §4 (its own deadline runs although storage goes on).
    Unit:    calendar days; `collect_days` is the product's, None takes the edition's.
    Reading: the day it is ready is day 0, and the last of the days counts, as for the PUM letter (A-51,
    decision 0069).
    """
    days = edition.signed_for_collect_days if collect_days is None else collect_days
    last = ready_on + timedelta(days=days)
    answer = {"last_collect_day": last, "return_from": last + DAY}
    return Decision(
        question="pickup_return",
        outcome="waits",
        edition=edition.id,
        reasons=(
            Reason.stating(
                "collection_deadline",
                FORWARDING(4),
                words=_WAITS,
                facts={**answer, "kind": kind, "ready_on": ready_on, "days": days},
            ),
        ),
        answer=answer,
    )
