"""Bring all that the mailbox holds under its newest data key; say what is not there yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from budstikke.kit.resealing import left, reseal
from budstikke.kit.vault import vault_for
from budstikke.mailbox.records.models import Account
from budstikke.mailbox.records.scope import acting_as
from budstikke.mailbox.records.sensitive import SEALED


def reseal_rows() -> Iterator[tuple[str, int]]:
    """
    Seal rows under the current data key, mailbox by mailbox, as no one sees more than one.

    """
    for account in _accounts():
        for column in SEALED:
            for count in reseal(column, vault=vault_for("mailbox"), scope=partial(acting_as, account)):
                yield column.name, count


def not_resealed() -> dict[str, int]:
    """Return how many rows of each column older data keys are still needed for."""
    header, counted = vault_for("mailbox").header, Counter[str]()
    for account in _accounts():
        for column in SEALED:
            counted[column.name] += left(column, header=header, scope=partial(acting_as, account))
    return {name: count for name, count in counted.items() if count}


def _accounts() -> list[int]:
    return list(Account.objects.order_by("id").values_list("id", flat=True))
