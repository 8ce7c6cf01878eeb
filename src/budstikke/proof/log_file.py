"""What the log publishes beside evidence: a checkpoint, and the growth between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from budstikke.proof.checkpoint import SIGNED_CHECKPOINT, Checkpoint
from budstikke.proof.evidence_shape import DIGEST
from budstikke.proof.logged import check_checkpoint, check_growth
from budstikke.proof.shape import NotEvidence, each, record
from budstikke.proof.strict_json import read_json
from budstikke.proof.trust import Trust
from budstikke.proof.verdict import Check

_GROWTH = record({"first": SIGNED_CHECKPOINT, "second": SIGNED_CHECKPOINT, "path": each(DIGEST)})


def checkpoint_of(data: bytes) -> dict[str, object]:
    """
    Return the published checkpoint in a file; whether it is signed is not asked.

    Raises: NotEvidence with every fault.
    """
    content = read_json(data)
    if faults := tuple(SIGNED_CHECKPOINT(content, "")):
        raise NotEvidence(faults)
    return cast("dict[str, object]", content)


def of_the_log(content: object, *, trust: Trust, at: datetime) -> Iterator[Check] | None:
    """Return the checks of a file the log published; None when the content is something else."""
    if isinstance(content, dict) and "first" in content:
        return _growth(content, trust=trust, at=at)
    if isinstance(content, dict) and "checkpoint" in content:
        return _checkpoint(content, trust=trust, at=at)
    return None


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
