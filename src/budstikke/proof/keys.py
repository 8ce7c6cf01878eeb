"""
Whether a signature fits a key: ECDSA and RSA, in nothing but Python.

The judge holds public keys only, so nothing here can leak by taking its time; and an auditor can run it with
an interpreter alone. The elliptic curves are the library's; RSA is one power and a comparison (RFC 8017).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache

from asn1crypto import algos, core, keys
from ecdsa import NIST256p, NIST384p, NIST521p, VerifyingKey
from ecdsa.curves import Curve
from ecdsa.errors import MalformedPointError
from ecdsa.keys import BadSignatureError
from ecdsa.util import MalformedSignature, sigdecode_der, sigdecode_string

HASHES: dict[str, Callable[[bytes], hashlib._Hash]] = {
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}
_CURVES: dict[str, Curve] = {"secp256r1": NIST256p, "secp384r1": NIST384p, "secp521r1": NIST521p}
_UNCOMPRESSED = b"\x04"
_SMALLEST_RSA_BITS = 2048
_LARGEST_RSA_BITS = 8192
_LARGEST_EXPONENT = 2**32
_MASKED_BY = 0xBC  # the last byte of every PSS signature


def fits(
    signature: bytes, signed: bytes, *, key: keys.PublicKeyInfo, algorithm: algos.SignedDigestAlgorithm
) -> bool:
    """
    Say whether a signature in ASN.1 (certificates, lists, CMS) fits what was signed.

    Reading: an algorithm not known here, SHA-1 among them, fits nothing.
    """
    try:
        kind, hash_name = algorithm.signature_algo, algorithm.hash_algo
        if hash_name not in HASHES:
            return False
        digest = HASHES[hash_name](signed).digest()
        if kind == "ecdsa":
            return _ecdsa(signature, digest, key=key, raw=False)
        if kind == "rsassa_pkcs1v15":
            return _rsa_pkcs1(signature, digest, key=key, hash_name=hash_name)
        if kind == "rsassa_pss":
            return _rsa_pss(signature, digest, key=key, parameters=algorithm["parameters"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return False


def fits_es256(signature: bytes, signed: bytes, *, key: keys.PublicKeyInfo) -> bool:
    """Say whether a signature of JWS kind ES256 (two numbers of 32 bytes) fits what was signed."""
    if not is_p256(key):
        return False
    return _ecdsa(signature, hashlib.sha256(signed).digest(), key=key, raw=True)


def is_p256(key: keys.PublicKeyInfo) -> bool:
    """Say whether a key is of the curve P-256."""
    return bool(key.algorithm == "ec" and key.curve == ("named", "secp256r1"))


@lru_cache(maxsize=64)
def _point(curve: str, encoded: bytes) -> VerifyingKey | None:
    if encoded[:1] != _UNCOMPRESSED or curve not in _CURVES:
        return None
    try:
        return VerifyingKey.from_string(encoded, curve=_CURVES[curve], valid_encodings=["uncompressed"])
    except MalformedPointError:
        return None


def _ecdsa(signature: bytes, digest: bytes, *, key: keys.PublicKeyInfo, raw: bool) -> bool:
    if key.algorithm != "ec" or key.curve[0] != "named":
        return False
    point = _point(key.curve[1], key["public_key"].native)
    if point is None:
        return False
    try:
        decode = sigdecode_string if raw else sigdecode_der
        return bool(point.verify_digest(signature, digest, sigdecode=decode, allow_truncate=True))
    except (BadSignatureError, MalformedSignature, ValueError):
        return False


def _opened(signature: bytes, key: keys.PublicKeyInfo) -> tuple[bytes, int] | None:
    """Return the encoded message an RSA signature opens to, and the length of the modulus in bits."""
    if key.algorithm != "rsa":
        return None
    public = key["public_key"].parsed
    modulus, exponent = public["modulus"].native, public["public_exponent"].native
    bits, number = modulus.bit_length(), int.from_bytes(signature, "big")
    sound = _SMALLEST_RSA_BITS <= bits <= _LARGEST_RSA_BITS and 2 < exponent < _LARGEST_EXPONENT
    if not sound or len(signature) != (bits + 7) // 8 or number >= modulus:
        return None
    return pow(number, exponent, modulus).to_bytes(len(signature), "big"), bits


def _rsa_pkcs1(signature: bytes, digest: bytes, *, key: keys.PublicKeyInfo, hash_name: str) -> bool:
    opened = _opened(signature, key)
    if opened is None:
        return False
    named = algos.DigestInfo(
        {"digest_algorithm": {"algorithm": hash_name, "parameters": core.Null()}, "digest": digest}
    ).dump()
    # Built and compared whole: reading what the signature holds is how forgeries came in elsewhere.
    due = b"\x00\x01" + b"\xff" * (len(opened[0]) - len(named) - 3) + b"\x00" + named
    return bool(opened[0] == due)


def _rsa_pss(
    signature: bytes, digest: bytes, *, key: keys.PublicKeyInfo, parameters: algos.RSASSAPSSParams
) -> bool:
    opened = _opened(signature, key)
    if opened is None:
        return False
    mask = parameters["mask_gen_algorithm"]
    hash_name = parameters["hash_algorithm"]["algorithm"].native
    if mask["algorithm"].native != "mgf1" or mask["parameters"]["algorithm"].native != hash_name:
        return False
    encoded, bits = opened[0], opened[1] - 1
    if bits % 8 == 0:
        if encoded[0]:
            return False
        encoded = encoded[1:]
    salt_length, hash_length = parameters["salt_length"].native, len(digest)
    split = len(encoded) - hash_length - 1
    if encoded[-1] != _MASKED_BY or split < salt_length + 1:
        return False
    masked, checked = encoded[:split], encoded[split:-1]
    free = 8 * len(encoded) - bits
    if masked[0] >> (8 - free):
        return False
    block = bytearray(a ^ b for a, b in zip(masked, _mgf1(checked, split, hash_name), strict=True))
    block[0] &= 0xFF >> free
    if block[: split - salt_length] != b"\x00" * (split - salt_length - 1) + b"\x01":
        return False
    salt = bytes(block[split - salt_length :])
    return HASHES[hash_name](b"\x00" * 8 + digest + salt).digest() == checked


def _mgf1(seed: bytes, length: int, hash_name: str) -> bytes:
    made, counter = b"", 0
    while len(made) < length:
        made += HASHES[hash_name](seed + counter.to_bytes(4, "big")).digest()
        counter += 1
    return made[:length]
