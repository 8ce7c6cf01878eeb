"""The verdict: a sound report holds, and each way to break one is found and said in words."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.proof.specimen import SEALED_AT, document_picture, evidence, signature_picture

from budstikke.post.channels.seal import LocalSealer
from budstikke.post.papers.report import report_pdf
from budstikke.proof.canonical import canonical_form
from budstikke.proof.evidence_file import evidence_file
from budstikke.proof.trust import Trust
from budstikke.proof.verdict import Verdict
from budstikke.proof.verify import verify

NEXT_DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)  # a Sunday
judged = partial(verify, at=NEXT_DAY)


def _failed(verdict: Verdict) -> dict[str, str]:
    assert not verdict.holds
    failed = {check.name: check.words for check in verdict.checks if not check.holds}
    assert all(words.no and words.en for words in failed.values())
    return {name: words.en for name, words in failed.items()}


def _sealed(sealer: LocalSealer, shown: dict[str, object], attached: bytes) -> bytes:
    """Seal a report whose attachment was exchanged before sealing, as a careless carrier might."""
    content = evidence_file(shown, [sealer.sign_evidence(canonical_form(shown), now=SEALED_AT)])
    pdf = report_pdf(content, made_at=SEALED_AT)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.attachments["evidence.json"] = pikepdf.AttachedFileSpec(opened, attached)
        out = io.BytesIO()
        opened.save(out)
    return sealer.seal_pdf(out.getvalue(), now=SEALED_AT)


def _plain(**changes: Any) -> dict[str, object]:
    return evidence(**({"document_picture": None, "signature_picture": None} | changes))


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_a_sealed_report_holds(sealed: bytes, trust: Trust) -> None:
    """Every check is made, every check holds."""
    verdict = judged(sealed, trust=trust)
    assert verdict.holds
    assert [check.name for check in verdict.checks] == [
        "trust", "seal", "coverage", "certificate", "time", "revocation",
        "evidence", "evidence_signature", "agreement", "pictures",
    ]  # fmt: skip


def test_signed_evidence_alone_holds(signed_file: bytes, trust: Trust) -> None:
    """And says that its time is the signer's own."""
    verdict = judged(signed_file, trust=trust)
    assert verdict.holds
    assert "without a time stamp" in verdict.checks[-1].words.en


def test_the_verdict_has_the_published_shape(sealed: bytes, trust: Trust) -> None:
    """The shape other people's programs read."""
    content = json.loads(json.dumps(judged(sealed, trust=trust).as_json()))
    assert content.keys() == {"holds", "checks"}
    assert all(check.keys() == {"name", "holds", "words"} for check in content["checks"])
    assert all(check["words"].keys() == {"no", "en"} for check in content["checks"])


