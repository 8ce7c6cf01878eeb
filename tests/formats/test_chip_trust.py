"""Whose signature counts: authorities, links between them, revocation lists; all at the time of signing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.formats.chips import (
    DAY,
    FOUNDED_AT,
    NOW,
    SIGNED_AT,
    chip,
    faults_of,
    linked,
    reading_of,
    remarks_of,
    state,
    values,
)

from budstikke.formats.chip import Trust
from budstikke.formats.chip.security_object import unwrapped
from budstikke.formats.chip.tlv import Unreadable
from budstikke.post.papers.specimen.chip import SpecimenChip, Wrong, specimen_chip
from budstikke.post.papers.specimen.chip_state import SpecimenState


def _signed_by(signing: SpecimenState, *, at: datetime = SIGNED_AT) -> SpecimenChip:
    return specimen_chip(values(), state=signing, signed_at=at)


def test_nothing_counts_before_a_list_is_imported() -> None:
    """An installation without certificates says so for every chip."""
    assert faults_of(reading_of(chip(), by=Trust())) == ["CHIP_CSCA_UNKNOWN"]


def test_the_right_authority_is_found_among_others_of_its_name() -> None:
    """States keep one name over several keys."""
    others = [SpecimenState.founded(country="UT", at=FOUNDED_AT).certificate for _ in range(3)]
    reading = reading_of(chip(), by=Trust.of([*others, state().certificate]))
    assert faults_of(reading) == []
    assert reading.authority_sha256 == Trust.of([state().certificate]).certificates[0].sha256


def test_a_link_leads_to_an_authority_that_is_known() -> None:
    """The old key vouches for the new one; nobody had the new one's own certificate."""
    new = SpecimenState.founded(country="UT", at=SIGNED_AT - 60 * DAY)
    link = linked(state(), new, at=SIGNED_AT - 60 * DAY)
    made = _signed_by(new)
    assert faults_of(reading_of(made, by=Trust.of([state().certificate, link]))) == []


def test_a_link_from_nobody_known_does_not_count() -> None:
    """Else whoever makes a link would be a state."""
    new = SpecimenState.founded(country="UT", at=SIGNED_AT - 60 * DAY)
    stranger = SpecimenState.founded(country="UT", at=FOUNDED_AT)
    link = linked(stranger, new, at=SIGNED_AT - 60 * DAY)
    made = _signed_by(new)
    assert faults_of(reading_of(made, by=Trust.of([state().certificate, link]))) == ["CHIP_CSCA_UNKNOWN"]


def test_an_authority_that_had_ended_at_the_time_of_signing_does_not_count() -> None:
    """Judged at that time, not today."""
    short = SpecimenState.founded(country="UT", at=FOUNDED_AT, days=365)
    trust = Trust.of([short.certificate])
    in_time = _signed_by(short, at=FOUNDED_AT + 200 * DAY)
    assert faults_of(reading_of(in_time, by=trust)) == []
    assert faults_of(reading_of(_signed_by(short), by=trust)) == ["CHIP_CSCA_TIME"]


def test_a_document_signer_is_no_authority() -> None:
    """Imported by mistake, its certificate issues nothing."""
    signer = state().signer(begins=FOUNDED_AT)
    posing = SpecimenState(
        key=signer.key, certificate=signer.certificate, algorithm=signer.algorithm, country="UT"
    )
    trust = Trust.of([signer.certificate, state().certificate])
    assert faults_of(reading_of(_signed_by(posing), by=trust)) == ["CHIP_CSCA_USE"]


def test_an_authority_signs_no_documents() -> None:
    """A chip signed with the state's own key was not made by its passport office."""
    content = unwrapped(chip().sod).content
    signed = state().signed_data(content, content_type="2.23.136.1.1.1", signed_at=SIGNED_AT)
    sod = b"\x77\x82" + len(signed).to_bytes(2, "big") + signed
    assert faults_of(reading_of(SpecimenChip(sod=sod, groups=chip().groups))) == ["CHIP_SIGNER_USE"]


def test_a_revoked_signer_counts_for_nothing_whatever_the_day() -> None:
    """Also when the list was made long after the chip: a thief dates his signatures as he likes."""
    trust = Trust.of([state().certificate], lists=[state().revocation_list(at=NOW)])
    assert faults_of(reading_of(chip(Wrong.REVOKED), by=trust)) == ["CHIP_REVOKED"]


def test_a_list_that_nobody_known_signed_is_no_list() -> None:
    """Else anybody could revoke a state's passports."""
    stranger = SpecimenState.founded(country="UT", at=FOUNDED_AT)
    trust = Trust.of([state().certificate], lists=[stranger.revocation_list(at=NOW)])
    reading = reading_of(chip(Wrong.REVOKED), by=trust)
    assert faults_of(reading) == []
    assert remarks_of(reading) == ["CHIP_NO_CRL"]


def test_a_list_signed_with_the_states_next_key_counts() -> None:
    """After a change of keys one list speaks for all of them."""
    new = SpecimenState.founded(country="UT", at=SIGNED_AT)
    trust = Trust.of([state().certificate, new.certificate], lists=[new.revocation_list(at=NOW)])
    assert faults_of(reading_of(chip(Wrong.REVOKED), by=trust)) == ["CHIP_REVOKED"]


def test_a_list_that_was_to_be_renewed_is_remarked_on() -> None:
    """It still counts for what it names."""
    trust = Trust.of([state().certificate], lists=[state().revocation_list(at=NOW - 200 * DAY)])
    assert remarks_of(reading_of(chip(), by=trust)) == ["CHIP_OLD_CRL"]
    assert faults_of(reading_of(chip(Wrong.REVOKED), by=trust)) == ["CHIP_REVOKED"]


@pytest.mark.parametrize("rubbish", [b"", b"0", b"\x30\x80\x00\x00", b"\x30\x03\x02\x01\x05"])
def test_rubbish_is_no_certificate(rubbish: bytes) -> None:
    """What is loaded as trust is refused when it cannot be read."""
    with pytest.raises(Unreadable):
        Trust.of([rubbish])


def test_the_two_statements_of_a_certificates_algorithm_agree() -> None:
    """What the issuer's signature does not cover must not be changeable."""
    certificate = bytearray(state().certificate)
    outer = certificate.rindex(bytes.fromhex("2a8648ce3d040302"))  # ECDSA with SHA-256, the second time
    certificate[outer + 7] = 3
    with pytest.raises(Unreadable):
        Trust.of([bytes(certificate)])


def test_a_state_is_taken_back_from_its_file() -> None:
    """A simulated device and its server share one."""
    again = SpecimenState.from_pem(state().as_pem())
    made = _signed_by(again, at=SIGNED_AT + timedelta(days=3))
    assert reading_of(made).authentic
