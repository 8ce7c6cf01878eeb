"""Whether a key signed some bytes: RSA PKCS #1 v1.5, RSASSA-PSS and ECDSA, with the hashes documents use."""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import algos, keys
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from budstikke.formats.chip import curves

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,  # documents signed with it are still in use; the reading remarks on it
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_OLD_HASHES = ("sha1",)
# Below the first, nothing is believed; below the second, there is a remark. Above the third nobody signs.
_RSA_BITS_LEAST, _RSA_BITS_GOOD, _RSA_BITS_MOST = 1024, 2048, 8192
_RSA_EXPONENT_BITS_MOST = 64
_RSA = ("rsa", "rsassa_pss")
_EC_BITS_GOOD = 224


class UnknownAlgorithm(Exception):
    """The signature is made in a way that is not checked here; the message names it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came out: whether the signature holds, how it was made, and whether that is too weak by now."""

    holds: bool
    algorithm: str
    is_old: bool


def digest_of(content: bytes, *, algorithm: str) -> bytes:
    """
    Return the hash of some bytes.

    Raises: UnknownAlgorithm for a hash that documents do not use.
    """
    state = hashes.Hash(_hash(algorithm))
    state.update(content)
    return state.finalize()


def _hash(name: str) -> hashes.HashAlgorithm:
    if name not in _HASHES:
        raise UnknownAlgorithm(name)
    return _HASHES[name]()


def check(
    *,
    key: keys.PublicKeyInfo,
    algorithm: algos.SignedDigestAlgorithm,
    signature: bytes,
    message: bytes,
    digest: str | None = None,
) -> Checked:
    """
    Say whether the key made the signature over the message.

    `digest` is the hash to use where the algorithm does not name its own. A key of another kind signed nothing.
    Raises: UnknownAlgorithm; ValueError and its like when key or parameters cannot be read.
    """
    name = algorithm["algorithm"].native
    no = Checked(False, name, False)
    kind = key["algorithm"]["algorithm"].native
    try:
        if name == "rsassa_pss":
            return _pss(_rsa_key(key), algorithm, signature, message) if kind in _RSA else no
        if name == "rsassa_pkcs1v15" or name.endswith("_rsa"):
            used = digest if name == "rsassa_pkcs1v15" else name.removesuffix("_rsa")
            return _pkcs1(_rsa_key(key), used or "", signature, message) if kind == "rsa" else no
        if name == "ecdsa" or name.endswith("_ecdsa"):
            used = digest if name == "ecdsa" else name.removesuffix("_ecdsa")
            return _ecdsa(key, used or "", signature, message) if kind == "ec" else no
    except UnsupportedAlgorithm as error:
        raise UnknownAlgorithm(f"{kind} {name}") from error
    raise UnknownAlgorithm(f"{kind} {name}")


def _rsa_key(key: keys.PublicKeyInfo) -> rsa.RSAPublicKey:
    numbers = key["public_key"].parsed
    modulus, exponent = numbers["modulus"].native, numbers["public_exponent"].native
    if not _RSA_BITS_LEAST <= modulus.bit_length() <= _RSA_BITS_MOST:
        raise UnknownAlgorithm(f"rsa {modulus.bit_length()}")
    if exponent.bit_length() > _RSA_EXPONENT_BITS_MOST:
        raise UnknownAlgorithm("rsa exponent")
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()


def _pkcs1(key: rsa.RSAPublicKey, digest: str, signature: bytes, message: bytes) -> Checked:
    return _rsa_checked(key, padding.PKCS1v15(), digest, signature, message, name="rsa")


def _pss(
    key: rsa.RSAPublicKey, algorithm: algos.SignedDigestAlgorithm, signature: bytes, message: bytes
) -> Checked:
    given = algorithm["parameters"]
    parameters = given if isinstance(given, algos.RSASSAPSSParams) else algos.RSASSAPSSParams()
    mask = parameters["mask_gen_algorithm"]
    if mask["algorithm"].native != "mgf1" or parameters["trailer_field"].native != "trailer_field_bc":
        raise UnknownAlgorithm("rsassa_pss parameters")
    digest = parameters["hash_algorithm"]["algorithm"].native
    filling = padding.PSS(
        mgf=padding.MGF1(_hash(mask["parameters"]["algorithm"].native)),
        salt_length=parameters["salt_length"].native,
    )
    return _rsa_checked(key, filling, digest, signature, message, name="rsa-pss")


def _rsa_checked(
    key: rsa.RSAPublicKey,
    filling: padding.PKCS1v15 | padding.PSS,
    digest: str,
    signature: bytes,
    message: bytes,
    *,
    name: str,
) -> Checked:
    try:
        key.verify(signature, message, filling, _hash(digest))
        holds = True
    except InvalidSignature:
        holds = False
    is_old = digest in _OLD_HASHES or key.key_size < _RSA_BITS_GOOD
    return Checked(holds, f"{name}-{key.key_size}-{digest}", is_old)


def _ecdsa(key: keys.PublicKeyInfo, digest: str, signature: bytes, message: bytes) -> Checked:
    curve = curves.of_parameters(key["algorithm"]["parameters"])
    if curve is None:
        raise UnknownAlgorithm("ec curve")
    point = bytes(key["public_key"].native)
    used = _hash(digest)
    if curve.made_by is None:
        r, s = decode_dss_signature(signature)
        hashed = digest_of(message, algorithm=digest)
        holds = curves.holds(curve=curve, point=point, digest=hashed, r=r, s=s)
    else:
        try:
            public = ec.EllipticCurvePublicKey.from_encoded_point(curve.made_by(), point)
            public.verify(signature, message, ec.ECDSA(used))
            holds = True
        except InvalidSignature:
            holds = False
    is_old = digest in _OLD_HASHES or curve.order.bit_length() < _EC_BITS_GOOD
    return Checked(holds, f"ecdsa-{curve.name}-{digest}", is_old)
