"""Give a recipient more time, or give back the days of an outage."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef

from budstikke.formats.s10 import letter_id
from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.post.actions.recorded import recorded
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Event as EventRecord
from budstikke.post.records.models import Letter
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event, State, may_follow
from budstikke.post.terms.pum.deadlines import extend, extend_for_outage
from budstikke.post.terms.refusals.handing_over import LETTER_NOT_HERE


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
    return decision


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
    Returns: how many letters wait longer; the same outage told again lengthens nothing.
    """
    moved = 0
    with acting_as(CARRIER):
        waiting = Letter.objects.select_for_update().filter(
            outlet_id=outlet_id, state="ready", last_collect_day__isnull=False
        )
        told = {"decision__inputs__outage_from": str(first), "decision__inputs__outage_to": str(last)}
        given = EventRecord.objects.filter(code=Event.DEADLINE_EXTENDED, letter=OuterRef("pk"), **told)
        for letter in waiting.exclude(Exists(given)).order_by("id"):
            assert letter.notified_on and letter.last_collect_day
            inputs = {
                "notified_on": letter.notified_on,
                "last_collect_day": letter.last_collect_day,
                "outage_from": first,
                "outage_to": last,
            }
            decision = extend_for_outage(**inputs, edition=BY_ID[letter.edition])
            until = decision.answer["last_collect_day"]
            assert isinstance(until, date)
            if until > letter.last_collect_day:
                _move(letter, until, actor=actor, decision=recorded(decision, **inputs), now=now)
                moved += 1
    return moved


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
