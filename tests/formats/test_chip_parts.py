"""The parts of a chip's files: containers of pictures, zones, curves that no library offers."""

from __future__ import annotations

import hashlib
from string import ascii_uppercase

import pytest
from asn1crypto import keys
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.formats.chips import LINES, chip

from budstikke.formats.chip import countries, curves
from budstikke.formats.chip.data_groups import mrz_lines, particulars
from budstikke.formats.chip.face import FaceFormat, face
from budstikke.formats.chip.tlv import Unreadable
from budstikke.formats.mrz import states

_JPEG = b"\xff\xd8\xff\xe0" + b"SPECIMEN" * 8


def _tlv(tag: str, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 0x80 else b"\x82" + size.to_bytes(2, "big")
    return bytes.fromhex(tag) + length + content


def test_a_picture_in_the_newer_container_is_found() -> None:
    """ISO/IEC 39794-5: the same data group, ASN.1 inside."""
    picture = _tlv("a1", _tlv("a0", _tlv("a0", _tlv("80", _JPEG) + _tlv("a1", _tlv("80", b"\0")))))
    blocks = _tlv("a1", _tlv("30", _tlv("80", b"\0") + picture))
    record = _tlv("65", _tlv("a0", _tlv("80", b"\3") + _tlv("81", b"\x07\xe3")) + blocks)
    dg2 = _tlv("75", _tlv("7f61", _tlv("02", b"\1") + _tlv("7f60", _tlv("a1", b"") + _tlv("7f2e", record))))
    assert (face(dg2).content, face(dg2).format) == (_JPEG, FaceFormat.JPEG)


def test_feature_points_before_a_picture_are_passed_over() -> None:
    """Eight bytes each."""
    block = bytes(20)[:4] + (2).to_bytes(2, "big") + bytes(14) + bytes(16) + bytes(12) + _JPEG
    block = len(block).to_bytes(4, "big") + block[4:]
    record = b"FAC\x00010\x00" + (14 + len(block)).to_bytes(4, "big") + b"\0\1" + block
    assert face(_dg2(record)).content == _JPEG


def _dg2(record: bytes) -> bytes:
    return _tlv("75", _tlv("7f61", _tlv("02", b"\1") + _tlv("7f60", _tlv("5f2e", record))))


@pytest.mark.parametrize(
    "record",
    [
        b"FAC\x00010\x00" + (14).to_bytes(4, "big") + b"\0\1",
        b"FAC\x00010\x00" + (15).to_bytes(4, "big") + b"\0\1",
        b"FAC\x00020\x00" + (14).to_bytes(4, "big") + b"\0\1",
        b"FAC\x00010\x00" + (14).to_bytes(4, "big") + b"\0\0",
        b"IIR\x00010\x00",
        b"FAC\0",
    ],
    ids=["no block", "wrong length", "another edition", "no face", "an iris", "cut"],
)
def test_a_record_without_a_picture_is_refused(record: bytes) -> None:
    """The clerk is told that there is nothing to see."""
    with pytest.raises(Unreadable):
        face(_dg2(record))


@pytest.mark.parametrize("characters", [90, 72])
def test_zones_of_cards_have_their_own_lines(characters: int) -> None:
    """TD1 has three lines of 30, TD2 two of 36."""
    lines = mrz_lines(_tlv("61", _tlv("5f1f", b"I" + b"<" * (characters - 1))))
    assert [len(line) for line in lines] == ([30] * 3 if characters == 90 else [36] * 2)
    assert mrz_lines(chip().groups[1]) == LINES


@pytest.mark.parametrize("zone", [b"", b"<" * 87, b"<" * 87 + b"a", b"<" * 87 + b"\xc6"])
def test_what_is_no_zone_is_refused(zone: bytes) -> None:
    """Length and characters are those of the standard."""
    with pytest.raises(Unreadable):
        mrz_lines(_tlv("61", _tlv("5f1f", zone)))


def test_particulars_keep_their_letters() -> None:
    """The zone spells OESTBY; data group 11 spells Østby, which is what the letter is addressed to."""
    found = particulars(_tlv("6b", _tlv("5f0e", "ØSTBY<<KÁRI".encode()) + _tlv("5f10", b"")))
    assert (found.full_name, found.personal_number) == ("ØSTBY<<KÁRI", None)


@pytest.mark.parametrize("curve", curves.CURVES, ids=lambda curve: curve.name)
def test_a_curve_is_written_down_rightly(curve: curves.Curve) -> None:
    """Its generator lies on it, and the order brings the generator back to where it began."""
    assert (curve.y**2 - curve.x**3 - curve.a * curve.x - curve.b) % curve.prime == 0
    # With a key of the generator itself, r = x(2G) and s = r hold for the digest r: (r/r)G + (r/r)G = 2G.
    two = curves._double((curve.x, curve.y, 1), curve)
    r = two[0] * pow(two[2], -2, curve.prime) % curve.prime % curve.order
    digest = (r << (-curve.order.bit_length() % 8)).to_bytes((curve.order.bit_length() + 7) // 8, "big")
    point = b"\4" + curve.x.to_bytes(curve.width, "big") + curve.y.to_bytes(curve.width, "big")
    assert curves.holds(curve=curve, point=point, digest=digest, r=r, s=r)
    assert not curves.holds(curve=curve, point=point, digest=digest, r=r, s=r - 1)


@pytest.mark.parametrize(
    "curve", [curve for curve in curves.CURVES if curve.made_by], ids=lambda curve: curve.name
)
def test_our_arithmetic_agrees_with_the_librarys(curve: curves.Curve) -> None:
    """On the curves both know; so it is believed on those only we know."""
    assert curve.made_by is not None
    key = ec.generate_private_key(curve.made_by())
    r, s = decode_dss_signature(key.sign(b"SPECIMEN", ec.ECDSA(hashes.SHA384())))
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    digest = hashlib.sha384(b"SPECIMEN").digest()
    assert curves.holds(curve=curve, point=point, digest=digest, r=r, s=s)
    assert not curves.holds(curve=curve, point=point, digest=digest[::-1], r=r, s=s)
    assert not curves.holds(curve=curve, point=point, digest=digest, r=0, s=s)


def _parameters(curve: curves.Curve, **changed: object) -> keys.ECDomainParameters:
    def wide(number: int) -> bytes:
        return number.to_bytes(curve.width, "big")

    values = {
        "version": "ecdpVer1",
        "field_id": {"field_type": "prime_field", "parameters": curve.prime},
        "curve": {"a": wide(curve.a), "b": wide(curve.b)},
        "base": b"\4" + wide(curve.x) + wide(curve.y),
        "order": curve.order,
        **changed,
    }
    return keys.ECDomainParameters(name="specified", value=keys.SpecifiedECDomain(values))


def test_a_curve_with_a_generator_of_its_own_is_refused() -> None:
    """Whoever chooses the generator can sign in anybody's name."""
    curve = curves.BY_OID["1.2.840.10045.3.1.7"]
    assert curves.of_parameters(_parameters(curve)) is curve
    short = bytes([2 + curve.y % 2]) + curve.x.to_bytes(curve.width, "big")
    assert curves.of_parameters(_parameters(curve, base=short)) is curve
    other = curve.y.to_bytes(curve.width, "big")
    assert curves.of_parameters(_parameters(curve, base=b"\4" + other + other)) is None
    assert curves.of_parameters(_parameters(curve, order=curve.order - 1)) is None
    assert curves.of_parameters(_parameters(curve, cofactor=2)) is None


def test_every_state_of_a_zone_has_its_country() -> None:
    """A state added to the one table and not to the other could not sign its own passports."""
    # Codes of nobody's own, and of states that are no more: ANT and NTZ.
    nobodys = {
        "IAO",
        "ANT",
        "NTZ",
        "XXA",
        "XXB",
        "XXC",
        "XXX",
        "XBA",
        "XIM",
        "XCC",
        "XCE",
        "XCO",
        "XEC",
        "XES",
        "XMP",
        "XDC",
    }
    pairs = {a + b for a in ascii_uppercase for b in ascii_uppercase}
    signed_for = {
        code
        for code in states.CODES
        if any(countries.may_sign(country=each, issuing_state=code) for each in pairs)
    }
    assert states.CODES - signed_for <= nobodys
    assert countries.may_sign(country="NO", issuing_state="NOR")
    assert not countries.may_sign(country="SE", issuing_state="NOR")
    assert not countries.may_sign(country="", issuing_state="XXX")
