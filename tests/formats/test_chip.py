"""Chips read: what stands on them, who signed it and when, and one finding for each thing that is wrong."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.formats.chips import (
    DAY,
    FOUNDED_AT,
    LINES,
    NOW,
    SIGNED_AT,
    chip,
    faults_of,
    reading_of,
    remarks_of,
    state,
    trust,
    values,
)

from budstikke.formats.chip import FINDINGS, FaceFormat, Trust, Weight, read
from budstikke.post.papers.specimen.chip import CODES, ChipValues, Wrong, specimen_chip, specimen_face
from budstikke.post.papers.specimen.chip_state import Algorithm, SpecimenState


def test_a_chip_that_its_state_signed_is_authentic() -> None:
    """Lines, picture, name and number are read, and nothing is found."""
    reading = reading_of(chip())
    assert reading.authentic
    assert reading.findings == ()
    assert reading.mrz_lines == LINES
    assert (reading.face, reading.face_format) == (specimen_face(), FaceFormat.JPEG)
    assert (reading.full_name, reading.personal_number) == ("ÉRIKSSON<<ANNA<MARIA", "ZE 184226 B")
    assert reading.signed_at == reading.judged_at == SIGNED_AT
    assert (reading.country, reading.sealed_groups) == ("UT", (1, 2, 11))
    assert reading.algorithm == "ecdsa-secp256r1-sha256"


@pytest.mark.parametrize("wrong", Wrong)
def test_one_thing_wrong_is_one_finding(wrong: Wrong) -> None:
    """Each named fault of the specimens leads to its own code and to no other that stops."""
    reading = reading_of(chip(wrong))
    assert faults_of(reading) == [CODES[wrong]]
    assert not reading.authentic


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_signature_of_every_kind_holds_and_breaks(algorithm: Algorithm) -> None:
    """RSA, PSS, ECDSA; named and written-out curves; the state signs in the same way where it can."""
    signing = state(algorithm)
    for wrong, faults in ((None, []), (Wrong.SIGNATURE, ["CHIP_SIGNATURE"])):
        made = specimen_chip(values(), state=signing, signed_at=SIGNED_AT, wrong=wrong)
        assert faults_of(reading_of(made, by=Trust.of([signing.certificate]))) == faults


def test_an_old_hash_is_remarked_on() -> None:
    """SHA-1 signs chips that are still in use; it does not stop."""
    signing = state(Algorithm.RSA_SHA1)
    made = specimen_chip(values(), state=signing, signed_at=SIGNED_AT)
    reading = reading_of(made, by=Trust.of([signing.certificate]))
    assert reading.authentic
    assert "CHIP_OLD_ALGORITHM" in remarks_of(reading)


@pytest.mark.parametrize("version", [0, 1])
def test_both_versions_of_the_security_object_are_read(version: int) -> None:
    """Version 1 says which LDS it is of; nothing else differs."""
    made = specimen_chip(values(), state=state(), signed_at=SIGNED_AT, version=version)
    assert reading_of(made).authentic


def test_a_picture_in_jpeg_2000_is_found() -> None:
    """Most states write it so."""
    face = specimen_face(format="JPEG2000")
    made = specimen_chip(ChipValues(mrz_lines=LINES, face=face), state=state(), signed_at=SIGNED_AT)
    reading = reading_of(made)
    assert (reading.face, reading.face_format) == (face, FaceFormat.JPEG_2000)
    assert (reading.full_name, reading.personal_number) == (None, None)


def test_a_chip_outlives_its_signers_certificate() -> None:
    """Years later, after the signer and the state's certificate have ended, it was still signed in time."""
    made = specimen_chip(values(), state=state(), signed_at=SIGNED_AT)
    assert faults_of(reading_of(made, now=NOW + timedelta(days=20 * 365))) == []


def test_a_chip_that_does_not_say_when_it_was_signed_is_judged_when_its_signer_began() -> None:
    """And it is remarked on."""
    made = specimen_chip(values(), state=state(), signed_at=SIGNED_AT, states_time=False)
    reading = reading_of(made)
    assert (reading.signed_at, reading.judged_at) == (None, SIGNED_AT - 30 * DAY)
    assert reading.authentic
    assert remarks_of(reading) == ["CHIP_TIME_UNKNOWN"]


def test_a_clock_a_few_hours_ahead_is_forgiven() -> None:
    """Issuers write their local time as if it were UTC."""
    made = specimen_chip(values(), state=state(), signed_at=SIGNED_AT)
    assert reading_of(made, now=SIGNED_AT - DAY / 2).authentic
    assert faults_of(reading_of(made, now=SIGNED_AT - 2 * DAY)) == ["CHIP_SIGNED_LATER"]


def test_lines_of_another_state_are_not_believed() -> None:
    """A genuine signature of one state proves nothing about documents of another."""
    lines = (LINES[0].replace("UTO", "NOR", 1), LINES[1])
    made = specimen_chip(
        ChipValues(mrz_lines=lines, face=specimen_face()), state=state(), signed_at=SIGNED_AT
    )
    reading = reading_of(made)
    assert faults_of(reading) == ["CHIP_COUNTRY"]
    assert reading.findings[0].facts == {"signer": "UT", "issuer": "NOR"}


