"""Say why a person was turned away, as it is told: what was found, and not what nobody had looked at yet."""

from __future__ import annotations

from budstikke.law.refusal import Refusal
from budstikke.post.actions.read_document import Reading
from budstikke.post.actions.sealing import unseal_json
from budstikke.post.actions.unread import is_unread
from budstikke.post.records.models import IdCheck
from budstikke.post.terms.asked_again import ask_again
from budstikke.post.terms.editions import BY_ID


def why_refused(check: IdCheck) -> tuple[Refusal, ...]:
    """
    Return why a person was turned away, first things first; `check` comes with its letter.

    Terms:   PUM §11, §12.
    Reading: whoever is refused for a cause is not told besides that the rest was never looked at.
    """
    refused = ask_again(check.decision, edition=BY_ID[check.letter.edition]).refusals
    kept = unseal_json(check.document_sealed, letter_id=check.letter_id, kind="document")
    undated = check.decision["inputs"]["check"]["document"]["issued_on"] is None
    reading = Reading.from_json(kept)
    return tuple(one for one in refused if not is_unread(one, reading, undated=undated)) or refused
