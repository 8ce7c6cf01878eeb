"""Put evidence into the log, in batches and in one order, and sign how long the log has become."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from budstikke.post.channels.seal import Sealer
from budstikke.post.records import horizons
from budstikke.post.records.log_rows import append, log_size, spans, unlogged
from budstikke.post.records.models import LogCheckpoint
from budstikke.post.records.scope import CARRIER, acting_as
from budstikke.proof.checkpoint import Checkpoint
from budstikke.proof.log import leaf_hash, root

HORIZON = "log of evidence"
_BATCH = 5_000
# A log that says nothing for longer may be hiding something.
_SILENT_AT_MOST = timedelta(hours=1)


def log_evidence(*, sealer: Sealer, now: datetime) -> int:
    """
    Append every piece of evidence that is not in the log yet, with a signed checkpoint after each batch.

    Reading: one sequencer at a time, whoever it is; the next waits and finds nothing left to do.
    Returns: how many were appended.
    Raises:  Unreachable or Rejected from the sealer; the batch is not in the log then.
    """
    appended = 0
    while True:
        with acting_as(CARRIER):
            count = _append_batch(sealer=sealer, now=now)
        appended += count
        if count < _BATCH:
            return appended


def _append_batch(*, sealer: Sealer, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [HORIZON])
    upto = horizons.oldest_running()
    waiting = unlogged(since=horizons.below(HORIZON), most=_BATCH)
    if waiting:
        append([(evidence_id, leaf_hash(bytes.fromhex(sha256))) for evidence_id, sha256 in waiting])
    if waiting or _silent(now):
        _sign(sealer=sealer, now=now)
    if len(waiting) < _BATCH:
        horizons.advance(HORIZON, to=upto)
    return len(waiting)


def _silent(now: datetime) -> bool:
    last = LogCheckpoint.objects.order_by("-id").values_list("made_at", flat=True).first()
    return last is not None and now - last >= _SILENT_AT_MOST


def _sign(*, sealer: Sealer, now: datetime) -> None:
    size = log_size()
    checkpoint = Checkpoint(origin=log_origin(), size=size, root=root(size, spans()), made_at=now)
    signature = sealer.sign_checkpoint(checkpoint.canonical, now=now)
    LogCheckpoint.objects.create(
        origin=checkpoint.origin,
        size=size,
        root=checkpoint.root,
        made_at=now,
        protected=signature["protected"],
        signature=signature["signature"],
    )


def log_origin() -> str:
    """Return the log's name, which stays the same wherever it is published."""
    return f"urn:budstikke:log:{settings.CARRIER['orgnr']}"


def published(checkpoint: LogCheckpoint) -> dict[str, object]:
    """Return a checkpoint as it is published."""
    said = Checkpoint(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=bytes(checkpoint.root),
        made_at=checkpoint.made_at,
    )
    return said.signed({"protected": checkpoint.protected, "signature": checkpoint.signature})
