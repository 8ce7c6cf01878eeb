"""The verdict on a file, offline and in words: a sealed report (PDF), evidence, or what the log publishes (JSON)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pypdf.errors import PyPdfError

from budstikke.proof.canonical import canonical_form, fingerprint
from budstikke.proof.cms import NotSigned
from budstikke.proof.evidence_file import EvidenceFile, evidence_file_of, read_evidence_file
from budstikke.proof.evidence_shape import JsonObject
from budstikke.proof.log_file import of_the_log
from budstikke.proof.logged import check_disclosures, check_log
from budstikke.proof.page import page_of
from budstikke.proof.pdf import NotAReport, Report, difference, read_report
from budstikke.proof.revisions import Altered
from budstikke.proof.seal import NotSealed, Sealed, check_seal, read_seal
from budstikke.proof.shape import NotEvidence
from budstikke.proof.signature import check_signature
from budstikke.proof.strict_json import read_json
from budstikke.proof.trust import Trust
from budstikke.proof.verdict import Check, Verdict

LARGEST_FILE = 64 * 1024 * 1024
_PDF = b"%PDF-"
# Readers of PDFs look for its beginning so far; whether anything may stand before it is for the seal to say.
_PDF_BEGINS_WITHIN = 1024
_BEGINS_JSON = (b"{", b"\xef\xbb\xbf{")


def verify(data: bytes, *, trust: Trust, at: datetime) -> Verdict:
    """
    Judge a file at a moment.

    Reading: any bytes get a verdict; what cannot be read does not hold, and the words say so. Nothing that came
    with the file is trusted, and nothing is fetched.
    """
    if len(data) > LARGEST_FILE:
        return Verdict.of(
            [Check.failed("file", "Filen er større enn noen rapport.", "The file is larger than any report.")]
        )
    if not data.strip():
        return Verdict.of([Check.failed("file", "Filen er tom.", "The file is empty.")])
    checks = _of_pdf if _PDF in data[:_PDF_BEGINS_WITHIN] else _of_json
    found = [_has_roots(trust)]
    try:
        found.extend(checks(data, trust, at))
    except Exception as error:  # noqa: BLE001  (damage shows in countless ways; each of them is a verdict)
        kind = type(error).__name__
        found.append(Check.failed("file", f"Filen er skadet ({kind}).", f"The file is damaged ({kind})."))
    return Verdict.of(found)


def verify_logged(data: bytes, *, trust: Trust, at: datetime) -> Verdict:
    """Judge a file as `verify` does; a report and evidence must bring their place in the log besides."""
    verdict = verify(data, trust=trust, at=at)
    if verdict.holds and not any(check.name in ("log", "checkpoint") for check in verdict.checks):
        lacking = Check.failed(
            "log", "Beviset kom uten sin plass i loggen.", "The evidence came without its place in the log."
        )
        return Verdict.of([*verdict.checks, lacking])
    return verdict


def _has_roots(trust: Trust) -> Check:
    if trust.roots:
        count = len(trust.roots)
        return Check.passed(
            "trust", f"Bedømt med {count} rotsertifikat(er).", f"Judged by {count} root certificate(s)."
        )
    return Check.failed(
        "trust",
        "Ingen rotsertifikater er gitt; uten dem kan ingen si hvem som har forseglet.",
        "No root certificate is given; without one nobody can say who sealed.",
    )


def _of_json(data: bytes, trust: Trust, at: datetime) -> Iterator[Check]:
    try:
        content = read_json(data)
        published = of_the_log(content, trust=trust, at=at)
        if published is not None:
            yield from published
            return
        file = evidence_file_of(content)
    except NotEvidence as fault:
        yield _no_evidence(fault) if data.lstrip().startswith(_BEGINS_JSON) else _nothing_known()
        return
    yield from _evidence(file, None, trust=trust, at=at)


def _evidence(file: EvidenceFile, sealed: Sealed | None, *, trust: Trust, at: datetime) -> Iterator[Check]:
    yield _evidence_read(file.document)
    proven_at, crls = (sealed.sealed_at, sealed.embedded_crls) if sealed else (None, ())
    if not file.signatures:
        yield _unsigned()
    for each in (file, *file.chain):
        canonical = canonical_form(each.document)
        signed = [
            check_signature(canonical, signature, trust=trust, at=at, proven_at=proven_at, crls=crls)
            for signature in each.signatures
        ]
        # Of what came before, only what does not hold is named one by one; the check of the chain counts it.
        yield from signed if each is file else (check for check in signed or [_unsigned()] if not check.holds)
    if (disclosed := check_disclosures(file)) is not None:
        yield disclosed
    yield from check_log(file, trust=trust, at=at, proven_at=proven_at, crls=crls)


def _of_pdf(data: bytes, trust: Trust, at: datetime) -> Iterator[Check]:
    sealed: Sealed | None = None
    try:
        sealed = read_seal(data)
        yield from check_seal(sealed, trust=trust, at=at)
    except NotSealed as fault:
        yield fault.check
    except Exception as error:  # noqa: BLE001  (as above; the content is looked at all the same)
        reason = (
            str(error)[:120] if isinstance(error, PyPdfError | Altered | NotSigned) else type(error).__name__
        )
        yield Check.failed(
            "seal", f"Forseglingen kan ikke leses ({reason}).", f"The seal cannot be read ({reason})."
        )
        sealed = None
    yield from _content(data, sealed, trust=trust, at=at)


def _content(data: bytes, sealed: Sealed | None, *, trust: Trust, at: datetime) -> Iterator[Check]:
    try:
        report = read_report(data)
    except NotAReport as fault:
        yield Check.failed("report", f"Filen er ingen rapport: {fault}.", f"The file is no report: {fault}.")
        return
    try:
        file = read_evidence_file(report.evidence_file)
    except NotEvidence as fault:
        yield _no_evidence(fault)
        return
    yield from _evidence(file, sealed, trust=trust, at=at)
    yield _agrees(file, report)
    yield from _pictures(file.document, report)


def _agrees(file: EvidenceFile, report: Report) -> Check:
    try:
        parted = difference(page_of(file.document, file.disclosures), report.sheets)
    except NotEvidence as fault:
        return Check.failed(
            "agreement",
            f"Siden kan ikke sammenlignes med beviset: {fault}.",
            f"The page cannot be compared with the evidence: {fault}.",
        )
    if parted is None:
        return Check.passed(
            "agreement",
            "Siden sier det samme som beviset, ikke mer og ikke mindre.",
            "The page says what the evidence says, no more and no less.",
        )
    due, said = parted
    return Check.failed(
        "agreement",
        f"Siden og beviset sier ikke det samme: beviset har «{due}» der siden har «{said}».",
        f"Page and evidence do not say the same: the evidence has “{due}” where the page has “{said}”.",
    )


def _pictures(document: JsonObject, report: Report) -> Iterator[Check]:
    pictures = document["pictures"]
    assert isinstance(pictures, dict)
    named = {name: facts["sha256"] for name, facts in pictures.items() if facts}
    missing = [name for name, digest in named.items() if digest not in report.fingerprints]
    if missing:
        yield Check.failed(
            "pictures",
            f"Bildet i rapporten er ikke det beviset navngir ({', '.join(missing)}).",
            f"The picture in the report is not the one the evidence names ({', '.join(missing)}).",
        )
    elif named:
        yield Check.passed(
            "pictures", "Bildene er de beviset navngir.", "The pictures are the ones the evidence names."
        )


def _evidence_read(document: JsonObject) -> Check:
    digest = fingerprint(document)
    return Check.passed(
        "evidence",
        f"Beviset er fullstendig: {document['event']}, fingeravtrykk {digest}. Ikke kvalifisert.",
        f"The evidence is complete: {document['event']}, fingerprint {digest}. Not qualified.",
    )


def _no_evidence(fault: NotEvidence) -> Check:
    return Check.failed("evidence", f"Ikke et bevis: {fault}.", f"Not evidence: {fault}.")


def _nothing_known() -> Check:
    return Check.failed(
        "file",
        "Filen er verken en rapport (PDF) eller et bevis (JSON).",
        "The file is neither a report (PDF) nor evidence (JSON).",
    )


def _unsigned() -> Check:
    return Check.failed("evidence_signature", "Beviset er ikke signert.", "The evidence is not signed.")
