"""Help with a letter at the desk: alone where the terms let one person, else asked for and confirmed by another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from budstikke.formats.s10 import letter_id
from budstikke.law.decision import Decision
from budstikke.law.refusal import Refusal
from budstikke.post.actions import queue
from budstikke.post.actions.moving.choose_outlet import seen_from
from budstikke.post.actions.recorded import recorded, together
from budstikke.post.actions.telling.also_told import also_tell
from budstikke.post.records import history
from budstikke.post.records.history import NewEvent
from budstikke.post.records.models import DeskAct, Letter, Notice, OpenCheck, Outlet
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import Event, ReturnReason, State, may_follow
from budstikke.post.terms.pum.at_the_desk import Help, Why, decide_help, move_by_desk, return_early
from budstikke.post.terms.pum.deadlines import extend
from budstikke.post.terms.pum.notices import EXTENDED, RETURNED
from budstikke.post.terms.refusals import desk

_EVENTS: Mapping[Help, Event] = {
    Help.EXTEND: Event.DEADLINE_EXTENDED,
    Help.MOVE: Event.DELIVERY_CHANGED,
    Help.RETURN: Event.RETURN,
    Help.DAMAGED: Event.DAMAGED,
    Help.LOST: Event.LOST,
    Help.FOUND: Event.FOUND,
    Help.MISDELIVERED: Event.MISDELIVERED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the desk wants done; of the last three each belongs to one kind of help."""

    what: Help
    why: Why
    until: date | None = None
    outlet_id: int | None = None
    return_reason: ReturnReason | None = None

    def as_json(self) -> dict[str, object]:
        """Return what belongs to this kind of help, as plain JSON values."""
        return {
            **({"until": self.until.isoformat()} if self.until else {}),
            **({"outlet": self.outlet_id} if self.outlet_id is not None else {}),
            **({"return_reason": str(self.return_reason)} if self.return_reason else {}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """What came of it: done, waiting for a second person, or refused and why."""

    done: bool = False
    waits: bool = False
    refusals: tuple[Refusal, ...] = ()


def help_letter(number: str, wanted: Wanted, *, clerk: str, today: date, now: datetime) -> Helped:
    """
    Do what the desk wants with a letter, or have it wait for a second person.

    Terms:   PUM §11, §14, §15, §17 (decision 0083).
    Refuses: NOT_IN_THAT_STATE, EXTENSION_TOO_LATE, EXTENSION_NOT_LATER, OUTLET_THE_SAME, OUTLET_CANNOT_CHECK,
    BEING_SERVED, NO_EARLY_RETURN, NOTHING_TO_RESEND, WAITS_ALREADY; SECOND_PERSON_NEEDED is told with `waits`.
    Raises:  Letter.DoesNotExist, Outlet.DoesNotExist.
    """
    with acting_as(CARRIER):
        letter = Letter.objects.select_for_update().get(id=letter_id(number))
        found = _decided(letter, wanted, asked_by=clerk, confirmed_by="", today=today)
        if found.refusals and found.refusals[0].code != desk.SECOND_PERSON_NEEDED.code:
            return Helped(refusals=found.refusals)
        act = DeskAct(
            letter=letter,
            sender_id=letter.sender_id,
            what=wanted.what,
            why=wanted.why,
            details=wanted.as_json(),
            asked_at=now,
            asked_by=clerk,
            waits=bool(found.refusals),
        )
        if act.waits:
            if DeskAct.objects.filter(letter=letter, what=wanted.what, waits=True).exists():
                return Helped(refusals=(Refusal(desk.WAITS_ALREADY),))
            act.save()
            return Helped(waits=True, refusals=found.refusals)
        act.save()
        _do(letter, wanted, found, actor=clerk, now=now)
    return Helped(done=True)


def confirm_help(act_id: int, *, agrees: bool, clerk: str, today: date, now: datetime) -> Helped | None:
    """
    Confirm what somebody else asked for, and do it; or say no to it. Where the letter is now is looked at anew.

    Terms:   PUM §14, §15, §17 (decision 0083).
    Returns: None when nothing waits under this id.
    Refuses: SAME_PERSON, and whatever `help_letter` refuses; then it goes on waiting.
    """
    with acting_as(CARRIER):
        # The letter first, as everybody else locks it.
        letter = Letter.objects.select_for_update().filter(deskact__id=act_id).first()
        act = DeskAct.objects.select_for_update().filter(id=act_id, waits=True).first()
        if letter is None or act is None:
            return None
        if act.asked_by == clerk:
            return Helped(refusals=(Refusal(desk.SAME_PERSON),))
        wanted = wanted_of(act)
        if agrees:
            found = _decided(letter, wanted, asked_by=act.asked_by, confirmed_by=clerk, today=today)
            if found.refusals:
                return Helped(refusals=found.refusals)
            _do(letter, wanted, found, actor=act.asked_by, now=now)
        act.waits, act.confirmed, act.decided_at, act.decided_by = False, agrees, now, clerk
        act.save(update_fields=["waits", "confirmed", "decided_at", "decided_by"])
    return Helped(done=agrees)


def wanted_of(act: DeskAct) -> Wanted:
    """Return what an act was asked for, from its row."""
    until, reason = act.details.get("until"), act.details.get("return_reason")
    return Wanted(
        what=Help(act.what),
        why=Why(act.why),
        until=date.fromisoformat(until) if until else None,
        outlet_id=act.details.get("outlet"),
        return_reason=ReturnReason(reason) if reason else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the terms say: why not, or the decisions as they are written down, the deciding one first."""

    refusals: tuple[Refusal, ...] = ()
    written: tuple[dict[str, object], ...] = ()


def _decided(letter: Letter, wanted: Wanted, *, asked_by: str, confirmed_by: str, today: date) -> _Found:
    if not _possible(letter, wanted):
        reason = desk.NOTHING_TO_RESEND if wanted.what is Help.RESEND else desk.NOT_IN_THAT_STATE
        return _Found(refusals=(Refusal(reason, {"state": letter.state}),))
    edition = BY_ID[letter.edition]
    written: list[dict[str, object]] = []
    ask = _ASKED.get(wanted.what)
    if ask is not None:
        decision, inputs = ask(letter, wanted, today)
        if decision.refusals:
            return _Found(refusals=decision.refusals)
        written.append(recorded(decision, **inputs))
    days = (wanted.until - letter.last_collect_day).days if wanted.until and letter.last_collect_day else 0
    before = DeskAct.objects.filter(letter=letter, what=Help.EXTEND, waits=False).exclude(confirmed=False)
    asked = {
        "what": wanted.what,
        "why": wanted.why,
        "days": days,
        "extended_before": wanted.what is Help.EXTEND and before.exists(),
        "asked_by": asked_by,
        "confirmed_by": confirmed_by,
    }
    helped = decide_help(**asked, edition=edition)  # type: ignore[arg-type]
    return _Found(refusals=helped.refusals, written=(*written, recorded(helped, **asked)))


def _possible(letter: Letter, wanted: Wanted) -> bool:
    if wanted.what is Help.RESEND:
        return letter.state == State.READY and letter.notified_on is not None
    if wanted.what is Help.EXTEND and letter.last_collect_day is None:
        return False
    if wanted.what is Help.MOVE and letter.state == State.BOOKED:
        return False
    return may_follow(State(letter.state), _EVENTS[wanted.what])


_Asked = tuple[Decision, dict[str, object]]


def _extended(letter: Letter, wanted: Wanted, today: date) -> _Asked:
    assert letter.last_collect_day is not None and wanted.until is not None
    last, until = letter.last_collect_day, wanted.until
    decision = extend(last_collect_day=last, until=until, today=today, edition=BY_ID[letter.edition])
    return decision, {"last_collect_day": last, "until": until, "today": today}


def _moved(letter: Letter, wanted: Wanted, _today: date) -> _Asked:
    assert wanted.outlet_id is not None
    outlet = Outlet.objects.get(id=wanted.outlet_id)
    inputs: dict[str, object] = {
        "here": letter.outlet_id,
        "wanted": seen_from(letter.outlet or outlet, outlet),
        "being_served": _being_served(letter),
    }
    return move_by_desk(**inputs, edition=BY_ID[letter.edition]), inputs  # type: ignore[arg-type]


def _returned(letter: Letter, wanted: Wanted, _today: date) -> _Asked:
    assert wanted.return_reason is not None
    inputs: dict[str, object] = {
        "reason": wanted.return_reason,
        "last_collect_day": letter.last_collect_day,
        "being_served": _being_served(letter),
    }
    return return_early(**inputs, edition=BY_ID[letter.edition]), inputs  # type: ignore[arg-type]


def _being_served(letter: Letter) -> bool:
    return OpenCheck.objects.filter(letter=letter).exists()


_ASKED: Mapping[Help, Callable[[Letter, Wanted, date], _Asked]] = {
    Help.EXTEND: _extended,
    Help.MOVE: _moved,
    Help.RETURN: _returned,
}


# Of a move the recipient is told once the letter is there.
_TOLD = {Help.EXTEND: EXTENDED, Help.RETURN: RETURNED}


def _do(letter: Letter, wanted: Wanted, found: _Found, *, actor: str, now: datetime) -> None:
    if wanted.what is Help.RESEND:
        _resend(letter, now=now)
        return
    moved = Letter.objects.filter(id=letter.id)
    if wanted.what is Help.EXTEND:
        moved.update(last_collect_day=wanted.until)
    first, *others = found.written
    event = NewEvent(
        letter_id=letter.id,
        code=_EVENTS[wanted.what],
        happened_at=now,
        at_place=str(letter.outlet_id or ""),
        actor=actor,
        decision=together(first, *others),
    )
    history.write([event], recorded_at=now)
    if wanted.what is Help.MOVE:
        moved.update(outlet_id=wanted.outlet_id)
    if wanted.what in _TOLD:
        also_tell(letter, _TOLD[wanted.what], now=now)


def _resend(letter: Letter, *, now: datetime) -> None:
    """Make one more reminder: it names outlet and deadline as they are now, and starts no deadline anew."""
    nth = letter.reminders_made + 1
    Letter.objects.filter(id=letter.id).update(reminders_made=nth)
    made = Notice.objects.create(
        letter=letter, sender_id=letter.sender_id, kind="reminder", ordinal=nth, made_at=now
    )
    queue.send_notices([made.id])
