"""
Where the authority's keys lie: each certificate in a numbered file, its private key beside it, sealed in the vault.

A private key is bound to its name, so that none can be put in another's place, and goes under the newest data key
with the rows of the database. A new key takes the next number; older ones stay for what they have signed, and of one
that was destroyed the certificate stays. Of the root, whose key is kept elsewhere, certificate and list lie here.
"""

from __future__ import annotations

import os
import re
import secrets
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
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
    is_held: bool


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
        """Say whether there is a certificate of this name."""
        return self._certificate(name).exists()

    def holds(self, name: str) -> bool:
        """Say whether the private key lies here; of one that was destroyed, or is kept elsewhere, it does not."""
        return self._key(name).exists()

    def certificate(self, name: str) -> x509.Certificate:
        """Return a certificate."""
        return x509.load_pem_x509_certificate(self._certificate(name).read_bytes())

    def held(self, name: str) -> Held:
        """
        Return a key with its certificate.

        Raises: kit.vault.CannotOpen where the key was put there from elsewhere, or its data key is gone.
        """
        return Held(self.key(name), self.certificate(name))

    def keep(self, name: str, held: Held) -> None:
        """Write a new key; the caller holds the lock. The key comes first: where a certificate is, its key is too."""
        self.keep_key(name, held.key)
        self.keep_certificate(name, held.certificate)

    def keep_key(self, name: str, key: ec.EllipticCurvePrivateKey) -> None:
        """Write a key that has no certificate yet; the caller holds the lock."""
        content = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        write_whole(self._key(name), self._vault.seal(content, context=_context(name)))

    def key(self, name: str) -> ec.EllipticCurvePrivateKey:
        """
        Return a private key.

        Raises: kit.vault.CannotOpen where the key was put there from elsewhere, or its data key is gone.
        """
        opened = self._vault.open(self._key(name).read_bytes(), context=_context(name))
        key = load_der_private_key(opened, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey), "no others are made here"
        return key

    def keep_certificate(self, name: str, certificate: x509.Certificate) -> None:
        """Write a certificate whose key lies here already, or lies elsewhere; the caller holds the lock."""
        write_whole(self._certificate(name), certificate.public_bytes(Encoding.PEM))

    def list_of(self, name: str) -> x509.CertificateRevocationList | None:
        """Return the list that is kept of a key: the root's newest, or the last one of a key that was destroyed."""
        try:
            return x509.load_der_x509_crl((self._folder / f"{name}.crl").read_bytes())
        except FileNotFoundError:
            return None

    def keep_list(self, name: str, listed: x509.CertificateRevocationList) -> None:
        """Keep a list of a key's."""
        write_whole(self._folder / f"{name}.crl", listed.public_bytes(Encoding.DER))

    def written_at(self, name: str) -> datetime:
        """Return when a certificate was written here, by the machine's own clock."""
        return datetime.fromtimestamp(self._certificate(name).stat().st_mtime, tz=UTC)

    def destroy(self, name: str) -> None:
        """Write over a private key and take it away; what copies of it there are elsewhere stays as it is."""
        path = self._key(name)
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()

    def listed(self) -> list[Listed]:
        """Return every certificate but the root's, by name."""
        issuing = self.numbers("issuing")
        rows = [("issuing", number, number == issuing[-1]) for number in issuing]
        for of in issuing:
            answers = self.numbers(f"answers-{of}")
            rows += [(f"answers-{of}", number, number == answers[-1]) for number in answers]
        return [
            Listed(
                name=name, certificate=self.certificate(name), is_current=current, is_held=self.holds(name)
            )
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
