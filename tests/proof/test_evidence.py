"""Evidence: what it must hold, and the one way it is written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.proof.specimen import decision, evidence

from budstikke.proof.canonical import canonical_form, fingerprint
from budstikke.proof.events import EVENT_NAMES
from budstikke.proof.evidence_file import evidence_file, read_evidence_file
from budstikke.proof.evidence_shape import faults_of
from budstikke.proof.shape import NotEvidence


def _paths(document: object) -> list[str]:
    return [fault.path for fault in faults_of(document)]


def test_a_complete_hand_over_has_no_faults() -> None:
    """The specimen is sound."""
    assert faults_of(evidence()) == ()


def test_the_canonical_form_does_not_depend_on_the_order_of_members() -> None:
    """Two ways to hold the same document are one document."""
    document = evidence()
    turned = dict(reversed(document.items()))
    assert list(turned) != list(document)
    assert canonical_form(turned) == canonical_form(document)


def test_a_changed_letter_changes_the_fingerprint() -> None:
    """The fingerprint is of everything."""
    assert fingerprint(evidence(place="Kårvåg")) != fingerprint(evidence(place="Karvåg"))


def test_evidence_is_never_labelled_qualified() -> None:
    """The one claim nobody here may make."""
    assert evidence()["qualified"] is False
    assert "qualified" in _paths(evidence() | {"qualified": True})


def test_a_zero_is_not_taken_for_false() -> None:
    """JSON tells numbers from truth values, and so does the check."""
    assert "qualified" in _paths(evidence() | {"qualified": 0})


def test_times_are_written_in_norwegian_local_time() -> None:
    """The page shows what the clock on the wall showed."""
    assert evidence()["happened_at"] == "2026-11-21T10:15:07+01:00"


def test_every_fault_is_named_with_its_path() -> None:
    """All of them at once, not the first."""
    document = evidence() | {"event": "Handover", "test": "yes", "extra": 1}
    del document["sender"]
    assert {"event", "test", "extra", "sender"} <= set(_paths(document))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("letter.number", ""),
        ("letter.number", "RR\u202e473"),
        ("letter.number", "two  spaces"),
        ("letter.number", "A\u030arud"),
        ("sender.orgnr", "99182582"),
        ("report.gyldigtil", "2031-5-2"),
        ("report.dato", "2026-11-21T10:15:07"),
        ("handling.actor", 7),
        ("terms.edition", None),
    ],
)
def test_a_value_of_the_wrong_shape_is_named(path: str, value: object) -> None:
    """Empty, invisible, loosely spaced, decomposed, too short, without offset, of another type."""
    document: dict[str, Any] = json.loads(json.dumps(evidence()))
    member, name = path.split(".")
    document[member][name] = value
    assert path in _paths(document)


def test_a_report_of_another_letter_is_a_contradiction() -> None:
    """The fields and the letter must be of one number."""
    document: dict[str, Any] = json.loads(json.dumps(evidence()))
    document["letter"]["number"] = "RR123456785NO"
    assert _paths(document) == ["report.kollinr"]


def test_a_refusal_needs_the_decision_it_rests_on() -> None:
    """No clause, no refusal."""
    with pytest.raises(NotEvidence) as caught:
        evidence(event="ContentHandoverFailure", decisions=[], signing=None, signature_picture=None)
    assert [fault.path for fault in caught.value.faults] == ["decisions"]


def test_a_signature_picture_needs_somebody_who_signed() -> None:
    """Who could not sign leaves no signature."""
    with pytest.raises(NotEvidence, match="nobody signed"):
        evidence(signing="not_able_to_sign")


def test_every_event_can_be_evidenced() -> None:
    """Each name of the standard that a letter can meet makes sound evidence with a decision and no report."""
    for name in EVENT_NAMES.keys() - {"ContentHandover", "AgreementAccepted"}:
        document = evidence(
            event=name, report=None, keyed=(), signing=None, document_picture=None, signature_picture=None,
            decisions=[decision("refused", cure=True)],
        )  # fmt: skip
        assert document["event"] == name


def test_an_accepted_agreement_is_no_event_of_a_letter() -> None:
    """Its evidence says of which agreement; that of a letter cannot bear its name."""
    with pytest.raises(NotEvidence, match="agreement: is there for AgreementAccepted"):
        evidence(event="AgreementAccepted")


def test_white_space_and_composition_are_tidied_at_the_desk() -> None:
    """What a scanner read with loose spacing is written one way."""
    assert evidence(place="  A\u030arud \n  post ")["handling"]["place"] == "Årud post"  # type: ignore[index]


def test_the_file_is_read_back_as_it_was_written() -> None:
    """Document and signatures survive the file."""
    document = evidence()
    signatures = [{"protected": "abc", "signature": "def"}]
    read = read_evidence_file(evidence_file(document, signatures))
    assert (read.document, read.signatures) == (document, signatures)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"evidence": {}, "evidence": {}}',
        b'{"evidence": NaN, "signatures": []}',
        b"[" * 100_000,
    ],
)
def test_a_file_that_is_no_evidence_says_so(content: bytes) -> None:
    """Neither a traceback nor a guess."""
    with pytest.raises(NotEvidence):
        read_evidence_file(content)


def test_a_number_a_browser_would_round_is_refused() -> None:
    """Facts are free, but must be written the same way everywhere."""
    facts = decision()
    facts["answer"] = {"many": 2**53}
    with pytest.raises(NotEvidence, match="too large"):
        evidence(decisions=[facts])
