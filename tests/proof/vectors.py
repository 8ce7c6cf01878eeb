"""
The vectors both judges are held to: the installed command and the auditor's zipapp; those of years are in `years`.

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
from tests.proof.logged import logged_file
from tests.proof.specimen import SEALED_AT, evidence

from budstikke.post.channels.seal import LocalSealer
from budstikke.post.papers.report import report_pdf
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence_file import evidence_file
from budstikke.proof.redaction import redacted

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


def report_of(sealer: LocalSealer, *, now: datetime = SEALED_AT) -> tuple[bytes, bytes]:
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


def _logged(sealer: LocalSealer, trust: bytes) -> Iterator[Vector]:
    """Evidence with disclosures, a place in the log and a chain; left out, and changed."""
    whole = logged_file(sealer)
    yield Vector("logged: good", whole, trust, SOON)
    yield Vector("logged: nothing personal shown", redacted(whole, keep=()), trust, SOON)
    yield Vector("logged: one value shown", redacted(whole, keep={"/report/fnr"}), trust, SOON)
    sealed = sealer.seal_pdf(report_pdf(whole, made_at=SEALED_AT), now=SEALED_AT)
    yield Vector("logged: sealed as a report", sealed, trust, SEALED_AT + 9 * YEAR)
    for check, steps in (
        ("disclosures", ("disclosures", 0, "value")),
        ("disclosures", ("disclosures", 0, "salt")),
        ("log", ("log", "path", 0)),
        ("checkpoint", ("log", "checkpoint", "checkpoint", "root")),
        ("consistency", ("log", "earlier", "path", 0)),
        ("chain", ("chain", 0, "log", "path", 0)),
    ):
        content = json.loads(whole)
        place = content
        for step in steps[:-1]:
            place = place[step]
        place[steps[-1]] = "A" * 22 if steps[-1] == "salt" else "0" * 64
        name = "/".join(str(step) for step in steps)
        yield Vector(f"logged: changed {name}", json.dumps(content).encode(), trust, SOON, frozenset({check}))


def _of_the_log(sealer: LocalSealer, trust: bytes, stranger: bytes) -> Iterator[Vector]:
    """What the log publishes: a checkpoint and how one grew from another; changed, and of another log."""
    log = json.loads(logged_file(sealer))["log"]
    point, earlier = log["checkpoint"], log["earlier"]["checkpoint"]
    growth = {"first": earlier, "second": point, "path": log["earlier"]["path"]}
    backwards = {"first": point, "second": earlier, "path": log["earlier"]["path"]}

    def vector(name: str, content: object, *fails: str, trust: bytes = trust) -> Vector:
        return Vector(f"log: {name}", json.dumps(content).encode(), trust, SOON, frozenset(fails))

    def changed(content: object, member: str, value: object) -> object:
        copy = json.loads(json.dumps(content))
        copy["checkpoint"][member] = value
        return copy

    yield vector("a checkpoint", point)
    yield vector("a checkpoint of a stranger", point, "checkpoint", trust=stranger)
    yield vector("a longer checkpoint", changed(point, "size", 8), "checkpoint")
    yield vector(
        "a checkpoint under another name", changed(point, "origin", "other.example/log"), "checkpoint"
    )
    yield vector("a checkpoint nobody signed", point | {"signatures": []}, "checkpoint")
    yield vector("a checkpoint with a member too many", point | {"x": 1}, "checkpoint")
    yield vector("growth", growth)
    yield vector("growth backwards", backwards, "consistency")
    yield vector("growth by another path", growth | {"path": ["0" * 64]}, "consistency")
    yield vector("growth without its second", {"first": earlier}, "consistency")


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
    signed, sealed = report_of(sealer)
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
    yield from _logged(sealer, root)
    yield from _updates(sealed, root)
    yield from _of_the_log(sealer, root, stranger)
    for number, data in enumerate(HOSTILE):
        yield Vector(f"hostile: {number}", data, root, SOON, frozenset({"any"}))


HOSTILE = (
    b"",
    b" \n",
    b"%PDF-",
    b"%PDF-1.7\n%%EOF",
    b"\x00" * 1000,
    b"{}",
    b'{"checkpoint": 1}',
    b'{"first": 1}',
    '{"evidence": "blåbær"}'.encode("latin-1"),
    '{"evidence": {}}'.encode("utf-16"),
    b'{"evidence": ' + b"9" * 5000 + b"}",
    b'{"evidence": 1e999}',
    b'{"evid\\ud800ence": 1}',
    b"-----BEGIN CERTIFICATE-----",
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