def test_a_changed_byte_on_the_page_is_found(report: bytes, sealed: bytes, trust: Trust) -> None:
    """The page's own stream."""
    with pikepdf.open(io.BytesIO(report)) as pdf:
        stream = pdf.pages[0].Contents.read_raw_bytes()
    found = _failed(judged(_flipped(sealed, sealed.index(stream) + len(stream) // 2), trust=trust))
    assert "changed after it was sealed" in found["seal"]


def test_a_changed_byte_in_the_attachment_is_found(report: bytes, sealed: bytes, trust: Trust) -> None:
    """The evidence inside."""
    with pikepdf.open(io.BytesIO(report)) as pdf:
        stream = pdf.attachments["evidence.json"].get_file().obj.read_raw_bytes()
    found = _failed(judged(_flipped(sealed, sealed.index(stream) + len(stream) // 2), trust=trust))
    assert "seal" in found


def test_a_changed_byte_in_the_picture_is_found(sealed: bytes, trust: Trust) -> None:
    """The picture is compared with what the evidence names, beside the seal."""
    at = sealed.index(document_picture()) + 2000
    found = _failed(judged(_flipped(sealed, at), trust=trust))
    assert {"seal", "pictures"} <= found.keys()


def test_a_changed_byte_in_the_signature_is_found(sealed: bytes, trust: Trust) -> None:
    """The seal's own bytes are covered by the archive time stamp."""
    at = sealed.index(b"/Contents <") + 800
    digit = b"0" if sealed[at : at + 1] != b"0" else b"1"
    found = _failed(judged(sealed[:at] + digit + sealed[at + 1 :], trust=trust))
    assert {"seal", "coverage", "time", "file"} & found.keys()


def test_something_added_after_the_seal_is_found(sealed: bytes, trust: Trust) -> None:
    """Even where no page changes."""
    found = _failed(judged(sealed + b"\n% more\n", trust=trust))
    assert "added or changed outside" in found["coverage"]


def test_another_revision_after_the_seal_is_found(sealed: bytes, trust: Trust) -> None:
    """A well-formed change by a PDF editor: another evidence is hung on."""
    from pyhanko.pdf_utils.generic import NameObject, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.root[NameObject("/Note")] = pdf_string("changed")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert "coverage" in _failed(judged(out.getvalue(), trust=trust))


def test_a_report_saved_anew_has_lost_its_seal(sealed: bytes, trust: Trust) -> None:
    """A program that rewrites the file breaks the seal."""
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        out = io.BytesIO()
        pdf.save(out)
    assert _failed(judged(out.getvalue(), trust=trust)).keys() & {"seal", "coverage"}


def test_evidence_of_another_letter_under_a_good_seal_is_found(sealer: LocalSealer, trust: Trust) -> None:
    """Page and attachment part, although everything is genuine and sealed."""
    other = _plain(place="Moss")
    attached = evidence_file(other, [sealer.sign_evidence(canonical_form(other), now=SEALED_AT)])
    found = _failed(judged(_sealed(sealer, _plain(place="Oslo"), attached), trust=trust))
    assert found.keys() == {"agreement"}
    assert "Moss" in found["agreement"]
    assert "Oslo" in found["agreement"]


def test_unsigned_evidence_under_a_good_seal_is_found(sealer: LocalSealer, trust: Trust) -> None:
    """The seal does not stand in for the evidence's own signature."""
    document = _plain()
    found = _failed(judged(_sealed(sealer, document, evidence_file(document, [])), trust=trust))
    assert found.keys() == {"evidence_signature"}


def test_evidence_changed_before_sealing_is_found(sealer: LocalSealer, trust: Trust) -> None:
    """The evidence's signature is judged as well as the seal."""
    document = _plain()
    signature = sealer.sign_evidence(canonical_form(_plain(place="Moss")), now=SEALED_AT)
    found = _failed(judged(_sealed(sealer, document, evidence_file(document, [signature])), trust=trust))
    assert found.keys() == {"evidence_signature"}


def test_an_unsealed_report_is_found(report: bytes, trust: Trust) -> None:
    """A draft is no proof."""
    assert "0 seals" in _failed(judged(report, trust=trust))["seal"]


def test_an_unknown_root_is_found(sealed: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Anybody can seal; the judge decides whose seal counts."""
    other = LocalSealer(tmp_path_factory.mktemp("other"))
    stranger = Trust.from_pem(other.trust_pem(now=SEALED_AT))
    found = _failed(judged(sealed, trust=stranger))
    assert {"certificate", "time", "evidence_signature"} <= found.keys()
    assert "trusted root" in found["certificate"]


def test_without_roots_nothing_holds_and_the_words_say_why(sealed: bytes) -> None:
    """The certificates that came with the file do not vouch for themselves."""
    found = _failed(judged(sealed, trust=Trust()))
    assert "No root certificate is given" in found["trust"]
    assert {"certificate", "evidence_signature"} <= found.keys()


@pytest.mark.parametrize(("role", "check"), [("seal", "revocation"), ("time-stamp", "revocation")])
def test_a_listed_revocation_always_wins(
    role: str, check: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Even one dated after the sealing, and even when the list itself has grown old."""
    sealer = LocalSealer(tmp_path_factory.mktemp("revoked"))
    document = _plain()
    content = evidence_file(document, [sealer.sign_evidence(canonical_form(document), now=SEALED_AT)])
    sealed = sealer.seal_pdf(report_pdf(content, made_at=SEALED_AT), now=SEALED_AT)
    assert judged(sealed, trust=Trust.from_pem(sealer.trust_pem(now=SEALED_AT))).holds
    sealer.revoke(role, now=NEXT_DAY)
    trust = Trust.from_pem(sealer.trust_pem(now=NEXT_DAY))
    for at in (NEXT_DAY, datetime(2031, 11, 22, tzinfo=UTC)):  # a Sunday, a Saturday
        assert "revoked" in _failed(verify(sealed, trust=trust, at=at))[check]


def test_a_revocation_list_nobody_trusted_signed_is_no_list(
    sealed: bytes, trust: Trust, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Else anybody could revoke anybody."""
    other = LocalSealer(tmp_path_factory.mktemp("other"))
    other.sign_evidence(b"{}", now=SEALED_AT)
    other.revoke("evidence", now=SEALED_AT)
    foreign = Trust.from_pem(other.trust_pem(now=SEALED_AT)).crls
    assert judged(sealed, trust=Trust(roots=trust.roots, crls=foreign)).holds


@pytest.mark.parametrize("member", ["place", "order_reference", "device"])
def test_a_changed_field_of_signed_evidence_is_found(signed_file: bytes, trust: Trust, member: str) -> None:
    """The JSON by itself."""
    content = json.loads(signed_file)
    part = "letter" if member == "order_reference" else "handling"
    content["evidence"][part][member] = "changed"
    found = _failed(judged(json.dumps(content).encode(), trust=trust))
    assert "changed after it was signed" in found["evidence_signature"]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.95, 0.999])
def test_a_truncated_file_is_found(sealed: bytes, trust: Trust, share: float) -> None:
    """However much is missing."""
    _failed(judged(sealed[: int(len(sealed) * share)], trust=trust))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n",
        b"%PDF-",
        b"%PDF-1.7\n%%EOF",
        b"\x00" * 1000,
        b"{}",
        b"[]",
        b"PK\x03\x04",
        b"%PDF-1.7" * 500,
    ],
)
def test_what_is_no_report_at_all_gets_a_verdict(data: bytes, trust: Trust) -> None:
    """In words, never a traceback."""
    _failed(judged(data, trust=trust))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400), head=st.sampled_from([b"", b"%PDF-1.7\n", b'{"evidence":', b"\x89PNG"]))
def test_any_bytes_get_a_verdict(data: bytes, head: bytes, trust: Trust) -> None:
    """Whatever it is, it does not hold and does not raise."""
    _failed(judged(head + data, trust=trust))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found(at: float, bit: int, sealed: bytes, trust: Trust) -> None:
    """Wherever in the file it lies."""
    place = int(at * len(sealed))
    _failed(judged(sealed[:place] + bytes([sealed[place] ^ (1 << bit)]) + sealed[place + 1 :], trust=trust))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), letter=st.integers(33, 126))
def test_any_change_to_signed_evidence_is_found(
    at: float, letter: int, signed_file: bytes, trust: Trust
) -> None:
    """A changed file holds only if it still says the very same."""
    place = int(at * len(signed_file))
    changed = signed_file[:place] + bytes([letter]) + signed_file[place + 1 :]
    verdict = judged(changed, trust=trust)
    if verdict.holds:
        assert json.loads(changed)["evidence"] == json.loads(signed_file)["evidence"]


def test_png_pictures_are_compared_by_what_is_attached(sealer: LocalSealer, trust: Trust) -> None:
    """A PNG loses its bytes on the page, so they are attached beside it."""
    document = evidence(document_picture=signature_picture())
    content = evidence_file(document, [sealer.sign_evidence(canonical_form(document), now=SEALED_AT)])
    pdf = report_pdf(
        content,
        made_at=SEALED_AT,
        document_picture=signature_picture(),
        signature_picture=signature_picture(),
    )
    assert judged(sealer.seal_pdf(pdf, now=SEALED_AT), trust=trust).holds
