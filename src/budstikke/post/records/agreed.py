"""What is agreed with a sender, and how many letter numbers are left; one statement."""

from __future__ import annotations

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from budstikke.post.records.models import Sender


def agreed_with(sender_id: int) -> tuple[Sender, int]:
    """Return a sender's row and the numbers left in its ranges."""
    ranges = F("numberrange__last_serial") - F("numberrange__next_serial") + 1
    sender = Sender.objects.annotate(numbers_left=Coalesce(Sum(ranges), 0)).get(id=sender_id)
    return sender, sender.numbers_left
