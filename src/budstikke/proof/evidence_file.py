"""
The file evidence travels in: the document, its signatures, what discloses it, its place in the log, what came before.

Each member stands on a line of its own and the evidence on the second line in its canonical form, so that anybody
can cut it out and hash it with the tools at hand. Read it as any JSON; a file set otherwise holds as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from budstikke.proof.canonical import canonical_form
from budstikke.proof.checkpoint import SIGNED_CHECKPOINT
from budstikke.proof.evidence_shape import DIGEST, EVIDENCE, JsonObject, contradictions
from budstikke.proof.salted import Disclosure
from budstikke.proof.shape import Fault, NotEvidence, each, optional, pattern, plain_json, record, text, whole
from budstikke.proof.strict_json import read_json

FILE_NAME = "evidence.json"
FILE_FACTS = {
    "media_type": "application/json",
    "about": "Bevis for hendelsen, med signatur / Evidence of the event, with its signature",
}
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_FIRST = b'{"evidence":\n'
_SIGNATURES = each(record({"protected": text, "signature": text}))
_POINTER = pattern(r"(?:/[^/\s]{1,100}){1,12}", "/report/fnr")
_SALT = pattern(r"[A-Za-z0-9_-]{22,86}", "22 letters of base64url")
_DISCLOSURES = each(record({"path": _POINTER, "salt": _SALT, "value": plain_json}))
_INCLUSION = {"index": whole, "path": each(DIGEST)}
_EARLIER = record({"checkpoint": SIGNED_CHECKPOINT, "path": each(DIGEST)})
_LOG = record(_INCLUSION | {"checkpoint": SIGNED_CHECKPOINT, "earlier": optional(_EARLIER)})
_LINK = record(
    {"evidence": EVIDENCE, "signatures": _SIGNATURES, "disclosures": _DISCLOSURES, "log": record(_INCLUSION)}
)
_FILE = record(
    {
        "evidence": EVIDENCE,
        "signatures": _SIGNATURES,
        "disclosures": _DISCLOSURES,
        "log": _LOG,
        "chain": each(_LINK),
    },
    may_lack=frozenset({"disclosures", "log", "chain"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """
    What lies in the file, read and not yet judged.

    `log` says where the evidence stands in the log: {"index", "path", "checkpoint", "earlier"}. `chain` is the
    evidence of what happened to the letter before, each with its place under the same checkpoint.
    """

    document: JsonObject
    signatures: Sequence[Mapping[str, str]]
    disclosures: tuple[Disclosure, ...] = ()
    log: JsonObject | None = None
    chain: tuple[EvidenceFile, ...] = ()


def evidence_file(
    document: Mapping[str, object],
    signatures: Sequence[Mapping[str, str]],
    *,
    disclosures: Sequence[Disclosure] = (),
    log: Mapping[str, object] | None = None,
    chain: Sequence[EvidenceFile] = (),
) -> bytes:
    """Return the file of a piece of evidence; what is not given is left out."""
    return canonical_file(canonical_form(document), signatures, disclosures=disclosures, log=log, chain=chain)


def canonical_file(
    canonical: bytes,
    signatures: Sequence[Mapping[str, str]],
    *,
    disclosures: Sequence[Disclosure] = (),
    log: Mapping[str, object] | None = None,
    chain: Sequence[EvidenceFile] = (),
) -> bytes:
    """Return the file of evidence that is in its canonical form already."""
    members: dict[str, object] = {"signatures": list(signatures)}
    if disclosures:
        members["disclosures"] = [each.as_json() for each in disclosures]
    if log is not None:
        members["log"] = log
    if chain:
        members["chain"] = [
            {
                "evidence": link.document,
                "signatures": list(link.signatures),
                "disclosures": [each.as_json() for each in link.disclosures],
                "log": link.log,
            }
            for link in chain
        ]
    rest = b"".join(b'\n,"%b":%b' % (name.encode(), _line(value)) for name, value in members.items())
    return _FIRST + canonical + rest + b"\n}\n"


def with_proof(
    stored: bytes,
    *,
    disclosures: Sequence[Disclosure],
    log: Mapping[str, object] | None = None,
    chain: Sequence[EvidenceFile] = (),
) -> bytes:
    """Return a file as it was kept with these members beside the evidence and its signatures."""
    kept = read_evidence_file(stored)
    return canonical_file(
        evidence_line(stored), kept.signatures, disclosures=disclosures, log=log, chain=chain
    )


def evidence_line(stored: bytes) -> bytes:
    """
    Return the canonical evidence out of a file that was written here, without reading the rest.

    Raises: NotEvidence when it was not written here.
    """
    if not stored.startswith(_FIRST):
        raise NotEvidence([Fault("", "is no file of evidence as it is written here")])
    return stored[len(_FIRST) : stored.index(b"\n", len(_FIRST))]


def read_evidence_file(data: bytes) -> EvidenceFile:
    """
    Read a file; nothing in it is judged yet.

    Raises: NotEvidence with every fault.
    """
    return evidence_file_of(read_json(data))


def evidence_file_of(value: object) -> EvidenceFile:
    """
    Return the file whose JSON this is; nothing in it is judged yet.

    Raises: NotEvidence with every fault.
    """
    if faults := tuple(_FILE(value, "")):
        raise NotEvidence(faults)
    content = cast(JsonObject, value)
    links = cast("list[JsonObject]", content.get("chain", []))
    documents = [cast(JsonObject, each["evidence"]) for each in (content, *links)]
    if faults := tuple(fault for each in documents for fault in contradictions(each)):
        raise NotEvidence(faults)
    return _read(content, chain=tuple(_read(link) for link in links))


def _line(value: object) -> bytes:
    return _encode(value).encode()


def _read(content: JsonObject, *, chain: tuple[EvidenceFile, ...] = ()) -> EvidenceFile:
    disclosures = cast("list[dict[str, str]]", content.get("disclosures", []))
    return EvidenceFile(
        document=cast(JsonObject, content["evidence"]),
        signatures=cast("list[dict[str, str]]", content["signatures"]),
        disclosures=tuple(Disclosure(each["path"], each["salt"], each["value"]) for each in disclosures),
        log=cast("JsonObject | None", content.get("log")),
        chain=chain,
    )
