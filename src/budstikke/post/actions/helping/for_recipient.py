"""Say what a recipient who knows the second fact may know of a letter, and what there is to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from budstikke.formats.s10 import letter_id
from budstikke.law.decision import Decision
from budstikke.post.actions.helping.report_problem import CAUSES
from budstikke.post.actions.moving.choose_outlet import outlets_to_choose, wait_of
from budstikke.post.actions.telling.tell_recipient import reasons_of
from budstikke.post.actions.telling.why_refused import why_refused
from budstikke.post.papers.slip import SlipReason
from budstikke.post.records.models import Claim, IdCheck, Letter, Outlet, SupportCase
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.asked_by_recipient import extend_by_recipient

_CHOICES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt at the counter that failed: when, where, why on which clause, and what cures it."""

    at: datetime
    outlet: str
    reasons: tuple[SlipReason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForRecipient:
    """
    One letter as its recipient sees it.

    `extension` is what the rule would say now, None while nothing runs out. `choices` are the outlets there are to
    choose from, empty once one was chosen. `reports` are the causes of which a claim or a case is open.
    """

    number: str
    outlet: Outlet | None
    last_collect_day: date | None
    days_left: int | None
    extension: Decision | None
    choices: tuple[Outlet, ...]
    attempts: tuple[Attempt, ...]
    handed_in: bool
    reports: tuple[str, ...]


def for_recipient(number: str, *, today: date) -> ForRecipient | None:
    """
    Return it, or None for a letter nobody booked.

    Terms: PUM §11, §12, §14.
    """
    with acting_as(CARRIER):
        letter = Letter.objects.select_related("outlet").filter(id=letter_id(number)).first()
        if letter is None:
            return None
        waits = letter.state == State.READY and letter.last_collect_day is not None
        last_day = letter.last_collect_day if waits else None
        cases = SupportCase.objects.filter(letter=letter, closed_at=None, cause__in=CAUSES)
        claimed = set(Claim.objects.filter(letter=letter, settled_at=None).values_list("kind", flat=True))
        return ForRecipient(
            number=letter.number,
            outlet=letter.outlet if waits else None,
            last_collect_day=last_day,
            days_left=(last_day - today).days if last_day else None,
            extension=extend_by_recipient(wait=wait_of(letter), today=today, edition=BY_ID[letter.edition])
            if last_day
            else None,
            choices=_choices(letter) if waits else (),
            attempts=_attempts(letter),
            handed_in=letter.handed_in_on is not None,
            reports=(
                *(cause for cause, kind in CAUSES.items() if kind in claimed),
                *cases.order_by("id").values_list("cause", flat=True),
            ),
        )


def _choices(letter: Letter) -> tuple[Outlet, ...]:
    if letter.outlet is None or wait_of(letter).moved >= BY_ID[letter.edition].outlet_choices:
        return ()
    return tuple(outlets_to_choose(letter.outlet, most=_CHOICES))


def _attempts(letter: Letter) -> tuple[Attempt, ...]:
    # Of one that was erased nobody can say any more why it failed.
    failed = IdCheck.objects.select_related("letter", "outlet").filter(
        letter=letter, passed=False, decision__has_key="inputs"
    )
    return tuple(
        Attempt(at=check.checked_at, outlet=check.outlet.name, reasons=reasons_of(why_refused(check)))
        for check in failed.order_by("-checked_at")
    )
