"""
Signing keys that never leave a hardware security module, reached by PKCS#11.

The library is the extra `pkcs11`. What is signed is judged like what a key in a file signed: the difference is
where the key lies. The PIN is asked for when a session is opened, and is in no message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Lock
from typing import Any, NoReturn, TypeVar

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509 import SubjectKeyIdentifier

from budstikke.post.channels.errors import Unreachable

_COORDINATE_BYTES = 32
T = TypeVar("T")


class Hardware:
    """
    One token of one module; sessions are opened when they are needed, and again after a failure.

    Raises: Unreachable from every method while the module does not answer, the token is not there, or the PIN is
    wrong: what was to be signed is tried again later.
    """

    def __init__(self, *, module: str, token: str, pin: Callable[[], str]) -> None:
        self._module, self._token, self._pin = module, token, pin
        self._lock = Lock()
        self._session: Any = None
        self._found: dict[bytes, Any] = {}

    def make(self, label: str) -> HardwareKey:
        """Return a new key on P-256 that the token made and will not let go."""
        from pkcs11 import Attribute, KeyType
        from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

        def made(session: Any) -> ec.EllipticCurvePublicKey:
            curve = {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
            parameters = session.create_domain_parameters(KeyType.EC, curve, local=True)
            pair = parameters.generate_keypair(store=True, label=label)
            public = _p256(encode_ec_public_key(pair[0]))
            for half in pair:
                half[Attribute.ID] = key_id(public)
            return public

        return HardwareKey(self, self._do(made))

    def key(self, public: ec.EllipticCurvePublicKey) -> HardwareKey | None:
        """Return the key a public key belongs to; None when the token does not hold it."""
        return HardwareKey(self, public) if self._do(lambda _: self._private(public)) else None

    def forget(self, label: str, *, but: Iterable[ec.EllipticCurvePublicKey]) -> None:
        """Destroy the keys of a label, except some."""
        from pkcs11 import Attribute

        kept = {key_id(each) for each in but}

        def destroyed(session: Any) -> None:
            for each in list(session.get_objects({Attribute.LABEL: label})):
                if each[Attribute.ID] not in kept:
                    each.destroy()

        self._do(destroyed)

    def sign(self, digest: bytes, *, public: ec.EllipticCurvePublicKey) -> bytes:
        """Return the two numbers of a signature, one after the other."""
        from pkcs11 import Mechanism

        def signed(_: Any) -> bytes:
            private = self._private(public)
            if private is None:
                raise Unreachable("the token does not hold this key")
            # The digest is made here: not every module knows how to hash and sign in one step.
            return bytes(private.sign(digest, mechanism=Mechanism.ECDSA))

        return self._do(signed)

    def _private(self, public: ec.EllipticCurvePublicKey) -> Any:
        from pkcs11 import Attribute, ObjectClass

        wanted = key_id(public)
        if wanted not in self._found:
            asked = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: wanted}
            for each in list(self._session.get_objects(asked)):
                self._found[wanted] = each
        return self._found.get(wanted)

    def _do(self, asked: Callable[[Any], T]) -> T:
        """Ask the token in its session, one question at a time."""
        import pkcs11

        with self._lock:
            try:
                if self._session is None:
                    slot = pkcs11.lib(self._module).get_token(token_label=self._token)
                    self._session = slot.open(rw=True, user_pin=self._pin())
                return asked(self._session)
            # The library's faults tell a number of the standard, never the PIN; a module that cannot be loaded is
            # told by RuntimeError.
            except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
                self._leave()
                raise Unreachable(f"the key's hardware does not answer ({type(error).__name__})") from None

    def _leave(self) -> None:
        import pkcs11

        self._found.clear()
        if self._session is not None:
            with suppress(pkcs11.PKCS11Error):
                self._session.close()
        self._session = None


class HardwareKey(ec.EllipticCurvePrivateKey):
    """A key in a token, in the shape of a key in memory, so that certificates and lists are signed by it too."""

    def __init__(self, hardware: Hardware, public: ec.EllipticCurvePublicKey) -> None:
        self._hardware, self._public = hardware, public

    @property
    def curve(self) -> ec.EllipticCurve:
        """The curve."""
        return self._public.curve

    @property
    def key_size(self) -> int:
        """The size of the curve in bits."""
        return self._public.key_size

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """Return the public half."""
        return self._public

    def sign(self, data: Any, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        """Return a signature over SHA-256, in DER."""
        assert isinstance(signature_algorithm, ec.ECDSA), "the one kind of signature there is here"
        raw = self._hardware.sign(hashlib.sha256(data).digest(), public=self._public)
        return encode_dss_signature(
            int.from_bytes(raw[:_COORDINATE_BYTES]), int.from_bytes(raw[_COORDINATE_BYTES:])
        )

    def exchange(self, *_: object) -> NoReturn:
        """Do nothing of the kind: the key signs."""
        raise NotImplementedError("a signing key")

    def private_numbers(self) -> NoReturn:
        """Give nothing away."""
        raise NotImplementedError("the key stays in its token")

    def private_bytes(self, *_: object) -> NoReturn:
        """Give nothing away."""
        raise NotImplementedError("the key stays in its token")

    def __copy__(self) -> HardwareKey:
        return self

    def __deepcopy__(self, memo: object) -> HardwareKey:
        return self


def key_id(public: ec.EllipticCurvePublicKey) -> bytes:
    """Return under what id a token keeps a key: the key identifier its certificate has."""
    return SubjectKeyIdentifier.from_public_key(public).digest


def _p256(der: bytes) -> ec.EllipticCurvePublicKey:
    public = load_der_public_key(der)
    assert isinstance(public, ec.EllipticCurvePublicKey), "the kind that was asked for"
    return public
