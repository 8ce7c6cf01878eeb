"""
Elliptic curves that documents are signed on, and the check of a signature on those no library offers.

Source: SEC 2 (the five of NIST) and RFC 5639 (Brainpool). A key that spells out its curve is matched with this
table, generator and all; a curve that is not in it is never used, for whoever chooses the curve can forge on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from asn1crypto import keys
from cryptography.hazmat.primitives.asymmetric import ec

_Point = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve y² = x³ + ax + b over a prime field; `made_by` is None where cryptography does not know it."""

    name: str
    dotted: str
    made_by: Callable[[], ec.EllipticCurve] | None
    prime: int
    a: int
    b: int
    x: int
    y: int
    order: int

    @property
    def width(self) -> int:
        """How many bytes a coordinate takes."""
        return (self.prime.bit_length() + 7) // 8


def of_parameters(parameters: keys.ECDomainParameters) -> Curve | None:
    """Return the curve that a key names or spells out, None when it is none of ours."""
    if parameters.name == "named":
        return BY_OID.get(parameters.chosen.dotted)
    if parameters.name != "specified":
        return None
    domain = parameters.chosen
    if domain["field_id"]["field_type"].native != "prime_field":
        return None
    said = (
        int(domain["field_id"]["parameters"].native),
        int.from_bytes(domain["curve"]["a"].native, "big"),
        int.from_bytes(domain["curve"]["b"].native, "big"),
        int(domain["order"].native),
    )
    curve = next((each for each in CURVES if said == (each.prime, each.a, each.b, each.order)), None)
    cofactor = domain["cofactor"].native
    if curve is None or cofactor not in (None, 1):
        return None
    return curve if _is_generator(bytes(domain["base"]), curve) else None


def _is_generator(point: bytes, curve: Curve) -> bool:
    across = curve.x.to_bytes(curve.width, "big")
    up = curve.y.to_bytes(curve.width, "big")
    return point in (b"\x04" + across + up, bytes([2 + curve.y % 2]) + across)


def holds(*, curve: Curve, point: bytes, digest: bytes, r: int, s: int) -> bool:
    """
    Say whether (r, s) is the ECDSA signature of a digest, by plain arithmetic.

    Everything here is public, so that nothing leaks by how long it takes. Only for curves without `made_by`.
    """
    width, prime, order = curve.width, curve.prime, curve.order
    if len(point) != 1 + 2 * width or point[0] != 4 or not (0 < r < order and 0 < s < order):
        return False
    x, y = int.from_bytes(point[1 : 1 + width], "big"), int.from_bytes(point[1 + width :], "big")
    if max(x, y) >= prime or (y * y - (x * x * x + curve.a * x + curve.b)) % prime:
        return False
    number = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - order.bit_length())
    inverse = pow(s, -1, order)
    first, second = number * inverse % order, r * inverse % order
    generator, key = (curve.x, curve.y, 1), (x, y, 1)
    both = _add(generator, key, curve)
    total = (0, 1, 0)
    for bit in range(order.bit_length() - 1, -1, -1):
        total = _double(total, curve)
        match (first >> bit & 1, second >> bit & 1):
            case (1, 1):
                total = _add(total, both, curve)
            case (1, 0):
                total = _add(total, generator, curve)
            case (0, 1):
                total = _add(total, key, curve)
    if not total[2]:
        return False
    return total[0] * pow(total[2], -2, prime) % prime % order == r


def _double(point: _Point, curve: Curve) -> _Point:
    x, y, z = point
    if not y or not z:
        return (0, 1, 0)
    prime = curve.prime
    square = y * y % prime
    middle = 4 * x * square % prime
    slope = (3 * x * x + curve.a * pow(z, 4, prime)) % prime
    across = (slope * slope - 2 * middle) % prime
    return (across, (slope * (middle - across) - 8 * square * square) % prime, 2 * y * z % prime)


def _add(one: _Point, other: _Point, curve: Curve) -> _Point:
    if not one[2]:
        return other
    if not other[2]:
        return one
    prime = curve.prime
    z1, z2 = one[2] * one[2] % prime, other[2] * other[2] % prime
    x1, x2 = one[0] * z2 % prime, other[0] * z1 % prime
    y1, y2 = one[1] * z2 * other[2] % prime, other[1] * z1 * one[2] % prime
    if x1 == x2:
        return _double(one, curve) if y1 == y2 else (0, 1, 0)
    wide, high = (x2 - x1) % prime, (y2 - y1) % prime
    wide2 = wide * wide % prime
    wide3 = wide2 * wide % prime
    across = (high * high - wide3 - 2 * x1 * wide2) % prime
    return (
        across,
        (high * (x1 * wide2 - across) - y1 * wide3) % prime,
        wide * one[2] * other[2] % prime,
    )


def _curve(name: str, dotted: str, made_by: Callable[[], ec.EllipticCurve] | None, numbers: str) -> Curve:
    """Take the six numbers of a curve, each as wide as the others, from one run of hexadecimal digits."""
    width = len(numbers) // 6
    prime, a, b, x, y, order = (int(numbers[at : at + width], 16) for at in range(0, len(numbers), width))
    return Curve(name, dotted, made_by, prime, a, b, x, y, order)


