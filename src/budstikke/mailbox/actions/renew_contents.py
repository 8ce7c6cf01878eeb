"""Renew the archive time stamps of contents before they end: each content by itself, so that a kill loses nothing."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from budstikke.mailbox.actions.sealing import seal, unseal
from budstikke.mailbox.records.models import Content, Document, Renewal
from budstikke.mailbox.records.scope import UPKEEP, acting_as
from budstikke.proof.seal import NotSealed, read_seal
from budstikke.proof.trust import Trust
from budstikke.proof.verify import verify

# So long before a stamp's certificate ends it gets another one: time enough to notice that nobody does it.
BEFORE_END = timedelta(days=730)
# What does not hold is looked at again: a root may have been missing here, a revocation stays.
_LOOKED_AT_AGAIN = timedelta(days=30)
_AT_ONCE = 200
# Stands in the clear in every signed PDF, and spares reading the others, of which some cannot be read.
_SIGNED = b"/ByteRange"
_log = logging.getLogger(__name__)


class NoStamp(Exception):
    """The time stamp authority gave no stamp; what is due stays due."""


class NotStampable(Exception):
    """This content takes no further stamp, whoever gives it."""


class Outcome(StrEnum):
    """What came of looking at one content."""

    RENEWED = "renewed"
    NOT_YET = "not yet"
    NOT_SEALED = "not sealed"
    REFUSED = "refused"
    TAKEN = "somebody else has it"


def renew_contents(
    *, stamp: Callable[[bytes], bytes], trust: Callable[[], Trust], now: datetime
) -> Counter[Outcome]:
    """
    Look at the contents that are due, a batch of them, and stamp again what ends within two years.

    Reading: only what holds is stamped, as a fresh stamp on a broken report would make it look cared for; what does
    not is written down, said, and looked at again in a month. Many may do this at once.
    Returns: how many came to what; nothing when nothing is due.
    Raises:  NoStamp; what was renewed before stays renewed.
    """
    with acting_as(UPKEEP):
        due = Renewal.objects.filter(look_at__lte=now).order_by("look_at", "document_id")
        found = list(due.values_list("document_id", "account_id")[:_AT_ONCE])
    return Counter(_one(document, account, stamp, trust, now=now) for document, account in found)


def _one(
    document_id: int,
    account_id: int,
    stamp: Callable[[bytes], bytes],
    trust: Callable[[], Trust],
    *,
    now: datetime,
) -> Outcome:
    with acting_as(account_id):
        # Nobody waits for this row but another who would renew the same content, and that one goes on instead.
        row = (
            Renewal.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("document__content")
            .filter(document_id=document_id, look_at__lte=now)
            .first()
        )
        if row is None:
            return Outcome.TAKEN
        document = row.document
        outcome, renewed = _looked_at(row, document, stamp, trust, now=now)
        if renewed is not None:
            sealed = seal(renewed, sender=document.sender_id, uuid=document.uuid, field="content")
            Content.objects.filter(document=document).update(content_sealed=sealed)
        if outcome is Outcome.NOT_SEALED:
            row.delete()
        else:
            row.save(update_fields=["look_at", "holds_until", "renewed_at", "refused_at", "fault"])
    if outcome is Outcome.REFUSED:
        _log.error("document %s is not renewed: %s", document_id, row.fault)
    return outcome


def _looked_at(
    row: Renewal,
    document: Document,
    stamp: Callable[[bytes], bytes],
    trust: Callable[[], Trust],
    *,
    now: datetime,
) -> tuple[Outcome, bytes | None]:
    """Return what comes of a content, with its new bytes where it was stamped; the row says when to look again."""
    try:
        kept = document.content.content_sealed
        content = unseal(kept, sender=document.sender_id, uuid=document.uuid, field="content")
        if _SIGNED not in content:
            return Outcome.NOT_SEALED, None
        row.holds_until = _ends_at(content)
    except NotSealed:
        return Outcome.NOT_SEALED, None
    except Exception as error:  # noqa: BLE001  (damage shows in countless ways; all of them cannot be renewed)
        return _refused(row, f"unreadable ({type(error).__name__})", now=now), None
    if now < row.holds_until - BEFORE_END:
        row.look_at = row.holds_until - BEFORE_END
        return Outcome.NOT_YET, None
    roots = trust()
    if fault := _fault(content, trust=roots, now=now):
        return _refused(row, fault, now=now), None
    try:
        renewed = stamp(content)
    except NotStampable as error:
        return _refused(row, str(error), now=now), None
    if fault := _fault(renewed, trust=roots, now=now):
        return _refused(row, f"after renewal: {fault}", now=now), None
    row.holds_until, row.renewed_at, row.refused_at, row.fault = _ends_at(renewed), now, None, ""
    # A stamp that ends as soon as the one before would be renewed again and again.
    row.look_at = max(row.holds_until - BEFORE_END, now + _LOOKED_AT_AGAIN)
    return Outcome.RENEWED, renewed


def _refused(row: Renewal, fault: str, *, now: datetime) -> Outcome:
    row.refused_at, row.fault, row.look_at = now, fault, now + _LOOKED_AT_AGAIN
    return Outcome.REFUSED


def _ends_at(content: bytes) -> datetime:
    ends_at: datetime = read_seal(content).stamps[-1].signed.leaf.not_valid_after
    return ends_at


def _fault(content: bytes, *, trust: Trust, now: datetime) -> str:
    """Return the names of the checks that fail; a sealed file that is no report is judged by its seal alone."""
    failed = [check.name for check in verify(content, trust=trust, at=now).checks if not check.holds]
    return ", ".join(name for name in failed if name != "report")
