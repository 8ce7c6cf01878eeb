"""The carrier says that there is something new of letters: those of ours are to be asked about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from budstikke.issuer.actions import queue
from budstikke.issuer.records.models import Letter, LetterNews


@transaction.atomic
def told_of_letters(names: Collection[str], *, now: datetime) -> set[str]:
    """
    Have the letters of these consignment or letter numbers asked about, and return the consignments that are ours.

    Reading: calls come one for each event. However many have come, one job waits, which asks about a hundred at once.
    """
    ours = Letter.objects.filter(Q(consignment__in=names) | Q(number__in=names))
    consignments = set(ours.values_list("consignment", flat=True))
    if consignments:
        LetterNews.objects.bulk_create(
            LetterNews(consignment=each, told_at=now) for each in sorted(consignments)
        )
        queue.follow_letters()
    return consignments