CURVES: tuple[Curve, ...] = (
    _curve(
        "secp192r1",
        "1.2.840.10045.3.1.1",
        ec.SECP192R1,
        "fffffffffffffffffffffffffffffffefffffffffffffffffffffffffffffffffffffffffffffffefffffffffffffffc"
        "64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012"
        "07192b95ffc8da78631011ed6b24cdd573f977a11e794811ffffffffffffffffffffffff99def836146bc9b1b4d22831",
    ),
    _curve(
        "secp224r1",
        "1.3.132.0.33",
        ec.SECP224R1,
        "ffffffffffffffffffffffffffffffff000000000000000000000001fffffffffffffffffffffffffffffffeffffffff"
        "fffffffffffffffeb4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4b70e0cbd6bb4bf7f321390b9"
        "4a03c1d356c21122343280d6115c1d21bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34ffffffff"
        "ffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
    ),
    _curve(
        "secp256r1",
        "1.2.840.10045.3.1.7",
        ec.SECP256R1,
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffffffffffff000000010000000000000000"
        "00000000fffffffffffffffffffffffc5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"
        "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e16"
        "2bce33576b315ececbb6406837bf51f5ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    ),
    _curve(
        "secp384r1",
        "1.3.132.0.34",
        ec.SECP384R1,
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffffffc"
        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef"
        "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"
        "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    ),
    _curve(
        "secp521r1",
        "1.3.132.0.35",
        ec.SECP521R1,
        "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "ffffffffffffffffffffffffffffffffffff01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc0051953eb9618e1c9a1f929a"
        "21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef45"
        "1fd46b503f0000c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928"
        "fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b"
        "446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd1665001ffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8"
        "899c47aebb6fb71e91386409",
    ),
    _curve(
        "brainpoolP192r1",
        "1.3.36.3.3.2.8.1.1.3",
        None,
        "c302f41d932a36cda7a3463093d18db78fce476de1a862976a91174076b1e0e19c39c031fe8685c1cae040e5c69a28ef"
        "469a28ef7c28cca3dc721d044f4496bcca7ef4146fbf25c9c0a0647eaab6a48753b033c56cb0f0900a2f5c4853375fd6"
        "14b690866abd5bb88b5f4828c1490002e6773fa2fa299b8fc302f41d932a36cda7a3462f9e9e916b5be8f1029ac4acc1",
    ),
    _curve(
        "brainpoolP224r1",
        "1.3.36.3.3.2.8.1.1.5",
        None,
        "d7c134aa264366862a18302575d1d787b09f075797da89f57ec8c0ff68a5e62ca9ce6c1c299803a6c1530b514e182ad8"
        "b0042a59cad29f432580f63ccfe44138870713b1a92369e33e2135d266dbb372386c400b0d9029ad2c7e5cf4340823b2"
        "a87dc68c9e4ce3174c1e6efdee12c07d58aa56f772c0726f24c6b89e4ecdac24354b9e99caa3f6d3761402cdd7c134aa"
        "264366862a18302575d0fb98d116bc4b6ddebca3a5a7939f",
    ),
    _curve(
        "brainpoolP256r1",
        "1.3.36.3.3.2.8.1.1.7",
        ec.BrainpoolP256R1,
        "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e53777d5a0975fc2c3057eef67530417affe7"
        "fb8055c126dc5c6ce94a4b44f330b5d926dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6"
        "8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262547ef835c3dac4fd97f8461a14611dc9"
        "c27745132ded8e545c1d54c72f046997a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7",
    ),
    _curve(
        "brainpoolP320r1",
        "1.3.36.3.3.2.8.1.1.9",
        None,
        "d35e472036bc4fb7e13c785ed201e065f98fcfa6f6f40def4f92b9ec7893ec28fcd412b1f1b32e273ee30b568fbab0f8"
        "83ccebd46d3f3bb8a2a73513f5eb79da66190eb085ffa9f492f375a97d860eb4520883949dfdbc42d3ad198640688a6f"
        "e13f41349554b49acc31dccd884539816f5eb4ac8fb1f1a643bd7e9afb53d8b85289bcc48ee5bfe6f20137d10a087eb6"
        "e7871e2a10a599c710af8d0d39e2061114fdd05545ec1cc8ab4093247f77275e0743ffed117182eaa9c77877aaac6ac7"
        "d35245d1692e8ee1d35e472036bc4fb7e13c785ed201e065f98fcfa5b68f12a32d482ec7ee8658e98691555b44c59311",
    ),
    _curve(
        "brainpoolP384r1",
        "1.3.36.3.3.2.8.1.1.11",
        ec.BrainpoolP384R1,
        "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53"
        "7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826"
        "04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11"
        "1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e"
        "8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315"
        "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565",
    ),
    _curve(
        "brainpoolP512r1",
        "1.3.36.3.3.2.8.1.1.13",
        ec.BrainpoolP512R1,
        "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e6"
        "2881ff2f2d82c68528aa6056583a48f37830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc"
        "2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94ca3df91610a83441caea9863bc2ded5d5a"
        "a8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94cadc083e67984050b75ebae5dd2809bd638016f723"
        "81aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b93b97d5f"
        "7c6d5047406a5e688b352209bcb9f8227dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111"
        "b2dcde494a5f485e5bca4bd88a2763aed1ca2b2fa8f0540678cd1e0f3ad80892aadd9db8dbe9c48b3fd4e6ae33c9fc07"
        "cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac10471db1d381085ddaddb58796829ca90069",
    ),
)
BY_OID = {curve.dotted: curve for curve in CURVES}
