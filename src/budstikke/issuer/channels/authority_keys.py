"""
Where the authority's keys lie: each certificate in a numbered file, its private key beside it, sealed in the vault.

A private key is bound to its name, so that none can be put in another's place, and goes under the newest data key
with the rows of the database. A new key takes the next number; older ones stay for what they have signed.
"""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from budstikke.kit.installation import write_whole
from budstikke.kit.keyring import alone
from budstikke.kit.vault import HEADER_BYTES, CannotOpen, Vault

_NUMBERED = re.compile(r"(issuing|answers-\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Held:
    """A key and its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A certificate of the authority's own by the name of its files, and whether its key is the one that signs now."""

    name: str
    certificate: x509.Certificate
    is_current: bool


class AuthorityKeys:
    """The keys in one folder."""

    def __init__(self, folder: Path, *, vault: Vault) -> None:
        self._folder, self._vault = folder, vault

    def changing(self) -> AbstractContextManager[None]:
        """Hold the lock under which keys are made; what reads needs none."""
        return alone(self._folder / ".lock")

    def numbers(self, stem: str) -> list[int]:
        """Return which keys there are of `issuing`, or of `answers-N`, the oldest first."""
        found = (_NUMBERED.fullmatch(path.stem) for path in self._folder.glob(f"{stem}-*.pem"))
        return sorted(int(match[2]) for match in found if match and match[1] == stem)

    def has(self, name: str) -> bool:
        """Say whether there is a key of this name."""
        return self._key(name).exists() and self._certificate(name).exists()

    def certificate(self, name: str) -> x509.Certificate:
        """Return a certificate."""
        return x509.load_pem_x509_certificate(self._certificate(name).read_bytes())

    def held(self, name: str) -> Held:
        """
        Return a key with its certificate.

        Raises: kit.vault.CannotOpen where the key was put there from elsewhere, or its data key is gone.
        """
        opened = self._vault.open(self._key(name).read_bytes(), context=_context(name))
        key = load_der_private_key(opened, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey), "no others are made here"
        return Held(key, self.certificate(name))

    def keep(self, name: str, held: Held) -> None:
        """Write a new key; the caller holds the lock. The key comes first: where a certificate is, its key is too."""
        content = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        write_whole(self._key(name), self._vault.seal(content, context=_context(name)))
        write_whole(self._certificate(name), held.certificate.public_bytes(Encoding.PEM))

    def listed(self) -> list[Listed]:
        """Return every certificate but the root's, by name."""
        issuing = self.numbers("issuing")
        rows = [("issuing", number, number == issuing[-1]) for number in issuing]
        for of in issuing:
            answers = self.numbers(f"answers-{of}")
            rows += [(f"answers-{of}", number, number == answers[-1]) for number in answers]
        return [
            Listed(name=name, certificate=self.certificate(name), is_current=current)
            for name, current in ((f"{stem}-{number}", current) for stem, number, current in rows)
        ]

    def seal_again(self) -> int:
        """Bring every key under the newest data key; returns how many. What does not open stays."""
        done = 0
        with self.changing():
            for path in self._under_older_keys():
                context = _context(path.stem)
                with suppress(CannotOpen):
                    opened = self._vault.open(path.read_bytes(), context=context)
                    write_whole(path, self._vault.seal(opened, context=context))
                    done += 1
        return done

    def not_sealed_again(self) -> int:
        """Return how many keys older data keys are still needed for."""
        return len(self._under_older_keys())

    def _under_older_keys(self) -> list[Path]:
        header = self._vault.header
        keys = sorted(self._folder.glob("*.key"))
        return [path for path in keys if path.read_bytes()[:HEADER_BYTES] != header]

    def _certificate(self, name: str) -> Path:
        return self._folder / f"{name}.pem"

    def _key(self, name: str) -> Path:
        return self._folder / f"{name}.key"


def _context(name: str) -> bytes:
    return f"issuer/authority/{name}".encode()
