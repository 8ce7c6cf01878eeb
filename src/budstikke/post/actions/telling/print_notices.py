"""Notices on paper: batches for the print shop, what it says of them, and which sheets nobody has spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from budstikke.post.actions.telling.note_receipt import Receipt, note_receipt
from budstikke.post.channels.paper import Batch, PrintFolder
from budstikke.post.records.models import NoticeTry
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.post.terms.pum.notices import PAPER

_MISSING_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A sheet the print shop has not said to have printed; `batch` is empty while it is in none."""

    key: str
    batch: str
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a receipt of the print shop came to."""

    printed: int
    spoiled: int
    not_in_batch: tuple[str, ...]
    not_told_of: tuple[str, ...]


def make_batches(folder: PrintFolder, *, now: datetime) -> list[Batch]:
    """Gather the sheets that wait into batches, and write down which is in which."""
    batches = folder.gather(now=now)
    with acting_as(CARRIER):
        for batch in batches:
            keys = [sheet.key for sheet in batch.sheets]
            NoticeTry.objects.filter(key__in=keys, channel=PAPER).update(batch=batch.id)
    return batches


def note_printed(batch: str, *, printed: Sequence[str], spoiled: Sequence[str], now: datetime) -> Printed:
    """
    Write down what the print shop says of a batch; a sheet that was spoiled is made again.

    Terms:   PUM §11.
    Returns: also the keys it named that are not in the batch (nothing is noted of those), and those of the batch that
             it did not name.
    """
    with acting_as(CARRIER):
        ours = set(
            NoticeTry.objects.filter(batch=batch, channel=PAPER).values_list("key", flat=True)
            if batch
            else ()
        )
    done, lost = ours & set(printed), ours & set(spoiled)
    # Spoiled and printed: the shop has printed it again by itself.
    lost -= done
    for key in sorted(done):
        note_receipt(Receipt(key=key, channel=PAPER, delivered=True), now=now)
    for key in sorted(lost):
        note_receipt(Receipt(key=key, channel=PAPER, delivered=False, code="spoiled"), now=now)
    named = {*printed, *spoiled}
    return Printed(
        printed=len(done),
        spoiled=len(lost),
        not_in_batch=tuple(sorted(named - ours)),
        not_told_of=tuple(sorted(ours - named)),
    )


def not_printed(*, now: datetime) -> list[Missing]:
    """Return every sheet older than a day that the print shop has not said to have printed, the oldest first."""
    with acting_as(CARRIER):
        rows = NoticeTry.objects.filter(
            ~Q(receipt="delivered"), channel=PAPER, taken=True, tried_at__lt=now - _MISSING_AFTER
        ).order_by("tried_at", "key")
        return [Missing(key=row.key, batch=row.batch, taken_at=row.tried_at) for row in rows]
