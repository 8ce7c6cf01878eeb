"""Lists of states' certificates: who published one, what is in it, and what is wrong before it is imported."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from tests.formats.chips import FOUNDED_AT, NOW, chip, faults_of, linked, reading_of, state

from budstikke.cli.main import main
from budstikke.formats.chip import master_list
from budstikke.post.papers.specimen.chip_state import SpecimenState


def _list() -> bytes:
    other = SpecimenState.founded(country="NO", at=FOUNDED_AT)
    return state().master_list([state().certificate, other.certificate], at=NOW)


def _pem(der: bytes, kind: str) -> bytes:
    return f"-----BEGIN {kind}-----\n{base64.encodebytes(der).decode()}-----END {kind}-----\n".encode()


def test_a_master_list_says_who_published_it_and_what_is_in_it() -> None:
    """Its certificates judge chips."""
    found = master_list.read([("list.ml", _list())])
    assert (found.faults, found.doubts, found.signed_at) == ((), (), NOW)
    assert found.publisher is not None
    assert found.publisher.der == state().certificate
    assert {each.country for each in found.certificates} == {"NO", "UT"}
    assert faults_of(reading_of(chip(), by=found.trust())) == []


def test_nothing_is_taken_from_a_list_that_was_changed() -> None:
    """One character of a name in it, and it is nobody's list."""
    content = _list()
    at = content.index(b"CSCA SPECIMEN")
    found = master_list.read([("list.ml", content[:at] + b"D" + content[at + 1 :])])
    assert [fault.code for fault in found.faults] == ["CSCA_LIST_SIGNATURE"]
    assert (found.certificates, found.publisher) == ((), None)


def test_a_list_signed_by_a_document_signer_is_refused() -> None:
    """Signing passports and signing lists are two offices."""
    listed = master_list.opened(_list()).content
    signer = state().signer(begins=FOUNDED_AT)
    content = signer.signed_data(
        listed,
        content_type="2.23.136.1.1.2",
        signed_at=NOW,
        carried=(signer.certificate, state().certificate),
    )
    found = master_list.read([("list.ml", content)])
    assert [(fault.code, "not made to" in fault.text) for fault in found.faults] == [
        ("CSCA_LIST_SIGNATURE", True)
    ]


def test_files_of_all_kinds_are_read_together() -> None:
    """DER and PEM, certificates and revocation lists, each certificate once."""
    revoked = state().revocation_list(at=NOW)
    both = _pem(state().certificate, "CERTIFICATE") + _pem(revoked, "X509 CRL")
    found = master_list.read(
        [("a.cer", state().certificate), ("b.pem", both), ("c.ml", _pem(_list(), "CMS"))]
    )
    assert found.faults == ()
    assert (len(found.certificates), len(found.lists)) == (2, 1)


def test_every_file_that_cannot_be_read_is_named() -> None:
    """The others are read all the same."""
    found = master_list.read([("a.cer", b"SPECIMEN"), ("b.cer", state().certificate), ("c.cer", chip().sod)])
    assert [(fault.where, fault.code) for fault in found.faults] == [
        ("a.cer", "CSCA_FILE"),
        ("c.cer", "CSCA_FILE"),
    ]
    assert len(found.certificates) == 1


def test_what_will_never_count_is_a_doubt() -> None:
    """A link without its authority, a document signer, a list of revocations by a stranger."""
    new = SpecimenState.founded(country="UT", at=FOUNDED_AT)
    stranger = SpecimenState.founded(country="NO", at=FOUNDED_AT)
    found = master_list.read(
        [
            ("link.cer", linked(state(), new, at=FOUNDED_AT)),
            ("signer.cer", state().signer(begins=FOUNDED_AT).certificate),
            ("list.crl", stranger.revocation_list(at=NOW)),
        ]
    )
    assert found.faults == ()
    assert sorted(doubt.code for doubt in found.doubts) == ["CSCA_CRL", "CSCA_LINK", "CSCA_USE"]


def test_a_list_is_checked_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file or a folder; JSON, exit 0 when all of it can be imported."""
    (tmp_path / "list.ml").write_bytes(_list())
    assert main(["master-list", "check", str(tmp_path / "list.ml")]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["countries"], answer["faults"]) == (["NO", "UT"], [])
    assert len(answer["publisher"]["sha256"]) == 64
    (tmp_path / "notes.txt").write_text("SPECIMEN")
    assert main(["master-list", "check", str(tmp_path)]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [fault["where"] for fault in answer["faults"]] == ["notes.txt"]
    assert len(answer["certificates"]) == 2


def test_a_list_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Asked wrongly: exit 2, nothing on standard output."""
    assert main(["master-list", "check", "/does/not/exist"]) == 2
    assert capsys.readouterr().out == ""
