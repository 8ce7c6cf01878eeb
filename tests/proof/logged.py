"""A made-up piece of evidence with everything beside it: salted values, its place in a log, and what came before."""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.proof.specimen import HANDED_OVER_AT, SEALED_AT, decision, evidence

from budstikke.post.channels.seal import LocalSealer
from budstikke.proof import log
from budstikke.proof.canonical import canonical_form
from budstikke.proof.checkpoint import Checkpoint
from budstikke.proof.evidence_file import EvidenceFile, evidence_file
from budstikke.proof.evidence_shape import personal_paths
from budstikke.proof.salted import hide


def span_of(leaves: Sequence[bytes]) -> log.Span:
    """Return the spans of a log whose leaf hashes are all at hand."""
    return lambda start, stop: log.root_of(leaves[start:stop])


def logged_file(
    sealer: LocalSealer,
    *,
    now: datetime = SEALED_AT,
    document_picture: bytes | None = None,
) -> bytes:
    """Return the file of a hand-over, fourth of seven entries, with the refusal that came before it."""
    salts = (base64.urlsafe_b64encode(bytes([n]) * 16).rstrip(b"=").decode() for n in itertools.count())
    before = _hidden(
        salts,
        id="1d99008e-2672-4b55-9b09-996b09a06e47",
        event="ContentHandoverFailure",
        decisions=[decision("refused", cure=True)],
        happened_at=HANDED_OVER_AT - timedelta(days=1),
        recorded_at=HANDED_OVER_AT - timedelta(days=1),
        signing=None,
        signature_picture=None,
        document_picture=None,
    )
    main = _hidden(salts, signature_picture=None, document_picture=document_picture)
    entries = [hashlib.sha256(bytes([n])).digest() for n in range(7)]
    entries[1], entries[3] = (log.fingerprint_of(canonical_form(each[0])) for each in (before, main))
    leaves = [log.leaf_hash(entry) for entry in entries]
    span = span_of(leaves)

    def published(size: int) -> dict[str, object]:
        point = Checkpoint(origin="post.example/log", size=size, root=log.root(size, span), made_at=now)
        return point.signed(sealer.sign_checkpoint(point.canonical, now=now))

    def place(index: int) -> dict[str, object]:
        return {"index": index, "path": [each.hex() for each in log.inclusion_path(index, 7, span)]}

    def signed(document: dict[str, object]) -> list[dict[str, str]]:
        return [sealer.sign_evidence(canonical_form(document), now=now)]

    earlier = {"checkpoint": published(3), "path": [each.hex() for each in log.consistency_path(3, 7, span)]}
    return evidence_file(
        main[0],
        signed(main[0]),
        disclosures=main[1],
        log=place(3) | {"checkpoint": published(7), "earlier": earlier},
        chain=[
            EvidenceFile(
                document=before[0], signatures=signed(before[0]), disclosures=before[1], log=place(1)
            )
        ],
    )


def _hidden(salts, **changes):  # type: ignore[no-untyped-def]  # the specimen's own arguments
    document = evidence(recipient_name="Kari Nordmann", **changes)
    return hide(document, paths=personal_paths(document), salts=salts)
