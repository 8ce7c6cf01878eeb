"""Give a recipient more time, asked for or by rule, or give back the days of an outage or of a support case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime

from budstikke.formats.s10 import letter_id
from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.post.actions.recorded import recorded
from budstikke.post.actions.telling.also_told import also_tell
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.models import Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event, State, may_follow
from budstikke.post.terms.pum.asked_by_recipient import WaitFacts, extend_by_recipient
from budstikke.post.terms.pum.days_given_back import Days, extend_for_case, extend_for_outage
from budstikke.post.terms.pum.deadlines import extend
from budstikke.post.terms.pum.notices import EXTENDED
from budstikke.post.terms.refusals.handing_over import LETTER_NOT_HERE

# The pseudonym of whoever asked from the tracking page and knew the second fact.
RECIPIENT = "recipient"


def extend_deadline(number: str, *, until: date, actor: str, today: date, now: datetime) -> Decision:
    """
    Move one letter's last day, if the terms let us.

    Terms:   PUM §14.
    Refuses: LETTER_NOT_HERE (it does not wait, or its recipient has not been told yet), EXTENSION_TOO_LATE,
    EXTENSION_NOT_LATER.
    """
    with acting_as(CARRIER):
        letter = Letter.objects.select_for_update().get(id=letter_id(number))
        if letter.last_collect_day is None or not may_follow(State(letter.state), Event.DEADLINE_EXTENDED):
            return _no_deadline(letter)
        inputs = {"last_collect_day": letter.last_collect_day, "until": until, "today": today}
        decision = extend(**inputs, edition=BY_ID[letter.edition])
        if not decision.refusals:
            _move(letter, until, actor=actor, decision=recorded(decision, **inputs), now=now)
            also_tell(letter, EXTENDED, now=now)
    return decision


def extend_once(number: str, *, today: date, now: datetime) -> Decision:
    """
    Give a recipient who asks for it more time by rule.

    Terms:   PUM §14 (decision 0080).
    Refuses: LETTER_NOT_HERE (it does not wait, or its recipient has not been told yet), EXTENSION_TOO_LATE,
    EXTENSION_USED. Asked twice at once, it is given once.
    """
    with acting_as(CARRIER):
        letter = Letter.objects.select_for_update().get(id=letter_id(number))
        if letter.last_collect_day is None or not may_follow(State(letter.state), Event.DEADLINE_EXTENDED):
            return _no_deadline(letter)
        wait = WaitFacts(
            last_collect_day=letter.last_collect_day,
            extended=asked_before(letter.id, "extend_by_recipient"),
        )
        decision = extend_by_recipient(wait=wait, today=today, edition=BY_ID[letter.edition])
        until = decision.answer["last_collect_day"]
        if not decision.refusals:
            assert isinstance(until, date)
            _move(
                letter, until, actor=RECIPIENT, decision=recorded(decision, wait=wait, today=today), now=now
            )
            also_tell(letter, EXTENDED, now=now)
    return decision


def asked_before(letter_id: int, question: str) -> int:
    """Return how often what a question of a letter asks for was given."""
    return EventRecord.objects.filter(letter_id=letter_id, decision__question=question).count()


def _no_deadline(letter: Letter) -> Decision:
    return Decision.judged(
        question="extend_deadline",
        edition=letter.edition,
        refusals=(Refusal(LETTER_NOT_HERE, {"state": letter.state}),),
        passed="extended",
        refused="refused",
        reasons=(),
        answer={"last_collect_day": letter.last_collect_day},
    )


def give_back_outage(*, outlet_id: int, first: date, last: date, actor: str, now: datetime) -> int:
    """
    Lengthen the wait of every letter at an outlet by the days on which nothing could be handed over.

    Terms:   PUM §11, §14.
    Returns: how many letters wait longer; a day told again, or given back for a support case, lengthens nothing.
    """
    with acting_as(CARRIER):
        return len(give_back_days(outlet_id, days=Days(first=first, last=last), actor=actor, now=now))


def give_back_days(outlet_id: int, *, days: Days, actor: str, now: datetime) -> list[int]:
    """Do so, and return the letters that wait longer."""
    moved: list[int] = []
    with acting_as(CARRIER):
        waiting = list(
            Letter.objects.select_for_update()
            .filter(outlet_id=outlet_id, state="ready", last_collect_day__isnull=False)
            .order_by("id")
        )
        given = _given_back([letter.id for letter in waiting])
        for letter in waiting:
            inputs = {"outage_from": days.first, "outage_to": days.last}
            decision = _give_back(extend_for_outage, letter, given[letter.id], inputs, actor=actor, now=now)
            if decision.outcome == "extended":
                moved.append(letter.id)
    return moved


def give_back_case(number: str, *, opened_on: date, open_to: date, actor: str, now: datetime) -> Decision:
    """
    Lengthen a letter's wait by the days of a support case; asked each day while it is open, and when it is closed.

    Terms:   PUM §12, §14.
    Refuses: LETTER_NOT_HERE (it does not wait). A day given back before lengthens nothing.
    """
    with acting_as(CARRIER):
        letter = Letter.objects.select_for_update().get(id=letter_id(number))
        if letter.last_collect_day is None or State(letter.state) is not State.READY:
            return _no_deadline(letter)
        given = _given_back([letter.id])[letter.id]
        inputs = {"opened_on": opened_on, "open_to": open_to}
        return _give_back(extend_for_case, letter, given, inputs, actor=actor, now=now)


def _give_back(
    rule: Callable[..., Decision],
    letter: Letter,
    already: list[Days],
    days: dict[str, date],
    *,
    actor: str,
    now: datetime,
) -> Decision:
    assert letter.notified_on and letter.last_collect_day
    wait = {"notified_on": letter.notified_on, "last_collect_day": letter.last_collect_day, **days}
    decision = rule(**wait, already=already, edition=BY_ID[letter.edition])
    until = decision.answer["last_collect_day"]
    assert isinstance(until, date)
    if until > letter.last_collect_day:
        written = recorded(decision, **wait, already=[asdict(each) for each in already])
        _move(letter, until, actor=actor, decision=written, now=now)
    return decision


# Under which names each question tells its first and last day.
_TOLD = {"outage": ("outage_from", "outage_to"), "support_case": ("opened_on", "open_to")}


def _given_back(letter_ids: list[int]) -> Mapping[int, list[Days]]:
    """Return the days each letter was given back before; days past its deadline of then were not among them."""
    given: dict[int, list[Days]] = defaultdict(list)
    told = EventRecord.objects.filter(
        code=Event.DEADLINE_EXTENDED, letter_id__in=letter_ids, decision__question__in=list(_TOLD)
    )
    for of, decision in told.values_list("letter_id", "decision"):
        assert decision is not None, "it was found by its decision"
        first, last = (decision["inputs"][name] for name in _TOLD[decision["question"]])
        until = min(last, decision["answer"]["last_collect_day"])
        given[of].append(Days(first=date.fromisoformat(first), last=date.fromisoformat(until)))
    return given


def _move(letter: Letter, until: date, *, actor: str, decision: dict[str, object], now: datetime) -> None:
    Letter.objects.filter(id=letter.id).update(last_collect_day=until)
    history.write(
        [
            NewEvent(
                letter_id=letter.id,
                code=Event.DEADLINE_EXTENDED,
                happened_at=now,
                actor=actor,
                decision=decision,
            )
        ],
        recorded_at=now,
    )
