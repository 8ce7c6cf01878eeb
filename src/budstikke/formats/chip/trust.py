"""The states' certificates an operator has imported, and whether one of them stands behind a document signer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from budstikke.formats.chip.certificates import RevocationList, StateCertificate
from budstikke.formats.chip.findings import Finding, found
from budstikke.formats.chip.signatures import UnknownAlgorithm
from budstikke.formats.chip.tlv import Unreadable

# The state with most certificates has some thirty; links between two authorities are one step, seldom two.
_MOST_CANDIDATES = 64


@dataclass(frozen=True, slots=True)
class Trust:
    """
    Certificates and revocation lists that did not come with the document; whoever imported them vouches for them.

    A certificate counts when it signed itself, or another that counts signed it (a link).
    """

    certificates: tuple[StateCertificate, ...] = ()
    lists: tuple[RevocationList, ...] = ()
    _by_key: Mapping[bytes, tuple[StateCertificate, ...]] = field(init=False, repr=False)
    _by_name: Mapping[str, tuple[StateCertificate, ...]] = field(init=False, repr=False)
    _by_country: Mapping[str, tuple[StateCertificate, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_key: dict[bytes, tuple[StateCertificate, ...]] = {}
        by_name: dict[str, tuple[StateCertificate, ...]] = {}
        by_country: dict[str, tuple[StateCertificate, ...]] = {}
        for each in self.certificates:
            by_key[each.key_id] = (*by_key.get(each.key_id, ()), each)
            by_name[each.subject] = (*by_name.get(each.subject, ()), each)
            by_country[each.country] = (*by_country.get(each.country, ()), each)
        for name, index in (("_by_key", by_key), ("_by_name", by_name), ("_by_country", by_country)):
            object.__setattr__(self, name, index)

    @classmethod
    def of(cls, certificates: Iterable[bytes], *, lists: Iterable[bytes] = ()) -> Trust:
        """
        Read certificates and revocation lists in DER.

        Raises: Unreadable when one of them is none (a master list's check says which).
        """
        unique = dict.fromkeys(certificates)
        return cls(
            tuple(StateCertificate.of(der) for der in unique), tuple(RevocationList.of(der) for der in lists)
        )

    def named(self, certificate: StateCertificate) -> tuple[StateCertificate, ...]:
        """Return the certificates of the key that is to have issued this one, by its identifier."""
        return self._by_key.get(certificate.authority_key_id or b"", ())

    def candidates(self, certificate: StateCertificate) -> Iterator[StateCertificate]:
        """
        Return those that may have issued a certificate: by key, then by name, then by country.

        Reading: states keep one name over several keys, and some changed how they write it; so a name neither
        suffices nor is demanded. The signature decides.
        """
        groups = (
            self.named(certificate),
            self._by_name.get(certificate.issuer, ()),
            self._by_country.get(certificate.country, ()),
        )
        unique = dict.fromkeys(each for group in groups for each in group if each is not certificate)
        yield from list(unique)[:_MOST_CANDIDATES]

    def counts(self, certificate: StateCertificate) -> bool:
        """
        Say whether an imported certificate signed itself or leads to one that did.

        Each certificate is looked at once, so that a list made to lead in circles costs no more than another.
        """
        waiting, seen = [certificate], {certificate.sha256}
        while waiting:
            current = waiting.pop(0)
            if not current.may_issue:
                continue
            if _issued(current, by=current):
                return True
            for other in self.candidates(current):
                if other.sha256 in seen or len(seen) >= _MOST_CANDIDATES:
                    continue
                if other.overlaps(current) and _issued(current, by=other):
                    seen.add(other.sha256)
                    waiting.append(other)
        return False

    def judged(
        self, signer: StateCertificate, *, at: datetime, now: datetime
    ) -> tuple[StateCertificate | None, tuple[Finding, ...]]:
        """
        Return who issued a document signer's certificate, and everything wrong with that at the time of signing.

        Reading: several certificates of one key (the authority's own and a link) are all tried; one that is
        faultless is enough, else the faults of the first are told.
        """
        told: tuple[StateCertificate, tuple[Finding, ...]] | None = None
        unknown: UnknownAlgorithm | None = None
        for candidate in self.candidates(signer):
            try:
                if not signer.issued_by(candidate).holds:
                    continue
            except UnknownAlgorithm as error:
                unknown = error
                continue
            except Unreadable:
                continue
            faults = tuple(self._faults(candidate, at=at))
            if not faults:
                return candidate, tuple(self._revoked(signer, candidate, now=now))
            told = told or (candidate, faults)
        if told:
            return told[0], told[1] + tuple(self._revoked(signer, told[0], now=now))
        if unknown:
            return None, (found("CHIP_ALGORITHM", algorithm=str(unknown)),)
        code = "CHIP_CSCA_SIGNATURE" if self.named(signer) else "CHIP_CSCA_UNKNOWN"
        return None, (found(code, country=signer.country or "?"),)

    def _faults(self, candidate: StateCertificate, *, at: datetime) -> Iterator[Finding]:
        if not candidate.may_issue:
            yield found("CHIP_CSCA_USE", country=candidate.country)
        elif not self.counts(candidate):
            yield found("CHIP_CSCA_UNKNOWN", country=candidate.country)
        if not candidate.in_force(at):
            yield found("CHIP_CSCA_TIME", country=candidate.country)

    def _revoked(
        self, signer: StateCertificate, authority: StateCertificate, *, now: datetime
    ) -> Iterator[Finding]:
        """
        Look the signer up in the newest genuine list of its issuer.

        Reading: a listed revocation always wins, whatever day it is dated: who stole the key dates signatures
        as he likes. A list nobody trusted has signed is no list.
        """
        # After a change of keys a state signs one list, with its newest key, for all of them.
        named = [each for each in self.lists if each.issuer == signer.issuer]
        genuine = [each for each in named if self.is_signed(each, country=authority.country)]
        if not genuine:
            yield found("CHIP_NO_CRL", country=authority.country)
            return
        if any(signer.serial in each.serials for each in genuine):
            yield found("CHIP_REVOKED", country=authority.country)
        newest = max(genuine, key=lambda each: each.made_at)
        if newest.renew_at is not None and newest.renew_at < now:
            yield found("CHIP_OLD_CRL", country=authority.country, renew_on=f"{newest.renew_at:%Y-%m-%d}")

    def is_signed(self, listed: RevocationList, *, country: str | None = None) -> bool:
        """Say whether a certificate of the state (the list's own, unless one is named) signed a revocation list."""
        return any(
            _issued(listed, by=each) and self.counts(each)
            for each in self._by_country.get(country or listed.country, ())[:_MOST_CANDIDATES]
        )


def _issued(one: StateCertificate | RevocationList, *, by: StateCertificate) -> bool:
    try:
        return one.issued_by(by).holds
    except (UnknownAlgorithm, Unreadable):
        return False
