"""Send a waiting letter on to the outlet its recipient chose, and say which there are to choose from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from budstikke.formats.s10 import letter_id
from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.post.actions.moving.extend_deadline import RECIPIENT, asked_before
from budstikke.post.actions.outlets.route import outlet_facts
from budstikke.post.actions.recorded import recorded
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import Letter, OpenCheck, Outage, Outlet
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event, State
from budstikke.post.terms.pum.asked_by_recipient import WaitFacts
from budstikke.post.terms.pum.asked_by_recipient import choose_outlet as may_choose
from budstikke.post.terms.pum.outlets import OutletFacts
from budstikke.post.terms.refusals.handing_over import LETTER_NOT_HERE


def choose_outlet(
    number: str, *, outlet_id: int, today: date, now: datetime, actor: str = RECIPIENT
) -> Decision:
    """
    Send a letter on; it is ready again when it arrives, and its recipient is told.

    Terms:   PUM §11, §14 (decision 0081).
    Refuses: LETTER_NOT_HERE (it does not wait, or its recipient has not been told yet), OUTLET_THE_SAME,
    OUTLET_CANNOT_CHECK, OUTLET_CHOSEN_BEFORE, OUTLET_TOO_LATE, BEING_SERVED.
    Raises:  Outlet.DoesNotExist for an outlet nobody knows.
    """
    with acting_as(CARRIER):
        letter = Letter.objects.select_for_update().get(id=letter_id(number))
        waits = letter.state == State.READY and letter.last_collect_day is not None
        if letter.outlet_id is None or not waits:
            return _not_here(letter)
        here, wanted = Outlet.objects.get(id=letter.outlet_id), Outlet.objects.get(id=outlet_id)
        inputs = {
            "here": outlet_facts(here, usual=here),
            "wanted": seen_from(here, wanted),
            "wait": wait_of(letter),
            "today": today,
        }
        decision = may_choose(**inputs, edition=BY_ID[letter.edition])  # type: ignore[arg-type]
        if not decision.refusals:
            _send_on(letter, outlet_id, actor=actor, decision=recorded(decision, **inputs), now=now)
    return decision


def wait_of(letter: Letter) -> WaitFacts:
    """Return a letter's wait as the terms see it."""
    assert letter.last_collect_day is not None, "only such letters wait"
    return WaitFacts(
        last_collect_day=letter.last_collect_day,
        extended=asked_before(letter.id, "extend_by_recipient"),
        moved=asked_before(letter.id, "choose_outlet"),
        being_served=OpenCheck.objects.filter(letter=letter).exists(),
    )


def outlets_to_choose(here: Outlet, *, most: int) -> list[Outlet]:
    """
    Return the outlets a letter may be sent on to from another, the nearest first.

    Terms: PUM §11 (a working scanner, and its line).
    """
    cut_off = Outage.objects.filter(until_at=None).values("outlet_id")
    able = Outlet.objects.filter(has_scanner=True, scanner_works=True).exclude(id__in=cut_off)
    others = [(outlet_facts(each, usual=here).distance_m, each.id, each) for each in able.exclude(id=here.id)]
    return [each for _, _, each in sorted(others, key=lambda one: one[:2])[:most]]


def seen_from(here: Outlet, other: Outlet) -> OutletFacts:
    """Return an outlet as the terms see it from another, and whether its line is up."""
    cut_off = Outage.objects.filter(outlet=other, until_at=None).exists()
    return replace(outlet_facts(other, usual=here), connected=not cut_off)


def _send_on(
    letter: Letter, outlet_id: int, *, actor: str, decision: dict[str, object], now: datetime
) -> None:
    leaves = NewEvent(
        letter_id=letter.id,
        code=Event.DELIVERY_CHANGED,
        happened_at=now,
        at_place=str(letter.outlet_id),
        actor=actor,
        decision=decision,
    )
    history.write([leaves], recorded_at=now)
    Letter.objects.filter(id=letter.id).update(outlet_id=outlet_id)


def _not_here(letter: Letter) -> Decision:
    return Decision.judged(
        question="choose_outlet",
        edition=letter.edition,
        refusals=(Refusal(LETTER_NOT_HERE, {"state": letter.state}),),
        passed="sent_on",
        refused="refused",
        reasons=(),
        answer={"outlet": letter.outlet_id},
    )
