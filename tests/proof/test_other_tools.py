"""The seal under other people's tools: openssl knows no PDF library, pdfsig is poppler's own implementation."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from asn1crypto import cms, pem
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from tests.proof.specimen import SEALED_AT

from budstikke.post.channels.seal import LocalSealer
from budstikke.proof.trust import Trust

_AT = str(int(SEALED_AT.timestamp()) + 3600)


def _needs(tool: str) -> str:
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed")
    return found


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def folder(sealed: bytes, trust: Trust, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the parts of a sealed report cut out: what was sealed, the seal, the time stamp."""
    path = tmp_path_factory.mktemp("parts")
    reader = PdfFileReader(io.BytesIO(sealed))
    parts: dict[str, EmbeddedPdfSignature] = {
        "seal": reader.embedded_regular_signatures[0],
        "stamp": reader.embedded_timestamp_signatures[0],
    }
    for name, part in parts.items():
        start, length, second, rest = part.byte_range
        (path / f"{name}.data").write_bytes(sealed[start : start + length] + sealed[second : second + rest])
        (path / f"{name}.der").write_bytes(part.pkcs7_content)
    (path / "root.pem").write_bytes(pem.armor("CERTIFICATE", trust.roots[0].dump()))
    return path


def test_openssl_verifies_the_seal(folder: Path) -> None:
    """CMS over the byte range, cut out by hand; and not over other bytes."""
    openssl = _needs("openssl")
    command = (
        openssl, "cms", "-verify", "-binary", "-inform", "DER", "-in", folder / "seal.der",
        "-CAfile", folder / "root.pem", "-attime", _AT, "-purpose", "any", "-out", folder / "out",
        "-content",
    )  # fmt: skip
    good = _run(*command, folder / "seal.data")
    assert good.returncode == 0, good.stderr
    content = (folder / "seal.data").read_bytes()
    (folder / "changed.data").write_bytes(content[:5000] + bytes([content[5000] ^ 1]) + content[5001:])
    assert _run(*command, folder / "changed.data").returncode != 0


def test_openssl_verifies_the_archive_time_stamp(folder: Path) -> None:
    """RFC 3161 over everything before it."""
    openssl = _needs("openssl")
    command = (
        openssl, "ts", "-verify", "-token_in", "-in", folder / "stamp.der",
        "-CAfile", folder / "root.pem", "-attime", _AT, "-data",
    )  # fmt: skip
    good = _run(*command, folder / "stamp.data")
    assert "Verification: OK" in good.stdout, good.stderr
    assert "Verification: OK" not in _run(*command, folder / "seal.data").stdout


def test_openssl_verifies_the_time_stamp_of_the_seal(folder: Path) -> None:
    """The first stamp lies in the seal and is over the signature itself."""
    openssl = _needs("openssl")
    (signer,) = cms.ContentInfo.load((folder / "seal.der").read_bytes())["content"]["signer_infos"]
    (stamp,) = [
        each for each in signer["unsigned_attrs"] if each["type"].native == "signature_time_stamp_token"
    ]
    (folder / "signature").write_bytes(signer["signature"].native)
    (folder / "inner.der").write_bytes(stamp["values"][0].dump())
    command = (
        openssl, "ts", "-verify", "-token_in", "-in", folder / "inner.der",
        "-CAfile", folder / "root.pem", "-attime", _AT, "-data",
    )  # fmt: skip
    good = _run(*command, folder / "signature")
    assert "Verification: OK" in good.stdout, good.stderr
    assert "Verification: OK" not in _run(*command, folder / "seal.data").stdout


def test_openssl_verifies_the_certificates_against_the_revocation_list(
    folder: Path, sealer: LocalSealer
) -> None:
    """The sealing certificate under the root and the list of the day."""
    openssl = _needs("openssl")
    (folder / "trust.pem").write_bytes(sealer.trust_pem(now=SEALED_AT))
    (leaf,) = [
        each.chosen
        for each in cms.ContentInfo.load((folder / "seal.der").read_bytes())["content"]["certificates"]
        if each.chosen.issuer != each.chosen.subject
    ]
    (folder / "leaf.pem").write_bytes(pem.armor("CERTIFICATE", leaf.dump()))
    command = (
        openssl,
        "verify",
        "-crl_check",
        "-attime",
        _AT,
        "-CAfile",
        folder / "trust.pem",
        folder / "leaf.pem",
    )
    good = _run(*command)
    assert good.returncode == 0, good.stderr


def test_poppler_verifies_the_seal(sealed_file: Path) -> None:
    """The seal is valid; of the archive time stamp poppler only sees that it covers the whole document."""
    pdfsig = _needs("pdfsig")
    said = _run(pdfsig, "-nocert", sealed_file).stdout
    assert said.count("Signature is Valid") == 1
    assert "Total document signed" in said


def test_poppler_finds_a_changed_byte(sealed: bytes, tmp_path: Path) -> None:
    """The same byte our own judge is asked about in the demo."""
    pdfsig = _needs("pdfsig")
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(sealed[:3000] + bytes([sealed[3000] ^ 1]) + sealed[3001:])
    assert "Digest Mismatch" in _run(pdfsig, "-nocert", changed).stdout


def test_qpdf_finds_no_fault_in_the_sealed_file(sealed: bytes) -> None:
    """The library behind qpdf reads the file through without a warning."""
    import pikepdf

    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        assert pdf.check_pdf_syntax() == []
