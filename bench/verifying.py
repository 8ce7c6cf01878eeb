"""Judging a report and evidence, installed and from the zipapp, against pyHanko's judgement of the seal alone."""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from statistics import median

_ROOT = Path(__file__).parents[1]
_SEALED_AT = datetime(2026, 11, 21, 9, 15, 40, tzinfo=UTC)  # Saturday
_JUDGED_AT = datetime(2027, 11, 21, tzinfo=UTC)  # Sunday


def measure(*, folder: Path, small: bool) -> Iterator[dict[str, object]]:
    """Processor time of one judgement, the middle of several."""
    sys.path.insert(0, str(_ROOT))
    from tests.proof.specimen import document_picture, evidence, signature_picture
    from tools import zipapp

    from budstikke.post.channels.seal import LocalSealer
    from budstikke.post.papers.report import report_pdf
    from budstikke.proof.canonical import canonical_form
    from budstikke.proof.evidence_file import evidence_file
    from budstikke.proof.trust import Trust
    from budstikke.proof.verify import verify

    rounds = 5 if small else 25
    sealer = LocalSealer(folder / "seal")
    document = evidence()
    signed = evidence_file(document, [sealer.sign_evidence(canonical_form(document), now=_SEALED_AT)])
    report = report_pdf(
        signed,
        made_at=_SEALED_AT,
        document_picture=document_picture(),
        signature_picture=signature_picture(),
    )
    sealed = sealer.seal_pdf(report, now=_SEALED_AT)
    roots = sealer.trust_pem(now=_SEALED_AT)
    trust = Trust.from_pem(roots)
    others = _ms(lambda: _by_pyhanko(sealed, trust), rounds=rounds)
    for name, data in (("report", sealed), ("evidence", signed)):
        own = _ms(lambda: verify(data, trust=trust, at=_JUDGED_AT), rounds=rounds)  # noqa: B023
        yield {
            "measure": f"verify_{name}",
            "of": f"{len(data)} bytes, every check",
            "against": "pyHanko: seal and archive time stamp only",
            "own_ms": round(own, 1),
            "ratio": round(own / others, 2),
        }
    target, file, pem = folder / "budstikke-verify.pyz", folder / "report.pdf", folder / "roots.pem"
    zipapp.build(target)
    file.write_bytes(sealed)
    pem.write_bytes(roots)
    command = [sys.executable, "-I", "-S", "-B", target, file, "--trust", pem, "--at", "2027-11-21"]
    yield {
        "measure": "verify_zipapp",
        "of": "one report, the interpreter's start included",
        "against": "nothing",
        "own_ms": round(_started_ms(command, rounds=3 if small else 7), 0),
    }


def _ms(work: Callable[[], object], *, rounds: int) -> float:
    work()
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - began))
    return median(spent)


def _started_ms(command: list[str | Path], *, rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return median(spent)


def _by_pyhanko(sealed: bytes, trust: object) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
    from pyhanko_certvalidator import ValidationContext

    from budstikke.proof.trust import Trust

    assert isinstance(trust, Trust)
    reader = PdfFileReader(BytesIO(sealed), strict=True)
    frame = ValidationContext(
        trust_roots=list(trust.roots), crls=list(trust.crls), moment=_SEALED_AT, allow_fetching=False
    )
    seal = asyncio.run(
        async_validate_pdf_signature(reader.embedded_regular_signatures[0], signer_validation_context=frame)
    )
    stamp = asyncio.run(
        async_validate_pdf_timestamp(reader.embedded_timestamp_signatures[0], validation_context=frame)
    )
    assert seal.intact and stamp.intact
