"""
What the recipient of a letter on its way is told of their own order: why they would not get it, and what helps.

There is no field for the sender, the letter's number or an address: who reads it may be somebody else.
"""

from __future__ import annotations

from budstikke.law.decision import Decision
from budstikke.law.words import LANGUAGES, Words

WARNING_SUBJECT = Words(no="Et brev bare du kan hente", en="A letter only you may collect")
_COMES = Words(
    no="Et brev med personlig utlevering er bestilt til deg.",
    en="A letter for personal delivery to you was booked.",
)
_SEE = Words(no="Se og endre bestillingen: {url}", en="See and change your order: {url}")


def warning_text(decision: Decision, *, url: str, test: bool) -> str:
    """Return the message in both languages, for SMS and e-mail alike: why, by which clause, and what helps."""
    # The last reason is how the person is reached, which they see.
    why, cure, _ = decision.reasons
    told = []
    for language in LANGUAGES:
        said = [_COMES.in_(language)]
        for reason in (why, cure):
            clauses = ", ".join(str(each) for each in reason.clauses)
            said.append(f"{reason.words.in_(language)} ({clauses})")
        told.append(" ".join((*said, _SEE.filled({"url": url}).in_(language))))
    return ("TEST. " if test else "") + "\n\n".join(told)
