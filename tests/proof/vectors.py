"""
The vectors both judges are held to: the installed command and the auditor's zipapp.

Each is a file, whom to trust, a day, and the checks that must not hold; none means that all must.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
from tests.proof.specimen import SEALED_AT, evidence

from budstikke.post.channels.seal import LocalSealer
from budstikke.post.papers.report import report_pdf
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence_file import evidence_file

YEAR = timedelta(days=365)
SOON = SEALED_AT + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vector:
    """One file to judge; `fails` are checks that must not hold (more may, when damage lies deep)."""

    name: str
    data: bytes
    trust: bytes
    at: datetime
    fails: frozenset[str] = frozenset()


def _report(sealer: LocalSealer, *, now: datetime = SEALED_AT) -> tuple[bytes, bytes]:
    document = evidence(document_picture=None, signature_picture=None)
    signed = evidence_file(document, [sealer.sign_evidence(canonical_form(document), now=now)])
    return signed, sealer.seal_pdf(report_pdf(signed, made_at=now), now=now)


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _digit(data: bytes, at: int) -> bytes:
    """Change one hexadecimal digit into another one."""
    return data[:at] + (b"0" if data[at : at + 1] != b"0" else b"1") + data[at + 1 :]


def _bits(name: str, data: bytes, trust: bytes) -> Iterator[Vector]:
    """A changed byte in each part of a report a reader would ask about."""
    places = {
        "header": 6,
        "page": data.index(b"stream\n") + 60,
        "middle": len(data) // 2,
        "byte range": data.index(b"/ByteRange [") + 14,
        "archive time stamp": data.rindex(b"/ByteRange [") + 14,
        "embedded list": data.index(b"/CRLs"),
        "table": data.rindex(b"xref\n0 1") + 30,
        "end": len(data) - 3,
    }
    for part, at in places.items():
        yield Vector(f"{name}: changed byte, {part}", _flipped(data, at), trust, SOON, frozenset({"any"}))
    for part, at in (
        ("seal", data.index(b"/Contents <") + 2000),
        ("archive stamp", data.rindex(b"/Contents <") + 1500),
    ):
        yield Vector(f"{name}: changed digit, {part}", _digit(data, at), trust, SOON, frozenset({"any"}))


def _json(signed: bytes, trust: bytes) -> Iterator[Vector]:
    content = json.loads(signed)
    yield Vector("evidence: good", signed, trust, SOON)
    yield Vector(
        "evidence: certificate ended", signed, trust, SEALED_AT + 11 * YEAR, frozenset({"evidence_signature"})
    )
    content["evidence"]["handling"]["device"] = "scanner-99"
    yield Vector(
        "evidence: a changed field",
        json.dumps(content).encode(),
        trust,
        SOON,
        frozenset({"evidence_signature"}),
    )
    content = json.loads(signed)
    for cut in ("signature", "protected"):
        broken = json.loads(signed)
        broken["signatures"][0][cut] = broken["signatures"][0][cut][:-6]
        yield Vector(
            f"evidence: a cut {cut}",
            json.dumps(broken).encode(),
            trust,
            SOON,
            frozenset({"evidence_signature"}),
        )
    yield Vector(
        "evidence: not signed",
        json.dumps(content | {"signatures": []}).encode(),
        trust,
        SOON,
        frozenset({"evidence_signature"}),
    )
    yield Vector(
        "evidence: a member too many",
        signed.replace(b"{", b'{"x": 1,', 1),
        trust,
        SOON,
        frozenset({"evidence"}),
    )
    yield Vector(
        "evidence: a member twice",
        signed.replace(b"{", b'{"evidence": 1,', 1),
        trust,
        SOON,
        frozenset({"evidence"}),
    )


def _updates(sealed: bytes, trust: bytes) -> Iterator[Vector]:
    """What is written behind a seal, or smuggled into it."""
    from pyhanko.pdf_utils.generic import NameObject, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    cover = frozenset({"coverage"})
    yield Vector("update: a comment behind", sealed + b"\n% more\n", trust, SOON, cover)
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    writer.root[NameObject("/Note")] = pdf_string("changed")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    yield Vector("update: the catalogue", out.getvalue(), trust, SOON, cover)
    with pikepdf.open(BytesIO(sealed)) as pdf:
        out = BytesIO()
        pdf.save(out)
    yield Vector("update: saved anew", out.getvalue(), trust, SOON, frozenset({"any"}))


def vectors(folder: Path) -> Iterator[Vector]:
    """Yield every vector, made with keys in a folder."""
    sealer = LocalSealer(folder / "keys")
    signed, sealed = _report(sealer)
    root = sealer.trust_pem(now=SEALED_AT)
    alone = root[: root.index(b"-----BEGIN X509 CRL")]
    stranger = LocalSealer(folder / "stranger").trust_pem(now=SEALED_AT)
    yield Vector("report: good", sealed, root, SOON)
    yield Vector("report: good, with the root alone", sealed, alone, SOON)
    yield Vector("report: the sealing certificate has ended", sealed, alone, SEALED_AT + 4 * YEAR)
    yield Vector("report: nine years later", sealed, alone, SEALED_AT + 9 * YEAR)
    yield Vector(
        "report: the time stamp has ended", sealed, alone, SEALED_AT + 11 * YEAR, frozenset({"time"})
    )
    yield Vector("report: before it was sealed", sealed, alone, SEALED_AT - YEAR, frozenset({"time"}))
    yield Vector(
        "report: another root",
        sealed,
        stranger,
        SOON,
        frozenset({"certificate", "time", "evidence_signature"}),
    )
    yield Vector("report: no root at all", sealed, b"", SOON, frozenset({"trust"}))
    for share in (0.05, 0.5, 0.97, 0.9999):
        part = sealed[: int(len(sealed) * share)]
        yield Vector(f"report: truncated at {share}", part, root, SOON, frozenset({"any"}))
    yield from _bits("report", sealed, root)
    yield from _json(signed, root)
    yield from _updates(sealed, root)
    yield from _years(folder, sealer, sealed)
    for number, data in enumerate(HOSTILE):
        yield Vector(f"hostile: {number}", data, root, SOON, frozenset({"any"}))


def _years(folder: Path, sealer: LocalSealer, sealed: bytes) -> Iterator[Vector]:
    """Rotation, another time stamp authority, renewal, and a revocation that wins over all of them."""
    later = SEALED_AT + 9 * YEAR
    (folder / "keys" / "time-stamp.pem").unlink()
    rotated = LocalSealer(folder / "keys")
    trust = rotated.trust_pem(now=later)
    renewed = rotated.renew_pdf(sealed, now=later)
    yield Vector("years: renewed by another authority", renewed, trust, SEALED_AT + 15 * YEAR)
    yield Vector("years: renewed, its end cut off", renewed[:-40], trust, later + YEAR, frozenset({"any"}))
    yield Vector("years: sealed after rotation", _report(rotated, now=later)[1], trust, later + YEAR)
    rotated.revoke("seal", now=later)
    listed = rotated.trust_pem(now=later)
    newest = _report(rotated, now=later)[1]
    rotated.revoke("seal", now=later)
    relisted = rotated.trust_pem(now=later)
    yield Vector("years: a new key after a revoked one", newest, listed, later + timedelta(days=1))
    yield Vector("years: revoked", newest, relisted, later + timedelta(days=1), frozenset({"revocation"}))
    yield Vector(
        "years: revoked, judged ten years on", newest, relisted, later + 9 * YEAR, frozenset({"revocation"})
    )


HOSTILE = (
    b"",
    b" \n",
    b"%PDF-",
    b"%PDF-1.7\n%%EOF",
    b"\x00" * 1000,
    b"{}",
    b"[]",
    b"null",
    b"[" * 200_000,
    b'{"evidence": NaN, "signatures": []}',
    b'{"evidence": {}, "signatures": [{"protected": "", "signature": ""}]}',
    b"PK\x03\x04" + b"\x00" * 100,
    b"%PDF-1.7\nstartxref\n0\n%%EOF",
    b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
    b"%PDF-1.7\n1 0 obj\n" + b"[" * 5000 + b"\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    b"trailer\n<</Root 1 0 R/Size 2>>\nstartxref\n5032\n%%EOF",
)
