"""One sealed specimen report for all tests of this folder; sealing it anew each time would only take time."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.proof.specimen import SEALED_AT, document_picture, evidence, signature_picture

from budstikke.post.channels.seal import LocalSealer
from budstikke.post.papers.report import report_pdf
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence_file import evidence_file
from budstikke.proof.trust import Trust


@pytest.fixture(scope="session")
def sealer(tmp_path_factory: pytest.TempPathFactory) -> LocalSealer:
    """Give a sealer with keys of its own."""
    return LocalSealer(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def trust(sealer: LocalSealer) -> Trust:
    """Give the root of that sealer, without its revocation list."""
    return Trust(roots=Trust.from_pem(sealer.trust_pem(now=SEALED_AT)).roots)


@pytest.fixture(scope="session")
def signed_file(sealer: LocalSealer) -> bytes:
    """Give the signed evidence of a hand-over."""
    document = evidence()
    return evidence_file(document, [sealer.sign_evidence(canonical_form(document), now=SEALED_AT)])


@pytest.fixture(scope="session")
def report(signed_file: bytes) -> bytes:
    """Give the report of that evidence, not sealed."""
    return report_pdf(
        signed_file,
        made_at=SEALED_AT,
        document_picture=document_picture(),
        signature_picture=signature_picture(),
    )


@pytest.fixture(scope="session")
def sealed(report: bytes, sealer: LocalSealer) -> bytes:
    """Give the sealed report."""
    return sealer.seal_pdf(report, now=SEALED_AT)


@pytest.fixture(scope="session")
def sealed_file(sealed: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sealed report as a file."""
    path = tmp_path_factory.mktemp("sealed") / "report.pdf"
    path.write_bytes(sealed)
    return path
