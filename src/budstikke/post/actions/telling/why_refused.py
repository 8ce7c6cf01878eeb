"""Say why a person was turned away, as it is told: what was found, and not what nobody had come to yet."""

from __future__ import annotations

from budstikke.law.refusal import Refusal
from budstikke.post.records.models import IdCheck
from budstikke.post.terms.asked_again import ask_again
from budstikke.post.terms.editions import BY_ID
from budstikke.post.terms.refusals.checking import STILL_TO_DO


def why_refused(check: IdCheck) -> tuple[Refusal, ...]:
    """
    Return why a person was turned away, first things first; `check` comes with its letter.

    Terms:   PUM §11, §12.
    Reading: whoever is refused for a cause is not told besides that the rest was never looked at.
    """
    refused = ask_again(check.decision, edition=BY_ID[check.letter.edition]).refusals
    return tuple(one for one in refused if one.code not in STILL_TO_DO) or refused
