"""What the desk is told of what it asked for: done, waiting, refused with the clause, or not filled in."""

from __future__ import annotations

from budstikke.law.refusal import Refusal
from budstikke.law.words import Language, Words
from budstikke.post.actions.helping.help_letter import Helped

_DONE = Words(no="Gjort.", en="Done.")
_WAITS = Words(
    no="Det venter på at en leder som ikke er deg, bekrefter.",
    en="It waits until a lead who is not you confirms.",
)
NOT_FILLED_IN = Words(
    no="Velg hva du vil gjøre og hvorfor, og fyll ut det som hører til.",
    en="Choose what to do and why, and fill in what belongs to it.",
)


def of_helped(helped: Helped, language: Language) -> dict[str, object]:
    """Return what came of it."""
    if helped.waits:
        return told("info", _WAITS.in_(language))
    if helped.refusals:
        return of_refusal(helped.refusals[0], language)
    return told("success", _DONE.in_(language))


def of_refusal(refusal: Refusal, language: Language) -> dict[str, object]:
    """Return why not, with the clause and the cure."""
    clauses = ", ".join(str(clause) for clause in refusal.clauses)
    return told("warning", refusal.staff.in_(language)) | {
        "cure": refusal.cure.in_(language),
        "clauses": clauses,
    }


def told(tone: str, words: str) -> dict[str, object]:
    """Return one sentence as the pages show it."""
    return {"tone": tone, "words": words}
