"""Keep what the clerk has put in so far."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.draft import Draft
from budstikke.post.actions.reading.open_here import Open
from budstikke.post.actions.sealing import seal_json, unseal_from_visit, unseal_json
from budstikke.post.records.models import OpenCheck, Visit
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.refusals import station as at_station


def keep_draft(nonce: UUID, draft: Draft, *, clerk: str, now: datetime) -> Refusal | None:
    """
    Keep a draft in the place of the one before.

    Returns: None when it is kept.
    Refuses: CHECK_NOT_OPEN (decided, given up, or taken over by another clerk meanwhile).
    """
    with acting_as(CARRIER):
        row = open_row(nonce, clerk=clerk)
        if row is None or row.check_made_id is not None:
            return Refusal(at_station.CHECK_NOT_OPEN)
        row.draft_sealed = seal_json(draft.as_json(), letter_id=row.letter_id, kind="draft")
        row.touched_at = now
        row.save(update_fields=["draft_sealed", "touched_at"])
    return None


def open_row(nonce: UUID, *, clerk: str) -> OpenCheck | None:
    """Lock and return a clerk's open check, or None when it is not open for that clerk."""
    return OpenCheck.objects.select_for_update().filter(nonce=nonce, clerk=clerk).first()


def draft_of(row: Open) -> Draft:
    """Return what was put into a check or a visit so far."""
    if row.draft_sealed is None:
        return Draft()
    if isinstance(row, Visit):
        return Draft.from_json(json.loads(unseal_from_visit(row.draft_sealed, nonce=row.nonce, kind="draft")))
    return Draft.from_json(unseal_json(row.draft_sealed, letter_id=row.letter_id, kind="draft"))
