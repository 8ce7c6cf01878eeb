"""Decide a check that is open, on all that was put in and sent into it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.check_identity import Checked, check_identity
from budstikke.post.actions.counter.gather import presented_so_far
from budstikke.post.channels.seal import Sealer
from budstikke.post.records.models import IdCheck, Letter, OpenCheck
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.refusals import station as at_station


def decide_check(
    nonce: UUID, *, clerk: str, online: bool, sealer: Sealer, today: date, now: datetime
) -> Checked | Refusal:
    """
    Decide an open check.

    Terms:   PUM §5, §7, §11, §12, §14.
    Returns: what came of it. Refused, the open check is closed and all that was put in is erased; passed, it stays
    until the hand-over. The same nonce again returns the same decision.
    Refuses: CHECK_NOT_OPEN.
    Raises:  Malformed for what was mistyped: it is typed again, not judged.
    """
    with acting_as(CARRIER):
        # The letter first, as everybody else locks it.
        Letter.objects.select_for_update().filter(opencheck__nonce=nonce).first()
        row = (
            OpenCheck.objects.select_for_update(of=("self",))
            .select_related("letter", "station")
            .filter(nonce=nonce, clerk=clerk)
            .first()
        )
        if row is None:
            made = IdCheck.objects.filter(nonce=nonce, clerk=clerk).first()
            if made is None:
                return Refusal(at_station.CHECK_NOT_OPEN)
            return Checked(check_id=made.id, passed=made.passed, decision=made.decision)
        presented = presented_so_far(row, clerk=clerk, online=online)
        checked = check_identity(presented, sealer=sealer, today=today, now=now)
        if checked.passed:
            row.check_made_id, row.touched_at = checked.check_id, now
            row.save(update_fields=["check_made", "touched_at"])
        else:
            row.delete()
    return checked
