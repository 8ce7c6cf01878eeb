"""Whatever bytes a reader delivers: an answer, never an exception; and no change to what was signed is accepted."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.chips import NOW, SIGNED_AT, chip, state, trust, values

from budstikke.formats.chip import Trust, master_list, read
from budstikke.formats.chip.security_object import unwrapped
from budstikke.post.papers.specimen.chip import specimen_chip
from budstikke.post.papers.specimen.chip_state import Algorithm

_FLIPS = 600


@given(sod=st.binary(max_size=200), one=st.binary(max_size=120), two=st.binary(max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_bytes_get_an_answer(sod: bytes, one: bytes, two: bytes) -> None:
    """Noise is refused."""
    reading = read(sod=sod, groups={1: one, 2: two, 11: one}, trust=trust(), now=NOW)
    assert not reading.authentic


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_chip_with_a_piece_replaced_gets_an_answer(data: st.DataObject) -> None:
    """Close to a chip is where readers break."""
    made = chip()
    which = data.draw(st.sampled_from(("sod", 1, 2, 11)))
    whole = made.sod if which == "sod" else made.groups[which]
    at = data.draw(st.integers(0, len(whole) - 1))
    piece = data.draw(st.binary(max_size=12))
    spoilt = whole[:at] + piece + whole[at + data.draw(st.integers(0, 12)) :]
    groups = made.groups if which == "sod" else {**made.groups, which: spoilt}
    reading = read(sod=spoilt if which == "sod" else made.sod, groups=groups, trust=trust(), now=NOW)
    if which != "sod" and spoilt != whole:
        assert not reading.authentic


@given(content=st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_file_of_certificates_gets_an_answer(content: bytes) -> None:
    """An operator may choose the wrong file."""
    found = master_list.read([("file", content), ("pem", b"-----BEGIN CERTIFICATE-----" + content)])
    assert found.faults


@pytest.mark.parametrize(
    "algorithm", [Algorithm.P256, Algorithm.RSA, Algorithm.RSA_PSS, Algorithm.BRAINPOOL_EXPLICIT]
)
def test_no_flipped_bit_of_what_was_signed_is_accepted(algorithm: Algorithm) -> None:
    """Accepted are only flips in the envelope, which nobody signed: hashes, certificate and signature stay."""
    signing = state(algorithm)
    believed = Trust.of([signing.certificate])
    made = specimen_chip(values(), state=signing, signed_at=SIGNED_AT)
    genuine = read(sod=made.sod, groups=made.groups, trust=believed, now=NOW)
    assert genuine.authentic
    signed = unwrapped(made.sod)
    assert signed.signer is not None
    sealed = [signed.content, signed.signer.der, signed.info["signature"].native]
    sealed.append(signed.info["signed_attrs"].contents)
    places = [(made.sod.index(part), made.sod.index(part) + len(part)) for part in sealed]
    assert sum(end - start for start, end in places) > len(made.sod) * 0.8
    draw = random.Random(20261121)
    accepted = 0
    for _ in range(_FLIPS):
        spoilt = bytearray(made.sod)
        at = draw.randrange(len(spoilt))
        spoilt[at] ^= 1 << draw.randrange(8)
        reading = read(sod=bytes(spoilt), groups=made.groups, trust=believed, now=NOW)
        if reading.authentic:
            accepted += 1
            assert not any(start <= at < end for start, end in places), at
            assert reading.signer_sha256 == genuine.signer_sha256
            assert reading.signed_at == genuine.signed_at
    assert accepted < _FLIPS / 20


@pytest.mark.parametrize("group", [1, 2, 11])
def test_no_flipped_bit_of_a_data_group_is_accepted(group: int) -> None:
    """Every bit of them is covered by a hash."""
    made = chip()
    draw = random.Random(group)
    for _ in range(60):
        spoilt = bytearray(made.groups[group])
        spoilt[draw.randrange(len(spoilt))] ^= 1 << draw.randrange(8)
        reading = read(sod=made.sod, groups={**made.groups, group: bytes(spoilt)}, trust=trust(), now=NOW)
        assert "CHIP_HASH" in [each.code for each in reading.faults]


def test_a_nest_of_a_thousand_levels_gets_an_answer() -> None:
    """Depth is bounded before Python's own bound is met."""
    nest = b""
    for _ in range(1000):
        nest = b"\x30" + _length(len(nest)) + nest
    reading = read(
        sod=b"\x77" + _length(len(nest)) + nest, groups={2: _as_face(nest)}, trust=trust(), now=NOW
    )
    assert {"CHIP_SOD_UNREADABLE", "CHIP_FACE"} <= {each.code for each in reading.faults}


def _length(size: int) -> bytes:
    return bytes([size]) if size < 0x80 else b"\x82" + size.to_bytes(2, "big")


def _as_face(content: bytes) -> bytes:
    for tag in ("7f2e", "7f60", "7f61", "75"):
        content = bytes.fromhex(tag) + _length(len(content)) + content
    return content
