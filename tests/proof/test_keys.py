"""Whether a signature fits a key: what another library signs fits, and nothing else does."""

from __future__ import annotations

from functools import cache

import pytest
from asn1crypto import algos, keys, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from budstikke.proof.keys import fits, fits_es256

SIGNED = b"a letter for exactly the right person"
HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}


@cache
def _rsa(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@cache
def _ec(name: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(
        {"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1()}[name]
    )


def _public(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> keys.PublicKeyInfo:
    return keys.PublicKeyInfo.load(
        key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )


def _named(name: str) -> algos.SignedDigestAlgorithm:
    return algos.SignedDigestAlgorithm({"algorithm": name})


def _pss(hash_name: str, salt: int) -> algos.SignedDigestAlgorithm:
    return algos.SignedDigestAlgorithm(
        {
            "algorithm": "rsassa_pss",
            "parameters": {
                "hash_algorithm": {"algorithm": hash_name},
                "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": hash_name}},
                "salt_length": salt,
            },
        }
    )


def _changed(data: bytes) -> bytes:
    return data[:-9] + bytes([data[-9] ^ 4]) + data[-8:]


@pytest.mark.parametrize("curve", ["p256", "p384", "p521"])
@pytest.mark.parametrize("hash_name", HASHES)
def test_ecdsa_of_another_library_fits(curve: str, hash_name: str) -> None:
    """Three curves, three hashes; not over other bytes, not when changed, not under another key."""
    key, algorithm = _ec(curve), _named(f"{hash_name}_ecdsa")
    signature = key.sign(SIGNED, ec.ECDSA(HASHES[hash_name]))
    assert fits(signature, SIGNED, key=_public(key), algorithm=algorithm)
    assert not fits(signature, SIGNED + b".", key=_public(key), algorithm=algorithm)
    assert not fits(_changed(signature), SIGNED, key=_public(key), algorithm=algorithm)
    other = ec.generate_private_key(key.curve)
    assert not fits(signature, SIGNED, key=_public(other), algorithm=algorithm)


@pytest.mark.parametrize("bits", [2048, 2049, 3072])
@pytest.mark.parametrize("hash_name", HASHES)
def test_rsa_of_another_library_fits(bits: int, hash_name: str) -> None:
    """Both paddings, also where the modulus is a bit longer than whole bytes."""
    key, hashed = _rsa(bits), HASHES[hash_name]
    for signature, algorithm in (
        (key.sign(SIGNED, padding.PKCS1v15(), hashed), _named(f"{hash_name}_rsa")),
        *(
            (key.sign(SIGNED, padding.PSS(padding.MGF1(hashed), salt), hashed), _pss(hash_name, salt))
            for salt in (0, 20, hashed.digest_size)
        ),
    ):
        assert fits(signature, SIGNED, key=_public(key), algorithm=algorithm)
        assert not fits(signature, SIGNED + b".", key=_public(key), algorithm=algorithm)
        assert not fits(_changed(signature), SIGNED, key=_public(key), algorithm=algorithm)
        assert not fits(signature[1:], SIGNED, key=_public(key), algorithm=algorithm)
        assert not fits(b"\x00" + signature, SIGNED, key=_public(key), algorithm=algorithm)


def test_a_salt_of_another_length_does_not_fit() -> None:
    """The parameters are part of what is signed in a certificate; they are held to."""
    key = _rsa(2048)
    signature = key.sign(SIGNED, padding.PSS(padding.MGF1(hashes.SHA256()), 20), hashes.SHA256())
    assert not fits(signature, SIGNED, key=_public(key), algorithm=_pss("sha256", 32))


def test_weak_hashes_and_short_keys_fit_nothing() -> None:
    """SHA-1, and RSA under 2,048 bits."""
    key = _rsa(2048)
    assert not fits(
        key.sign(SIGNED, padding.PKCS1v15(), hashes.SHA1()),
        SIGNED,
        key=_public(key),
        algorithm=_named("sha1_rsa"),
    )
    short = _rsa(1024)
    signature = short.sign(SIGNED, padding.PKCS1v15(), hashes.SHA256())
    assert not fits(signature, SIGNED, key=_public(short), algorithm=_named("sha256_rsa"))


def test_a_forged_padding_with_an_exponent_of_three_does_not_fit() -> None:
    """Bleichenbacher's forgery of 2006: a cube whose first bytes look right, with rubbish behind."""
    key = rsa.generate_private_key(3, 2048)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(SIGNED)
    named = algos.DigestInfo(
        {"digest_algorithm": {"algorithm": "sha256"}, "digest": digest.finalize()}
    ).dump()
    start = b"\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff\x00" + named
    due = int.from_bytes(start + b"\xff" * (256 - len(start)), "big")
    low, high = 0, 1 << 700
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= due else (low, middle - 1)
    assert (low**3).to_bytes(256, "big").startswith(start)
    assert not fits(low.to_bytes(256, "big"), SIGNED, key=_public(key), algorithm=_named("sha256_rsa"))


def test_es256_fits_as_two_numbers_only() -> None:
    """JWS writes the two numbers, not ASN.1; zeros and numbers beyond the order fit nothing."""
    key = _ec("p256")
    asn1 = key.sign(SIGNED, ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(asn1)
    raw = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    assert fits_es256(raw, SIGNED, key=_public(key))
    for wrong in (asn1, raw[:-1], raw + b"\x00", bytes(64), b"\xff" * 64, raw[:32] + bytes(32)):
        assert not fits_es256(wrong, SIGNED, key=_public(key))
    assert not fits_es256(raw, SIGNED, key=_public(_ec("p384")))
    assert not fits_es256(raw, SIGNED, key=_public(_rsa(2048)))


def test_a_key_off_its_curve_fits_nothing() -> None:
    """A point that is none."""
    public = _public(_ec("p256"))
    encoded = bytearray(public.dump())
    encoded[-1] ^= 1
    signature = _ec("p256").sign(SIGNED, ec.ECDSA(hashes.SHA256()))
    broken = keys.PublicKeyInfo.load(bytes(encoded))
    assert not fits(signature, SIGNED, key=broken, algorithm=_named("sha256_ecdsa"))


@settings(max_examples=100, deadline=None)
@given(signature=st.binary(max_size=300))
def test_any_bytes_get_an_answer(signature: bytes) -> None:
    """Never an exception, never yes."""
    for key, algorithm in (
        (_ec("p256"), _named("sha256_ecdsa")),
        (_rsa(2048), _named("sha256_rsa")),
        (_rsa(2048), _pss("sha256", 32)),
    ):
        assert not fits(signature, SIGNED, key=_public(key), algorithm=algorithm)


def test_a_real_certificate_is_checked_by_its_own_key() -> None:
    """The root of the example report signed itself."""
    from pathlib import Path

    from budstikke.proof.trust import Trust

    trust = Trust.from_pem((Path(__file__).parents[2] / "examples" / "report" / "trust.pem").read_bytes())
    root: x509.Certificate = trust.roots[0]
    assert fits(
        root["signature_value"].native,
        root["tbs_certificate"].dump(),
        key=root.public_key,
        algorithm=root["signature_algorithm"],
    )
