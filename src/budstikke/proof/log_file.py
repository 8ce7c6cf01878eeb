"""What the log publishes, judged offline: evidence with its proof, a checkpoint, the growth between two of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import cast

from budstikke.proof.checkpoint import SIGNED_CHECKPOINT, Checkpoint
from budstikke.proof.evidence_shape import DIGEST
from budstikke.proof.logged import check_checkpoint, check_growth
from budstikke.proof.shape import each, record
from budstikke.proof.trust import Trust
from budstikke.proof.verdict import Check, Verdict
from budstikke.proof.verify import LARGEST_FILE, verify

__all__ = ["LARGEST_FILE", "check_log_file"]

_GROWTH = record({"first": SIGNED_CHECKPOINT, "second": SIGNED_CHECKPOINT, "path": each(DIGEST)})


def check_log_file(data: bytes, *, trust: Trust, at: datetime) -> Verdict:
    """
    Judge a file about the log at a moment; evidence (JSON) or a report (PDF) must carry its place in the log.

    Reading: any bytes get a verdict, as in `verify`.
    """
    try:
        content = json.loads(data) if data.lstrip().startswith(b"{") else None
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict) and "first" in content:
        return Verdict.of(_growth(content, trust=trust, at=at))
    if isinstance(content, dict) and "checkpoint" in content:
        return Verdict.of(_checkpoint(content, trust=trust, at=at))
    verdict = verify(data, trust=trust, at=at)
    if verdict.holds and not any(check.name == "log" for check in verdict.checks):
        lacking = Check.failed(
            "log", "Beviset kom uten sin plass i loggen.", "The evidence came without its place in the log."
        )
        return Verdict.of([*verdict.checks, lacking])
    return verdict


def _checkpoint(content: dict[str, object], *, trust: Trust, at: datetime) -> Iterator[Check]:
    if faults := tuple(SIGNED_CHECKPOINT(content, "")):
        yield Check.failed(
            "checkpoint", f"Ikke et sjekkpunkt: {faults[0]}.", f"Not a checkpoint: {faults[0]}."
        )
        return
    yield check_checkpoint(content, trust=trust, at=at)


def _growth(content: dict[str, object], *, trust: Trust, at: datetime) -> Iterator[Check]:
    if faults := tuple(_GROWTH(content, "")):
        yield Check.failed(
            "consistency", f"Ikke et slikt bevis: {faults[0]}.", f"Not such a proof: {faults[0]}."
        )
        return
    first, second = (cast("dict[str, object]", content[name]) for name in ("first", "second"))
    yield check_checkpoint(first, trust=trust, at=at)
    yield check_checkpoint(second, trust=trust, at=at)
    path = cast("list[str]", content["path"])
    yield check_growth(Checkpoint.of(first), Checkpoint.of(second), path)
