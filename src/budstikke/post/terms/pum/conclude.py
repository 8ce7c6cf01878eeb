"""§11, §12, §14: the moment itself. The check was passed a moment ago, and the recipient has signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from budstikke.law.decision import Decision, Reason
from budstikke.law.refusal import Refusal
from budstikke.law.words import Words
from budstikke.post.terms.contracts import PUM
from budstikke.post.terms.events import Event, State, may_follow
from budstikke.post.terms.pum.deadlines import deadline_refusals
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.refusals import checking, handing_over

_HEADLINES = (
    Words(no="Utlevert", en="Handed over"),
    Words(no="Ikke utlevert", en="Not handed over"),
)
_HANDED_OVER = Words(
    no="Brevet er utlevert til mottakeren personlig etter bestått kontroll.",
    en="The letter was handed to the recipient in person after a passed check.",
)
_ALREADY = Words(
    no="Brevet er allerede utlevert på denne kontrollen.",
    en="The letter has already been handed over on this check.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToHandOver:
    """What must hold when the letter changes hands; `signing` is signed, assisted or not_able_to_sign."""

    state: State
    last_collect_day: date
    check_passed: bool
    checked_on: date
    signed: bool
    signing: str
    handed_over_on_this_check: bool = False


def conclude(facts: ToHandOver, *, today: date, edition: PumEdition) -> Decision:
    """
    Decide whether the letter now changes hands.

    Terms:   PUM §11, §12, §14.
    Reading: a check is good for the day on which it was made; the person at the counter tomorrow is checked anew.
    Returns: released, refused, or already (the same hand-over asked for twice changes nothing).
    Refuses: LETTER_NOT_HERE, DEADLINE_PASSED, CHECK_NOT_PASSED, SIGNATURE_MISSING.
    """
    if facts.handed_over_on_this_check:
        reason = Reason.stating("already_handed_over", PUM(11), words=_ALREADY)
        return Decision(question="conclude", outcome="already", edition=edition.id, reasons=(reason,))
    return Decision.judged(
        question="conclude",
        edition=edition.id,
        refusals=tuple(_to_conclude(facts, today)),
        passed="released",
        refused="refused",
        reasons=(Reason.stating("handed_over", PUM(11), PUM(12), words=_HANDED_OVER),),
        headlines=_HEADLINES,
    )


def _to_conclude(facts: ToHandOver, today: date) -> Iterator[Refusal]:
    if not may_follow(facts.state, Event.DELIVERED):
        yield Refusal(handing_over.LETTER_NOT_HERE, {"state": facts.state})
    yield from deadline_refusals(last_collect_day=facts.last_collect_day, today=today)
    if not facts.check_passed or facts.checked_on != today:
        yield Refusal(checking.CHECK_NOT_PASSED)
    if facts.signing != "not_able_to_sign" and not facts.signed:
        yield Refusal(checking.SIGNATURE_MISSING)