@pytest.mark.parametrize(("letters", "country"), [("NOR", "NO"), ("D<<", "DE"), ("GBD", "GB"), ("CHN", "HK")])
def test_a_state_signs_for_the_codes_it_issues_under(letters: str, country: str) -> None:
    """Three letters in the lines, two in the certificate; some are not ISO's."""
    lines = (f"P<{letters}" + LINES[0][5:], LINES[1])
    signing = SpecimenState.founded(country=country, at=FOUNDED_AT)
    made = specimen_chip(
        ChipValues(mrz_lines=lines, face=specimen_face()), state=signing, signed_at=SIGNED_AT
    )
    assert reading_of(made, by=Trust.of([signing.certificate])).authentic


def test_a_data_group_that_nobody_asked_for_is_compared_too() -> None:
    """Whatever a reader delivers must be what was signed."""
    made = chip()
    reading = read(sod=made.sod, groups={**made.groups, 14: b"\x6e\x00"}, trust=trust(), now=NOW)
    assert faults_of(reading) == ["CHIP_GROUP_UNLISTED"]
    assert reading.findings[0].facts == {"group": 14}


def test_particulars_that_were_not_read_are_remarked_on() -> None:
    """A reader may leave them out; the clerk is told that there are some."""
    made = chip()
    groups = {number: made.groups[number] for number in (1, 2)}
    reading = read(sod=made.sod, groups=groups, trust=trust(), now=NOW)
    assert reading.authentic
    assert remarks_of(reading) == ["CHIP_DG11_MISSING"]


def test_particulars_that_cannot_be_read_do_not_stop() -> None:
    """The state signed them; what they mean is its own affair."""
    made = specimen_chip(
        ChipValues(mrz_lines=LINES, face=specimen_face(), full_name="TAB\tTAB"),
        state=state(),
        signed_at=SIGNED_AT,
    )
    reading = reading_of(made)
    assert reading.authentic
    assert remarks_of(reading) == ["CHIP_DG11_UNREADABLE"]
    assert reading.full_name is None


@pytest.mark.parametrize(
    ("wrong", "weight"),
    [
        (None, Weight.REMARK),
        (Wrong.SIGNATURE, Weight.AGAINST),
        (Wrong.SOD_CUT, Weight.AGAIN),
        (Wrong.CSCA_UNKNOWN, Weight.UNJUDGED),
    ],
)
def test_a_reading_weighs_as_much_as_its_gravest_finding(wrong: Wrong | None, weight: Weight) -> None:
    """Forged, not read whole, not to be judged here, or nothing to speak of."""
    assert reading_of(chip(wrong)).weight is weight


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("ØSTBY<BERG<<KÁRI<ANNE", ("ØSTBY BERG", "KÁRI ANNE")),
        ("SUKARNO<<", ("SUKARNO", "")),
        ("Kari Berg", None),
    ],
)
def test_a_full_name_is_parted_only_where_its_issuer_parts_it(
    written: str, names: tuple[str, str] | None
) -> None:
    """A guess at which word is the surname would be compared with the letter."""
    made = specimen_chip(
        ChipValues(mrz_lines=LINES, face=specimen_face(), full_name=written),
        state=state(),
        signed_at=SIGNED_AT,
    )
    assert reading_of(made).names == names


def test_several_things_wrong_are_all_told() -> None:
    """A clerk who cures one is not sent back for the next."""
    broken = chip(Wrong.SIGNATURE)
    groups = {1: chip(Wrong.LINES_CHANGED).groups[1]}
    reading = read(sod=broken.sod, groups=groups, trust=Trust(), now=NOW)
    assert faults_of(reading) == ["CHIP_DG2_MISSING", "CHIP_HASH", "CHIP_SIGNATURE", "CHIP_CSCA_UNKNOWN"]


@pytest.mark.parametrize("kind", FINDINGS.values(), ids=lambda kind: kind.code)
def test_a_finding_has_words_and_a_cure_in_both_languages(kind) -> None:  # type: ignore[no-untyped-def]
    """With the same facts in both."""
    assert {kind.no, kind.en}.isdisjoint({kind.cure_no, kind.cure_en})
    assert all((kind.no, kind.en, kind.cure_no, kind.cure_en))

    def braces(text: str) -> list[str]:
        return sorted(part.partition("}")[0] for part in text.split("{")[1:])

    assert braces(kind.no) == braces(kind.en)


def test_what_is_written_down_says_nothing_of_the_holder() -> None:
    """Findings, algorithm and certificates may be kept and logged; name, number and picture are not among them."""
    reading = reading_of(chip())
    written = json.dumps(reading.as_json()) + repr(reading)
    assert not any(word in written for word in ("ERIKSSON", "RIKSSON", "184226", "L898902C3", "JFIF"))
    assert reading_of(chip(Wrong.REVOKED)).as_json()["authentic"] is False
