"""The plain case at the counter, of which each test changes one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from budstikke.law.decision import Decision
from budstikke.post.terms.editions import PUM_PRESENT
from budstikke.post.terms.events import State
from budstikke.post.terms.pum.edition import PumEdition
from budstikke.post.terms.pum.handover import LetterFacts, decide
from budstikke.post.terms.pum.id_check import ALL_PASSED, CheckFacts, DocumentFacts, NameVerdict

TODAY = date(2026, 6, 10)  # a Wednesday

DOCUMENT = DocumentFacts(kind="no_passport", expires_on=date(2030, 1, 1), has_number=True, has_signature=True)
LETTER = LetterFacts(
    state=State.READY, passport_only=False, last_collect_day=date(2026, 6, 24), name_characters=13
)
CHECK = CheckFacts(in_person=True, online=True, document=DOCUMENT, name=NameVerdict.SAME, findings=ALL_PASSED)


def decided(
    *,
    letter: dict[str, Any] | None = None,
    document: dict[str, Any] | None = None,
    today: date = TODAY,
    edition: PumEdition = PUM_PRESENT,
    **check: Any,
) -> Decision:
    """Decide the plain case with some facts changed."""
    return decide(
        letter=replace(LETTER, **(letter or {})),
        check=replace(CHECK, document=replace(DOCUMENT, **(document or {})), **check),
        today=today,
        edition=edition,
    )


def codes(decision: Decision) -> list[str]:
    """Return the codes of every refusal, in order."""
    return [refusal.code for refusal in decision.refusals]
