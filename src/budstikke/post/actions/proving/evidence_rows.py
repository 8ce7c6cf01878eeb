"""Evidence on its way into its table: personal values hidden, signed, sealed; and out of it again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from secrets import token_urlsafe
from typing import TypedDict
from uuid import UUID

from django.conf import settings

from budstikke.kit.vault import Seal, vault_for
from budstikke.post.channels.seal import Sealer, Sign
from budstikke.post.records.models import Evidence as EvidenceRecord
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence import Party
from budstikke.proof.evidence_file import canonical_file, read_evidence_file, with_proof
from budstikke.proof.evidence_shape import personal_paths
from budstikke.proof.log import fingerprint_of
from budstikke.proof.salted import SALT_BYTES, Disclosure, JsonObject, hide, show

_write = json.JSONEncoder(ensure_ascii=False).encode


class Made(TypedDict):
    """What is kept of a piece of evidence, under the names of the columns."""

    uuid: UUID
    name: str
    made_at: datetime
    sha256: str
    content_sealed: bytes
    disclosures_sealed: bytes | None


def made(
    document: JsonObject,
    *,
    sealer: Sealer,
    now: datetime,
    canonical_of: Callable[[JsonObject], bytes] = canonical_form,
    sign: Sign | None = None,
    seal: Seal | None = None,
) -> Made:
    """
    Hide what is personal in an evidence document, sign it, and seal it for keeping.

    `sign` and `seal` are those of a batch, which look once for newer keys.

    Raises: proof.shape.NotEvidence; Unreachable or Rejected from the sealer.
    """
    signed, disclosures = hide(document, paths=personal_paths(document), salts=_salts())
    canonical = canonical_of(signed)
    uuid = UUID(str(document["id"]))
    content = canonical_file(canonical, [(sign or partial(sealer.sign_evidence, now=now))(canonical)])
    sealed = seal or vault_for("post").sealing()
    return Made(
        uuid=uuid,
        name=str(document["event"]),
        made_at=now,
        sha256=fingerprint_of(canonical).hex(),
        content_sealed=sealed(content, _context(uuid, "evidence")),
        disclosures_sealed=sealed_disclosures(disclosures, uuid=uuid, seal=sealed),
    )


def sealed_disclosures(
    disclosures: Sequence[Disclosure], *, uuid: UUID, seal: Seal | None = None
) -> bytes | None:
    """Return what discloses the personal values of a piece of evidence, sealed for keeping; None for nothing."""
    if not disclosures:
        return None
    told = _write([each.as_json() for each in disclosures]).encode()
    return (seal or vault_for("post").sealing())(told, _context(uuid, "disclosures"))


def content_of(record: EvidenceRecord) -> bytes:
    """
    Return the signed file as it was kept, everything personal hidden.

    Raises: kit.vault.CannotOpen when the row was changed.
    """
    return opened(record.uuid, record.content_sealed)


def opened(uuid: UUID, content_sealed: bytes | memoryview) -> bytes:
    """
    Return the signed file of a row, read column by column.

    Raises: kit.vault.CannotOpen when the row was changed.
    """
    return vault_for("post").open(bytes(content_sealed), context=_context(uuid, "evidence"))


def disclosures_of(record: EvidenceRecord) -> tuple[Disclosure, ...]:
    """
    Return what discloses the personal values of a piece of evidence; nothing once they were erased.

    Raises: kit.vault.CannotOpen when the row was changed.
    """
    if record.disclosures_sealed is None:
        return ()
    told = vault_for("post").open(
        bytes(record.disclosures_sealed), context=_context(record.uuid, "disclosures")
    )
    return tuple(Disclosure(each["path"], each["salt"], each["value"]) for each in json.loads(told))


def full_file(record: EvidenceRecord) -> bytes:
    """Return the file of a piece of evidence with everything disclosed; the log's proof is not in it."""
    return with_proof(content_of(record), disclosures=disclosures_of(record))


def shown(record: EvidenceRecord) -> dict[str, object]:
    """Return the evidence document with everything disclosed."""
    return show(read_evidence_file(content_of(record)).document, disclosures_of(record))


def issuer() -> Party:
    """Return who vouches: the carrier."""
    return Party(**settings.CARRIER)


def _salts() -> Iterator[str]:
    while True:
        yield token_urlsafe(SALT_BYTES)


def _context(uuid: UUID, kind: str) -> bytes:
    return f"{kind}:{uuid}".encode()
