"""The carrier has called about letters: those of ours are asked about."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from budstikke.issuer.actions import queue
from budstikke.issuer.records.models import Letter


@transaction.atomic
def called(names: Collection[str]) -> int:
    """Have the letters of these consignment or letter numbers followed; returns how many are ours."""
    ours = Letter.objects.filter(Q(consignment__in=names) | Q(number__in=names))
    consignments = list(ours.values_list("consignment", flat=True))
    queue.follow_letters(consignments)
    return len(consignments)
