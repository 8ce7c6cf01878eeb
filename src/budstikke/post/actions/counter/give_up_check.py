"""Give up a check that is open, or begin anew with another document for the same letter."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from budstikke.law.refusal import Refusal
from budstikke.post.actions.counter.open_check import Opened, open_check
from budstikke.post.records.models import IdCheck, OpenCheck
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.refusals import station as at_station


def give_up_check(nonce: UUID, *, clerk: str) -> bool:
    """
    Erase an open check and all that was put into it; the letter stays on the shelf.

    Returns: whether there was anything to erase; once is enough.
    """
    with acting_as(CARRIER):
        row = OpenCheck.objects.select_for_update().filter(nonce=nonce, clerk=clerk).first()
        if row is None:
            return False
        row.delete()
    return True


def try_another_document(
    nonce: UUID, *, new_nonce: UUID, station_id: int, clerk: str, today: date, now: datetime
) -> Opened | Refusal:
    """
    Open the letter of a check anew: the person has another document.

    Terms:   PUM §11, §12.
    Returns: the new check, empty; a check that is still open under the old nonce is erased.
    Refuses: CHECK_NOT_OPEN for a nonce nobody knows; else as `open_check`.
    """
    with acting_as(CARRIER):
        row = (
            OpenCheck.objects.select_for_update(of=("self",))
            .select_related("letter")
            .filter(nonce=nonce)
            .first()
        )
        if row is not None and row.clerk != clerk:
            return Refusal(at_station.CHECK_NOT_OPEN)
        if row is not None:
            number = row.letter.number
            row.delete()
        else:
            known = IdCheck.objects.filter(nonce=nonce).values_list("letter__number", flat=True).first()
            if known is None:
                return Refusal(at_station.CHECK_NOT_OPEN)
            number = known
    return open_check(number, station_id=station_id, clerk=clerk, nonce=new_nonce, today=today, now=now)
