"""The sealing side: keys made once, kept closed, renewed in time; time stamps from here and elsewhere."""

from __future__ import annotations

import io
import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import typst
from asn1crypto import tsp
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.channels.fake_sealer import FailingSealer

from budstikke.post.channels.authority import Authority
from budstikke.post.channels.errors import Rejected, Unreachable
from budstikke.post.channels.key_store import KeyStore, NoAuthority
from budstikke.post.channels.seal import LocalSealer, Sealer
from budstikke.post.channels.time_stamp import LocalTimeStamps
from budstikke.proof.seal import check_seal, read_seal
from budstikke.proof.trust import Trust

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # a Saturday
YEAR = timedelta(days=365)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Give a PDF of one line."""
    made = typst.compile(b"#set document(title: [Prove])\nProve", format="pdf", pdf_standards=["a-3b"])
    assert isinstance(made, bytes)
    return made


def _holds(sealed: bytes, sealer: LocalSealer, *, at: datetime) -> bool:
    trust = Trust.from_pem(sealer.trust_pem(now=at))
    return all(check.holds for check in check_seal(read_seal(sealed), trust=trust, at=at))


def test_a_folder_without_keys_gets_them_at_first_use(pdf: bytes, tmp_path: Path) -> None:
    """And they are the same ones the next time, in another process."""
    first = LocalSealer(tmp_path / "keys").seal_pdf(pdf, now=NOW)
    again = LocalSealer(tmp_path / "keys")
    second = again.seal_pdf(pdf, now=NOW)
    assert _holds(first, again, at=NOW)
    first_names, second_names = (
        [each.dump() for each in read_seal(sealed).signers] for sealed in (first, second)
    )
    assert first_names == second_names


def test_key_files_are_closed_to_others(pdf: bytes, tmp_path: Path) -> None:
    """Readable and writable by their owner alone."""
    LocalSealer(tmp_path / "keys").seal_pdf(pdf, now=NOW)
    files = [file for file in (tmp_path / "keys").iterdir() if file.is_file()]
    assert {file.name for file in files} == {
        "root.pem", "seal.pem", "evidence.pem", "log.pem", "time-stamp.pem", "revoked.crl.pem", "changed", ".lock",
    }  # fmt: skip
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_keys_under_a_passphrase_lie_encrypted(pdf: bytes, tmp_path: Path) -> None:
    """And a wrong passphrase is said in words."""
    sealer = LocalSealer(tmp_path, store=KeyStore(passphrase=b"a long one"))
    assert _holds(sealer.seal_pdf(pdf, now=NOW), sealer, at=NOW)
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in (tmp_path / "seal.pem").read_bytes()
    assert b"BEGIN PRIVATE KEY" not in (tmp_path / "seal.pem").read_bytes()
    with pytest.raises(NoAuthority, match="passphrase"):
        LocalSealer(tmp_path, store=KeyStore(passphrase=b"another")).seal_pdf(pdf, now=NOW)


def test_two_processes_that_start_together_agree_on_one_root(tmp_path: Path) -> None:
    """Whoever comes second takes what is there."""

    def root() -> x509.Certificate:
        return Authority(tmp_path, name="Race TEST", now=NOW).root

    with ThreadPoolExecutor(8) as pool:
        assert len({found.serial_number for found in pool.map(lambda _: root(), range(8))}) == 1


def test_the_time_stamp_certificate_names_no_list_and_the_seal_does(tmp_path: Path) -> None:
    """So that the stamp stands by itself when lists of its time are gone."""
    authority = Authority(tmp_path, name="Roles TEST", now=NOW)

    def names_list(role: str) -> bool:
        extensions = authority.holder(role, now=NOW).certificate.extensions
        return any(isinstance(found.value, x509.CRLDistributionPoints) for found in extensions)

    assert (names_list("seal"), names_list("time-stamp")) == (True, False)


def test_the_seal_allows_no_change_and_shows_no_field(pdf: bytes, tmp_path: Path) -> None:
    """A certifying seal without a place on the page."""
    sealed = LocalSealer(tmp_path).seal_pdf(pdf, now=NOW)
    seal = PdfFileReader(io.BytesIO(sealed)).embedded_regular_signatures[0]
    assert seal.docmdp_level is not None
    assert seal.docmdp_level.name == "NO_CHANGES"
    assert list(seal.sig_field["/Rect"]) == [0, 0, 0, 0]


@pytest.mark.parametrize("days", [0, 20, 400, 4 * 365, 9 * 365, 14 * 365])
def test_certificates_and_lists_follow_a_clock_that_walks(pdf: bytes, tmp_path: Path, days: int) -> None:
    """A test installation walks years in a second; each seal holds at its own time and a day later."""
    sealer = LocalSealer(tmp_path)
    sealer.seal_pdf(pdf, now=NOW)
    then = NOW + timedelta(days=days)
    sealed = sealer.seal_pdf(pdf, now=then)
    assert read_seal(sealed).sealed_at == then
    assert _holds(sealed, sealer, at=then)
    assert _holds(sealed, sealer, at=then + timedelta(days=1))


def test_a_clock_set_back_gets_certificates_of_its_own(pdf: bytes, tmp_path: Path) -> None:
    """As when a demo ends and the next begins."""
    sealer = LocalSealer(tmp_path)
    sealer.seal_pdf(pdf, now=NOW)
    before = NOW - timedelta(days=90)
    assert _holds(sealer.seal_pdf(pdf, now=before), sealer, at=before)


def test_a_revoked_key_is_replaced_and_its_seals_fall(pdf: bytes, tmp_path: Path) -> None:
    """The next seal is by a new key and holds."""
    sealer = LocalSealer(tmp_path)
    old = sealer.seal_pdf(pdf, now=NOW)
    sealer.revoke("seal", now=NOW + timedelta(days=1))
    new = sealer.seal_pdf(pdf, now=NOW + timedelta(days=2))
    assert not _holds(old, sealer, at=NOW + timedelta(days=2))
    assert _holds(new, sealer, at=NOW + timedelta(days=2))


def test_a_revocation_stays_listed_when_the_list_is_renewed(pdf: bytes, tmp_path: Path) -> None:
    """A month later, on a new list."""
    sealer = LocalSealer(tmp_path)
    old = sealer.seal_pdf(pdf, now=NOW)
    sealer.revoke("seal", now=NOW)
    assert not _holds(old, sealer, at=NOW + timedelta(days=40))


def test_many_threads_seal_at_once(pdf: bytes, tmp_path: Path) -> None:
    """One sealer serves a whole process."""
    sealer = LocalSealer(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        sealed = list(pool.map(lambda _: sealer.seal_pdf(pdf, now=NOW), range(8)))
    assert all(_holds(each, sealer, at=NOW) for each in sealed)


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF"])
def test_what_cannot_be_sealed_is_rejected(data: bytes, tmp_path: Path) -> None:
    """Trying again would not help."""
    with pytest.raises(Rejected):
        LocalSealer(tmp_path).seal_pdf(data, now=NOW)


class _Authority(BaseHTTPRequestHandler):
    status = 200
    body: bytes | None = None
    stamps: LocalTimeStamps

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.stamps.answer(tsp.TimeStampReq.load(asked), now=NOW).dump()
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(answer if self.body is None else self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> tuple[str, type[_Authority], bytes]:
    """Give a time stamp authority behind HTTP: its address, its behaviour, its root."""
    authority = Authority(tmp_path / "elsewhere", name="Elsewhere TEST", now=NOW)
    behaviour = type("Behaviour", (_Authority,), {})
    behaviour.stamps = LocalTimeStamps(authority.holder("time-stamp", now=NOW))
    server = HTTPServer(("127.0.0.1", 0), behaviour)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", behaviour, authority.trust_pem(now=NOW)
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_time_stamp_authority_elsewhere_can_be_used(
    pdf: bytes, tmp_path: Path, elsewhere: tuple[str, type[_Authority], bytes]
) -> None:
    """By its address and its root; the judge needs both roots then."""
    address, _, root = elsewhere
    sealer = LocalSealer(tmp_path / "here", time_stamp_address=address, time_stamp_roots=root)
    sealed = sealer.seal_pdf(pdf, now=NOW)
    own = sealer.trust_pem(now=NOW)
    ours, both = Trust.from_pem(own), Trust.from_pem(own + root)
    checks = list(check_seal(read_seal(sealed), trust=both, at=NOW))
    assert all(check.holds for check in checks), checks
    assert not all(check.holds for check in check_seal(read_seal(sealed), trust=ours, at=NOW))


@pytest.mark.parametrize(("status", "error"), [(503, Unreachable), (429, Unreachable), (403, Rejected)])
def test_an_answer_of_the_authority_is_sorted_into_again_and_never(
    pdf: bytes,
    tmp_path: Path,
    elsewhere: tuple[str, type[_Authority], bytes],
    status: int,
    error: type[Exception],
) -> None:
    """Overload passes; a no stays."""
    address, behaviour, root = elsewhere
    behaviour.status = status
    sealer = LocalSealer(tmp_path / "here", time_stamp_address=address, time_stamp_roots=root)
    with pytest.raises(error):
        sealer.seal_pdf(pdf, now=NOW)


def test_an_unreadable_answer_of_the_authority_is_rejected(
    pdf: bytes, tmp_path: Path, elsewhere: tuple[str, type[_Authority], bytes]
) -> None:
    """Whatever it sent, it is no time stamp."""
    address, behaviour, root = elsewhere
    behaviour.body = b"<html>"
    sealer = LocalSealer(tmp_path / "here", time_stamp_address=address, time_stamp_roots=root)
    with pytest.raises(Rejected):
        sealer.seal_pdf(pdf, now=NOW)


def test_an_authority_that_is_not_there_is_unreachable(pdf: bytes, tmp_path: Path) -> None:
    """Port 9 of this machine answers nobody."""
    sealer = LocalSealer(tmp_path, time_stamp_address="http://127.0.0.1:9/")
    with pytest.raises(Unreachable):
        sealer.seal_pdf(pdf, now=NOW)


def test_the_fake_fails_when_told_and_seals_otherwise(pdf: bytes, tmp_path: Path) -> None:
    """Behind the same protocol."""
    sealer: Sealer = FailingSealer(LocalSealer(tmp_path), [Unreachable("down"), None])
    with pytest.raises(Unreachable):
        sealer.seal_pdf(pdf, now=NOW)
    assert sealer.seal_pdf(pdf, now=NOW).startswith(b"%PDF")


def test_no_secret_is_in_a_traceback_of_the_keys(tmp_path: Path) -> None:
    """The message names the file, never its content."""
    LocalSealer(tmp_path).sign_evidence(b"{}", now=NOW)
    path = tmp_path / "evidence.pem"
    content = path.read_bytes()
    os.truncate(path, len(content) // 2)
    with pytest.raises(NoAuthority) as caught:
        LocalSealer(tmp_path).sign_evidence(b"{}", now=NOW)
    assert content.splitlines()[1].decode() not in str(caught.value)
