"""Take over certificates and revocation lists by which chips are judged, from files the operator has checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from budstikke.formats.chip import master_list
from budstikke.formats.chip.certificates import RevocationList
from budstikke.formats.malformed import Fault, Malformed
from budstikke.post.records.models import CountryCertificate, CountryRevocationList

_Model = TypeVar("_Model", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many certificates and revocation lists were read, and how many of them are new."""

    read: int
    new: int
    countries: tuple[str, ...]
    lists_read: int
    lists_new: int


def import_master_list(
    files: Iterable[tuple[str, bytes]], *, publisher_sha256: str | None, now: datetime
) -> Imported:
    """
    Take over certificates and revocation lists; those we have stay as they are.

    Terms:   PUM §12 (what a chip says is believed only where its state signed it).
    Reading: a signed list vouches for itself only, so its publisher's SHA-256 is asked for, known from elsewhere.
    Files with single certificates are vouched for by the operator who imports them. A revocation list counts
    when an imported authority of its country signed it.
    Raises:  Malformed for a file that cannot be read, or a list of another publisher; then nothing is taken over.
    """
    given = list(files)
    found = master_list.read(given)
    if found.faults:
        raise Malformed(found.faults)
    if found.publisher is not None and found.publisher.sha256 != (publisher_sha256 or "").lower():
        told = "the list is not signed by the publisher named; compare the SHA-256 with the publisher's own"
        raise Malformed((Fault(given[0][0], "PUBLISHER", told),))
    source = "; ".join(f"{name} {sha256(content).hexdigest()}" for name, content in given[:1])
    if len(given) > 1:
        source += f"; and {len(given) - 1} more"
    with transaction.atomic():
        new = _take(
            CountryCertificate,
            [
                CountryCertificate(
                    sha256=each.sha256,
                    country=each.country,
                    key_identifier=each.key_id,
                    content=each.der,
                    source=source,
                    imported_at=now,
                )
                for each in found.certificates
            ],
        )
        lists_new = _take(CountryRevocationList, [_row(each, source=source, now=now) for each in found.lists])
    return Imported(
        read=len(found.certificates),
        new=new,
        countries=tuple(sorted({each.country for each in found.certificates})),
        lists_read=len(found.lists),
        lists_new=lists_new,
    )


def _take(model: type[_Model], rows: Sequence[_Model]) -> int:
    """Write down those that are new; return how many they were."""
    before = model._default_manager.count()
    model._default_manager.bulk_create(rows, ignore_conflicts=True)
    return model._default_manager.count() - before


def _row(listed: RevocationList, *, source: str, now: datetime) -> CountryRevocationList:
    return CountryRevocationList(
        sha256=listed.sha256,
        country=listed.country,
        issuer=listed.issuer,
        made_at=listed.made_at,
        renew_at=listed.renew_at,
        content=listed.der,
        source=source,
        imported_at=now,
    )
